"""What ordering, posting, reporting and returning devices needs of a unit of work: one file for each device, and mailed codes.

States of devices are not changed here; see `work.changes`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.authenticators.device_cases import Deposit, DeviceCase, DeviceStatus, ReturnReason
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, DeviceState


@dataclass(frozen=True, kw_only=True, slots=True)
class Moments:
    """Since when an authenticator is on file, and when it was last answered with rightly."""

    since: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedDevice:
    """A device that was ordered and is not in use yet, as the operator's list shows it."""

    id: AuthenticatorId
    account: str
    kind: AuthenticatorKind
    state: DeviceState
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class MailedCode:
    """A code of six digits sent to an address on file; only its keyed hash is kept."""

    subject: str  # what it is for: the id of a device, or a holder's deed
    code_print: str
    sent_at: datetime
    expires_at: datetime
    tries: int = 0  # since `window_at`
    sends: int = 1  # likewise
    window_at: datetime | None = None
    is_used: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What a session has filled in for a deed and not confirmed yet. The PIN is sealed for `draft_place`."""

    id: str
    session: str
    deed: str
    sealed_pin: bytes
    at: datetime
    device_id: str = ""
    deposit_account: str = ""
    address: str = ""


def draft_place(draft_id: str) -> str:
    """Name the place that a drafted PIN is sealed for."""
    return f"draft/{draft_id}/pin"


class DeviceWork(Protocol):
    """Files of devices, and the codes sent for them."""

    def moments_of(self, account_number: str) -> dict[AuthenticatorId, Moments]:
        """Give since when each authenticator of an account is on file and when it was last used."""
        ...

    def device_cases(self, account_number: str) -> dict[AuthenticatorId, DeviceCase]:
        """Give the files of an account's devices; a device without one has never been ordered, reported or returned."""
        ...

    def open_device_case(self, device_id: AuthenticatorId, case: DeviceCase) -> None:
        """Keep what was ordered."""
        ...

    def note_device_status(self, device_id: AuthenticatorId, status: DeviceStatus, *, at: datetime) -> None:
        """Keep what the holder says of a device."""
        ...

    def note_device_return(
        self, device_id: AuthenticatorId, reason: ReturnReason, *, reference: str, at: datetime
    ) -> None:
        """Keep that a device is being sent back."""
        ...

    def note_device_received(self, device_id: AuthenticatorId, *, at: datetime) -> bool:
        """Keep that a device came back; False if it had come back before."""
        ...

    def settle_deposit(self, device_id: AuthenticatorId, *, to: Deposit) -> bool:
        """Take or release a deposit that is held, once."""
        ...

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft in the place of an earlier one of the same session and deed."""
        ...

    def forget_draft(self, session: str, deed: str) -> None:
        """Forget what a session has filled in for a deed."""
        ...

    def draft(self, session: str, deed: str) -> Draft | None:
        """Give what a session has filled in for a deed."""
        ...

    def spend_draft(self, draft_id: str) -> bool:
        """Forget a draft, once; False: it was confirmed or replaced."""
        ...

    def posted_devices(self) -> list[PostedDevice]:
        """Give every device that was ordered and is not in use yet, oldest first."""
        ...

    def account_of_device(self, device_id: str) -> str | None:
        """Give the number of the account that a device belongs to; None: no such device."""
        ...

    def mailed_code(self, subject: str) -> MailedCode | None:
        """Give the newest code that was sent for `subject`."""
        ...

    def replace_mailed_code(self, code: MailedCode, *, old: MailedCode | None) -> bool:
        """Put a new code in the place of `old`; False if somebody else was faster."""
        ...

    def reserve_mailed_code(self, subject: str, *, most: int, now: datetime) -> MailedCode | None:
        """Count one try on a live code; None: there is none, or it had its tries."""
        ...

    def spend_mailed_code(self, subject: str, *, code_print: str) -> bool:
        """Use the code, once."""
        ...
