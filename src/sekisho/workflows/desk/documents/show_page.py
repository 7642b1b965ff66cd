"""The picture of one page: the JPEG that the house made anew, never the file that came. Each look is recorded and counted."""

from datetime import datetime

from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.documents import DocumentDeed, may
from sekisho.core.events import Event, Happening
from sekisho.core.throttle import Throttled
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.desk.documents.outcomes import PagePicture
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.desk.seats import Seat, not_found, seat_of, turn_down
from sekisho.workflows.intake_records import PageRecord
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import TryKind


def show_page(ports: Ports, visitor: Visitor, *, page_id: str) -> PagePicture | DeskRefusal:
    """Give a page's picture."""
    deed = DocumentDeed.LOOK
    seat = seat_of(ports, visitor, deed=deed.value)
    if isinstance(seat, DeskRefusal):
        return seat
    if not may(deed, seat.staff.role):
        return turn_down(ports, seat, Withheld(lacks=(Lack.ROLE,)), deed=deed.value)
    with ports.store.transaction() as tx:
        now = ports.clock.now()
        verdict = reserve_try(tx, seat.id, TryKind.DESK_PICTURES, now=now)
        page = None if isinstance(verdict, Throttled) else tx.page(page_id)
        name = "" if page is None else _shown(tx, seat, page, now=now)
    if isinstance(verdict, Throttled):
        return turn_down(ports, seat, Withheld(lacks=(Lack.RATE,)), deed=deed.value)
    if page is None:
        return not_found(ports, seat, deed=deed.value)
    try:
        content = b"".join(ports.objects.read(page.id))
    except LookupError:  # it is not kept any more
        return not_found(ports, seat, deed=deed.value)
    return PagePicture(content=content, name=name)


def _shown(tx: Transaction, seat: Seat, page: PageRecord, *, now: datetime) -> str:
    """Record it, and give the picture's name: the receipt and two numbers."""
    document, picture = tx.document(page.document_id), tx.picture(page.picture_id)
    if document is None or picture is None:
        raise LookupError(page.id)
    event = Event(
        happening=Happening.DOCUMENT_SHOWN,
        at=now,
        actor=seat.actor,
        account=document.account,
        surface="desk",
        detail={"document": document.id, "page": page.id},
    )
    tx.record(event)
    return f"{document.receipt}-{picture.number}-{page.number}.jpg"
