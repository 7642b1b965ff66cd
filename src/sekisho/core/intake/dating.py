"""Which date on a page is which: of birth, of expiry, of issue; and what follows from it on a day.

Twelve months to the day are too old (B126 asks for less); a document is valid on its last day. Where a date can be read in more
than one way the earliest is taken, so that nothing passes for newer than it may be, and it is UNSURE.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from sekisho.core.intake.dates import FoundDate
from sekisho.core.intake.finding import ORDER
from sekisho.core.intake.labels import Label
from sekisho.core.intake.reading import Field, Match, ReadField
from sekisho.core.intake.sheet import DatedValue
from sekisho.core.intake.zone import ZonePart
from sekisho.core.intake.zone_lines import FoundZone

_ISSUE: Final = (Label.ISSUED, Label.PERIOD, None)
"""What a day of issue is taken from: its own label, else the end of a period, else any date that nothing else explains."""


def zone_dates(found: FoundZone) -> Iterator[DatedValue]:
    """Give the dates of a zone whose check digits are right."""
    zone = found.zone
    for label, part, day in (
        (Label.BIRTH, ZonePart.BIRTH_DATE, zone.birth_date),
        (Label.EXPIRES, ZonePart.EXPIRES, zone.expires),
    ):
        if day and part not in zone.wrong:
            yield DatedValue(label, day.isoformat(), FoundDate((day,), 0, 0), found.boxes)


def find_birth(dates: Sequence[DatedValue], *, born: date | None, on: date) -> ReadField | None:
    """Find the birth date; where none is labelled, a date that is the account's."""
    past = [value for value in dates if value.found.days[0] <= on]
    labelled = [value for value in past if value.label is Label.BIRTH]
    others = [value for value in past if value.label is None and born in value.found.days]
    read = [_birth(value, born=born) for value in labelled or others]
    return min(read, key=lambda one: ORDER.index(one.match), default=None)


def find_expiry(dates: Iterable[DatedValue]) -> ReadField | None:
    """Find the last day of a document: of several, the latest."""
    labelled = [value for value in dates if value.label is Label.EXPIRES]
    latest = max(labelled, key=lambda value: value.found.days[0], default=None)
    return _field(Field.EXPIRES, latest, latest.found.days[0]) if latest else None


def find_issue(dates: Sequence[DatedValue], *, born: date | None, on: date) -> ReadField | None:
    """Find the day of issue: the latest that is not ahead, else the earliest that is; never the day of birth."""
    for label in _ISSUE:
        fitting = [value for value in dates if value.label is label and born not in value.found.days]
        past = [value for value in fitting if value.found.days[0] <= on]
        if past:
            latest = max(past, key=lambda value: value.found.days[0])
            return _field(Field.ISSUED, latest, latest.found.days[0])
        if fitting and label is Label.ISSUED:
            first = min(fitting, key=lambda value: value.found.days[0])
            return _field(Field.ISSUED, first, first.found.days[0])
    return None


def is_too_old(issued: date, *, on: date) -> bool:
    """Tell whether twelve months have passed; of 29 February they have on 28 February."""
    try:
        year_later = issued.replace(year=issued.year + 1)
    except ValueError:
        year_later = issued.replace(year=issued.year + 1, day=28)
    return year_later <= on


def disagree(dates: Iterable[DatedValue], found: FoundZone) -> bool:
    """Tell whether a date that is printed beside its label is not the zone's."""
    said = {value.label: value.found.days[0] for value in zone_dates(found)}
    return any(value.label in said and said[value.label] not in value.found.days for value in dates)


def _birth(value: DatedValue, *, born: date | None) -> ReadField:
    days = value.found.days
    day = born if born in days and born is not None else days[0]
    if born is None:
        match = Match.NOT_ON_FILE
    elif born not in days:
        match = Match.DIFFERS
    else:
        match = Match.AGREES if len(days) == 1 else Match.UNSURE
    return ReadField(field=Field.BIRTH_DATE, text=value.text, value=day.isoformat(), match=match, boxes=value.boxes)


def _field(field: Field, value: DatedValue, day: date) -> ReadField:
    is_sure = len(value.found.days) == 1 and value.label is not None
    match = Match.NOT_ON_FILE if is_sure else Match.UNSURE
    return ReadField(field=field, text=value.text, value=day.isoformat(), match=match, boxes=value.boxes)
