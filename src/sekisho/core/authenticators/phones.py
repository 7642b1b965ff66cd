"""Sekisho Key on a phone: one phone for each account in use (B059), so that registering another one is moving to it.

What may prove a move without the portal (B066 to B068) is decided here: the physical device where there is one, else a code to a
telephone number that has stood for long, and then only after a wait during which every address on file can stop it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from sekisho.core.accounts import Account, AccountState
from sekisho.core.authenticators.device_deeds import bind_device, retire_device
from sekisho.core.authenticators.entry import CLEAR, DIGITS, Unreadable, read_code
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.authenticators.soft_pin import PinAccepted, PinFlaw, PinRejected
from sekisho.core.contacts import SETTLED_AFTER, Contacts
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed

SESSION_ID_GROUPS: Final = 3
SESSION_ID_GROUP: Final = 4
SESSION_ID_LENGTH: Final = SESSION_ID_GROUPS * SESSION_ID_GROUP
"""Sixty bits for ten minutes: no counter of tries is needed against guessing."""

INVITED_FOR: Final = timedelta(minutes=10)
ANSWERED_WITHIN: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
"""First responses of one registration; after that it is dead."""

MOVE_LASTS: Final = timedelta(days=7)
"""How long a move proved by a code can be ended, once its wait is over."""

PIN_SHORTEST: Final = 4
PIN_LONGEST: Final = 6
_IN_USE: Final = frozenset({DeviceState.ACTIVE, DeviceState.SUSPENDED, DeviceState.BLOCKED})


# ── What is typed ────────────────────────────────────────────────────────────────────────────────────────────


def read_session_id(typed: str) -> str | Unreadable:
    """Give the Session ID that was meant."""
    return read_code(typed, alphabet=CLEAR, length=SESSION_ID_LENGTH)


def in_groups(session_id: str) -> str:
    """Write a Session ID as it is shown."""
    starts = range(0, SESSION_ID_LENGTH, SESSION_ID_GROUP)
    return "-".join(session_id[start : start + SESSION_ID_GROUP] for start in starts)


def read_phone_pin(pin: Secret, *, on_file: Iterable[str]) -> PinAccepted | PinRejected:
    """Judge the PIN of an Android phone: four to six letters, digits or signs (B062), none that a finder tries first.

    Nothing is folded: the app hashes the very characters that it sends.
    """
    text = pin.reveal_text()
    if not PIN_SHORTEST <= len(text) <= PIN_LONGEST or not text.isprintable() or any(sign.isspace() for sign in text):
        return PinRejected(PinFlaw.SHAPE)
    if len(set(text)) == 1:
        return PinRejected(PinFlaw.REPEATED)
    if {ord(after) - ord(before) for before, after in pairwise(text)} in ({1}, {-1}):
        return PinRejected(PinFlaw.SEQUENCE)
    if all(sign in DIGITS for sign in text) and any(text in _digits_of(one) for one in on_file):
        return PinRejected(PinFlaw.ON_FILE)
    return PinAccepted(pin)


def _digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign in DIGITS)


# ── The phones of an account ─────────────────────────────────────────────────────────────────────────────────


def phones_in_use(account: Account) -> tuple[PermanentDevice, ...]:
    """Give the phones that a new one replaces: in use, set aside or stopped."""
    return tuple(one for one in _of(account, AuthenticatorKind.KEY_APP) if one.state in _IN_USE)


def bind_phone(account: Account, phone: PermanentDevice, *, now: datetime) -> Account | NotAllowed:
    """Put a phone to use that has just answered for the first time; the one before it is retired (B059, B067)."""
    cleared = account
    for old in phones_in_use(account):
        retired = retire_device(cleared, old.id)
        if isinstance(retired, NotAllowed):
            return retired
        cleared = retired
    return bind_device(cleared, phone, now=now)


# ── Moving without the portal ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class ByDevice:
    """The physical device in use answers for the move."""

    device: PermanentDevice
    phone: PermanentDevice


@dataclass(frozen=True, kw_only=True, slots=True)
class ByCode:
    """A code to the telephone number on file; the new phone comes into use after a wait only."""

    phone: PermanentDevice
    number: str


def judge_move(
    account: Account, contacts: Contacts, *, stopped_at: datetime | None, now: datetime
) -> ByDevice | ByCode | Reason:
    """Tell what answers for moving the phone in use to another one; a `Reason` where only the portal or the desk can help.

    A number that changed in the last 14 days proves nothing, nor does any number while a deed was stopped in that time; and a
    Digital Security Card+ that is set aside or stopped still guards the account. So does a passkey: it answers in the
    portal, where the same move is made with it.
    """
    if account.state is AccountState.REJECTED:
        return Reason.ACCOUNT_REJECTED
    if account.state is AccountState.CLOSED:
        return Reason.ACCOUNT_CLOSED
    phones = phones_in_use(account)
    active = [phone for phone in phones if phone.state is DeviceState.ACTIVE]
    if not active:
        return Reason.DEVICE_SUSPENDED if phones else Reason.DEVICE_NOT_ACTIVE
    cards = [card for card in _of(account, AuthenticatorKind.DSC_PLUS) if card.state in _IN_USE]
    in_use = [card for card in cards if card.state is DeviceState.ACTIVE]
    if in_use:
        return ByDevice(device=in_use[0], phone=active[0])
    was_stopped = stopped_at is not None and now - stopped_at < SETTLED_AFTER
    is_guarded = bool(cards) or any(one.state in _IN_USE for one in _of(account, AuthenticatorKind.PASSKEY))
    if is_guarded or was_stopped or not contacts.phone.is_settled(now):
        return Reason.VERIFICATION_REQUIRED
    return ByCode(phone=active[0], number=contacts.phone.value)


def _of(account: Account, kind: AuthenticatorKind) -> Iterable[PermanentDevice]:
    held = (one for one in account.authenticators if isinstance(one, PermanentDevice))
    return [one for one in held if one.kind is kind]
