"""A page's lines read for a purpose: which fields are there, how they compare with the account, what a person should look at.

What is required is what B126 to B128 ask: a name, a birth date and, where the kind has one, an expiry for an identity; a name,
an address and a day of issue for a residence (an expiry on a card that bears no day of issue). A zone's dates are believed by
their check digits, its name only where the same name is printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.dating import disagree, find_birth, find_expiry, find_issue, is_too_old, zone_dates
from sekisho.core.intake.finding import ORDER, find_address, find_name, find_number, is_printed_otherwise
from sekisho.core.intake.folding import squashed
from sekisho.core.intake.hidden import WHOLE, Hidden, hide
from sekisho.core.intake.kinds import TERMS, Kind, kind_of
from sekisho.core.intake.names import is_variant
from sekisho.core.intake.pictures import Box, Line
from sekisho.core.intake.reading import Caution, DocumentReading, Field, Match, Particulars, ReadField, Reading
from sekisho.core.intake.sheet import DatedValue, Entry, dates_of, make_sheet, with_numbers
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.intake.zone import ZoneFormat
from sekisho.core.intake.zone_lines import FoundZone, find_zone

_DIFFERS: Final = MappingProxyType(
    {
        Field.NAME: Caution.NAME_DIFFERS,
        Field.ADDRESS: Caution.ADDRESS_DIFFERS,
        Field.BIRTH_DATE: Caution.BIRTH_DATE_DIFFERS,
    }
)
_OF_A_PAGE: Final = frozenset({Caution.ZONE_WRONG, Caution.ZONE_DISAGREES, Caution.MY_NUMBER, Caution.KEPT_NUMBER})
_WORST: Final = (Match.DIFFERS, Match.AGREES, Match.UNSURE, Match.NOT_ON_FILE)
"""On an identity document of several pages, one that names somebody else counts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    """For what a page is read."""

    purpose: Purpose
    particulars: Particulars
    on: date


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is on a page beside what must not be read."""

    sheet: tuple[Entry, ...]
    dates: tuple[DatedValue, ...]
    zone: FoundZone | None


def read_page(lines: Sequence[Line], *, purpose: Purpose, particulars: Particulars, on: date) -> Reading:
    """Read one page. `lines` as they were found on it, in any order."""
    case = _Case(purpose=purpose, particulars=particulars, on=on)
    sheet = make_sheet(lines)
    zone = find_zone(lines, on=on)
    kind = _kind(sheet, zone)
    hidden = hide(lines, sheet, kind=kind)
    kind = Kind.MY_NUMBER_BACK if WHOLE in hidden.boxes else kind
    seen = _see(sheet, zone, hidden=hidden, kind=kind)
    told = (*hidden.cautions, *_zone_cautions(seen))
    return _reading(tuple(_fields(seen, case)), told, kind=kind, boxes=hidden.boxes, case=case)


def read_document(
    pages: Sequence[Sequence[Line]], *, purpose: Purpose, particulars: Particulars, on: date
) -> DocumentReading:
    """Read the pages of one document, such as both sides of a card, and say what they say together."""
    read = tuple(read_page(lines, purpose=purpose, particulars=particulars, on=on) for lines in pages)
    fields = [replace(field, page=at) for at, page in enumerate(read) for field in page.fields]
    order = ORDER if purpose is Purpose.RESIDENCE else _WORST
    best = tuple(
        min(same, key=lambda one: order.index(one.match))
        for field in Field
        if (same := [one for one in fields if one.field is field])
    )
    kinds = [page.kind for page in read if page.kind not in {Kind.UNKNOWN, Kind.MY_NUMBER_BACK}]
    kind = next(iter(kinds), read[0].kind if read else Kind.UNKNOWN)
    kept = tuple(caution for page in read for caution in page.cautions if caution in _OF_A_PAGE)
    case = _Case(purpose=purpose, particulars=particulars, on=on)
    return DocumentReading(whole=_reading(best, kept, kind=kind, boxes=(), case=case), pages=read)


def _kind(sheet: Sequence[Entry], zone: FoundZone | None) -> Kind:
    if zone and zone.zone.format is ZoneFormat.TD3:
        return Kind.PASSPORT
    kind = kind_of(squashed(" ".join(entry.text for entry in sheet)))
    return Kind.NATIONAL_ID if zone and kind is Kind.UNKNOWN and zone.zone.code[:1] in {"I", "A", "C"} else kind


def _see(sheet: Sequence[Entry], zone: FoundZone | None, *, hidden: Hidden, kind: Kind) -> _Seen:
    """Leave out what nobody may read, and the zone's own lines, whose letters would pass for names."""
    boxes = set(zone.boxes) if zone else set()
    kept = tuple(entry for entry in sheet if entry.line not in hidden.lines and entry.line.box not in boxes)
    kept = with_numbers(kept) if kind is Kind.DRIVING_LICENCE else kept
    return _Seen(kept, tuple(dates_of(kept)), zone)


