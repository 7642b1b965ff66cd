"""The forecast as a picture: spans in, shapes out; `site/timeline.html` writes them as two SVGs, one wide and one narrow.

Three lanes follow the time from now to the horizon: what the portal opens, what the trading platform opens, and what is needed
for it. Each stretch between two changes gets a fair part of the length, so that every label can be read; time itself is said at
the changes. Kinds differ by shape and pattern as well as by colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from itertools import accumulate, groupby, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from sekisho.core.access import Scope, Span, Surface
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import clock_time, short_date, short_moment, zone_name

FAIR_PART: Final = 0.7
"""How much of the length is dealt out evenly between the stretches; the rest goes by their duration."""

WIDE: Final = frozenset({Scope.PORTAL_FULL, Scope.TRADING_LIVE})


@unique
class Kind(StrEnum):
    """What a cell says by colour, pattern and sign."""

    FULL = "full"
    PART = "part"
    SHUT = "shut"
    NEED = "need"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A stretch of one lane; `left` and `width` are percentages of the drawing."""

    kind: Kind
    label: str
    left: str
    width: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """One lane of the wide drawing, with what it says in words."""

    name: str
    short: str
    text: str
    top: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A change on the wide drawing's axis; `first` and `second` are its two lines."""

    left: str
    first: str
    second: str
    anchor: str
    top: int
    is_now: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A stretch of the narrow drawing: its begin in words, and one cell for each lane."""

    top: int
    label: str
    is_now: bool
    cells_top: int
    height: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineShown:
    """Both drawings, ready to be written."""

    name: str
    title: str
    caption: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    axis: int
    wide_height: int
    stretches: tuple[Stretch, ...]
    narrow_height: int


@dataclass(frozen=True, slots=True)
class _Said:
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One lane before it is drawn: what it says in each stretch."""

    key: str
    said: tuple[_Said, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Eye:
    language: Language
    zone: ZoneInfo


def show_timeline(
    spans: Sequence[Span],
    *,
    now: datetime,
    horizon: timedelta,
    language: Language,
    zone: ZoneInfo,
    name: str = "forecast",
) -> TimelineShown:
    """Draw an outlook (`AccountInTime.outlook`); `name` sets the drawing's ids apart where a page has several."""
    eye = _Eye(language=language, zone=zone)
    moments = (now, *sorted({span.starts_at for span in spans if now < span.starts_at < now + horizon}))
    lengths = [later - earlier for earlier, later in pairwise((*moments, now + horizon))]
    edges = _edges(lengths)
    rows = _rows(spans, moments, eye)
    ticks = _ticks(moments, edges, eye)
    stretches = _stretches(rows, moments, edges, eye)
    return TimelineShown(
        name=name,
        title=words("forecast.picture.title", language=language),
        caption=words("forecast.picture.caption", language=language, zone=zone_name(zone.key, language=language)),
        lanes=tuple(_lane(row, place, moments, edges, eye) for place, row in enumerate(rows)),
        ticks=ticks,
        axis=AXIS,
        wide_height=max(tick.top for tick in ticks) + TICK_HEIGHT,
        stretches=stretches,
        narrow_height=stretches[-1].cells_top + stretches[-1].height + BELOW,
    )


# ── What each lane says ──────────────────────────────────────────────────────────────────────────────────────


def _rows(spans: Sequence[Span], moments: Sequence[datetime], eye: _Eye) -> tuple[_Row, ...]:
    open_at = [{surface: _covering(spans, surface, at) for surface in Surface} for at in moments]
    return (
        *(_Row(surface.value, tuple(_opened(one[surface], eye) for one in open_at)) for surface in Surface),
        _Row("needed", tuple(_needed(list(one.values()), eye) for one in open_at)),
    )


def _covering(spans: Sequence[Span], surface: Surface, at: datetime) -> Span | None:
    covers = (span for span in spans if span.surface is surface and span.starts_at <= at)
    return next((span for span in covers if span.ends_at is None or at < span.ends_at), None)


def _opened(span: Span | None, eye: _Eye) -> _Said:
    if span is None or not span.scopes:
        return _Said(Kind.SHUT, words("forecast.picture.closed", language=eye.language))
    (scope, *_) = sorted(span.scopes)
    label = words(f"forecast.picture.scope.{scope}", language=eye.language)
    return _Said(Kind.FULL if scope in WIDE else Kind.PART, label)


def _needed(spans: Sequence[Span | None], eye: _Eye) -> _Said:
    opening = [span for span in spans if span is not None and span.scopes]
    if not opening:
        return _Said(Kind.SHUT, words("forecast.picture.nothing", language=eye.language))
    names = [words(f"forecast.picture.factor.{span.factor or 'none'}", language=eye.language) for span in opening]
    return _Said(Kind.NEED, words("forecast.picture.needs_joint", language=eye.language).join(dict.fromkeys(names)))


def _in_words(row: _Row, moments: Sequence[datetime], eye: _Eye) -> str:
    parts: list[str] = []
    before = None
    for at, said in zip(moments, row.said, strict=True):
        if said != before:
            begin = short_moment(at, language=eye.language, zone=eye.zone)
            parts.append(
                words("forecast.picture.then", language=eye.language, begin=begin, what=said.label)
                if parts
                else words("forecast.picture.first", language=eye.language, what=said.label)
            )
        before = said
    joined = words("forecast.picture.parts_joint", language=eye.language).join(parts)
    lane = words(f"forecast.picture.name.{row.key}", language=eye.language)
    return words("forecast.picture.lane", language=eye.language, lane=lane, parts=joined)


# ── The wide drawing: time runs to the right ─────────────────────────────────────────────────────────────────

LANE_TOP: Final = 4
LANE_PITCH: Final = 78
AXIS: Final = LANE_TOP + 3 * LANE_PITCH + 6
TICK_TOP: Final = AXIS + 12
TICK_HEIGHT: Final = 40
FEW: Final = 4
"""Up to so many stretches, two rows of labels keep them apart; above, three."""

RIGHTMOST: Final = 88.0


def _edges(lengths: Sequence[timedelta]) -> tuple[float, ...]:
    """Give where the stretches begin and end, from 0 to 100."""
    whole = sum(lengths, timedelta())
    parts = [FAIR_PART / len(lengths) + (1 - FAIR_PART) * (length / whole) for length in lengths]
    return tuple(accumulate((100 * part for part in parts), initial=0.0))


def _lane(row: _Row, place: int, moments: Sequence[datetime], edges: Sequence[float], eye: _Eye) -> Lane:
    cells = []
    for said, same in groupby(range(len(row.said)), key=lambda at: row.said[at]):
        covered = list(same)
        cells.append(_cell(said, edges[covered[0]], edges[covered[-1] + 1]))
    return Lane(
        name=words(f"forecast.picture.name.{row.key}", language=eye.language),
        short=words(f"forecast.picture.short.{row.key}", language=eye.language),
        text=_in_words(row, moments, eye),
        top=LANE_TOP + place * LANE_PITCH,
        cells=tuple(cells),
    )


def _cell(said: _Said, left: float, right: float) -> Cell:
    return Cell(kind=said.kind, label=said.label, left=f"{left:.2f}", width=f"{right - left:.2f}")


def _ticks(moments: Sequence[datetime], edges: Sequence[float], eye: _Eye) -> tuple[Tick, ...]:
    rows = 2 if len(moments) <= FEW else 3
    return tuple(
        _tick(at, left, top=TICK_TOP + (place % rows) * TICK_HEIGHT, is_now=place == 0, eye=eye)
        for place, (at, left) in enumerate(zip(moments, edges, strict=False))
    )


def _tick(at: datetime, left: float, *, top: int, is_now: bool, eye: _Eye) -> Tick:
    first, second = short_date(at, language=eye.language, zone=eye.zone), clock_time(at, zone=eye.zone)
    if is_now:
        whole = short_moment(at, language=eye.language, zone=eye.zone)
        first, second = words("forecast.picture.now", language=eye.language), whole
    beside = "end" if left > RIGHTMOST else "middle"
    return Tick(
        left=f"{left:.2f}",
        first=first,
        second=second,
        anchor="start" if is_now else beside,
        top=top,
        is_now=is_now,
    )


# ── The narrow drawing: time runs down ───────────────────────────────────────────────────────────────────────

HEAD: Final = 26
LABEL: Final = 24
LEAST: Final = 46
STRETCH: Final = 120
BETWEEN: Final = 10
BELOW: Final = 12
COLUMNS: Final = (("0", "29.5"), ("30.5", "29.5"), ("61", "29.5"))


def _stretches(
    rows: Sequence[_Row], moments: Sequence[datetime], edges: Sequence[float], eye: _Eye
) -> tuple[Stretch, ...]:
    drawn, top = [], HEAD
    for place, (at, (left, right)) in enumerate(zip(moments, pairwise(edges), strict=True)):
        height = LEAST + round(STRETCH * (right - left) / 100 * (1 - FAIR_PART))
        when = short_moment(at, language=eye.language, zone=eye.zone)
        now = words("forecast.picture.now", language=eye.language)
        drawn.append(
            Stretch(
                top=top,
                label=f"{now} {when}" if place == 0 else when,
                is_now=place == 0,
                cells_top=top + LABEL,
                height=height,
                cells=tuple(
                    Cell(kind=row.said[place].kind, label=row.said[place].label, left=column, width=width)
                    for row, (column, width) in zip(rows, COLUMNS, strict=True)
                ),
            )
        )
        top += LABEL + height + BETWEEN
    return tuple(drawn)
