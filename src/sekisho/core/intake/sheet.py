"""A page as a form: each line with its labels and dates, and what stands to the right of a label, or beneath it.

Forms write a value behind its label, to its right or under it; licences and certificates put some labels behind the value.
Only so many lines and signs are looked at as an honest page has, so that no page takes long.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.dates import FoundDate, find_dates
from sekisho.core.intake.folding import Folded, fold
from sekisho.core.intake.labels import Label, Tag, after_marks, find_tags, tag_behind
from sekisho.core.intake.pictures import Box, Line
from sekisho.core.intake.rows import height_of, is_beneath, is_level, is_right_of, middle

MOST_LINES: Final = 400
LONGEST_LINE: Final = 300
MOST_SIGNS: Final = 20_000
_FAR: Final = 8.0
"""Heights of a line: what is farther above or below has nothing to do with it."""

_LICENCE: Final = MappingProxyType(
    {"1": Label.SURNAME, "2": Label.GIVEN, "3": Label.BIRTH, "4a": Label.ISSUED, "4b": Label.EXPIRES, "5": Label.NUMBER}
    | {"4c": Label.OTHER, "4d": Label.NUMBER, "8": Label.ADDRESS, "9": Label.OTHER}
)
_NUMBERED: Final = re.compile(r"(?:(1|2|3|5|8|9)(?:[., ] ?|$)|(4[abcd])[., ]? ?)")

DATED: Final = frozenset({Label.BIRTH, Label.ISSUED, Label.EXPIRES, Label.PERIOD, Label.OTHER_DATE, Label.OTHER})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line with what was found in it."""

    line: Line
    folded: Folded
    tags: tuple[Tag, ...]
    dates: tuple[FoundDate, ...]

    @property
    def text(self) -> str:
        """Give its writing, as much as is looked at."""
        return self.folded.original


@dataclass(frozen=True, slots=True)
class Value:
    """A piece of writing and where it stands. `label` is None for what no label announces."""

    label: Label | None
    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A date and what it is."""

    label: Label | None
    text: str
    found: FoundDate
    boxes: tuple[Box, ...]


def make_sheet(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """Prepare a page's lines, from the top."""
    return tuple(_entry(line) for line in sorted(_bounded(lines), key=_place))


def with_numbers(sheet: Sequence[Entry]) -> tuple[Entry, ...]:
    """Read the numbers of a driving licence as the labels that they are (Directive 2006/126/EC, annex I; AAMVA in part)."""
    return tuple(_with_number(entry) for entry in sheet)


def _with_number(entry: Entry) -> Entry:
    found = _NUMBERED.match(entry.folded.text)
    if not found:
        return entry
    label = _LICENCE[found[1] or found[2]]
    others = [tag for tag in entry.tags if tag.label is not Label.OTHER]  # a place of birth stands behind the date
    return replace(entry, tags=(Tag(label, found.start(), found.end()), *others))


def values_of(sheet: Sequence[Entry], label: Label) -> Iterator[Value]:
    """Give what the labels of one kind announce: the rest of the line, what stands to the right, what stands beneath."""
    for entry in sheet:
        for at, tag in enumerate(entry.tags):
            if tag.label is not label:
                continue
            rest = _rest(entry, at)
            if rest:
                yield Value(label, rest, (entry.line.box,))
                continue
            for found in (right_of(sheet, entry), beneath(sheet, entry)):
                if found:
                    yield Value(label, " ".join(one.text for one in found), tuple(one.line.box for one in found))


def dates_of(sheet: Sequence[Entry]) -> Iterator[DatedValue]:
    """Give every date of the page with the label that speaks of it."""
    for entry in sheet:
        for found in entry.dates:
            label = tag_behind(entry.folded.text, found.end) or _before(entry, found) or _around(sheet, entry)
            text = entry.folded.part(found.begin, found.end)
            yield DatedValue(label, text, found, (entry.line.box,))