def _fields(seen: _Seen, case: _Case) -> Iterator[ReadField]:
    zone = seen.zone.zone if seen.zone else None
    dates = [*seen.dates, *(zone_dates(seen.zone) if seen.zone else ())]
    birth = find_birth(dates, born=case.particulars.birth_date, on=case.on)
    born = date.fromisoformat(birth.value) if birth else None
    found = (
        find_name(seen.sheet, zone, particulars=case.particulars, purpose=case.purpose),
        find_address(seen.sheet, particulars=case.particulars),
        birth,
        find_issue(dates, born=born, on=case.on),
        find_expiry(dates),
        find_number(seen.sheet, zone),
    )
    yield from (field for field in found if field)
    if seen.zone:
        yield _zone_field(seen.zone, {field.field: field.match for field in found if field})


def _zone_field(found: FoundZone, matches: Mapping[Field, Match]) -> ReadField:
    """Say what a zone is, and nothing of what it says: its text has more in it than anybody asked for."""
    said = {matches.get(field, Match.NOT_ON_FILE) for field in (Field.NAME, Field.BIRTH_DATE)}
    match = Match.UNSURE if found.zone.wrong else next(one for one in _WORST if one in said)
    name = f"{found.zone.format} {found.zone.issuer}".strip()
    return ReadField(field=Field.ZONE, text=name, value=name, match=match, boxes=found.boxes)


def _zone_cautions(seen: _Seen) -> Iterator[Caution]:
    if seen.zone is None:
        return
    if seen.zone.zone.wrong:
        yield Caution.ZONE_WRONG
    if disagree(seen.dates, seen.zone) or is_printed_otherwise(seen.sheet, seen.zone.zone):
        yield Caution.ZONE_DISAGREES


def _reading(
    fields: tuple[ReadField, ...], told: Sequence[Caution], *, kind: Kind, boxes: tuple[Box, ...], case: _Case
) -> Reading:
    there = {field.field for field in fields}
    missing = tuple(field for field in _required(case.purpose, kind) if field not in there)
    seen = {*told, *_cautions({field.field: field for field in fields}, kind=kind, case=case)}
    return Reading(
        fields=fields,
        cautions=tuple(caution for caution in Caution if caution in seen),
        hidden=boxes,
        is_enough=not missing,
        kind=kind,
        missing=missing,
    )


def _required(purpose: Purpose, kind: Kind) -> tuple[Field, ...]:
    terms = TERMS[kind]
    if purpose is Purpose.IDENTITY:
        return (Field.NAME, Field.BIRTH_DATE, *([Field.EXPIRES] if terms.runs_out else []))
    return (Field.NAME, Field.ADDRESS, Field.ISSUED if terms.bears_issue else Field.EXPIRES)


def _cautions(fields: Mapping[Field, ReadField], *, kind: Kind, case: _Case) -> Iterator[Caution]:
    yield from (_DIFFERS[field] for field, read in fields.items() if read.match is Match.DIFFERS and field in _DIFFERS)
    yield from _aged(fields, kind=kind, case=case)
    name = fields.get(Field.NAME)
    if name and is_variant(name.text, case.particulars):
        yield Caution.NAME_IN_OTHER_FORM
    if kind is Kind.MOBILE_BILL and case.purpose is Purpose.RESIDENCE:
        yield Caution.MOBILE_BILL
    elif case.purpose not in TERMS[kind].proves:
        yield Caution.OTHER_PURPOSE


def _aged(fields: Mapping[Field, ReadField], *, kind: Kind, case: _Case) -> Iterator[Caution]:
    issued, expires = (
        date.fromisoformat(fields[one].value) if one in fields else None for one in (Field.ISSUED, Field.EXPIRES)
    )
    if expires and expires < case.on:
        yield Caution.EXPIRED
    if issued and issued > case.on:
        yield Caution.DATE_AHEAD
    if case.purpose is Purpose.RESIDENCE and issued and is_too_old(issued, on=case.on):
        yield Caution.TOO_OLD
    is_dated = issued if case.purpose is Purpose.RESIDENCE else expires or not TERMS[kind].runs_out
    if not is_dated:
        yield Caution.NO_DATE
