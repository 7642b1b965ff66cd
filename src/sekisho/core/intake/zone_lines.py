"""Where on a page the machine-readable zone is: among lines as a reader of pictures gives them, torn, spaced and misread.

Whatever stands in every format together is looked for first, and the lines around it tell the rest (`zone`). Of several that
could be one, the one with the fewest wrong check digits is it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from sekisho.core.intake.pictures import Box, Line
from sekisho.core.intake.rows import row_text, rows_of
from sekisho.core.intake.zone import FILLER, Zone, ZonePart, find_cores, read_three_lines, read_two_lines

SHORTEST: Final = 22
LONGEST: Final = 60
"""Signs of a line that may be one of a zone: its own are 30, 36 or 44, and a reader loses fillers, or sees too many."""

_TAKEN_FOR_FILLERS: Final = str.maketrans({"‹": "<", "«": "<<", "〈": "<", "《": "<<", "く": "<", "ㄑ": "<", "＜": "<"})
_FOREIGN: Final = re.compile(r"[^A-Z0-9<]")
_UPPER: Final = re.compile(r"[PVACI1][A-Z0-9<](?=[A-Z0-9]{3}|[A-Z0-9]<<)")
_MOST_WRONG: Final = 2
_MOST_STRIPS: Final = 24
_MOST_CORES: Final = 4
"""More than any page has; what is looked at is the lowest, where zones stand."""


@dataclass(frozen=True, slots=True)
class FoundZone:
    """A zone and where it lies."""

    zone: Zone
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Strip:
    text: str
    boxes: tuple[Box, ...]


_NONE: Final = _Strip("", ())


def find_zone(lines: Sequence[Line], *, on: date) -> FoundZone | None:
    """Find the zone of a page, if it has one."""
    whole = tuple(
        _Strip(_cleaned(line.text), (line.box,))
        for line in sorted(lines, key=lambda line: line.box.top + line.box.bottom)
    )
    torn = tuple(_Strip(_cleaned(row_text(row)), tuple(line.box for line in row)) for row in rows_of(lines))
    found = [*_zones(whole, on=on), *_zones(torn, on=on)]
    return min(found, key=lambda one: (len(one.zone.wrong), not one.zone.surname), default=None)


def _zones(strips: Sequence[_Strip], *, on: date) -> Iterator[FoundZone]:
    strips = tuple(strip for strip in strips if SHORTEST <= len(strip.text) <= LONGEST)[-_MOST_STRIPS:]
    for at, strip in enumerate(strips):
        upper = next((above for above in strips[max(at - 2, 0) : at][::-1] if _UPPER.match(above.text)), _NONE)
        lower = next((below for below in strips[at + 1 : at + 2] if FILLER in below.text), _NONE)
        for core in islice(find_cores(strip.text), _MOST_CORES):
            two = read_two_lines(core, upper=upper.text, on=on)
            three = read_three_lines(core, upper=upper.text, lower=lower.text, on=on)
            if two and _is_likely(two):
                yield FoundZone(two, (*upper.boxes, *strip.boxes))
            if three and _is_likely(three):
                yield FoundZone(three, (*upper.boxes, *strip.boxes, *lower.boxes))


def _is_likely(zone: Zone) -> bool:
    """Tell a zone from digits that happen to stand so: both dates sound, or all but two things right."""
    dates = {ZonePart.BIRTH_DATE, ZonePart.EXPIRES}
    return not dates & set(zone.wrong) or (len(zone.wrong) <= _MOST_WRONG and zone.surname != "")


def _cleaned(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[: LONGEST * 4]).translate(_TAKEN_FOR_FILLERS)
    return _FOREIGN.sub("", plain.upper())
