"""Instants, spans, money, telephones and opening hours in words. Every instant names its zone.

`moment` rounds down and suits what ends (“until”); `moment_after` rounds up to the next minute and suits what begins (“from”),
so that nobody is told a time at which the answer is still no.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sekisho.core.regions import Hours, Region
from sekisho.wording.catalogue import has_words, words
from sekisho.wording.language import Language

UNITS: Final = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)


def moment(at: datetime, *, language: Language, zone: ZoneInfo) -> str:
    """Say an instant to the minute, rounded down: `2026年11月22日（日）15:04（日本時間）`."""
    local = at.astimezone(zone)
    clock = f"{local:%H:%M}"
    return words(
        "moment.instant", language=language, date=_date(local, language), clock=clock, zone=_zone(local, zone, language)
    )


def short_date(at: datetime, *, language: Language, zone: ZoneInfo) -> str:
    """Say the day of an instant without its year, where space is scarce: `11月22日（日）`."""
    local = at.astimezone(zone)
    month = words(f"moment.short_month.{local.month}", language=language)
    weekday = words(f"moment.weekday.{local.weekday()}", language=language)
    return words("moment.short_date", language=language, month=month, day=local.day, weekday=weekday)


def clock_time(at: datetime, *, zone: ZoneInfo) -> str:
    """Say the time of an instant to the minute, rounded down; its zone is said beside it."""
    return f"{at.astimezone(zone):%H:%M}"


def short_moment(at: datetime, *, language: Language, zone: ZoneInfo) -> str:
    """Say an instant without year and zone, which are said beside it: `11月22日（日） 15:04`."""
    day = short_date(at, language=language, zone=zone)
    return words("moment.short_instant", language=language, date=day, clock=clock_time(at, zone=zone))


def moment_after(at: datetime, *, language: Language, zone: ZoneInfo) -> str:
    """Say an instant to the minute, rounded up."""
    over = timedelta(seconds=at.second, microseconds=at.microsecond)
    return moment(at + (timedelta(minutes=1) - over if over else timedelta()), language=language, zone=zone)


def date(at: datetime, *, language: Language, zone: ZoneInfo) -> str:
    """Say the day of an instant."""
    return _date(at.astimezone(zone), language)


def span(length: timedelta, *, language: Language) -> str:
    """Say a length of time in its two largest units: `4分30秒`, `2 days 3 hours`."""
    parts: list[str] = []
    rest = max(length, timedelta())
    for name, unit in UNITS:
        count, rest = divmod(rest, unit)
        if count:
            form = "one" if count == 1 else "many"
            parts.append(words(f"moment.span.{name}.{form}", language=language, count=count))
        elif parts:
            break  # two neighbouring units are as much as anybody reads
    if not parts:
        return words("moment.soon", language=language)
    first, *others = parts
    if not others:
        return first
    return words("moment.span_pair", language=language, first=first, second=others[0])


def usd(amount: int | Decimal | None, *, language: Language) -> str:
    """Say an amount of US dollars, with cents where it is a `Decimal`; None is unlimited."""
    if amount is None:
        return words("moment.unlimited", language=language)
    return words("moment.usd", language=language, amount=f"{amount:,}")


def contact(region: Region, *, language: Language) -> str:
    """Say the telephone numbers of a region in one line: toll-free from inside, direct from abroad."""
    toll_free = words("moment.telephone.toll_free", language=language, number=region.toll_free.shown)
    direct = words("moment.telephone.direct", language=language, number=region.direct.dialled)
    return words("moment.telephone.whole", language=language, toll_free=toll_free, direct=direct)


def opening_hours(region: Region, *, language: Language) -> str:
    """Say when a region answers the telephone."""
    stretches = words("moment.hours.joint", language=language).join(_stretch(hours, language) for hours in region.hours)
    return words(
        "moment.hours.whole", language=language, stretches=stretches, zone=zone_name(region.zone, language=language)
    )


def zone_name(key: str, *, language: Language) -> str:
    """Name a zone; one without a name of its own is called by its IANA key, which is at least unambiguous."""
    return words(f"moment.zone.{key}", language=language) if has_words(f"moment.zone.{key}") else key


def _date(local: datetime, language: Language) -> str:
    month = words(f"moment.month.{local.month}", language=language)
    weekday = words(f"moment.weekday.{local.weekday()}", language=language)
    return words("moment.date", language=language, year=local.year, month=month, day=local.day, weekday=weekday)


def _zone(local: datetime, zone: ZoneInfo, language: Language) -> str:
    return zone_name(zone.key or local.strftime("UTC%z"), language=language)


def _stretch(hours: Hours, language: Language) -> str:
    first = words(f"moment.weekday.{hours.first_day}", language=language)
    last = words(f"moment.weekday.{hours.last_day}", language=language)
    days = "moment.hours.day" if first == last else "moment.hours.days"
    named = words(days, language=language, first=first, last=last)
    opens, closes = f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"
    return words("moment.hours.stretch", language=language, days=named, opens=opens, closes=closes)
