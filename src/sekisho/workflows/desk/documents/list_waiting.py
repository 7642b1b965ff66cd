"""What waits for a person, oldest first: documents to judge, and such as nobody could file. Names are for whoever opens one."""

from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.documents import DocumentDeed, may
from sekisho.workflows.desk.documents.docket import MOST
from sekisho.workflows.desk.documents.outcomes import Queue, WaitingDocument
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.desk.seats import seat_of, turn_down
from sekisho.workflows.intake_records import DocumentRecord
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports


def list_waiting_documents(ports: Ports, visitor: Visitor) -> Queue | DeskRefusal:
    """Give the queue."""
    seat = seat_of(ports, visitor, deed="list_waiting_documents")
    if isinstance(seat, DeskRefusal):
        return seat
    if not may(DocumentDeed.LOOK, seat.staff.role):
        return turn_down(ports, seat, Withheld(lacks=(Lack.ROLE,)), deed="list_waiting_documents")
    with ports.store.reading() as tx:
        found = tx.waiting_documents(most=MOST + 1)
    return Queue(lines=tuple(waiting_line(one) for one in found[:MOST]), is_more=len(found) > MOST)


def waiting_line(document: DocumentRecord) -> WaitingDocument:
    """Write one line of the queue."""
    return WaitingDocument(
        id=document.id,
        receipt=document.receipt,
        account=document.account,
        purpose=document.purpose,
        state=document.state,
        why=document.why,
        flaw=document.flaw,
        way=document.way,
        mailbox=document.mailbox,
        came_to=document.came_to,
        received_at=document.received_at,
    )
