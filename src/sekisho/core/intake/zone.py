"""The machine-readable zone of travel documents: ICAO Doc 9303, parts 4 to 7 (TD1, TD2, TD3) and the visas MRV-A and MRV-B.

Its number and dates carry check digits, its name carries none: a zone convinces nobody of a name by itself. Years have two
digits: a birth lies in the hundred years that end today, an expiry from fifty years before today to forty-nine after it.
What a state writes into the optional part is counted into the check digits and kept nowhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from itertools import cycle
from typing import Final

FILLER: Final = "<"
TO_DIGITS: Final = str.maketrans("OQDILZSGBA", "0001125684")
"""What is taken for a digit where only digits may stand."""

TO_LETTERS: Final = str.maketrans("012568", "OIZSGB")

_LOOK_ALIKES: Final = ("0O", "1I", "5S", "8B")
_WEIGHTS: Final = (7, 3, 1)
_NUMBER: Final = 9
_BIRTHS_BACK: Final = 99
_EXPIRIES_BACK: Final = 50
_CORE: Final = 15
_SHORTEST_FRONT: Final = 8
"""Of what stands before the birth date: a number, its digit and a state. On a card's own line nothing stands there."""

_DATES: Final = re.compile(r"(?=([0-9<]{6}[0-9])[MFX<]([0-9<]{6}[0-9]))")
_DAY: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")


@unique
class ZoneFormat(StrEnum):
    """By size and kind, each with its own places for the same things."""

    TD1 = "TD1"  # cards: 3 lines of 30
    TD2 = "TD2"  # 2 lines of 36
    TD3 = "TD3"  # passports: 2 lines of 44
    MRV_A = "MRV-A"  # visas of 44 and 36, without a check digit over the whole
    MRV_B = "MRV-B"


@unique
class ZonePart(StrEnum):
    """What has a check digit of its own."""

    NUMBER = "number"
    BIRTH_DATE = "birth_date"
    EXPIRES = "expires"
    PERSONAL = "personal"
    WHOLE = "whole"


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """What a zone says. "" and None are what could not be read; `wrong` are the parts whose check digits disagree."""

    format: ZoneFormat
    code: str  # of the document, such as P or ID
    issuer: str  # three letters, or fewer, as D has
    surname: str
    given: str
    number: str
    nationality: str
    birth_date: date | None
    expires: date | None
    wrong: tuple[ZonePart, ...]


@dataclass(frozen=True, slots=True)
class Core:
    """Birth, sex and expiry, which stand together in every format, and what is written before and after them."""

    front: str
    birth: str  # six digits and their check digit
    expiry: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a second line goes on behind the expiry: its optional part, with digits of its own and over the whole or without."""

    format: ZoneFormat
    length: int
    optional: int
    digits: tuple[ZonePart, ...]


@dataclass(frozen=True, slots=True)
class _Signed:
    """A document number as it was read, "" where it is not whole, and what is wrong around it."""

    number: str
    wrong: tuple[ZonePart, ...]


_PAPERS: Final = (
    _Layout(ZoneFormat.TD3, 44, 14, (ZonePart.PERSONAL, ZonePart.WHOLE)),
    _Layout(ZoneFormat.TD2, 36, 7, (ZonePart.WHOLE,)),
)
_VISAS: Final = (_Layout(ZoneFormat.MRV_A, 44, 16, ()), _Layout(ZoneFormat.MRV_B, 36, 8, ()))


def digit_over(text: str) -> str:
    """Compute ICAO's check digit: values 0 to 35, a filler 0, weighted 7, 3, 1, modulo 10."""
    values = (0 if sign == FILLER else int(sign, 36) for sign in text)
    return str(sum(value * weight for value, weight in zip(values, cycle(_WEIGHTS), strict=False)) % 10)


def find_cores(line: str) -> Iterator[Core]:
    """Find where a line of A to Z, 0 to 9 and fillers may have its dates; look-alikes there are read as digits."""
    for found in _DATES.finditer(line.translate(TO_DIGITS)):
        yield Core(line[: found.start()], found[1], found[2], line[found.start() + _CORE :])


def read_two_lines(core: Core, *, upper: str, on: date) -> Zone | None:
    """Read TD2, TD3 or a visa by its second line; `upper` is "" where the first was not found."""
    if len(core.front) < _SHORTEST_FRONT:
        return None
    length = len(core.front) + _CORE + len(core.rest)
    layouts = sorted(_VISAS if upper.startswith("V") else _PAPERS, key=lambda layout: abs(layout.length - length))
    read = [(layout, _sign(core, front, layout=layout)) for front in _fronts(core.front) for layout in layouts]
    layout, signed = min(read, key=lambda one: len(one[1].wrong))
    nationality = core.front[-3:].translate(TO_LETTERS).rstrip(FILLER)
    return _zone(layout.format, core, signed, names=upper[5:], upper=upper, nationality=nationality, on=on)


