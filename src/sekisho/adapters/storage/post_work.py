"""`work.post` over one database connection."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.workflows.post_records import Channel, WaitingMessage

COLUMNS: Final = (
    "o.id, o.holder_id, o.message, o.params, o.at, o.channel, o.recipient, o.sealed, o.tries, "
    "h.name, h.language, h.residence, h.email"
)
WAITS: Final = "sent_at IS NULL AND returned_at IS NULL"
DUE: Final = (
    f"SELECT {COLUMNS} FROM outbox o JOIN holder h ON h.id = o.holder_id "  # noqa: S608 - no value of anybody's
    f"WHERE o.{WAITS.replace('AND ', 'AND o.')} AND o.next_at <= %s AND o.channel IN (%s, %s) "
    "ORDER BY o.next_at, o.id LIMIT 1"
)
TAKE: Final = (
    f"UPDATE outbox SET tries = tries + 1, next_at = %s WHERE id = %s AND tries = %s AND {WAITS} "  # noqa: S608 - likewise
    "RETURNING id"
)
MARK_SENT: Final = f"UPDATE outbox SET sent_at = %s, sealed = %s WHERE id = %s AND {WAITS} RETURNING id"  # noqa: S608 - likewise
MARK_RETURNED: Final = f"UPDATE outbox SET returned_at = %s, sealed = %s WHERE id = %s AND {WAITS} RETURNING id"  # noqa: S608 - likewise
LONGEST_WAITING: Final = f"SELECT MIN(at) FROM outbox WHERE channel IN (%s, %s) AND {WAITS}"  # noqa: S608 - likewise
OLD: Final = "SELECT id FROM outbox WHERE COALESCE(sent_at, returned_at) <= %s ORDER BY id LIMIT %s"
FORGET: Final = "DELETE FROM outbox WHERE id = %s RETURNING id"


class PostWork(Work):
    """See `work.post`."""

    def due_message(self, channels: Collection[Channel], *, now: datetime) -> WaitingMessage | None:
        """See `work.post`."""
        row = self._driver.one(DUE, (to_stored(now), *_two(channels)))
        if row is None:
            return None
        id_, holder_id, message, params, at, channel, recipient, sealed, tries, name, language, residence, email = row
        return WaitingMessage(
            id=id_,
            holder_id=holder_id,
            message=message,
            params=json.loads(params),
            at=from_stored(at),
            channel=Channel(channel),
            recipient=recipient,
            sealed=bytes(sealed),
            tries=tries,
            name=name,
            language=language,
            residence=residence,
            on_file=email,
        )

    def take_message(self, message_id: int, *, tries: int, until: datetime) -> bool:
        """See `work.post`."""
        return self._driver.one(TAKE, (to_stored(until), message_id, tries)) is not None

    def mark_sent(self, message_id: int, *, now: datetime) -> bool:
        """See `work.post`."""
        return self._driver.one(MARK_SENT, (to_stored(now), b"", message_id)) is not None

    def mark_returned(self, message_id: int, *, now: datetime) -> bool:
        """See `work.post`."""
        return self._driver.one(MARK_RETURNED, (to_stored(now), b"", message_id)) is not None

    def longest_waiting(self, channels: Collection[Channel]) -> datetime | None:
        """See `work.post`."""
        row = self._driver.one(LONGEST_WAITING, _two(channels))
        return from_stored(row[0]) if row else None

    def forget_messages(self, *, before: datetime, most: int) -> int:
        """See `work.post`."""
        old = self._driver.all(OLD, (to_stored(before), most))
        return sum(self._driver.one(FORGET, (id_,)) is not None for (id_,) in old)


def _two(channels: Collection[Channel]) -> tuple[str, str]:
    """Name the channels in a statement that has room for both; one that is not wanted is named as nothing."""
    first, second = (channel.value if channel in channels else "" for channel in Channel)
    return first, second
