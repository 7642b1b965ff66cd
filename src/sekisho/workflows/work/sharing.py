"""What sharing a device needs of a unit of work. A borrower's account is loaded with the devices that it shares."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.sharing import Match, Person, ShareState


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """One sharing: whose device, who uses it, how it stands since when, and why the two count as one person."""

    id: str
    device: AuthenticatorId
    owner: str  # account number
    borrower: str  # likewise
    state: ShareState
    match: Match
    at: datetime


class SharingWork(Protocol):
    """Sharings, and the persons behind accounts."""

    def person_of(self, account_number: str) -> Person:
        """Give who stands behind an account; of most, nothing is known."""
        ...

    def keep_share(self, share: Share) -> str | None:
        """Keep a new sharing, or begin one anew that is over, and give its id; None: somebody was faster."""
        ...

    def move_share(self, share: Share, to: ShareState, *, at: datetime) -> bool:
        """Bring a sharing from the state that was read to another; False: somebody was faster."""
        ...

    def share(self, share_id: str) -> Share | None:
        """Find one sharing."""
        ...

    def shares_of(self, account_number: str) -> list[Share]:
        """Give every sharing in which an account is owner or borrower, oldest first; also those that are over."""
        ...

    def users_of(self, device_id: AuthenticatorId) -> list[str]:
        """Give the numbers of the accounts that use a device now, the owner's first."""
        ...

    def end_opt_outs(self, device_id: AuthenticatorId) -> None:
        """Ask the second factor for trading again of every account that uses a device."""
        ...
