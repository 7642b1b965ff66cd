"""The audit trail: append-only, chained by keyed digests, written in the transaction of the deed.

Each entry's digest is an HMAC-SHA-256, under a key outside the database, of the link before it and of everything in the entry;
who can write to the database alone cannot forge the chain. A link is a second HMAC, of a digest. Only the newest is kept, in the
head, so that nobody can cut off the end and give the head an older link. `verify` names the first bad entry.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from sekisho.adapters.storage import statements
from sekisho.adapters.storage.driver import Driver
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.core.errors import ClockWentBackError
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.ports import Vault

PURPOSE: Final = "trail"
LINK: Final = "trail link"
BEFORE_ALL: Final = -(1 << 63)
CHUNK: Final = 1000

_DETAIL: Final = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))
_CHAINED: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=repr)  # SQLite lets a BLOB in

Entry = tuple[Any, ...]  # seq, at, happening, actor_kind, actor_id, holder, account, reference, reason, surface, detail


@dataclass(frozen=True, kw_only=True, slots=True)
class Intact:
    """The whole trail verifies: `entries` of them, up to the head."""

    entries: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """The trail does not verify from entry `seq` on: altered, missing, inserted, reordered, or cut off at the end."""

    seq: int
    why: str  # "altered", "missing", "cut"


def append(driver: Driver, vault: Vault, event: Event, *, tolerance: timedelta | None) -> None:
    """Add an entry. Raises `ClockWentBackError` if `event.at` is before the newest entry by more than `tolerance`.

    `tolerance=None` is the demo's movable clock.
    """
    seq, link, head_at = _present(driver.one(statements.TAKE_HEAD))
    at = to_stored(event.at)
    _require_order(event.at, head_at, tolerance=tolerance)
    entry = _entry(seq, at, event)
    digest = _digest(vault, link, entry)
    driver.run(statements.APPEND, (*entry, digest))
    newest = at if tolerance is None else max(at, head_at)
    driver.run(statements.MOVE_HEAD, (vault.fingerprint(digest, purpose=LINK), newest))


def verify_time(driver: Driver, now: datetime, *, tolerance: timedelta | None) -> None:
    """Raise `ClockWentBackError` if `now` is before the newest entry by more than `tolerance`."""
    _require_order(now, _present(driver.one(statements.HEAD))[2], tolerance=tolerance)


def verify(vault: Vault) -> Intact | Broken:
    """Walk the whole trail, against the head as it was before: deeds may go on meanwhile."""
    head = _head()
    link, expected, highest_at = "", 1, 0
    ends = {(0, "", 0)}  # the heads that the entry at the head's place allows
    for *cells, digest in entries():
        if cells[0] != expected:
            is_gap = isinstance(cells[0], int) and cells[0] > expected
            return Broken(seq=expected, why="missing" if is_gap else "altered")
        if digest != _digest(vault, link, tuple(cells)):
            return Broken(seq=expected, why="altered")
        link, highest_at = vault.fingerprint(digest, purpose=LINK), max(highest_at, cells[1])
        if head is not None and expected == head[0]:
            ends = {(expected, link, cells[1]), (expected, link, highest_at)}
        expected += 1
    if head not in ends:
        return Broken(seq=expected, why="cut")
    return Intact(entries=expected - 1)


def entries() -> Iterator[Entry]:
    """Give all entries in order, a chunk at a time."""
    after = BEFORE_ALL
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statements.ENTRIES_AFTER, (after, CHUNK))
            chunk = cursor.fetchall()
        if not chunk:
            return
        yield from chunk
        after = chunk[-1][0]


def newest_at() -> datetime:
    """Give the moment of the trail's newest entry: the high-water mark of time."""
    return from_stored(_present(_head())[2])


def read(entry: Entry) -> Event:
    """Give the event that an entry holds."""
    _, at, happening, actor_kind, actor_id, holder, account, reference, reason, surface, detail, _ = entry
    return Event(
        happening=Happening(happening),
        at=from_stored(at),
        actor=Actor(kind=actor_kind, id=actor_id),
        holder=holder,
        account=account,
        reference=reference or "",
        reason=Reason(reason) if reason else None,
        surface=surface,
        detail=json.loads(detail),
    )


def _head() -> Entry | None:
    with connection.cursor() as cursor:
        cursor.execute(statements.HEAD)
        head: Entry | None = cursor.fetchone()
    return head


def _present(head: Entry | None) -> Entry:
    if head is None:
        raise LookupError("the trail has no head")
    return head


def _require_order(now: datetime, head_at: int, *, tolerance: timedelta | None) -> None:
    if tolerance is not None and now < from_stored(head_at) - tolerance:
        raise ClockWentBackError("the clock is behind the trail")


def _entry(seq: int, at: int, event: Event) -> Entry:
    return (
        seq,
        at,
        event.happening.value,
        event.actor.kind,
        event.actor.id,
        event.holder,
        event.account,
        event.reference or None,
        event.reason.value if event.reason else "",
        event.surface,
        _DETAIL.encode(event.detail),
    )


def _digest(vault: Vault, link: str, entry: Entry) -> str:
    return vault.fingerprint(_CHAINED.encode([link, *entry]), purpose=PURPOSE)
