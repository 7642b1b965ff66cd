"""Approving a login in the app: the life of one request, its numbers, and how often anybody may be asked (ASVS 6.6.4, CHB-16).

The request goes to a key app in use beside the challenge of the same login, never in its place. It is worth nothing alone: the
number that the login page shows is chosen among nine, and the app answers that very challenge with its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.transitions import read_lifecycle

ASKED_FOR: Final = timedelta(minutes=2)
CLAIMED_WITHIN: Final = timedelta(minutes=2)
"""How long the browser that began the login may take up an approval."""

MOST_PENDING: Final = 3  # of one account at a time
QUIET_FOR: Final = timedelta(hours=1)
"""How long nothing is asked after a request was turned away as not the holder's, or two numbers were wrong: whoever knows the
password cannot tire the holder out, and whoever stole a phone's listening token cannot turn each login away."""
MOST_MISMATCHED: Final = 2  # within that time

LOWEST: Final = 10
HIGHEST: Final = 99
CHOICES: Final = 9


@unique
class ApprovalState(StrEnum):
    """The life of one request."""

    PENDING = "pending"
    APPROVED = "approved"  # the key has answered; no session yet
    CLAIMED = "claimed"  # the browser that began the login has opened the session
    CANCELLED = "cancelled"
    DENIED = "denied"  # "this is not me": the login is refused
    MISMATCHED = "mismatched"  # another number was chosen
    EXPIRED = "expired"
    OVER = "over"  # the login went on another way


@unique
class ApprovalEvent(StrEnum):
    """What can happen to a request."""

    ASK = "ask"
    APPROVE = "approve"
    CLAIM = "claim"
    CANCEL = "cancel"
    DENY = "deny"
    MISMATCH = "mismatch"
    EXPIRE = "expire"
    PASS = "pass"  # noqa: S105 - the name of an event, not a password


APPROVAL_LIFE: Final = read_lifecycle(
    "approval in the app",
    """
    event     from               to          by      because
    ask       (new)              pending     holder  the password was proved, and a key app in use is asked
    approve   pending            approved    holder  the right number, and the response to the login's challenge
    claim     approved           claimed     holder  by the browser that began the login, and no other
    cancel    pending            cancelled   holder  the challenge can still be answered by hand
    deny      pending            denied      holder  somebody else knows the password; the login is refused
    mismatch  pending            mismatched  holder  no second guess
    expire    pending, approved  expired     timer   seen at or after its end
    pass      pending, approved  over        holder  seen answered by hand, or another factor is asked
    """,
    states=ApprovalState,
    events=ApprovalEvent,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is kept of a request and of its login. `expires_at` ends the present state."""

    state: ApprovalState
    expires_at: datetime
    is_current: bool  # its login is open and still asks this challenge
    is_answerable: bool  # the challenge is unused and has tries left


def state_at(standing: Standing, now: datetime) -> ApprovalState:
    """Give the state as it is at `now`: expiry, and a login that went on, are seen and not written."""
    match standing.state:
        case ApprovalState.PENDING if not (standing.is_current and standing.is_answerable):
            return ApprovalState.OVER
        case ApprovalState.APPROVED if not standing.is_current:
            return ApprovalState.OVER
        case ApprovalState.PENDING | ApprovalState.APPROVED if standing.expires_at <= now:
            return ApprovalState.EXPIRED
        case _:
            return standing.state


def may_be_asked(authenticator: Authenticator) -> bool:
    """Tell whether a request can go to `authenticator`: to an own phone in use, and to nothing else."""
    if not isinstance(authenticator, PermanentDevice) or authenticator.kind is not AuthenticatorKind.KEY_APP:
        return False
    return authenticator.state is DeviceState.ACTIVE and not authenticator.lent_by


def is_right(chosen: str, *, number: str, numbers: Sequence[str]) -> bool:
    """Tell whether the number that was chosen is the one that the login page shows."""
    return chosen in numbers and chosen == number
