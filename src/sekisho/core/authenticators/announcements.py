"""What a holder is told beforehand: a device that will activate itself, a card or a passcode that will end.

Of several announcements of one moment only the newest that is due counts: whoever was not told seven days ahead is told three
days ahead, and not twice. Telling once is the business of whoever sends; nothing that decides access is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from sekisho.core.accounts import Account
from sekisho.core.authenticators.due import OVER, activations
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    CardState,
    CodeCard,
    PasscodeState,
    TemporaryPasscode,
)
from sekisho.core.authenticators.terms import Terms


@unique
class Subject(StrEnum):
    """What is announced. Names are stored: never rename one."""

    DEVICE_ACTIVATES = "device_activates"  # product.md section 2: 7, 3 and 1 days ahead
    CARD_ENDS = "card_ends"
    PASSCODE_NARROWS = "passcode_narrows"  # from then on it opens the card page only
    PASSCODE_ENDS = "passcode_ends"


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """Something that will happen by itself at `at`, to be told at each of `told_before`."""

    subject: Subject
    authenticator: AuthenticatorId
    at: datetime
    told_before: tuple[timedelta, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """One thing to tell now. The same subject, authenticator, moment and distance are told once."""

    subject: Subject
    authenticator: AuthenticatorId
    at: datetime
    before: timedelta


def coming(account: Account, now: datetime, *, address_changed_at: datetime | None, terms: Terms) -> tuple[Coming, ...]:
    """Give what will happen by itself after `now`, earliest first. `account` is as of `now`."""
    if account.state in OVER:
        return ()
    found = (*_activations(account, address_changed_at, terms), *_ends(account, terms))
    return tuple(sorted((one for one in found if one.at > now), key=lambda one: one.at))


def due_announcements(
    account: Account, now: datetime, *, address_changed_at: datetime | None, terms: Terms
) -> tuple[Announcement, ...]:
    """Give what is to be told at `now` unless it was told before: for each coming thing the newest that is due, if any."""
    whole = coming(account, now, address_changed_at=address_changed_at, terms=terms)
    newest = (
        (one, min((before for before in one.told_before if one.at - before <= now), default=None)) for one in whole
    )
    return tuple(
        Announcement(subject=one.subject, authenticator=one.authenticator, at=one.at, before=before)
        for one, before in newest
        if before is not None
    )


def _activations(account: Account, address_changed_at: datetime | None, terms: Terms) -> Iterator[Coming]:
    for activation in activations(account, address_changed_at=address_changed_at, terms=terms):
        yield Coming(
            subject=Subject.DEVICE_ACTIVATES,
            authenticator=activation.device,
            at=activation.at,
            told_before=terms.announced_before,
        )


def _ends(account: Account, terms: Terms) -> Iterator[Coming]:
    for held in account.authenticators:
        match held:
            case CodeCard(state=CardState.ACTIVE, expires_at=datetime() as ends_at):
                yield _end(Subject.CARD_ENDS, held.id, ends_at, terms.card_end_told_before)
            case TemporaryPasscode(state=PasscodeState.LIVE):
                yield _end(Subject.PASSCODE_NARROWS, held.id, held.full_until, terms.passcode_end_told_before)
                yield _end(Subject.PASSCODE_ENDS, held.id, held.expires_at, terms.passcode_end_told_before)
            case _:
                pass


def _end(subject: Subject, held: AuthenticatorId, at: datetime, told_before: tuple[timedelta, ...]) -> Coming:
    return Coming(subject=subject, authenticator=held, at=at, told_before=told_before)
