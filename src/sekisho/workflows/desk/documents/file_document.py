"""Filing what its subject did not tell: a reviewer found out whose it is and what for. It is then judged as any other."""

from dataclasses import replace

from sekisho.core.accounts import Credentials
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.events import Happening
from sekisho.core.intake.cases import DocumentState
from sekisho.core.intake.mailboxes import mailbox_of
from sekisho.core.intake.subject_line import Purpose
from sekisho.workflows.desk.bench import NotDoneError
from sekisho.workflows.desk.documents.docket import Docket, act_on_document, done_of, event_of
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.desk.seats import seen_person
from sekisho.workflows.intake.cases import receive
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord


def file_document(
    ports: Ports, visitor: Visitor, *, document_id: str, account: str, purpose: Purpose, seen: str = ""
) -> DocumentDone | DeskRefusal:
    """File a document under an account and a purpose."""

    def act(ports: Ports, tx: Transaction, docket: Docket) -> DocumentDone:
        return _file(ports, tx, docket, account=account, purpose=purpose)

    return act_on_document(ports, visitor, DocumentDeed.FILE, document_id=document_id, seen=seen, act=act)


def _file(ports: Ports, tx: Transaction, docket: Docket, *, account: str, purpose: Purpose) -> DocumentDone:
    holder = _holder_of(tx, account)
    if holder is None:
        raise NotDoneError(Lack.ACCOUNT_UNKNOWN)
    if seen_person(tx, docket.seat.staff, docket.seat.person, holder).is_own:
        raise NotDoneError(Lack.OWN_ACCOUNT)
    unfiled = replace(docket.document, mailbox=mailbox_of(holder.residence))
    if not tx.file_document(unfiled, account=account, purpose=purpose, now=docket.now):
        raise NotDoneError(Lack.DOCUMENT_CHANGED)
    filed = replace(unfiled, account=account, purpose=purpose, state=DocumentState.RECEIVED)
    receive(ports, tx, filed, now=docket.now)
    of_filed = replace(docket, document=filed)
    tx.record(replace(event_of(of_filed, Happening.DOCUMENT_FILED, flaw=docket.document.flaw), holder=holder.id))
    case = tx.case_of(account, purpose)
    return done_of(ports, tx, of_filed, state=filed.state, case=case.state if case else None)


def _holder_of(tx: Transaction, account: str) -> HolderRecord | None:
    holders = (tx.holder(holder_id) for holder_id in tx.holders_of(account))
    return next((one for one in holders if one.credentials is Credentials.LIVE), None)
