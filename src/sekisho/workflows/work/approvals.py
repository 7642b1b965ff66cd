"""What approving in the app needs of a unit of work: requests bound to one challenge, moved by conditional UPDATE."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.authenticators.approvals import ApprovalState, Standing
from sekisho.core.authenticators.kinds import AuthenticatorId


@dataclass(frozen=True, kw_only=True, slots=True)
class NewApproval:
    """A request as it is asked. `client` is whose monthly cap a wrong answer counts against: the browser's that asks."""

    id: str
    login_hash: str
    challenge_id: int
    device_id: AuthenticatorId
    account: str
    number: str
    numbers: tuple[str, ...]
    client: str
    browser: str
    address: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRecord:
    """A request as it is kept, with what its phone is told of the login."""

    id: str
    login_hash: str
    challenge_id: int
    device_id: AuthenticatorId
    holder_id: str
    username: str
    surface: Surface
    mode: Mode
    question: str
    number: str
    numbers: tuple[str, ...]
    client: str
    browser: str
    address: str
    asked_at: datetime
    standing: Standing

    @property
    def is_from_known_browser(self) -> bool:
        """Tell whether the login was begun in a browser that its holder had used before."""
        return self.client != self.holder_id


class ApprovalWork(Protocol):
    """Requests to approve a login in the app."""

    def ask_approval(self, approval: NewApproval) -> bool:
        """Keep a request, unless too many of the account are pending or it is quiet about them. Its counter was taken before."""
        ...

    def approval(self, approval_id: str, *, device: AuthenticatorId) -> ApprovalRecord | None:
        """Find a request to a device."""
        ...

    def approval_of_login(self, id_hash: str) -> ApprovalRecord | None:
        """Find the request that goes with a login's present challenge."""
        ...

    def approvals_for(self, devices: Collection[str], *, now: datetime) -> Sequence[ApprovalRecord]:
        """Find what is pending for devices in use, newest first."""
        ...

    def approvals_of(self, logins: Collection[str]) -> Sequence[ApprovalRecord]:
        """Find what goes with the present challenges of logins."""
        ...

    def move_approval(
        self, approval_id: str, *, old: ApprovalState, new: ApprovalState, now: datetime, until: datetime | None = None
    ) -> bool:
        """Move a request that has not expired from one state to another, once; `until` is when the new one ends."""
        ...

    def may_listen(self, device: AuthenticatorId) -> bool:
        """Tell whether a device is a key app in use."""
        ...
