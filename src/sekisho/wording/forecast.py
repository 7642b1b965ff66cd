"""The forecast as sentences: what will work until when, for the page, the API and the desk.

The spans are data (`core.access.forecast`); a span that follows now is said without a begin, one without an end without an end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sekisho.core.access.decisions import Surface
from sekisho.core.access.forecast import Span
from sekisho.core.access.situations import Situation
from sekisho.core.reasons import Reason
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment
from sekisho.wording.terms import scope_names, situation_name


@dataclass(frozen=True, kw_only=True, slots=True)
class ForecastLine:
    """One span in words. `sentence` is `when` and `what` together."""

    surface: Surface
    is_open: bool
    when: str
    what: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SurfaceForecast:
    """The lines about one surface, under its name."""

    name: str
    lines: tuple[ForecastLine, ...]


def forecast_lines(
    spans: Iterable[Span], *, now: datetime, language: Language, zone: ZoneInfo
) -> tuple[ForecastLine, ...]:
    """Say spans in the order in which they come."""
    return tuple(_line(span, now=now, language=language, zone=zone) for span in spans)


def forecast_by_surface(
    spans: Iterable[Span], *, now: datetime, language: Language, zone: ZoneInfo
) -> tuple[SurfaceForecast, ...]:
    """Say spans under the surface that they are about, in the order of the surfaces."""
    lines = forecast_lines(spans, now=now, language=language, zone=zone)
    return tuple(
        SurfaceForecast(
            name=words(f"term.surface.{surface}", language=language),
            lines=tuple(line for line in lines if line.surface is surface),
        )
        for surface in Surface
    )


def because_text(because: str, *, language: Language) -> str:
    """Say why a span is as it is: the row of the access table that grants it, or the reason that refuses."""
    if because in set(Reason):
        return words(f"refusal.{because}.explanation", language=language)
    return situation_name(Situation(because), language=language)


def _line(span: Span, *, now: datetime, language: Language, zone: ZoneInfo) -> ForecastLine:
    when, what = _when(span, now, language, zone), _what(span, language)
    return ForecastLine(
        surface=span.surface,
        is_open=bool(span.scopes),
        when=when,
        what=what,
        sentence=words("forecast.joint.line", language=language, when=when, what=what),
    )


def _when(span: Span, now: datetime, language: Language, zone: ZoneInfo) -> str:
    begin = moment(span.starts_at, language=language, zone=zone)
    end = moment(span.ends_at, language=language, zone=zone) if span.ends_at else ""
    if span.starts_at <= now:
        return words(
            "forecast.when.now_until" if end else "forecast.when.now_on",
            language=language,
            **{"end": end} if end else {},
        )
    if end:
        return words("forecast.when.from_until", language=language, begin=begin, end=end)
    return words("forecast.when.from_on", language=language, begin=begin)


def _what(span: Span, language: Language) -> str:
    if not span.scopes:
        return words(f"forecast.what.closed_{span.surface}", language=language)
    what = scope_names(span.scopes, language=language)
    if span.factor is None:
        return words("forecast.what.open", language=language, what=what)
    factor = words(f"term.factor.{span.factor}", language=language)
    return words("forecast.what.open_with", language=language, what=what, factor=factor)
