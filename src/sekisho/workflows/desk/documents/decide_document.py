"""The verdict: a document accepted, asked for again or refused, once, by one reviewer; the holder is told why.

One transaction writes the document, its case, the trail and the message. It changes a case and never an account.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sekisho.core.desk.decide import Lack
from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.events import Happening
from sekisho.core.intake.cases import DOCUMENT_LIFE, CaseEvent, CaseState, DocumentEvent
from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict, fits
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.desk.bench import NotDoneError
from sekisho.workflows.desk.documents.docket import Docket, act_on_document, done_of, event_of
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.intake.cases import move, still_wanted
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.work.documents import Settled


@dataclass(frozen=True, kw_only=True, slots=True)
class Judging:
    """A verdict as it was given. `seen` is the mark of what was looked at; "" from a program that looked at nothing."""

    verdict: ReviewVerdict
    reason: DocumentReason | None = None
    seen: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Means:
    """What a verdict is in each of the tables."""

    deed: DocumentDeed
    document: DocumentEvent
    case: CaseEvent
    happening: Happening
    message: str


MEANS: Final = MappingProxyType(
    {
        ReviewVerdict.ACCEPT: _Means(
            deed=DocumentDeed.ACCEPT,
            document=DocumentEvent.ACCEPT,
            case=CaseEvent.ACCEPT,
            happening=Happening.DOCUMENT_ACCEPTED,
            message="document.accepted",
        ),
        ReviewVerdict.ASK_AGAIN: _Means(
            deed=DocumentDeed.ASK_AGAIN,
            document=DocumentEvent.ASK_AGAIN,
            case=CaseEvent.ASK_AGAIN,
            happening=Happening.DOCUMENT_ASKED_AGAIN,
            message="document.asked_again",
        ),
        ReviewVerdict.REFUSE: _Means(
            deed=DocumentDeed.REFUSE,
            document=DocumentEvent.REFUSE,
            case=CaseEvent.REFUSE,
            happening=Happening.DOCUMENT_REFUSED,
            message="document.refused",
        ),
    }
)


def decide_document(
    ports: Ports, visitor: Visitor, *, document_id: str, judging: Judging
) -> DocumentDone | DeskRefusal:
    """Give a verdict."""

    def act(ports: Ports, tx: Transaction, docket: Docket) -> DocumentDone:
        return _decide(ports, tx, docket, judging)

    means = MEANS[judging.verdict]
    return act_on_document(ports, visitor, means.deed, document_id=document_id, seen=judging.seen, act=act)


def message_params(receipt: str, purpose: str, reason: DocumentReason | None) -> dict[str, str]:
    """Give what the message about a verdict says; the review's preview is written with the same."""
    return {"reference": receipt, "purpose": purpose} | ({"why": reason.value} if reason else {})


def _decide(ports: Ports, tx: Transaction, docket: Docket, judging: Judging) -> DocumentDone:
    document, matter, means = docket.document, docket.matter, MEANS[judging.verdict]
    state = DOCUMENT_LIFE.after(document.state, means.document)
    if matter is None or document.purpose is None or docket.case is None or isinstance(state, NotAllowed):
        raise NotDoneError(Lack.DOCUMENT_STATE)
    if not fits(judging.verdict, document.purpose, judging.reason):
        raise NotDoneError(Lack.REASON_UNFIT)
    why = judging.reason.value if judging.reason else ""
    if not tx.settle_document(document, Settled(state=state, at=docket.now, why=why, decided_by=docket.seat.id)):
        raise NotDoneError(Lack.DOCUMENT_CHANGED)
    case = _move_case(tx, docket, means)
    params = message_params(document.receipt, document.purpose.value, judging.reason)
    if judging.verdict is ReviewVerdict.ACCEPT:
        wanted = [one.value for one in still_wanted(tx, document.account) if one is not document.purpose]
        params |= {"missing": " ".join(wanted)} if wanted else {}
    tx.send(OutgoingMessage(holder_id=matter.holder.id, message=means.message, at=docket.now, params=params))
    tx.record(event_of(docket, means.happening, why=why, case=case.value, has_looked=bool(judging.seen)))
    return done_of(ports, tx, docket, state=state, case=case, is_told=True)


def _move_case(tx: Transaction, docket: Docket, means: _Means) -> CaseState:
    """Move the case on; while a machine looks at another sending for it, this one has to wait that minute."""
    if docket.case is None:
        raise NotDoneError(Lack.DOCUMENT_STATE)
    after = move(tx, docket.case, means.case, now=docket.now)
    if isinstance(after, NotAllowed):
        raise NotDoneError(Lack.DOCUMENT_STATE)
    return after
