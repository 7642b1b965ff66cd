"""`work.passkeys` over one database connection."""

from datetime import datetime
from typing import Final

from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.authenticators.passkey import MadePasskey
from sekisho.workflows.work.passkeys import PasskeyInvitation

COLUMNS: Final = ("session", "account_number", "holder_id", "deed", "challenge", "proved_by", "made_at", "expires_at")
_ALL: Final = ", ".join(COLUMNS)
BEGIN: Final = (
    f"INSERT INTO passkey_invitation ({_ALL}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608 - names of columns of ours
    f"ON CONFLICT (session) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS[1:])}"
)
OF_SESSION: Final = f"SELECT {_ALL} FROM passkey_invitation WHERE session = %s"  # noqa: S608 - likewise
SPEND: Final = (
    "DELETE FROM passkey_invitation WHERE session = %s AND challenge = %s AND expires_at > %s RETURNING session"
)
ADD: Final = (
    "INSERT INTO passkey (authenticator_id, credential, transports, counted, is_synced) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (credential) DO NOTHING RETURNING authenticator_id"
)
COUNT: Final = (
    "UPDATE passkey SET counted = %s, is_synced = %s WHERE authenticator_id = %s "
    "AND (counted < %s OR (counted = 0 AND %s = 0)) RETURNING authenticator_id"
)
OLD: Final = "SELECT session FROM passkey_invitation WHERE expires_at <= %s ORDER BY expires_at, session LIMIT %s"
FORGET: Final = "DELETE FROM passkey_invitation WHERE session = %s AND expires_at <= %s RETURNING session"


class PasskeyWork(Work):
    """Invitations to make a passkey; credentials and their counters."""

    def begin_passkey(self, invitation: PasskeyInvitation) -> None:
        """See `work.passkeys`."""
        values = (
            invitation.session,
            invitation.account,
            invitation.holder_id,
            invitation.deed,
            invitation.challenge,
            invitation.proved_by,
            to_stored(invitation.made_at),
            to_stored(invitation.expires_at),
        )
        self._driver.run(BEGIN, values)

    def passkey_invitation(self, session: str) -> PasskeyInvitation | None:
        """See `work.passkeys`."""
        row = self._driver.one(OF_SESSION, (session,))
        if row is None:
            return None
        session, account, holder_id, deed, challenge, proved_by, made_at, expires_at = row
        return PasskeyInvitation(
            session=session,
            account=account,
            holder_id=holder_id,
            deed=deed,
            challenge=challenge,
            proved_by=proved_by,
            made_at=from_stored(made_at),
            expires_at=from_stored(expires_at),
        )

    def spend_passkey_invitation(self, session: str, *, challenge: str, now: datetime) -> bool:
        """See `work.passkeys`."""
        return self._driver.one(SPEND, (session, challenge, to_stored(now))) is not None

    def add_passkey(self, device_id: AuthenticatorId, made: MadePasskey) -> bool:
        """See `work.passkeys`."""
        handle = made.handle
        values = (device_id, handle.credential, " ".join(handle.transports), made.counted, made.is_synced)
        return self._driver.one(ADD, values) is not None

    def count_passkey(self, device_id: AuthenticatorId, *, counted: int, is_synced: bool) -> bool:
        """See `work.passkeys`."""
        return self._driver.one(COUNT, (counted, is_synced, device_id, counted, counted)) is not None

    def forget_passkey_invitations(self, *, before: datetime, most: int) -> int:
        """See `work.passkeys`."""
        at = to_stored(before)
        old = self._driver.all(OLD, (at, most))
        return sum(self._driver.one(FORGET, (session, at)) is not None for (session,) in old)
