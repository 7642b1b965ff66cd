"""`work.sharing` over one database connection."""

from datetime import datetime
from typing import Final

from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.sharing import Match, Person, ShareState
from sekisho.workflows.work.sharing import Share

PERSON: Final = "SELECT entity, identification FROM person WHERE account_number = %s"
KEEP: Final = (
    "INSERT INTO device_share (id, device_id, account_number, state, was_active, match, at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (device_id, account_number) DO UPDATE SET "
    "state = excluded.state, was_active = device_share.was_active OR excluded.was_active, match = excluded.match, "
    "at = excluded.at WHERE device_share.state IN ('ended', 'declined') RETURNING id"
)
MOVE: Final = (
    "UPDATE device_share SET state = %s, was_active = was_active OR %s, at = %s "
    "WHERE id = %s AND state = %s RETURNING id"
)
SHARES: Final = (
    "SELECT s.id, s.device_id, f.account_number, s.account_number, s.state, s.match, s.at "
    "FROM device_share s JOIN authenticator f ON f.id = s.device_id "
)
SHARE: Final = SHARES + "WHERE s.id = %s"
SHARES_OF: Final = f"{SHARES} WHERE s.account_number = %s UNION {SHARES} WHERE f.account_number = %s ORDER BY 7, 1"
USERS: Final = (
    "SELECT 0, account_number FROM authenticator WHERE id = %s "
    "UNION SELECT 1, account_number FROM device_share WHERE device_id = %s AND state = 'active' ORDER BY 1, 2"
)
END_OPT_OUTS: Final = (
    "UPDATE account SET has_opted_out = %s WHERE has_opted_out = %s AND number IN ("
    "SELECT account_number FROM authenticator WHERE id = %s "
    "UNION SELECT account_number FROM device_share WHERE device_id = %s AND state = 'active')"
)


class SharingWork(Work):
    """Sharings, and the persons behind accounts."""

    def person_of(self, account_number: str) -> Person:
        """See `work.sharing`."""
        row = self._driver.one(PERSON, (account_number,))
        return Person() if row is None else Person(entity=row[0], identification=row[1])

    def keep_share(self, share: Share) -> str | None:
        """See `work.sharing`."""
        is_active = share.state is ShareState.ACTIVE
        what = (share.id, share.device, share.borrower, share.state.value, is_active)
        row = self._driver.one(KEEP, (*what, share.match.value, to_stored(share.at)))
        return None if row is None else str(row[0])

    def move_share(self, share: Share, to: ShareState, *, at: datetime) -> bool:
        """See `work.sharing`."""
        values = (to.value, to is ShareState.ACTIVE, to_stored(at), share.id, share.state.value)
        return self._driver.one(MOVE, values) is not None

    def share(self, share_id: str) -> Share | None:
        """See `work.sharing`."""
        row = self._driver.one(SHARE, (share_id,))
        return None if row is None else _share(row)

    def shares_of(self, account_number: str) -> list[Share]:
        """See `work.sharing`."""
        return [_share(row) for row in self._driver.all(SHARES_OF, (account_number, account_number))]

    def users_of(self, device_id: AuthenticatorId) -> list[str]:
        """See `work.sharing`."""
        return [row[1] for row in self._driver.all(USERS, (device_id, device_id))]

    def end_opt_outs(self, device_id: AuthenticatorId) -> None:
        """See `work.sharing`."""
        self._driver.run(END_OPT_OUTS, (False, True, device_id, device_id))


def _share(row: Row) -> Share:
    id_, device_id, owner, borrower, state, match, at = row
    return Share(
        id=id_,
        device=AuthenticatorId(device_id),
        owner=owner,
        borrower=borrower,
        state=ShareState(state),
        match=Match(match),
        at=from_stored(at),
    )
