"""What surrounds a deed of the desk: stored facts about account, agent and the days before, never what anybody says.

Each of them can only make the desk stricter. Who gathers them reads rows; this module knows what they mean.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique
from typing import Final

from sekisho.core.contacts import SETTLED_AFTER, Contact, ContactKind, Contacts
from sekisho.core.desk.demands import DEMANDS, OPPOSITE, Demand, DeskDeed
from sekisho.core.desk.roles import Role

STOPPED_FOR: Final = timedelta(days=14)
PASSCODES_WITHIN: Final = timedelta(days=30)
MOST_IN_ROW: Final = 2
"""A second passcode in a row takes two people; a third within 30 days is never issued by telephone (B019, REC-07)."""

MOST_PER_HOUR: Final = 5
AN_HOUR: Final = timedelta(hours=1)
"""So many passcodes one agent issues within an hour; the next is refused and raises an alarm (REC-11)."""

APART_FOR: Final = timedelta(hours=24)
"""How long after a password deed a factor deed is risky, and the other way round."""

ALWAYS: Final = datetime.min.replace(tzinfo=UTC)


@unique
class Risk(StrEnum):
    """Why a deed takes two people although its line says one."""

    CONTACT_CHANGED = "contact_changed"
    LOGIN_LOCKED = "login_locked"
    SECOND_PASSCODE = "second_passcode"
    OTHER_FAMILY = "other_family"
    STOPPED = "stopped"
    GUESSING = "guessing"  # too many failed items: only a call-back counts


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """One of the staff."""

    id: str
    role: Role
    is_own: bool = False  # the account is this person's, or shares an e-mail address or a telephone with them


@dataclass(frozen=True, kw_only=True, slots=True)
class PastDeed:
    """A deed of the desk for the same account."""

    deed: DeskDeed
    at: datetime
    by: frozenset[str]  # both, where two agreed


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """Everything beside the call's own evidence. `second` is who agreed to exactly this deed in this call."""

    agent: Person
    second: Person | None = None
    contacts: Contacts
    is_locked: bool = False
    passcodes_in_row: tuple[datetime, ...] = ()  # issued since a permanent device last answered
    past: tuple[PastDeed, ...] = ()
    stopped_at: datetime | None = None
    issued_by_agent: tuple[datetime, ...] = ()  # passcodes for whomever
    failed_at: tuple[datetime, ...] = ()


def numbers_since(contacts: Contacts, now: datetime) -> tuple[datetime, ...]:
    """Tell since when each number that can be rung stands on file: the present one, and one replaced in the last 14 days."""
    former = sorted((one for one in contacts.former if one.kind is ContactKind.PHONE), key=lambda one: one.replaced_at)
    began = (ALWAYS, *(one.replaced_at for one in former))
    lately = [
        since for one, since in zip(former, began, strict=False) if one.value and now - one.replaced_at < SETTLED_AFTER
    ]
    present = [contacts.phone.changed_at or ALWAYS] if contacts.phone.value else []
    return (*present, *lately)


def number_to_ring(contacts: Contacts, now: datetime) -> Contact | None:
    """Give the number that a call-back goes to: the one on file, or, while that is new, the settled one that it replaced."""
    if contacts.phone.is_settled(now):
        return contacts.phone
    former = sorted((one for one in contacts.former if one.kind is ContactKind.PHONE), key=lambda one: one.replaced_at)
    began = (None, *(one.replaced_at for one in former))
    lately = [
        Contact(kind=one.kind, value=one.value, changed_at=since)
        for one, since in zip(former, began, strict=False)
        if now - one.replaced_at < SETTLED_AFTER
    ]
    return next((one for one in reversed(lately) if one.is_settled(now)), None)


def risks(deed: DeskDeed, demand: Demand, around: Circumstances, now: datetime) -> frozenset[Risk]:
    """Name everything that makes `deed` risky now, but for `GUESSING`, which the evidence knows.

    A lock makes everything risky but `unlock`, which is what a lock is for, and which gives tries and no proof.
    """
    found = set[Risk]()
    if contact_changed(around, now):
        found.add(Risk.CONTACT_CHANGED)
    if around.is_locked and deed is not DeskDeed.UNLOCK:
        found.add(Risk.LOGIN_LOCKED)
    if deed is DeskDeed.ISSUE_PASSCODE and around.passcodes_in_row:
        found.add(Risk.SECOND_PASSCODE)
    if hands_of_opposite(demand, around, now) is not None:
        found.add(Risk.OTHER_FAMILY)
    if around.stopped_at is not None and now - around.stopped_at < STOPPED_FOR:
        found.add(Risk.STOPPED)
    return frozenset(found)


def contact_changed(around: Circumstances, now: datetime) -> bool:
    """Tell whether any address changed in the last 14 days (REC-13)."""
    changes = [one.changed_at for one in (around.contacts.email, around.contacts.phone, around.contacts.address)]
    changes.append(around.contacts.last_change())
    return any(at is not None and now - at < SETTLED_AFTER for at in changes)


def hands_of_opposite(demand: Demand, around: Circumstances, now: datetime) -> frozenset[str] | None:
    """Give who had a hand in a deed of the other family in the last day; None: there was none."""
    opposite = OPPOSITE.get(demand.family)
    found = [past.by for past in around.past if DEMANDS[past.deed].family is opposite and now - past.at < APART_FOR]
    return frozenset[str]().union(*found) if found else None


def is_third_passcode(around: Circumstances, now: datetime) -> bool:
    """Tell whether another passcode would be the third in a row within 30 days."""
    return sum(now - at < PASSCODES_WITHIN for at in around.passcodes_in_row) >= MOST_IN_ROW


def is_over_rate(around: Circumstances, now: datetime) -> bool:
    """Tell whether the agent has issued as many passcodes as one may in an hour."""
    return sum(now - at < AN_HOUR for at in around.issued_by_agent) >= MOST_PER_HOUR
