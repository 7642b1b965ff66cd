"""What passkeys need of a unit of work: one invitation to make one for each session, and what is kept beside the key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.authenticators.passkey import MadePasskey


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyInvitation:
    """A session may make one passkey, by this challenge."""

    session: str
    account: str
    holder_id: str
    deed: str
    challenge: str  # base64url
    proved_by: str  # the authenticator that answered for it; "" where a code did
    made_at: datetime
    expires_at: datetime


class PasskeyWork(Protocol):
    """Invitations to make a passkey; credentials and their counters."""

    def begin_passkey(self, invitation: PasskeyInvitation) -> None:
        """Keep an invitation in the place of whatever its session had."""
        ...

    def passkey_invitation(self, session: str) -> PasskeyInvitation | None:
        """Give what a session was invited to."""
        ...

    def spend_passkey_invitation(self, session: str, *, challenge: str, now: datetime) -> bool:
        """Use an invitation that is not over, once."""
        ...

    def add_passkey(self, device_id: AuthenticatorId, made: MadePasskey) -> bool:
        """Keep the credential of a device that was just added; False: some account has it already."""
        ...

    def count_passkey(self, device_id: AuthenticatorId, *, counted: int, is_synced: bool) -> bool:
        """Keep how many uses the answer counted; False: another answer counted as many meanwhile, or more."""
        ...

    def forget_passkey_invitations(self, *, before: datetime, most: int) -> int:
        """Forget invitations that were over by `before`."""
        ...
