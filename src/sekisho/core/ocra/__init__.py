"""RFC 6287 (OCRA) and nothing else: the suite, the data input, the response.

`Suite.parse` reads the text that names a mode, `respond` computes a response and `verify` judges one. Follows the RFC
with errata 3729 and 5625; reads ten digits although erratum 3730 withdraws them. Keys, challenges, counters and clocks
belong to the caller.

    suite = Suite.parse("OCRA-1:HOTP-SHA256-8:QN06-PSHA256")
    respond(suite, key, question="493027", pin="1234")
"""

from sekisho.core.ocra.data_input import (
    DataInputError,
    Input,
    Inputs,
    MissingInput,
    MutualQuestion,
    OutOfRange,
    SuperfluousInput,
    WrongAlphabet,
    WrongLength,
    build_data_input,
)
from sekisho.core.ocra.response import Verdict, respond, verify
from sekisho.core.ocra.suite import (
    HashFunction,
    QuestionFormat,
    QuestionShape,
    SessionShape,
    Suite,
    SuiteError,
    TimeStep,
    TimeUnit,
)

__all__ = [
    "DataInputError",
    "HashFunction",
    "Input",
    "Inputs",
    "MissingInput",
    "MutualQuestion",
    "OutOfRange",
    "QuestionFormat",
    "QuestionShape",
    "SessionShape",
    "Suite",
    "SuiteError",
    "SuperfluousInput",
    "TimeStep",
    "TimeUnit",
    "Verdict",
    "WrongAlphabet",
    "WrongLength",
    "build_data_input",
    "respond",
    "verify",
]
