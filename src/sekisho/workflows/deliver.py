"""Messages that wait are sent, each by one worker, until it went out or nobody will take it any more.

A message goes out before that is written down: whoever is killed in between sends it once more, under the same id, four minutes
later. The other order would lose a message, and the message may be the one that says what somebody else did.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sekisho.core.delivery import is_given_up, next_try
from sekisho.core.errors import PostClosedError
from sekisho.core.events import Actor, Event, Happening
from sekisho.workflows.ports import Carrier, Ports
from sekisho.workflows.post_records import Carried, Channel, Parcel, WaitingMessage

SYSTEM = Actor(kind="system")


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """What one round did. `closed` are the ways that took nothing; `failed` the messages that could not even be written."""

    sent: int = 0
    returned: int = 0
    closed: tuple[Channel, ...] = ()
    failed: tuple[tuple[int, Exception], ...] = ()


def deliver(
    ports: Ports,
    carriers: Mapping[Channel, Carrier],
    compose: Callable[[WaitingMessage], Parcel],
    *,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Round:
    """Send whatever is due; a way that turns out to be closed is left alone until the next round."""
    open_ways, outcomes = dict(carriers), Counter[Carried]()
    failed: list[tuple[int, Exception]] = []
    while open_ways and not is_stopping():
        now = ports.clock.now()
        with ports.store.reading() as tx:
            due = tx.due_message(tuple(open_ways), now=now)
        if due is None:
            break
        with ports.store.transaction() as tx:
            is_ours = tx.take_message(due.id, tries=due.tries, until=next_try(due.tries + 1, now=now))
        if not is_ours:
            continue
        carried = Carried.LATER
        try:
            carried = _carry(due, open_ways[due.channel], compose, now=now)
        except PostClosedError:
            del open_ways[due.channel]
        except Exception as accident:  # noqa: BLE001 - the others' messages do not wait for one that cannot be written
            failed.append((due.id, accident))
        if _settle(ports, due, carried, now=now):
            outcomes[carried] += 1
    return Round(
        sent=outcomes[Carried.TAKEN],
        returned=outcomes.total() - outcomes[Carried.TAKEN],
        closed=tuple(way for way in carriers if way not in open_ways),
        failed=tuple(failed),
    )


def _carry(
    message: WaitingMessage, carrier: Carrier, compose: Callable[[WaitingMessage], Parcel], *, now: datetime
) -> Carried:
    if is_given_up(message.at, now=now):  # after a backup was restored, or before anything could be sent at all
        return Carried.LATER
    return carrier.carry(compose(message)) if message.to else Carried.RETURNED


def _settle(ports: Ports, message: WaitingMessage, carried: Carried, *, now: datetime) -> bool:
    """Write down what came of it; False: nothing is settled, and it is tried again."""
    match carried:
        case Carried.TAKEN:
            with ports.store.transaction() as tx:
                return tx.mark_sent(message.id, now=now)
        case Carried.LATER if not is_given_up(message.at, now=now):
            return False
        case Carried.LATER | Carried.RETURNED:
            with ports.store.transaction() as tx:
                if not tx.mark_returned(message.id, now=now):
                    return False
                tx.record(_returned(message, carried, now=now))
                return True
        case _:
            assert_never(carried)


def _returned(message: WaitingMessage, carried: Carried, *, now: datetime) -> Event:
    """Say which message did not reach its holder; where it should have gone stands in the holder's record, not here."""
    return Event(
        happening=Happening.MESSAGE_RETURNED,
        at=now,
        actor=SYSTEM,
        holder=message.holder_id,
        detail={
            "message": message.message,
            "channel": message.channel.value,
            "is_refused": carried is Carried.RETURNED,
        },
    )
