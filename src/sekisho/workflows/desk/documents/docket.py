"""One document with everything around it, read in the transaction of whoever looks or decides; the frame of every deed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.accounts import AccountState
from sekisho.core.desk.circumstances import Person
from sekisho.core.desk.decide import Lack, Withheld, ordered
from sekisho.core.desk.documents import DocumentDeed, lacks_of_deed, lacks_of_documents
from sekisho.core.events import Event, Happening
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.reading import Particulars
from sekisho.workflows.desk.bench import NotDoneError
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.matter import Matter, read_matter
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.desk.seats import Seat, not_found, seat_of, turn_down
from sekisho.workflows.intake.cases import OvertakenError
from sekisho.workflows.intake_records import CaseRecord, DocumentRecord, PageRecord
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction, Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class Docket:
    """One document before one of the staff, at one instant. Without an account it has no matter."""

    seat: Seat
    document: DocumentRecord
    matter: Matter | None
    case: CaseRecord | None
    particulars: Particulars
    pages: tuple[PageRecord, ...]
    now: datetime

    @property
    def person(self) -> Person:
        """Give who sits there, as the rules see them beside this document's holder."""
        if self.matter is not None:
            return self.matter.agent
        return Person(id=self.seat.id, role=self.seat.staff.role)

    def seen(self, vault: Vault) -> str:
        """Give the mark of exactly this, for exactly this reader: whoever was not shown it does not know it."""
        document = self.document
        shown = (
            self.seat.id,
            document.id,
            document.state.value,
            document.account,
            document.purpose,
            [page.id for page in self.pages],
            self.particulars,
        )
        return vault.fingerprint(repr(shown), purpose="document as shown")[:32]


def read_docket(ports: Ports, tx: Transaction, seat: Seat, document_id: str, *, now: datetime) -> Docket | None:
    """Read one document; None: there is none."""
    document = tx.document(document_id)
    if document is None:
        return None
    account = document.account
    matter = read_matter(ports, tx, seat, account=account, call=None, now=now) if account else None
    return Docket(
        seat=seat,
        document=document,
        matter=matter,
        case=tx.case_of(account, document.purpose) if account and document.purpose else None,
        particulars=tx.particulars(matter.holder.id) if matter else Particulars(),
        pages=tuple(tx.pages_of(document.id)),
        now=now,
    )


def lacks_of(docket: Docket, deed: DocumentDeed) -> tuple[Lack, ...]:
    """Name what stands between this reader and a deed."""
    return lacks_of_deed(deed, person=docket.person, state=docket.document.state)


MOST: Final = 200
"""Of what waits, that a list shows and the next is looked for in."""

Act = Callable[[Ports, Transaction, Docket], DocumentDone]


def act_on_document(
    ports: Ports, visitor: Visitor, deed: DocumentDeed, *, document_id: str, seen: str, act: Act
) -> DocumentDone | DeskRefusal:
    """Do one deed about a document, once: who was slower, or looked at something else, is told so and nothing was done."""
    seat = seat_of(ports, visitor, deed=deed.value)
    if isinstance(seat, DeskRefusal):
        return seat
    docket, lacks = None, tuple[Lack, ...]()
    try:
        with ports.store.transaction() as tx:
            now = ports.clock.now()
            tx.verify_time(now)
            docket = read_docket(ports, tx, seat, document_id, now=now)
            if docket is not None:
                lacks = _all_lacks(ports, docket, deed, seen=seen)
                if not lacks:
                    return act(ports, tx, docket)
    except NotDoneError as error:
        lacks = (error.lack,)
    except OvertakenError:
        lacks = (Lack.DOCUMENT_CHANGED,)
    if docket is None:
        return not_found(ports, seat, deed=deed.value)
    holder = docket.matter.holder.id if docket.matter else ""
    return turn_down(
        ports, seat, Withheld(lacks=lacks), deed=deed.value, account=docket.document.account, holder=holder
    )


def event_of(docket: Docket, happening: Happening, **detail: str | int | bool | None) -> Event:
    """Describe what was done to a document; the receipt is a detail, because the trail knows each reference once."""
    document, matter = docket.document, docket.matter
    return Event(
        happening=happening,
        at=docket.now,
        actor=docket.seat.actor,
        holder=matter.holder.id if matter else "",
        account=document.account,
        surface="desk",
        detail={
            "document": document.id,
            "receipt": document.receipt,
            "purpose": document.purpose.value if document.purpose else "",
            **detail,
        },
    )


def done_of(
    ports: Ports,
    tx: Transaction,
    docket: Docket,
    *,
    state: DocumentState,
    case: CaseState | None,
    is_told: bool = False,
) -> DocumentDone:
    """Say what became of a document, and what comes next."""
    document = docket.document
    return DocumentDone(
        id=document.id,
        receipt=document.receipt,
        account=document.account,
        purpose=document.purpose,
        state=state,
        case=case,
        at=docket.now,
        is_told=is_told,
        may_approve=may_approve(ports, tx, document.account),
        next_id=next_of(tx.waiting_documents(most=MOST), document.id),
    )


def next_of(waiting: Sequence[DocumentRecord], document_id: str) -> str:
    """Give the id of what waits next: behind this one where it waits, else at the front."""
    ids = [one.id for one in waiting]
    after = ids[ids.index(document_id) + 1 :] if document_id in ids else ids
    return next((one for one in (*after, *ids) if one != document_id), "")


def may_approve(ports: Ports, tx: Transaction, account: str) -> bool:
    """Tell whether an account is applied for and nothing of its documents stands in the way of approving it."""
    if not account or tx.account(account).state is not AccountState.APPLIED:
        return False
    cases = {case.purpose: case.state for case in tx.cases_of(account)}
    return bool(cases) and not [*lacks_of_documents(cases, needs_both=ports.approval_needs_documents)]


def _all_lacks(ports: Ports, docket: Docket, deed: DocumentDeed, *, seen: str) -> tuple[Lack, ...]:
    lacks = {*lacks_of(docket, deed)}
    if seen and seen != docket.seen(ports.vault):
        lacks.add(Lack.DOCUMENT_CHANGED)
    return ordered(lacks)
