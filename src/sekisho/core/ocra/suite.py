"""The OCRA suite: the text that names one mode of RFC 6287, read into a value and printed back.

Section 6 of the RFC with erratum 3729 (a time step is at least one unit). The HMAC covers this text byte for byte, so
there is one spelling only: whatever is accepted prints back exactly as it was written. Of the four defaults that the
RFC leaves unwritten, a bare `S` (064) is read, for it decides a length and no strength; a bare `Q`, `P` or `T` would
silently choose the challenge, the hash or the lifetime, and is refused. Which suites are strong enough is decided
elsewhere: the RFC's own demand that a challenge be as long as the response is not a matter of grammar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from sekisho.core.errors import SekishoError

RESPONSE_DIGITS: Final = (0, 4, 5, 6, 7, 8, 9, 10)
"""0 is the whole HMAC. 10 is in the RFC's table; erratum 3730 withdraws it, because a 31-bit number fills ten digits
unevenly (the first is 0, 1 or 2). It is read, so that such a device can be named; it is no choice for a new one."""
QUESTION_LENGTHS: Final = range(4, 65)
SESSION_LENGTHS: Final = range(1, 513)
DEFAULT_SESSION_LENGTH: Final = 64


class HashFunction(Enum):
    """The hash of the HMAC or of the PIN, under the name it has in a suite."""

    SHA1 = "SHA1"
    SHA256 = "SHA256"
    SHA512 = "SHA512"

    @property
    def algorithm(self) -> str:
        """The name by which `hashlib` and `hmac` know it."""
        return self.value.lower()

    @property
    def size(self) -> int:
        """The length of its digest in bytes."""
        return {HashFunction.SHA1: 20, HashFunction.SHA256: 32, HashFunction.SHA512: 64}[self]


class QuestionFormat(Enum):
    """The alphabet of a challenge question."""

    ALPHANUMERIC = "A"
    NUMERIC = "N"
    HEXADECIMAL = "H"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionShape:
    """Q: the alphabet of a challenge question and its greatest length in characters, 4 to 64."""

    format: QuestionFormat
    length: int

    def __post_init__(self) -> None:
        _require("a question length is 4 to 64", is_met=self.length in QUESTION_LENGTHS)

    def __str__(self) -> str:
        return f"Q{self.format.value}{self.length:02d}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionShape:
    """S: the length of the session information in bytes, 1 to 512.

    `is_implied` is the bare `S`. It means 64 bytes as `S064` does, but the two texts differ, hence the responses too.
    """

    length: int
    is_implied: bool = False

    def __post_init__(self) -> None:
        _require("a session length is 1 to 512", is_met=self.length in SESSION_LENGTHS)
        _require("an implied session length is 64", is_met=not self.is_implied or self.length == DEFAULT_SESSION_LENGTH)

    def __str__(self) -> str:
        return "S" if self.is_implied else f"S{self.length:03d}"


class TimeUnit(Enum):
    """What a time step is counted in."""

    SECOND = "S"
    MINUTE = "M"
    HOUR = "H"

    @property
    def seconds(self) -> int:
        return {TimeUnit.SECOND: 1, TimeUnit.MINUTE: 60, TimeUnit.HOUR: 3600}[self]

    @property
    def counts(self) -> range:
        """How many of it make a time step: 1 to 59, of hours 1 to 48 (erratum 3729 removes the 0)."""
        return {TimeUnit.SECOND: range(1, 60), TimeUnit.MINUTE: range(1, 60), TimeUnit.HOUR: range(1, 49)}[self]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeStep:
    """T: the length of a time step, such as 1M for one minute."""

    count: int
    unit: TimeUnit

    def __post_init__(self) -> None:
        _require("a time step is 1S to 59S, 1M to 59M or 1H to 48H", is_met=self.count in self.unit.counts)

    def __str__(self) -> str:
        return f"T{self.count}{self.unit.value}"

    def steps_at(self, unix_seconds: int) -> int:
        """Count the whole steps from 1970-01-01 00:00 UTC to `unix_seconds`: the value T of section 5.1."""
        return unix_seconds // (self.count * self.unit.seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Suite:
    """One mode of OCRA: `str(suite)` is its text, and `Suite.parse(str(suite)) == suite`.

    `digits` is the length of the response, 0 for the whole HMAC. `pin_hash_function`, `session` and `time_step` are
    None where the response does not depend on them.
    """

    hash_function: HashFunction
    digits: int
    question: QuestionShape
    has_counter: bool = False
    pin_hash_function: HashFunction | None = None
    session: SessionShape | None = None
    time_step: TimeStep | None = None

    def __post_init__(self) -> None:
        _require("a response has 0 or 4 to 10 digits", is_met=self.digits in RESPONSE_DIGITS)

    @classmethod
    def parse(cls, text: str) -> "Suite":
        """Read the suite that `text` names; `SuiteError` where it names none. Upper and lower case differ."""
        return _read(text)

    def __str__(self) -> str:
        """The text of the suite, as it goes into the HMAC."""
        parts = (
            "C" if self.has_counter else None,
            self.question,
            f"P{self.pin_hash_function.value}" if self.pin_hash_function else None,
            self.session,
            self.time_step,
        )
        data_input = "-".join(str(part) for part in parts if part is not None)
        return f"OCRA-1:HOTP-{self.hash_function.value}-{self.digits}:{data_input}"


class SuiteError(SekishoError):
    """The text is no OCRA suite.

    At `column` (from 1, at most one past the end) something else was `expected`. `found` is what stands there, up to
    the next separator and 20 characters at most; it is empty at the end of the text.
    """

    def __init__(self, *, column: int, expected: str, found: str) -> None:
        self.column = column
        self.expected = expected
        self.found = found
        # `repr`, so that what was found brings no line break and no control character into a log.
        super().__init__(f"column {column}: expected {expected}, found {repr(found) if found else 'the end'}")


def _require(rule: str, *, is_met: bool) -> None:
    if not is_met:
        raise ValueError(rule)


def _read(text: str) -> Suite:
    """Section 6: `OCRA-1:HOTP-H-t:[C-]QFxx[-PH][-Snnn][-TG]`."""
    cursor = _Cursor(text)
    cursor.fixed("OCRA", "-", "1", ":", "HOTP", "-")
    hash_function = cursor.word(_HASH_FUNCTIONS, "SHA1, SHA256 or SHA512")
    cursor.fixed("-")
    digits = cursor.word(_DIGITS, "a response length of 0 or 4 to 10")
    cursor.fixed(":")
    has_counter = cursor.letter({"C": True, "Q": False}, "C or Q")
    if has_counter:
        cursor.fixed("-", "Q")
    question_format = cursor.letter(_FORMATS, "A, N or H")
    question_length = cursor.word(_QUESTION_LENGTHS, "a two-digit length from 04 to 64")
    pin_hash_function = cursor.part("P", choices=_HASH_FUNCTIONS, expected="SHA1, SHA256 or SHA512")
    session = cursor.part("S", choices=_SESSIONS, expected="a three-digit length from 001 to 512, or nothing")
    time_step = cursor.part("T", choices=_TIME_STEPS, expected="1S to 59S, 1M to 59M or 1H to 48H")
    cursor.end()
    return Suite(
        hash_function=hash_function,
        digits=digits,
        question=QuestionShape(format=question_format, length=question_length),
        has_counter=has_counter,
        pin_hash_function=pin_hash_function,
        session=session,
        time_step=time_step,
    )


Choice = TypeVar("Choice")


class _Cursor:
    """A place in the text of a suite. It moves over what is expected and refuses everything else."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._parts_to_come = "P, S or T"

    def fixed(self, *tokens: str) -> None:
        for token in tokens:
            if not self._text.startswith(token, self._at):
                raise self._error(repr(token))
            self._at += len(token)

    def letter(self, choices: Mapping[str, Choice], expected: str) -> Choice:
        return self._choose(self._text[self._at : self._at + 1], choices=choices, expected=expected)

    def word(self, choices: Mapping[str, Choice], expected: str) -> Choice:
        """Take the choice whose name reaches to the next separator, so that SHA1 is not found in SHA12."""
        return self._choose(self._word(), choices=choices, expected=expected)

    def part(self, name: str, *, choices: Mapping[str, Choice], expected: str) -> Choice | None:
        """Take the optional part of that name, None if it is not next."""
        if not self._text.startswith(f"-{name}", self._at):
            return None
        self._at += 2
        self._parts_to_come = {"P": "S or T", "S": "T", "T": ""}[name]
        return self.word(choices, expected)

    def end(self) -> None:
        if self._at == len(self._text):
            return
        expected = "'-' or the end" if self._parts_to_come else "the end"
        if self._parts_to_come and self._text[self._at] == "-":
            self._at += 1
            expected = self._parts_to_come
        raise self._error(expected)

    def _choose(self, token: str, *, choices: Mapping[str, Choice], expected: str) -> Choice:
        if token not in choices:
            raise self._error(expected)
        self._at += len(token)
        return choices[token]

    def _word(self) -> str:
        return self._text[self._at :].partition(":")[0].partition("-")[0]

    def _error(self, expected: str) -> SuiteError:
        found = self._word()[:20] or self._text[self._at : self._at + 1]
        return SuiteError(column=self._at + 1, expected=expected, found=found)


# Every choice under the one name it has in a suite. Looking names up, rather than reading numbers, leaves no second
# spelling open: no +8, no 8 for 08, no digits of another script.
_HASH_FUNCTIONS: Final = {function.value: function for function in HashFunction}
_DIGITS: Final = {str(digits): digits for digits in RESPONSE_DIGITS}
_FORMATS: Final = {format_.value: format_ for format_ in QuestionFormat}
_QUESTION_LENGTHS: Final = {f"{length:02d}": length for length in QUESTION_LENGTHS}
_SESSIONS: Final = {
    "": SessionShape(length=DEFAULT_SESSION_LENGTH, is_implied=True),
    **{f"{length:03d}": SessionShape(length=length) for length in SESSION_LENGTHS},
}
_TIME_STEPS: Final = {
    f"{count}{unit.value}": TimeStep(count=count, unit=unit) for unit in TimeUnit for count in unit.counts
}