def read_three_lines(core: Core, *, upper: str, lower: str, on: date) -> Zone | None:
    """Read TD1 by its second line; the others are "" where they were not found."""
    if len(core.front) >= _SHORTEST_FRONT:
        return None
    behind = _padded(upper[5:], 25)
    number, digit = _long(behind)
    whole = behind + core.birth + core.expiry + _padded(core.rest[3:-1], 11)
    wrong = (
        *([] if _agrees(number, digit) else [ZonePart.NUMBER]),
        *_wrong_dates(core),
        *([] if _agrees(whole, core.rest[3:][-1:]) else [ZonePart.WHOLE]),
    )
    nationality = core.rest[:3].translate(TO_LETTERS).rstrip(FILLER)
    signed = _Signed(number.rstrip(FILLER), wrong)
    return _zone(ZoneFormat.TD1, core, signed, names=lower, upper=upper, nationality=nationality, on=on)


def _zone(
    layout: ZoneFormat, core: Core, signed: _Signed, *, names: str, upper: str, nationality: str, on: date
) -> Zone:
    surname, _, given = names.translate(TO_LETTERS).strip(FILLER).partition(FILLER * 2)
    return Zone(
        format=layout,
        code=upper[:2].rstrip(FILLER),
        issuer=upper[2:5].translate(TO_LETTERS).rstrip(FILLER),
        surname=_spaced(surname),
        given=_spaced(given.partition(FILLER * 2)[0]),  # what follows is noise among the fillers
        number=signed.number,
        nationality=nationality,
        birth_date=_birth(core.birth, on=on),
        expires=_day(core.expiry, first=on.year - _EXPIRIES_BACK),
        wrong=signed.wrong,
    )


def _fronts(front: str) -> Iterator[str]:
    """Give number and digit, ten signs, as they were read; then, if they disagree, as the one look-alike that fits has them.

    One in ten fits by chance, and the digit over the whole cannot tell: it weighs the number alike. Nothing is decided by it.
    """
    number, digit = front[:-4].rstrip(FILLER), front[-4].translate(TO_DIGITS)
    number = _padded(number[-_NUMBER:], _NUMBER)
    yield number + digit
    mended = {
        other
        for at, sign in enumerate(number)
        for like in next((group for group in _LOOK_ALIKES if sign in group), "")
        if _agrees(other := number[:at] + like + number[at + 1 :], digit)
    }
    if len(mended) == 1 and not _agrees(number, digit):
        yield mended.pop() + digit


def _sign(core: Core, front: str, *, layout: _Layout) -> _Signed:
    optional, own = core.rest.rstrip(FILLER), ""
    whole = optional[-1:] if ZonePart.WHOLE in layout.digits else ""
    optional = core.rest[: len(optional) - len(whole)]
    if ZonePart.PERSONAL in layout.digits:
        optional, own = optional[:-1], optional[-1:]
    padded = _padded(optional, layout.optional)
    said = {ZonePart.PERSONAL: (padded, own), ZonePart.WHOLE: (front + core.birth + core.expiry + padded + own, whole)}
    wrong = [part for part in layout.digits if not _agrees(*said[part])]
    if not _agrees(front[:-1], front[-1]):
        wrong.insert(0, ZonePart.NUMBER)
    return _Signed(front[:-1].rstrip(FILLER), (*wrong, *_wrong_dates(core)))


def _wrong_dates(core: Core) -> Iterator[ZonePart]:
    for part, said in ((ZonePart.BIRTH_DATE, core.birth), (ZonePart.EXPIRES, core.expiry)):
        if not _agrees(said[:-1], said[-1]):
            yield part


def _long(behind: str) -> tuple[str, str]:
    """Read a card's number, which may go on in the optional part, with its digit there (part 5, note j)."""
    number, digit, optional = behind[:_NUMBER], behind[_NUMBER], behind[_NUMBER + 1 :]
    more = optional.partition(FILLER)[0]
    if digit == FILLER and len(more) > 1:
        return number + more[:-1], more[-1].translate(TO_DIGITS)
    return number, digit.translate(TO_DIGITS)


def _agrees(text: str, digit: str) -> bool:
    """Compare; an optional part that is empty may have a filler for its digit."""
    digit = digit.translate(TO_DIGITS)
    return digit_over(text) == digit or (digit == FILLER and not text.strip(FILLER))


def _padded(text: str, length: int) -> str:
    """Mend lost and doubled fillers at the end, which readers of pictures cannot count."""
    return text.rstrip(FILLER)[:length].ljust(length, FILLER)


def _spaced(name: str) -> str:
    return " ".join(name.replace(FILLER, " ").split())


def _day(said: str, *, first: int) -> date | None:
    """Read six digits in the hundred years from `first` on."""
    found = _DAY.match(said)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(first + (year - first) % 100, month, day)
    except ValueError:
        return None


def _birth(said: str, *, on: date) -> date | None:
    read = _day(said, first=on.year - _BIRTHS_BACK)
    if read is not None and read > on:  # later this year: then a hundred years ago
        return _day(said, first=on.year - _BIRTHS_BACK - 1)
    return read
