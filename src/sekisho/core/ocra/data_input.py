"""The data input: the bytes over which the HMAC of RFC 6287 is computed.

Section 5.1 and the reference code of appendix A: the suite's text, a zero byte, then C, Q, P, S and T, as many of them
as the suite names. What is given must be what the suite asks for, neither less nor more. Drawing questions, counting
and reading the clock are left to the caller.
"""

import hashlib
import string
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Final, Required, Self, TypedDict, TypeVar, assert_never

from sekisho.core.errors import SekishoError
from sekisho.core.ocra.suite import HashFunction, QuestionFormat, QuestionShape, SessionShape, Suite


class Input(Enum):
    """What a response is computed from, under the letter it has in the RFC."""

    KEY = "K"
    COUNTER = "C"
    QUESTION = "Q"
    PIN = "P"
    SESSION = "S"
    TIME = "T"


@dataclass(frozen=True, kw_only=True, slots=True)
class MutualQuestion:
    """The two questions of mutual authentication (section 7.2), seen by the party whose response is computed.

    `asked` is the other party's question and comes first, `own` is the one this party drew. The characters are put
    together before anything else is done, so two numbers become one number; questions of full length keep the seam
    unambiguous.
    """

    asked: str
    own: str

    @classmethod
    def cut(cls, concatenated: str, length: int) -> Self:
        """Two questions that were already put together, the first being `length` characters long."""
        return cls(asked=concatenated[:length], own=concatenated[length:])


class Inputs(TypedDict, total=False):
    """What goes into one data input besides the suite.

    `question` holds 1 to as many characters as the suite says, of its alphabet. `counter` is 0 to 2**64 - 1. `pin` is
    the PIN as text, hashed here over its UTF-8 bytes; `pin_hash` is the digest itself: give one of the two. `session`
    is 1 to as many bytes as the suite says. `time_steps` is the number of steps since 1970 (`TimeStep.steps_at`).
    """

    question: Required[str | MutualQuestion]
    counter: int | None
    pin: str | None
    pin_hash: bytes | None
    session: bytes | None
    time_steps: int | None


class DataInputError(SekishoError):
    """`input` does not fit the suite: `expected` says what would. The value is never repeated, it may be a secret."""

    problem: ClassVar[str]

    def __init__(self, culprit: Input, expected: str) -> None:
        self.input = culprit
        self.expected = expected
        super().__init__(f"{culprit.name.lower()} ({culprit.value}) {self.problem}: expected {expected}")


class MissingInput(DataInputError):
    """The suite asks for an input that was not given."""

    problem = "is missing"


class SuperfluousInput(DataInputError):
    """An input was given that the suite does not ask for, or the PIN in both its forms."""

    problem = "is superfluous"


class WrongLength(DataInputError):
    """The input has too few or too many characters or bytes."""

    problem = "has the wrong length"


class WrongAlphabet(DataInputError):
    """The question holds a character outside the alphabet of the suite, or the PIN one that UTF-8 cannot hold."""

    problem = "has a character outside its alphabet"


class OutOfRange(DataInputError):
    """The number is negative or needs more than eight bytes."""

    problem = "is out of range"


def build_data_input(
    suite: Suite,
    *,
    question: str | MutualQuestion,
    counter: int | None = None,
    pin: str | None = None,
    pin_hash: bytes | None = None,
    session: bytes | None = None,
    time_steps: int | None = None,
) -> bytes:
    """Build the message for the HMAC from `Inputs`; a kind of `DataInputError` if they do not fit the suite."""
    return b"".join(
        (
            str(suite).encode("ascii"),
            b"\x00",
            _part(suite.has_counter or None, counter, culprit=Input.COUNTER, encode=_counter),
            encode_question(suite.question, question),
            _pin(suite.pin_hash_function, pin=pin, pin_hash=pin_hash),
            _part(suite.session, session, culprit=Input.SESSION, encode=_session),
            _part(suite.time_step, time_steps, culprit=Input.TIME, encode=_time),
        )
    )


