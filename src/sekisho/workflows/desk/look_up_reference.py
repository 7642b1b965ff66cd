"""What happened under a reference number, with the true reason: what a caller reads out, the desk can explain."""

from typing import Final

from sekisho.core.authenticators.entry import CLEAR, Unreadable, read_code
from sekisho.core.events import Event, Happening
from sekisho.workflows.claim import REFERENCE_GROUP_LENGTH, REFERENCE_GROUPS, grouped_reference
from sekisho.workflows.desk.outcomes import DeskRefusal, ReferenceFound
from sekisho.workflows.desk.seats import Seat, not_found, seat_of
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports

SHOWN: Final = frozenset({"channel", "address", "browser", "mode", "factor", "deed", "lacks", "risks", "said"})
"""What of an entry's detail may be shown; anything else stays in the trail."""


def look_up_reference(ports: Ports, visitor: Visitor, *, reference: str) -> ReferenceFound | DeskRefusal:
    """Give the entry, however the number was typed; that it was asked for is recorded."""
    seat = seat_of(ports, visitor, deed="look_up_reference")
    if isinstance(seat, DeskRefusal):
        return seat
    read = read_code(reference, alphabet=CLEAR, length=REFERENCE_GROUPS * REFERENCE_GROUP_LENGTH)
    with ports.store.transaction() as tx:
        found = None if isinstance(read, Unreadable) else tx.event_under(grouped_reference(read))
        if found is not None:
            tx.record(_event(ports, seat, found))
    return not_found(ports, seat, deed="look_up_reference") if found is None else _found(found)


def _found(event: Event) -> ReferenceFound:
    return ReferenceFound(
        reference=event.reference,
        at=event.at,
        happening=event.happening.value,
        reason=event.reason,
        account=event.account,
        surface=event.surface,
        actor_kind=event.actor.kind,
        detail={name: str(event.detail[name]) for name in sorted(SHOWN & event.detail.keys()) if event.detail[name]},
    )


def _event(ports: Ports, seat: Seat, found: Event) -> Event:
    return Event(
        happening=Happening.REFERENCE_LOOKED_UP,
        at=ports.clock.now(),
        actor=seat.actor,
        account=found.account,
        surface="desk",
        detail={"looked_up": found.reference},
    )
