"""What a deed that changes an account, its proofs or its holder's addresses needs of a unit of work.

A deed is computed by `sekisho.core` from one account to the next; `write_changes` writes the difference, unless somebody else
was faster.
"""

from datetime import datetime
from typing import Protocol

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, CodeCard, PermanentDevice, TemporaryPasscode
from sekisho.core.contacts import ContactKind, Contacts
from sekisho.core.secret import Secret
from sekisho.workflows.records import OutgoingMessage, StaffRecord


class ChangeWork(Protocol):
    """Accounts and authenticators as they become; contacts, staff, evidence of sessions."""

    def write_changes(self, before: Account, after: Account) -> bool:
        """Write what differs, each row only if it is still as in `before`; False: somebody was faster, roll back.

        Authenticators that only `after` has are not written: they are added with their secrets, in the same unit of work.
        """
        ...

    def add_device(
        self, account: Account, device: PermanentDevice, *, suite: str, sealed_key: bytes, at: datetime
    ) -> None:
        """Insert a device with its sealed key (`device_key.pack`, sealed for `verifying.key_place`)."""
        ...

    def add_card(self, account: Account, card: CodeCard, *, sealed_key: bytes, cells: int, at: datetime) -> None:
        """Insert a card with its sealed key."""
        ...

    def add_passcode(self, account: Account, passcode: TemporaryPasscode, *, passcode_hash: str) -> None:
        """Insert a passcode with the hash of its code."""
        ...

    def replace_key(self, device_id: AuthenticatorId, *, sealed_key: bytes, old: bytes) -> bool:
        """Put a new sealed key (a changed PIN) in the place of `old`."""
        ...

    def renew_session(self, session_hash: str, *, renewed: str, answered: AuthenticatorId) -> bool:
        """Let an open session go on under the hash `renewed`, with `answered` as its evidence; False if it is over."""
        ...

    def end_sessions(self, holder_id: str, *, now: datetime, but: str = "") -> int:
        """End every open session of a holder, except the one whose hash is `but`, and every login begun; gives how many."""
        ...

    def replace_password(self, holder_id: str, *, new: str) -> None:
        """Write a new password's hash."""
        ...

    # addresses
    def contacts(self, holder_id: str) -> Contacts:
        """Give every address on file, with the moment of its last change, and the former ones."""
        ...

    def change_contact(self, holder_id: str, kind: ContactKind, *, old: str, new: str, now: datetime) -> bool:
        """Put `new` in the place of `old` and keep `old` as a former address; False if it is no longer `old`."""
        ...

    def announce(self, message: OutgoingMessage, *, stop: Secret | None = None) -> tuple[str, ...]:
        """Tell the holder on every address on file, and on those replaced in the 14 days before the message; gives these.

        `stop` goes to each address that may stop a deed, sealed for it; `params["stop"]` is empty and says where it belongs.
        """
        ...

    def send_secret(self, message: OutgoingMessage, *, to: str, secret: Secret) -> None:
        """Send half a code to one address; it is kept sealed, and only until it is sent."""
        ...

    # people
    def holders_of(self, account_number: str) -> list[str]:
        """Give the ids of the user names on an account, the live one first."""
        ...

    def staff(self, holder_id: str) -> StaffRecord | None:
        """Give the staff record behind a user name; None: not one of the desk's people."""
        ...
