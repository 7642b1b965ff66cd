"""Dismissing what is nobody's document: an advertisement, an empty mail. Nobody is told, because nothing was judged."""

from typing import Final

from sekisho.core.desk.decide import Lack
from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.events import Happening
from sekisho.core.intake.cases import DOCUMENT_LIFE, CaseEvent, CaseState, DocumentEvent, DocumentState
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.desk.bench import NotDoneError
from sekisho.workflows.desk.documents.docket import Docket, act_on_document, done_of, event_of
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.documents.show_document import MOST_ATTEMPTS
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.intake.cases import move
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.work.documents import Settled

STILL_THERE: Final = frozenset({DocumentState.RECEIVED, DocumentState.WAITING})


def dismiss_document(ports: Ports, visitor: Visitor, *, document_id: str, seen: str = "") -> DocumentDone | DeskRefusal:
    """Dismiss a document."""
    return act_on_document(ports, visitor, DocumentDeed.DISMISS, document_id=document_id, seen=seen, act=_dismiss)


def _dismiss(ports: Ports, tx: Transaction, docket: Docket) -> DocumentDone:
    document = docket.document
    state = DOCUMENT_LIFE.after(document.state, DocumentEvent.DISMISS)
    if isinstance(state, NotAllowed):
        raise NotDoneError(Lack.DOCUMENT_STATE)
    settled = Settled(state=state, at=docket.now, why=document.why, decided_by=docket.seat.id)
    if not tx.settle_document(document, settled):
        raise NotDoneError(Lack.DOCUMENT_CHANGED)
    case = _set_back(tx, docket)
    tx.record(event_of(docket, Happening.DOCUMENT_DISMISSED, case=case.value if case else ""))
    return done_of(ports, tx, docket, state=state, case=case)


def _set_back(tx: Transaction, docket: Docket) -> CaseState | None:
    """Want the proof again where nothing else of it is there; else the case goes on as it stands."""
    document, case = docket.document, docket.case
    if case is None:
        return None
    others = tx.documents_of(document.account, most=MOST_ATTEMPTS)
    is_other = any(
        one.id != document.id and one.purpose is document.purpose and one.state in STILL_THERE for one in others
    )
    after = None if is_other else move(tx, case, CaseEvent.SET_BACK, now=docket.now)
    return case.state if after is None or isinstance(after, NotAllowed) else after
