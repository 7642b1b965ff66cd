"""An account as the policy sees it: its state, the moment from which it trades, and what its holder can prove with.

Approval and closing are transitions here and nowhere else. The daily cut-off is a wall-clock time in a named zone, so that
daylight saving time is real.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum, unique
from typing import Final, NewType
from zoneinfo import ZoneInfo

from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, DeviceState, PermanentDevice
from sekisho.core.transitions import Hindrance, NotAllowed, read_lifecycle

AccountNumber = NewType("AccountNumber", str)


@unique
class AccountState(StrEnum):
    """What is stored of an account. `approved_today` is not stored: it is `OPEN` before `trades_from` (see `Standing`)."""

    APPLIED = "applied"
    OPEN = "open"
    CLOSED = "closed"
    REJECTED = "rejected"


@unique
class AccountEvent(StrEnum):
    """What can happen to an account."""

    APPLY = "apply"
    APPROVE = "approve"
    REJECT = "reject"
    CLOSE = "close"
    REOPEN = "reopen"


ACCOUNT_LIFE: Final = read_lifecycle(
    "account",
    """
    event    from     to        by             because
    apply    (new)    applied   holder         an application came in
    approve  applied  open      reviewer       the documents were accepted (A056, A135)
    reject   applied  rejected  reviewer       Compliance said no; it never opens (B138)
    close    open     closed    holder, agent  the holder closed it, or it had no balance (A062, A063)
    reopen   closed   open      agent          two agents agreed, for a verified caller
    """,
    states=AccountState,
    events=AccountEvent,
)


@unique
class ClosedCause(StrEnum):
    """Why an account was closed; access is the same for both (A062 to A068)."""

    BY_HOLDER = "by_holder"
    NO_BALANCE = "no_balance"


@unique
class Standing(StrEnum):
    """The state of an account at one instant, as the contract names it."""

    APPLIED = "applied"
    APPROVED_TODAY = "approved_today"
    OPEN = "open"
    CLOSED = "closed"
    REJECTED = "rejected"


@unique
class Credentials(StrEnum):
    """Whose user name and password were proved: the live account's, its paper account's, or one of the desk's own people."""

    LIVE = "live"
    PAPER = "paper"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One live account with everything that access depends on; a paper account hangs on its live account."""

    number: AccountNumber
    state: AccountState
    trades_from: datetime | None = None  # set at approval; None while applied or rejected
    closed_cause: ClosedCause | None = None
    paper_number: AccountNumber | None = None
    authenticators: tuple[Authenticator, ...] = ()
    has_opted_out: bool = False  # no second factor for trading (B104); see `opt_out` for how it ends

    def standing(self, now: datetime) -> Standing:
        """Name the account's state at `now`; at exactly `trades_from` it is open."""
        if self.state is AccountState.OPEN and self.trades_from is not None and now < self.trades_from:
            return Standing.APPROVED_TODAY
        return Standing(self.state.value)

    def find(self, authenticator_id: AuthenticatorId) -> Authenticator | None:
        """Look an authenticator up; None: this account has none of that id."""
        return next((held for held in self.authenticators if held.id == authenticator_id), None)

    def holding(self, authenticator: Authenticator) -> "Account":
        """Give the account with `authenticator` in the place of the one with its id, or at the end."""
        if self.find(authenticator.id) is None:
            return replace(self, authenticators=(*self.authenticators, authenticator))
        kept = tuple(authenticator if held.id == authenticator.id else held for held in self.authenticators)
        return replace(self, authenticators=kept)


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

LIVE_NUMBER: Final = re.compile(r"U[0-9]{6,8}")  # D30
PAPER_NUMBER: Final = re.compile(r"DU[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class NotAnAccountNumber:
    """What was given is neither a live nor a paper account number."""


def read_account_number(text: str) -> AccountNumber | NotAnAccountNumber:
    """Read a number in its one canonical spelling; folding width and case is the business of whoever took it in."""
    if LIVE_NUMBER.fullmatch(text) or PAPER_NUMBER.fullmatch(text):
        return AccountNumber(text)
    return NotAnAccountNumber()


def is_paper_number(number: AccountNumber) -> bool:
    """Tell a paper account's number from a live account's."""
    return PAPER_NUMBER.fullmatch(number) is not None


# ── Approval, rejection, closing ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True, slots=True)
class Cutoff:
    """The daily wall-clock time up to which an approval opens the trading platform at once (A058, D19)."""

    at: time = time(16)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))

    def trades_from(self, approved_at: datetime) -> datetime:
        """Give the moment from which an account approved at `approved_at` trades, in UTC.

        Before the cut-off that is `approved_at` itself; at the cut-off or after it, the next calendar day's 00:00 in the zone.
        Instants are compared, not wall clocks: an hour that daylight saving time repeats has its cut-off once, the first time.
        """
        day = approved_at.astimezone(self.zone).date()
        if approved_at < self._instant(datetime.combine(day, self.at)):
            return approved_at.astimezone(UTC)
        return self._instant(datetime.combine(day + timedelta(days=1), time()))

    def _instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def approve(account: Account, *, now: datetime, cutoff: Cutoff) -> Account | NotAllowed:
    """Open an account; the trading platform follows by the cut-off."""
    state = ACCOUNT_LIFE.after(account.state, AccountEvent.APPROVE)
    if isinstance(state, NotAllowed):
        return state
    return replace(account, state=state, trades_from=cutoff.trades_from(now))


def reject(account: Account) -> Account | NotAllowed:
    """Turn an application down for good."""
    state = ACCOUNT_LIFE.after(account.state, AccountEvent.REJECT)
    return state if isinstance(state, NotAllowed) else replace(account, state=state)


def close(account: Account, *, cause: ClosedCause) -> Account | NotAllowed:
    """Close an account; only the desk opens it again. Statements stay readable with the password alone (A065 to A068)."""
    state = ACCOUNT_LIFE.after(account.state, AccountEvent.CLOSE)
    return state if isinstance(state, NotAllowed) else replace(account, state=state, closed_cause=cause)


# ── The second factor for trading (B104 to B108) ─────────────────────────────────────────────────────────────


def opt_out(account: Account, *, residence: str, barred: frozenset[str]) -> Account | NotAllowed:
    """Ask no second factor for the trading platform while a device is active; the portal goes on asking.

    `barred` are the residences that may not (B108). It ends by itself as soon as a device goes out of use or a passcode is
    issued: trouble with the devices is when a password alone must not be enough.
    """
    if residence in barred:
        return NotAllowed(event="opt_out", because=Hindrance.RESIDENCE)
    held = account.authenticators
    if not any(isinstance(one, PermanentDevice) and one.state is DeviceState.ACTIVE for one in held):
        return NotAllowed(event="opt_out", because=Hindrance.NOT_HELD)
    if account.state is not AccountState.OPEN:
        return NotAllowed(event="opt_out", because=Hindrance.STATE, state=account.state.value)
    return replace(account, has_opted_out=True)


def opt_in(account: Account) -> Account:
    """Ask the second factor everywhere again; never refused."""
    return replace(account, has_opted_out=False)
