"""workflows.work.sweeping on the database. Rows go in one order on every node: two never wait for each other in a ring."""

from datetime import datetime
from typing import Final

from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.sign_in_work import KNOWN_FOR
from sekisho.adapters.storage.work import Work
from sekisho.core.throttle import Tries
from sekisho.workflows.records import TryKind
from sekisho.workflows.work.sweeping import Counter

OLD_LOGINS: Final = "SELECT id_hash FROM login WHERE expires_at <= %s ORDER BY expires_at, id_hash LIMIT %s"
FORGET_APPROVALS: Final = "DELETE FROM approval WHERE login_hash = %s"
FORGET_CHALLENGES: Final = "DELETE FROM challenge WHERE login_hash = %s"
FORGET_LOGIN: Final = "DELETE FROM login WHERE id_hash = %s RETURNING id_hash"
OLD_SESSIONS: Final = "SELECT id_hash FROM session WHERE expires_at <= %s ORDER BY expires_at, id_hash LIMIT %s"
FORGET_SESSION: Final = "DELETE FROM session WHERE id_hash = %s RETURNING id_hash"
OLD_BROWSERS: Final = "SELECT id FROM browser WHERE known_since <= %s ORDER BY id LIMIT %s"
FORGET_BROWSER: Final = "DELETE FROM browser WHERE id = %s AND known_since <= %s RETURNING id"
COUNTERS: Final = (
    "SELECT id, kind, in_row, moments, closed_until, version FROM tries WHERE id > %s ORDER BY id LIMIT %s"
)
FORGET_COUNTER: Final = "DELETE FROM tries WHERE id = %s AND version = %s RETURNING id"


class SweepWork(Work):
    """See `work.sweeping`."""

    def forget_logins(self, *, before: datetime, most: int) -> int:
        """See `work.sweeping`."""
        forgotten = 0
        for (id_hash,) in self._driver.all(OLD_LOGINS, (to_stored(before), most)):
            self._driver.run(FORGET_APPROVALS, (id_hash,))
            self._driver.run(FORGET_CHALLENGES, (id_hash,))
            forgotten += self._driver.one(FORGET_LOGIN, (id_hash,)) is not None
        return forgotten

    def forget_sessions(self, *, before: datetime, most: int) -> int:
        """See `work.sweeping`."""
        old = self._driver.all(OLD_SESSIONS, (to_stored(before), most))
        return sum(self._driver.one(FORGET_SESSION, (id_hash,)) is not None for (id_hash,) in old)

    def forget_browsers(self, *, before: datetime, most: int) -> int:
        """See `work.sweeping`. One that was remembered anew in the meantime stays."""
        since = to_stored(before - KNOWN_FOR)
        old = self._driver.all(OLD_BROWSERS, (since, most))
        return sum(self._driver.one(FORGET_BROWSER, (id_, since)) is not None for (id_,) in old)

    def counters(self, *, after: int, most: int) -> list[Counter]:
        """See `work.sweeping`."""
        return [
            Counter(
                id=id_,
                kind=TryKind(kind),
                tries=Tries(
                    in_row=in_row,
                    moments=tuple(from_stored(int(moment)) for moment in moments.split()),
                    closed_until=from_stored(closed_until),
                ),
                version=version,
            )
            for id_, kind, in_row, moments, closed_until, version in self._driver.all(COUNTERS, (after, most))
        ]

    def forget_counter(self, counter: Counter) -> bool:
        """See `work.sweeping`."""
        return self._driver.one(FORGET_COUNTER, (counter.id, counter.version)) is not None
