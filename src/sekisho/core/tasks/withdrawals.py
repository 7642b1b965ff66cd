"""How much may still be withdrawn: in a day and in five business days, by the factor that answers for it (B077).

Everything asked for in the window counts, whatever answered for it then: two factors together never open more than the stronger
one alone. What was stopped counts, too: it may have been paid by then, and whoever reads the holder's mail could open the ceiling
anew. Days are those of the cut-off's zone; a Saturday and a Sunday count with the window that they lie in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum, unique
from typing import Final
from zoneinfo import ZoneInfo

from sekisho.core.access.ceilings import Amount, Unlimited, ceiling_of
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.tasks.task import Cents

BUSINESS_DAYS: Final = 5
SATURDAY: Final = 5  # of `date.weekday`
A_DAY: Final = timedelta(days=1)


@unique
class Window(StrEnum):
    """The spans that a ceiling is about."""

    DAY = "day"
    FIVE_BUSINESS_DAYS = "five_business_days"


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """A withdrawal that was asked for."""

    at: datetime
    cents: Cents


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """What a factor leaves open now, in each window; never below zero."""

    today: Cents | Unlimited
    five_business_days: Cents | Unlimited

    def reached_by(self, cents: Cents) -> Window | None:
        """Give the window in which a further withdrawal would go beyond the ceiling; None: it fits."""
        if self.today is not Unlimited.UNLIMITED and cents > self.today:
            return Window.DAY
        if self.five_business_days is not Unlimited.UNLIMITED and cents > self.five_business_days:
            return Window.FIVE_BUSINESS_DAYS
        return None


def left_for(
    factor: AuthenticatorKind | None, withdrawn: Iterable[Withdrawn], *, now: datetime, zone: ZoneInfo
) -> Left:
    """Tell what `factor` leaves open at `now`, after what was withdrawn since `window_start` of the longer window."""
    past = tuple(withdrawn)
    ceiling = ceiling_of(factor)
    return Left(
        today=_left(ceiling.per_day, past, since=window_start(Window.DAY, now=now, zone=zone)),
        five_business_days=_left(
            ceiling.per_five_business_days, past, since=window_start(Window.FIVE_BUSINESS_DAYS, now=now, zone=zone)
        ),
    )


def window_start(window: Window, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Give the midnight at which the window that holds `now` begins."""
    day = now.astimezone(zone).date()
    if window is Window.FIVE_BUSINESS_DAYS:
        counted = 0
        while True:
            counted += day.weekday() < SATURDAY
            if counted == BUSINESS_DAYS:
                break
            day -= A_DAY
    return datetime.combine(day, time.min, tzinfo=zone)


def _left(ceiling: Amount, past: tuple[Withdrawn, ...], *, since: datetime) -> Cents | Unlimited:
    if isinstance(ceiling, Unlimited):
        return ceiling
    spent = sum(one.cents for one in past if one.at >= since)
    return Cents(max(0, ceiling * 100 - spent))
