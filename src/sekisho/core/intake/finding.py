"""Which writing on a page is the name and which the address: what a label announces, else what agrees with the account.

On a document of identity only a label's value is the name, whoever else is named: a family's papers name several. On a bill the
name stands above the address without a label, so that there whatever agrees is taken, and 様 says what is a name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Final

from sekisho.core.intake.addresses import KnownAddress, looks_japanese
from sekisho.core.intake.folding import fold
from sekisho.core.intake.labels import Label
from sekisho.core.intake.names import KnownNames
from sekisho.core.intake.reading import Field, Match, Particulars, ReadField
from sekisho.core.intake.sheet import Entry, Value, right_of, under, values_of
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.intake.zone import Zone

ORDER: Final = (Match.AGREES, Match.UNSURE, Match.DIFFERS, Match.NOT_ON_FILE)
"""Of several pieces of writing that may be a field, the one that agrees best is it."""

_NEAR: Final = frozenset({Match.AGREES, Match.UNSURE})
_LONGEST_NAME: Final = 60
_MOST_NAMES: Final = 4
_MOST_ADDRESS_LINES: Final = 4
_ADDRESSED: Final = re.compile(r"([^:]{2,40}?) ?様(?![方子])")
_NUMBER: Final = re.compile(r"[0-9]{2}")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}|[^\W\d_a-z]")
_WORDS: Final = re.compile(r"[^\W\d_]+")


def find_name(
    sheet: Sequence[Entry], zone: Zone | None, *, particulars: Particulars, purpose: Purpose
) -> ReadField | None:
    """Find the name; a zone's is taken where it is printed as well."""
    compare = KnownNames.of(particulars).compare
    found = [value for value in _named(sheet) if _is_name(value.text)]
    if zone:
        found += _printed_twice(sheet, zone)
    if not found or purpose is Purpose.RESIDENCE:
        found += [value for value in _addressed(sheet) if _is_name(value.text)]
        found += [value for value in _alone(sheet) if compare(value.text) in _NEAR]
    return _best(Field.NAME, found, compare)


def find_address(sheet: Sequence[Entry], *, particulars: Particulars) -> ReadField | None:
    """Find the address: labelled, or with the shape of one, or agreeing with the account's."""
    compare = KnownAddress.of(particulars.address).compare
    labelled = [value for value in values_of(sheet, Label.ADDRESS) if _LETTERS.search(fold(value.text).text)]
    labelled += [longer for value in labelled for longer in _longer(sheet, value)]
    found = [value for entry in sheet if not entry.tags for value in _chain(sheet, entry)]
    shaped = [value for value in found if looks_japanese(value.text) or compare(value.text) in _NEAR]
    return _best(Field.ADDRESS, [*labelled, *sorted(shaped, key=lambda value: len(value.text))], compare)


def find_number(sheet: Sequence[Entry], zone: Zone | None) -> ReadField | None:
    """Find the document's number, by its label or in the zone."""
    for value in values_of(sheet, Label.NUMBER):
        number = "".join(sign for sign in fold(value.text).text if sign.isalnum() and sign.isascii()).upper()
        if _NUMBER.search(number):
            return ReadField(
                field=Field.NUMBER, text=value.text, value=number, match=Match.NOT_ON_FILE, boxes=value.boxes
            )
    if zone and zone.number:
        return ReadField(field=Field.NUMBER, text=zone.number, value=zone.number, match=Match.NOT_ON_FILE, boxes=())
    return None


def is_printed_otherwise(sheet: Sequence[Entry], zone: Zone) -> bool:
    """Tell whether a name is printed beside its label that is not the zone's; one in another script says nothing."""
    said = Particulars(latin=f"{zone.surname} {zone.given}".strip())
    printed = [value for value in _named(sheet, parts=False) if _is_name(value.text)]
    compared = {KnownNames.of(said).compare(value.text) for value in printed} - {Match.NOT_ON_FILE}
    return bool(said.latin) and compared == {Match.DIFFERS}


