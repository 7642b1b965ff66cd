"""Telling a holder beforehand, once, on every address: a device that will activate itself, a card or a passcode that will end.

After a downtime only the newest announcement that is due is told. Nothing depends on this having run: access is decided from
stored moments (`accounts`).
"""

from datetime import datetime

from sekisho.core.authenticators.announcements import Announcement
from sekisho.core.events import Actor, Event, Happening
from sekisho.workflows.accounts import account_in_time
from sekisho.workflows.claim import new_reference
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage


def announce_coming(ports: Ports, number: str, *, now: datetime) -> int:
    """Tell what is due on one account and was not told; gives how many announcements this call made."""
    with ports.store.reading() as tx:
        due = account_in_time(ports, tx, number).announcements(now)
        untold = [announcement for announcement in due if not tx.was_told(announcement)]
    return sum(_announce(ports, number, announcement, now=now) for announcement in untold)


def _announce(ports: Ports, number: str, announcement: Announcement, *, now: datetime) -> bool:
    """Tell one, unless it was told or came to nothing meanwhile: judged again, in the unit of work that tells it."""
    with ports.store.transaction() as tx:
        in_time = account_in_time(ports, tx, number)
        holder_ids = tx.holders_of(number)
        if not holder_ids or announcement not in in_time.announcements(now):
            return False
        if not tx.tell_once(announcement, now=now):
            return False
        _tell(ports, tx, announcement, number=number, holder_id=holder_ids[0], now=now)
        return True


def _tell(
    ports: Ports, tx: Transaction, announcement: Announcement, *, number: str, holder_id: str, now: datetime
) -> None:
    reference, at = new_reference(ports.dice), announcement.at.isoformat()
    params = {"reference": reference, "takes_place_at": at}
    message = OutgoingMessage(holder_id=holder_id, message=announcement.subject.value, at=now, params=params)
    told = tx.announce(message)
    detail: dict[str, str | int | bool | None] = {
        "what": announcement.subject.value,
        "authenticator": announcement.authenticator,
        "due_at": at,
        "told": len(told),
    }
    tx.record(
        Event(
            happening=Happening.ANNOUNCED,
            at=now,
            actor=Actor(kind="system"),
            holder=holder_id,
            account=number,
            reference=reference,
            detail=detail,
        )
    )