def encode_question(shape: QuestionShape, question: str | MutualQuestion) -> bytes:
    """Encode Q: 128 bytes, padded with zeros on the right."""
    halves = (question.asked, question.own) if isinstance(question, MutualQuestion) else (question,)
    alphabet, expected = _ALPHABETS[shape.format]
    for half in halves:
        if not 1 <= len(half) <= shape.length:
            raise WrongLength(Input.QUESTION, f"1 to {shape.length} characters in each question")
        if not alphabet.issuperset(half):
            raise WrongAlphabet(Input.QUESTION, expected)
    return bytes.fromhex(_nibbles(shape.format, "".join(halves)).ljust(256, "0"))


_ALPHABETS: Final = {
    QuestionFormat.ALPHANUMERIC: (frozenset(string.ascii_letters + string.digits), "letters A-Z, a-z and digits 0-9"),
    QuestionFormat.NUMERIC: (frozenset(string.digits), "digits 0-9"),
    QuestionFormat.HEXADECIMAL: (frozenset(string.hexdigits), "hexadecimal digits 0-9, A-F and a-f"),
}


Shape = TypeVar("Shape")
Given = TypeVar("Given")


def _part(
    shape: Shape | None, given: Given | None, *, culprit: Input, encode: Callable[[Shape, Given], bytes]
) -> bytes:
    """Encode one optional input; no bytes if the suite has no shape for it."""
    if shape is None and given is None:
        return b""
    if shape is None:
        raise SuperfluousInput(culprit, f"a suite with {culprit.value}, or nothing")
    if given is None:
        raise MissingInput(culprit, "a value, for the suite asks for it")
    return encode(shape, given)


def _nibbles(format_: QuestionFormat, question: str) -> str:
    """Write the question in hexadecimal.

    A number loses its leading zeros here, and padding on the right makes 16 times as much of it look the same: 1, 16
    and 256 are one question. Numbers of equally many hexadecimal digits never meet, which is why a six-digit challenge
    is drawn from 100000 (186A0) to 999999 (F423F).
    """
    match format_:
        case QuestionFormat.NUMERIC:
            return f"{int(question):x}"
        case QuestionFormat.HEXADECIMAL:
            return question
        case QuestionFormat.ALPHANUMERIC:
            return question.encode("ascii").hex()
        case _:
            assert_never(format_)


def _counter(_shape: object, counter: int) -> bytes:
    """C: 8 bytes, high-order byte first."""
    return _unsigned(counter, Input.COUNTER)


def _pin(function: HashFunction | None, *, pin: str | None, pin_hash: bytes | None) -> bytes:
    """P: the digest of the PIN, which is as long as its hash function makes it."""
    if pin_hash is None:
        return _part(function, pin, culprit=Input.PIN, encode=_digest_of)
    if pin is not None:
        raise SuperfluousInput(Input.PIN, "either the PIN or its hash")
    return _part(function, pin_hash, culprit=Input.PIN, encode=_ready_digest)


def _digest_of(function: HashFunction, pin: str) -> bytes:
    if not pin:
        raise WrongLength(Input.PIN, "at least 1 character")
    try:
        return hashlib.new(function.algorithm, pin.encode("utf-8")).digest()
    except UnicodeEncodeError:
        raise WrongAlphabet(Input.PIN, "text that UTF-8 can hold") from None


def _ready_digest(function: HashFunction, pin_hash: bytes) -> bytes:
    if len(pin_hash) != function.size:
        raise WrongLength(Input.PIN, f"a {function.value} digest of {function.size} bytes")
    return pin_hash


def _session(shape: SessionShape, session: bytes) -> bytes:
    """S: padded with zeros on the left, as in the reference code, so leading zero bytes do not count."""
    if not 1 <= len(session) <= shape.length:
        raise WrongLength(Input.SESSION, f"1 to {shape.length} bytes")
    return session.rjust(shape.length, b"\x00")


def _time(_shape: object, time_steps: int) -> bytes:
    """T: 8 bytes, high-order byte first."""
    return _unsigned(time_steps, Input.TIME)


def _unsigned(number: int, culprit: Input) -> bytes:
    if not 0 <= number < 1 << 64:
        raise OutOfRange(culprit, "a whole number from 0 to 2**64 - 1")
    return number.to_bytes(8, "big")
