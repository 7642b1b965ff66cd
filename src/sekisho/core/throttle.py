"""Arithmetic of attempts: (state, now) -> verdict and new state. Counting is done before anything is compared.

Five rules, each a small frozen table: a window that closes a door (B009, B010), a ladder of waits for the second factor, a
monthly cap that no success clears, a budget of unanswered challenges, and an allowance of what comes in large numbers. Storage
keeps the state with a version and replaces it by one conditional UPDATE; this module never knows whose tries it counts.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never


@dataclass(frozen=True, kw_only=True, slots=True)
class Tries:
    """What is remembered of one counter: failures in a row and the moments that still count, oldest first."""

    in_row: int = 0
    moments: tuple[datetime, ...] = ()
    closed_until: datetime | None = None


NONE: Final = Tries()


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """At most `most` tries within any `within`; the last one closes the door for `closed_for` from that try on."""

    most: int
    within: timedelta
    closed_for: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """`free` failures in a row, then a wait after each further one; the last wait repeats."""

    free: int
    waits: tuple[timedelta, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """Several sliding windows at once, as (most, within); a try waits until the fullest window has room again."""

    windows: tuple[tuple[int, timedelta], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """`most` at once, and as much again drop by drop `within` (the generic cell rate algorithm, ITU-T I.371).

    Its state is one moment, whatever is counted: when all of it is there again. For mails and bytes, where a list of moments
    would be long.
    """

    most: int
    within: timedelta


Rule = Window | Ladder | Rate | Allowance

DAY: Final = timedelta(hours=24)
PASSWORD_DOOR: Final = Window(most=10, within=DAY, closed_for=DAY)
SECOND_FACTOR: Final = Ladder(free=5, waits=(timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60)))
SECOND_FACTOR_MONTH: Final = Rate(windows=((60, timedelta(days=30)),))
UNANSWERED_CHALLENGES: Final = Rate(windows=((10, timedelta(hours=1)), (30, DAY)))
UNANSWERED_TOLD_AT: Final = 10  # of one device or card within a day; from then on the holder is told (CHB-15)
ALARMS: Final = Rate(windows=((1, DAY),))  # to one holder
PASSWORD_CODES: Final = Rate(windows=((10, timedelta(hours=1)),))  # of one address, for one name
APPROVALS: Final = Rate(windows=((5, timedelta(hours=1)),))  # asked in the app, of one account (CHB-16)
DOCUMENTS: Final = Rate(windows=((20, timedelta(hours=1)), (60, DAY)))  # sent from the portal, by one holder
DESK_SEARCHES: Final = Rate(windows=((120, timedelta(hours=1)),))  # of one agent (ENU-08)
DESK_LOOKS: Final = Rate(windows=((240, timedelta(hours=1)),))  # at holders by number, without a call or by opening one
DESK_PICTURES: Final = Rate(windows=((600, timedelta(hours=1)),))  # of documents, each counted and recorded


@dataclass(frozen=True, kw_only=True, slots=True)
class Admitted:
    """The try may be evaluated; `tries` is the state to commit first. `closes` tells that it was the last before a wait."""

    tries: Tries
    closes: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Throttled:
    """The try is not evaluated and not counted; it may come again at `until`."""

    until: datetime


Verdict = Admitted | Throttled


def reserve(rule: Rule, tries: Tries, now: datetime) -> Verdict:
    """Count one try at `now` as if it failed, or refuse it. A boundary instant belongs to what comes next."""
    if tries.closed_until is not None and now < tries.closed_until:
        return Throttled(until=tries.closed_until)
    match rule:
        case Window():
            return _reserve_in_window(rule, tries, now)
        case Ladder():
            return _reserve_on_ladder(rule, tries, now)
        case Rate():
            return _reserve_at_rate(rule, tries, now)
        case Allowance():
            return spend(rule, tries, now, cost=1)
    assert_never(rule)


def spend(rule: Allowance, tries: Tries, now: datetime, *, cost: int) -> Verdict:
    """Take `cost` of an allowance, or say when there is as much of it. More than all of it is never there."""
    after = _charged(rule, tries, now, cost=cost)
    if after > now + rule.within:
        return Throttled(until=after - rule.within)
    return Admitted(tries=Tries(moments=(after,)))


def charge(rule: Allowance, tries: Tries, now: datetime, *, cost: int) -> Tries:
    """Take `cost` of an allowance whether it is there or not: it is known only afterwards how much it was."""
    return Tries(moments=(_charged(rule, tries, now, cost=cost),))


def _charged(rule: Allowance, tries: Tries, now: datetime, *, cost: int) -> datetime:
    return max((now, *tries.moments)) + rule.within * cost / rule.most


def refund(rule: Rule, tries: Tries, tried_at: datetime) -> Tries:
    """Take back the one try that was counted at `tried_at`, because it proved right. Other tries stay counted."""
    if tried_at in tries.moments:
        at = tries.moments.index(tried_at)
        tries = replace(tries, moments=tries.moments[:at] + tries.moments[at + 1 :])
    match rule:
        case Ladder():
            return NONE  # "in a row" ends with a right answer
        case Window(most=most):
            return replace(tries, closed_until=None if len(tries.moments) < most else tries.closed_until)
        case Rate() | Allowance():
            return tries
    assert_never(rule)


def is_worth_nothing(rule: Rule, tries: Tries, now: datetime) -> bool:
    """Tell whether from `now` on the counter decides as if there were none."""
    return reserve(rule, tries, now) == reserve(rule, NONE, now)


def left(rule: Ladder, tries: Tries) -> int:
    """How many wrong answers are free before the next wait; 1 where waits have begun."""
    return max(1, rule.free - tries.in_row)


def _reserve_in_window(rule: Window, tries: Tries, now: datetime) -> Verdict:
    if tries.closed_until is not None:  # the door was closed and its time is over: it starts anew
        tries = NONE
    moments = (*(at for at in tries.moments if now - at < rule.within), now)
    closes = len(moments) >= rule.most
    closed_until = now + rule.closed_for if closes else None
    return Admitted(tries=Tries(moments=moments, closed_until=closed_until), closes=closes)


def _reserve_on_ladder(rule: Ladder, tries: Tries, now: datetime) -> Verdict:
    in_row = tries.in_row + 1
    if in_row < rule.free:
        return Admitted(tries=Tries(in_row=in_row))
    wait = rule.waits[min(in_row - rule.free, len(rule.waits) - 1)]
    return Admitted(tries=Tries(in_row=in_row, closed_until=now + wait), closes=True)


def _reserve_at_rate(rule: Rate, tries: Tries, now: datetime) -> Verdict:
    longest = max(within for _, within in rule.windows)
    moments = tuple(at for at in tries.moments if now - at < longest)
    waits = [
        recent[-most] + within
        for most, within in rule.windows
        if len(recent := [at for at in moments if now - at < within]) >= most
    ]
    if waits:
        return Throttled(until=max(waits))
    return Admitted(tries=Tries(moments=(*moments, now)))