def _bounded(lines: Sequence[Line]) -> Iterator[Line]:
    left = MOST_SIGNS
    for line in lines[:MOST_LINES]:
        left -= min(len(line.text), LONGEST_LINE)
        if left < 0:
            return
        yield line


def _place(line: Line) -> tuple[float, float, str]:
    return middle(line), line.box.left, line.text


def _middle(entry: Entry) -> float:
    return middle(entry.line)


def _entry(line: Line) -> Entry:
    folded = fold(line.text[:LONGEST_LINE])
    return Entry(line, folded, find_tags(folded.text), find_dates(folded.text))


def _rest(entry: Entry, at: int) -> str:
    """Give what follows a label in its line; the same label in another language follows it at times, and is no value."""
    text = entry.folded.text
    tag, behind = entry.tags[at], entry.tags[at + 1 :]
    begin = after_marks(text, tag.end)
    ends = [tag.begin for tag in behind] + ([date.begin for date in entry.dates] if tag.label not in DATED else [])
    end = min((one for one in ends if one >= begin), default=len(text))
    if begin >= end or text[tag.end : tag.end + 2].lstrip().startswith("/"):
        return ""
    return entry.folded.part(begin, end).strip()


def right_of(sheet: Sequence[Entry], label: Entry) -> tuple[Entry, ...]:
    """Give the lines to the right of a label as far as the next label, each near the one before it."""
    level = (one for one in _level(sheet, label) if is_right_of(label.line, one.line))
    found, last = list[Entry](), label
    for one in sorted(level, key=lambda other: other.line.box.left):
        if one.tags or (found and not is_right_of(last.line, one.line, near=True)):
            break
        found.append(one)
        last = one
    return tuple(found)


def beneath(sheet: Sequence[Entry], label: Entry) -> tuple[Entry, ...]:
    """Give the line under a label with what stands to its right."""
    below = under(sheet, label)
    return () if below is None or below.tags else (below, *right_of(sheet, below))


def under(sheet: Sequence[Entry], entry: Entry) -> Entry | None:
    """Give the next line under one, if it is near."""
    at, height = middle(entry.line), height_of(entry.line)
    for one in islice(
        sheet, bisect_right(sheet, at, key=_middle), bisect_right(sheet, at + _FAR * height, key=_middle)
    ):
        if is_beneath(entry.line, one.line):
            return one
    return None


def _level(sheet: Sequence[Entry], entry: Entry) -> Iterator[Entry]:
    """Give the other lines of a row; what is more than twice as high is in no row with it."""
    at, height = middle(entry.line), height_of(entry.line)
    for one in islice(
        sheet, bisect_left(sheet, at - height, key=_middle), bisect_right(sheet, at + height, key=_middle)
    ):
        if one is not entry and is_level(one.line, entry.line):
            yield one


def _before(entry: Entry, found: FoundDate) -> Label | None:
    """Give the last label before a date in its own line, unless another date took it; a period has two."""
    tags = [tag for tag in entry.tags if tag.end <= found.begin and tag.label in DATED]
    if not tags:
        return None
    between = [one for one in entry.dates if tags[-1].end <= one.begin < found.begin]
    return tags[-1].label if not between or tags[-1].label is Label.PERIOD else None


def _around(sheet: Sequence[Entry], entry: Entry) -> Label | None:
    """Give the nearest label to the left, else the nearest above."""
    left = (one for one in _level(sheet, entry) if is_right_of(one.line, entry.line))
    for one in sorted(left, key=lambda other: -other.line.box.left):
        if label := _dated(one):
            return label
        if one.dates:
            break
    at, height = middle(entry.line), height_of(entry.line)
    above = sheet[bisect_left(sheet, at - _FAR * height, key=_middle) : bisect_left(sheet, at, key=_middle)]
    return next((_dated(one) for one in reversed(above) if is_beneath(one.line, entry.line)), None)


def _dated(entry: Entry) -> Label | None:
    return next((tag.label for tag in reversed(entry.tags) if tag.label in DATED), None)
