"""How far a story has been played: asked of the trail and the account, step by step, in their order.

Pure: events, moments and the present instant come in, ticks go out. A step is done only after the step before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar, assert_never

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import CodeCard, PermanentDevice, Posting, TemporaryPasscode
from sekisho.core.events import Event
from sekisho.entrypoints.demo.stories.story import Moment, Reached, Said, Saw, Step

Kind = TypeVar("Kind")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What is known of one play: the events since its start in order, and the accounts by the names of the people."""

    events: Sequence[Event]
    accounts: Mapping[str, Account]
    said: frozenset[str]
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Point:
    """How far the trail has been read, and the moment before which nothing counts any more."""

    at: int = 0
    since: datetime | None = None


def steps_done(steps: Sequence[Step], seen: Seen) -> int:
    """Count the steps that are done, from the first on without a gap."""
    point = _Point()
    for count, step in enumerate(steps):
        after = _after(step, seen, point)
        if after is None:
            return count
        point = after
    return len(steps)


def _after(step: Step, seen: Seen, point: _Point) -> _Point | None:
    """Give the point at which the step is seen done; None: it is not."""
    match step.sign:
        case Saw() as sign:
            account, events = seen.accounts[step.who], enumerate(seen.events)
            found = (at for at, event in events if at >= point.at and _is(event, sign, account, point.since))
            at = next(found, None)
            return None if at is None else replace(point, at=at + 1)
        case Reached(moment):
            since = moment_on(seen.accounts[step.who], moment)
            return None if since is None or not _is_reached(since, seen) else replace(point, since=since)
        case Said():
            return point if step.key in seen.said else None
        case never:
            assert_never(never)


def moment_on(account: Account, moment: Moment) -> datetime | None:
    """Give the moment as the account has it now; of several devices, cards or passcodes the newest decides."""
    match moment:
        case Moment.TRADES_FROM:
            return account.trades_from
        case Moment.PASSCODE_STOPS_TRADING:
            return max((one.full_until for one in _held(account, TemporaryPasscode)), default=None)
        case Moment.CARD_ENDS:
            return max((one.expires_at for one in _held(account, CodeCard) if one.expires_at), default=None)
        case Moment.DEVICE_IS_PROMISED:
            return max((posting.promised_by for posting in _postings(account)), default=None)
        case Moment.DEVICE_ACTIVATES:
            return max((max(one.activates_at, one.promised_by) for one in _postings(account)), default=None)
        case never:
            assert_never(never)


def _held(account: Account, kind: type[Kind]) -> list[Kind]:
    return [one for one in account.authenticators if isinstance(one, kind)]


def _postings(account: Account) -> list[Posting]:
    return [one.posting for one in _held(account, PermanentDevice) if one.posting]


def _is(event: Event, sign: Saw, account: Account, since: datetime | None) -> bool:
    return (
        event.happening == sign.happening
        and event.account == account.number
        and (not sign.surface or event.surface == sign.surface)
        and (sign.reason is None or event.reason is sign.reason)
        and (since is None or event.at >= since)
        and all(event.detail.get(name) == value for name, value in sign.detail.items())
    )


def _is_reached(moment: datetime, seen: Seen) -> bool:
    """A clock set back afterwards takes nothing away."""
    return seen.now >= moment or any(event.at >= moment for event in seen.events)
