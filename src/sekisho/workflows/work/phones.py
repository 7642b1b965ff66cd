"""What registering a phone needs of a unit of work: one registration in progress for each account, spent by conditional UPDATE.

A new one takes the place of the one before it, at whatever stage that was: so no two are ever live for one account.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from sekisho.core.authenticators.kinds import AuthenticatorId, Platform

NOT_DRAWN: Final = AuthenticatorId("")


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationRecord:
    """A phone on its way into use. Invited in the portal, it is admitted by the Session ID; moved, it is admitted at once."""

    account: str
    holder_id: str
    deed: str  # a deed of the portal's, or a move
    made_at: datetime
    expires_at: datetime
    invitation_print: str = ""
    session: str = ""  # the portal session that invited, which must live on
    proved_by: str = ""  # the authenticator that answered for it; "" where a code did
    replaces: str = ""  # of a move: the phone that is replaced
    password_print: str = ""  # of a move: by which password it was asked
    not_before: datetime | None = None  # of a move proved by a code alone
    token_print: str = ""
    device_id: AuthenticatorId = NOT_DRAWN
    platform: Platform | None = None
    suite: str = ""
    sealed_key: bytes = b""
    challenge: str = ""
    tries: int = 0
    admitted_at: datetime | None = None
    done_at: datetime | None = None


class PhoneWork(Protocol):
    """Registrations of phones, and the names of devices."""

    def begin_registration(self, registration: RegistrationRecord) -> None:
        """Keep a registration in the place of whatever its account had."""
        ...

    def admit_phone(self, registration: RegistrationRecord, *, now: datetime) -> RegistrationRecord | None:
        """Use the invitation of `registration.invitation_print`, once, for the phone described; None: it is none, or over."""
        ...

    def registration(self, token_print: str) -> RegistrationRecord | None:
        """Find an admitted phone by its token."""
        ...

    def registration_of(self, account: str) -> RegistrationRecord | None:
        """Find what is or was in progress for an account."""
        ...

    def account_invited_by(self, session: str) -> str | None:
        """Find the account for which a session, open or over, made the newest registration."""
        ...

    def reserve_registration(self, token_print: str, *, most: int, now: datetime) -> int | None:
        """Count one first response, to be committed before it is compared; None: over, used, or out of tries."""
        ...

    def finish_registration(self, token_print: str, *, now: datetime) -> bool:
        """End a registration, once; its key is gone from it then."""
        ...

    def forget_registrations(self, *, before: datetime, most: int) -> int:
        """Forget registrations that ended by `before`."""
        ...

    def rename_device(self, device_id: AuthenticatorId, name: str) -> None:
        """Call a device by another name."""
        ...
