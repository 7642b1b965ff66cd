"""Numbers that nobody at a broker may see on a document sent for another reason: they are covered, and read into no field.

A My Number (番号法: to be collected only for what the law names; it is twelve digits, the last of them a check digit), a basic
pension number (国民年金法 108条の4), the numbers of an insured person (健康保険法 194条の2), a resident record's code
(住民基本台帳法 30条の37 on). The back of a My Number card bears the number as a QR code as well: all of it is covered.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.core.intake.folding import DASHES
from sekisho.core.intake.kinds import Kind
from sekisho.core.intake.labels import Label
from sekisho.core.intake.pictures import Box, Line
from sekisho.core.intake.reading import Caution
from sekisho.core.intake.rows import row_text, rows_of
from sekisho.core.intake.sheet import LONGEST_LINE, Entry, beneath, right_of

WHOLE: Final = Box(0.0, 0.0, 1.0, 1.0)
_DIGITS: Final = 12
_TAKEN_FOR_DIGITS: Final = str.maketrans("OoIl|", "00111")
_GAP: Final = rf"[\s{re.escape(DASHES)}]{{0,2}}"
_TWELVE: Final = re.compile(
    rf"(?<![0-9])(?<![0-9][\s-])(?:[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9](?:\s[0-9]){{11}})(?!{_GAP}[0-9])"
)
_SOME: Final = re.compile(r"[0-9]{3}")
_ONE: Final = re.compile(r"[0-9]")
_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
"""Of the eleven digits before the check digit, from the left (平成26年総務省令第85号 5条)."""

_KEPT_KINDS: Final = frozenset({Kind.HEALTH_CARD, Kind.PENSION_BOOK})
_CARD_KINDS: Final = frozenset({Kind.MY_NUMBER_CARD, Kind.MY_NUMBER_BACK, Kind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is to be covered. `lines` are read no further."""

    boxes: tuple[Box, ...]
    lines: frozenset[Line]
    cautions: tuple[Caution, ...]


def hide(lines: Sequence[Line], sheet: Sequence[Entry], *, kind: Kind) -> Hidden:
    """Find what is to be covered on a page of this kind."""
    labelled = frozenset(_announced(sheet, Label.MY_NUMBER))
    by_digits = () if kind is Kind.DRIVING_LICENCE else _by_digits(lines)  # its own number has twelve digits as well
    found = labelled | frozenset(by_digits)
    if kind is Kind.MY_NUMBER_BACK or (labelled and kind in _CARD_KINDS):
        return Hidden((WHOLE,), frozenset(lines), (Caution.MY_NUMBER,))
    kept = frozenset(_announced(sheet, Label.KEPT_NUMBER)) | frozenset(_numbered(sheet) if kind in _KEPT_KINDS else ())
    covered = found | kept | frozenset(_unseen(lines, sheet))
    boxes = tuple(line.box for line in lines if line in covered)
    cautions = [*([Caution.MY_NUMBER] if found else []), *([Caution.KEPT_NUMBER] if kept else [])]
    return Hidden(boxes, covered, tuple(cautions))


def is_my_number(digits: str) -> bool:
    """Tell whether twelve digits end with the check digit of a My Number."""
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdecimal()):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def _by_digits(lines: Sequence[Line]) -> Iterator[Line]:
    """Find lines with such a number, or rows where its three groups stand as lines of their own."""
    for line in lines:
        if _has_my_number(line.text[:LONGEST_LINE]):
            yield line
    for row in rows_of([line for line in lines if len(line.text) <= _DIGITS]):
        if len(row) > 1 and _has_my_number(row_text(row)):
            yield from (line for line in row if _ONE.search(_plain(line.text)))


def _announced(sheet: Sequence[Entry], label: Label) -> Iterator[Line]:
    """Find the lines with digits that such a label announces, its own among them; a misread digit hides nothing less."""
    for entry in sheet:
        if any(tag.label is label for tag in entry.tags):
            for one in (entry, *right_of(sheet, entry), *beneath(sheet, entry)):
                if _SOME.search(one.folded.text):
                    yield one.line


def _numbered(sheet: Sequence[Entry]) -> Iterator[Line]:
    """Find every number of such a card but its dates; which of them is whose, labels tell too seldom."""
    for entry in sheet:
        if not entry.dates and _SOME.search(entry.folded.text):
            yield entry.line


def _unseen(lines: Sequence[Line], sheet: Sequence[Entry]) -> Iterator[Line]:
    """Find the lines with digits on a page that has more of them than are looked at: what nobody looked at, nobody shows."""
    seen = {entry.line for entry in sheet}
    return (line for line in lines if line not in seen and _SOME.search(_plain(line.text)))


def _has_my_number(text: str) -> bool:
    found = _TWELVE.finditer(_plain(text))
    return any(is_my_number("".join(sign for sign in match.group() if sign.isdigit())) for match in found)


def _plain(text: str) -> str:
    """Fold the width, and read as digits what is taken for them: to cover one number too many costs a glance."""
    return unicodedata.normalize("NFKC", text).translate(_TAKEN_FOR_DIGITS)
