"""`work.announcements` over one database connection."""

from collections.abc import Sequence
from datetime import datetime

from sekisho.adapters.storage import announcement_statements as statements
from sekisho.adapters.storage.driver import Values
from sekisho.adapters.storage.moments import MICROSECOND, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.authenticators.announcements import Announcement
from sekisho.workflows.work.announcements import Ahead


class AnnouncementWork(Work):
    """Each announcement is told once: its row is the lock, on every node."""

    def accounts_ahead(self, ahead: Ahead, *, after: str, most: int) -> Sequence[str]:
        """See `work.announcements`."""
        now, passcodes_until = to_stored(ahead.now), to_stored(ahead.passcode_ends_until)
        activations = (to_stored(ahead.activations_until), False)
        ends = (now, to_stored(ahead.card_ends_until), now, passcodes_until, now, passcodes_until)
        rows = self._driver.all(statements.ACCOUNTS_AHEAD, (*activations, *ends, after, most))
        return [row[0] for row in rows]

    def was_told(self, announcement: Announcement) -> bool:
        """See `work.announcements`."""
        return self._driver.one(statements.WAS_TOLD, _key(announcement)) is not None

    def tell_once(self, announcement: Announcement, *, now: datetime) -> bool:
        """See `work.announcements`."""
        return self._driver.one(statements.TELL_ONCE, (*_key(announcement), to_stored(now))) is not None


def _key(announcement: Announcement) -> Values:
    ahead = announcement.before // MICROSECOND
    return announcement.authenticator, announcement.subject.value, to_stored(announcement.at), ahead
