"""What a holder may know of the own documents: what is wanted, what came, how far it is, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.intake.cases import WANTED, CaseState, DocumentState
from sekisho.core.intake.mailboxes import mailbox_of
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.reasons import Reason
from sekisho.workflows.intake.cases import standings, still_wanted
from sekisho.workflows.intake_records import DocumentRecord, PictureRecord
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.refuse_access import refuse_access

MOST_SHOWN: Final = 20
SAYS_WHY: Final = frozenset({DocumentState.REPEATED, DocumentState.ASKED_AGAIN, DocumentState.REFUSED})


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDocument:
    """One sending with its pictures."""

    document: DocumentRecord
    pictures: tuple[PictureRecord, ...]

    @property
    def judged(self) -> int:
        """How many pictures the machine has ended with."""
        return sum(picture.judged_at is not None for picture in self.pictures)

    @property
    def is_being_judged(self) -> bool:
        """Tell whether more is known in a moment."""
        return self.document.state is DocumentState.RECEIVED


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownCase:
    """One proof. `state` None: nobody asked for it, and nothing came. `why` is that of the newest document which says one."""

    purpose: Purpose
    state: CaseState | None
    why: str = ""

    @property
    def is_wanted(self) -> bool:
        """Tell whether the holder has to send something."""
        return self.state in WANTED


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDocuments:
    """Everything; `mailbox` is the address for whoever lives where this holder lives (A045 to A047)."""

    cases: tuple[ShownCase, ...]
    documents: tuple[ShownDocument, ...]
    mailbox: str
    account: str

    @property
    def is_being_judged(self) -> bool:
        """Tell whether more is known in a moment."""
        return any(one.is_being_judged for one in self.documents)


def show_documents(ports: Ports, visitor: Visitor) -> ShownDocuments | RefusalView:
    """Show them to a session that may send some."""
    if not may(HolderDeed.SEND_DOCUMENT, visitor.scopes):
        return refuse_access(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=HolderDeed.SEND_DOCUMENT)
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
        documents = tx.documents_of(holder.account_number, most=MOST_SHOWN)
        return ShownDocuments(
            cases=_cases(tx, holder.account_number, documents),
            documents=tuple(ShownDocument(document=one, pictures=tuple(tx.pictures_of(one.id))) for one in documents),
            mailbox=ports.mailboxes.address(mailbox_of(holder.residence)),
            account=holder.account_number,
        )


def list_wanted(ports: Ports, visitor: Visitor) -> tuple[Purpose, ...]:
    """Give the proofs that the visitor has to send something for; cheap, for pages that only lead there."""
    with ports.store.reading() as tx:
        return still_wanted(tx, tx.holder(visitor.holder_id).account_number)


def _cases(tx: Transaction, account: str, documents: Sequence[DocumentRecord]) -> tuple[ShownCase, ...]:
    return tuple(
        ShownCase(purpose=purpose, state=state, why=_why(purpose, state, documents))
        for purpose, state in standings(tx, account).items()
    )


def _why(purpose: Purpose, state: CaseState | None, documents: Sequence[DocumentRecord]) -> str:
    if state not in {CaseState.ASKED_AGAIN, CaseState.REFUSED}:
        return ""
    said = (one.why for one in documents if one.purpose is purpose and one.state in SAYS_WHY)
    return next(said, "")