def _best(field: Field, values: Iterable[Value], compare: Callable[[str], Match]) -> ReadField | None:
    read = [
        ReadField(
            field=field,
            text=value.text,
            value=" ".join(value.text.split()),
            match=compare(value.text),
            boxes=value.boxes,
        )
        for value in values
    ]
    return min(read, key=lambda one: ORDER.index(one.match), default=None)


def _named(sheet: Sequence[Entry], *, parts: bool = True) -> Iterator[Value]:
    """Give what name labels announce; surname and given names, where they stand apart, as one."""
    surnames = [value for value in values_of(sheet, Label.SURNAME) if _is_name(value.text)]
    givens = [value for value in values_of(sheet, Label.GIVEN) if _is_name(value.text)]
    for surname, given in product(surnames[:_MOST_NAMES], givens[:_MOST_NAMES]):
        yield Value(Label.NAME, f"{surname.text} {given.text}", (*surname.boxes, *given.boxes))
    yield from values_of(sheet, Label.NAME)
    if parts and not givens:
        yield from surnames


def _printed_twice(sheet: Sequence[Entry], zone: Zone) -> Iterator[Value]:
    """Give the zone's name where each of its parts stands in a line of its own, or both in one."""
    surname, given = set(zone.surname.casefold().split()), set(zone.given.casefold().split()[:1])
    if not surname or not given:
        return
    words = [(entry, set(_WORDS.findall(entry.folded.text))) for entry in sheet]
    one = next((entry for entry, said in words if surname <= said), None)
    other = next((entry for entry, said in words if given <= said), None)
    if one and other:
        both = dict.fromkeys((one.line.box, other.line.box))
        yield Value(Label.NAME, f"{zone.surname} {zone.given}", tuple(both))


def _addressed(sheet: Sequence[Entry]) -> Iterator[Value]:
    for entry in sheet:
        if found := _ADDRESSED.search(entry.folded.text):
            yield Value(None, entry.folded.part(found.start(1), found.end(1)).strip(), (entry.line.box,))


def _alone(sheet: Sequence[Entry]) -> Iterator[Value]:
    """Give lines that are names by themselves, whole or as two that stand side by side."""
    short = [entry for entry in sheet if len(entry.text) <= _LONGEST_NAME]
    for entry in short:
        yield Value(None, entry.text, (entry.line.box,))
    for entry in short:
        beside = next(iter(right_of(short, entry)), None)
        if beside:
            yield Value(None, f"{entry.text} {beside.text}", (entry.line.box, beside.line.box))


def _longer(sheet: Sequence[Entry], value: Value) -> Iterator[Value]:
    """Give a labelled value with the lines that go on beneath it."""
    last = next((entry for entry in reversed(sheet) if entry.line.box == value.boxes[-1]), None)
    yield from _with(value, _lines_under(sheet, last))


def _chain(sheet: Sequence[Entry], entry: Entry) -> Iterator[Value]:
    """Give a line alone, then with the lines that go on beneath it."""
    value = Value(None, entry.text, (entry.line.box,))
    yield value
    yield from _with(value, _lines_under(sheet, entry))


def _with(value: Value, lines: Iterable[Entry]) -> Iterator[Value]:
    text, boxes = value.text, value.boxes
    for entry in lines:
        text, boxes = f"{text} {entry.text}", (*boxes, entry.line.box)
        yield Value(value.label, text, boxes)


def _lines_under(sheet: Sequence[Entry], entry: Entry | None) -> Iterator[Entry]:
    for _ in range(_MOST_ADDRESS_LINES - 1):
        entry = under(sheet, entry) if entry else None
        if entry is None or entry.tags:
            return
        yield entry


def _is_name(text: str) -> bool:
    plain = fold(text[: _LONGEST_NAME + 1]).text
    return len(text) <= _LONGEST_NAME and _NUMBER.search(plain) is None and _LETTERS.search(plain) is not None
