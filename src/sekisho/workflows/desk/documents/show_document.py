"""One document as its reviewer sees it: pages, what was read beside what the account knows, earlier attempts, who sent it.

That it was shown is recorded and counted as a look at a holder is. What is shown has a mark, which only its reader gets.
"""

from dataclasses import replace
from typing import Final

from sekisho.core.accounts import approve
from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.documents import DocumentDeed, may
from sekisho.core.events import Happening
from sekisho.core.intake.reader import read_document
from sekisho.core.intake.reading import Caution, Reading
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.desk.documents.docket import MOST, Docket, event_of, lacks_of, next_of, read_docket
from sekisho.workflows.desk.documents.list_waiting import waiting_line
from sekisho.workflows.desk.documents.outcomes import Attempt, DocumentSheet, OwnerShown, PageShown, SenderHint
from sekisho.workflows.desk.matter import Matter, judge
from sekisho.workflows.desk.outcomes import DeedRequest, DeskRefusal
from sekisho.workflows.desk.seats import may_not_look, not_found, seat_of, turn_down
from sekisho.workflows.intake_records import PictureRecord, Way
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction

MOST_ATTEMPTS: Final = 50
OF_WHAT_IS_HIDDEN: Final = frozenset({Caution.MY_NUMBER, Caution.KEPT_NUMBER})


UNREAD: Final = Reading(fields=(), cautions=(), hidden=(), is_enough=False)


def show_document(ports: Ports, visitor: Visitor, *, document_id: str) -> DocumentSheet | DeskRefusal:
    """Show one document."""
    deed = DocumentDeed.LOOK
    seat = seat_of(ports, visitor, deed=deed.value)
    if isinstance(seat, DeskRefusal):
        return seat
    if not may(deed, seat.staff.role):
        return turn_down(ports, seat, Withheld(lacks=(Lack.ROLE,)), deed=deed.value)
    sheet: DocumentSheet | None = None
    with ports.store.transaction() as tx:
        now = ports.clock.now()
        is_over_rate = may_not_look(tx, seat, now=now)
        docket = None if is_over_rate else read_docket(ports, tx, seat, document_id, now=now)
        if docket is not None:
            sheet = _sheet(ports, tx, docket)
            tx.record(event_of(docket, Happening.DOCUMENT_SHOWN))
    if is_over_rate:
        return turn_down(ports, seat, Withheld(lacks=(Lack.RATE,)), deed=deed.value)
    if sheet is None or docket is None:
        return not_found(ports, seat, deed=deed.value)
    return replace(sheet, reading=_read(docket))  # not in the transaction: a hostile page is long to read


def _sheet(ports: Ports, tx: Transaction, docket: Docket) -> DocumentSheet:
    document, pictures = docket.document, tuple(tx.pictures_of(docket.document.id))
    opened = {page.picture_id for page in docket.pages}
    return DocumentSheet(
        line=waiting_line(document),
        owner=None if docket.matter is None else _owner(ports, docket, docket.matter),
        subject=document.subject,
        column=document.column,
        meant=document.meant,
        sender=_sender(tx, docket),
        settled_at=document.settled_at,
        decided_by=tx.holder(document.decided_by).username if document.decided_by else "",
        pages=_pages(docket, pictures),
        reading=UNREAD,
        unopened=tuple(picture for picture in pictures if picture.id not in opened),
        attempts=_attempts(tx, docket),
        same_file_for=_same_file_for(tx, docket, pictures),
        lacks={deed: lacks_of(docket, deed) for deed in DocumentDeed},
        seen=docket.seen(ports.vault),
        next_id=next_of(tx.waiting_documents(most=MOST), document.id),
    )


def _owner(ports: Ports, docket: Docket, matter: Matter) -> OwnerShown:
    account, holder = matter.account, matter.holder
    answer = judge(matter, DeedRequest(deed=DeskDeed.APPROVE, reason=""))
    approved = approve(account, now=docket.now, cutoff=ports.cutoff)
    return OwnerShown(
        account=account.number,
        username=holder.username,
        name=holder.name,
        standing=account.standing(docket.now),
        language=holder.language,
        residence=holder.residence,
        particulars=docket.particulars,
        cases=matter.cases,
        lacks_for_approval=answer.lacks if isinstance(answer, Withheld) else (),
        trades_from=None if isinstance(approved, NotAllowed) else approved.trades_from,
    )


def _pages(docket: Docket, pictures: tuple[PictureRecord, ...]) -> tuple[PageShown, ...]:
    by_id = {picture.id: picture for picture in pictures}
    return tuple(
        PageShown(
            id=page.id,
            picture=by_id[page.picture_id].number,
            number=page.number,
            name=by_id[page.picture_id].name,
            findings=page.findings,
        )
        for page in docket.pages
    )


def _read(docket: Docket) -> Reading:
    """Read the lines anew beside what is on file today; what had to be hidden is said as it was, because its lines are gone."""
    reading = read_document(
        [page.findings.lines for page in docket.pages],
        purpose=docket.document.purpose or Purpose.IDENTITY,
        particulars=docket.particulars,
        on=docket.now.date(),
    ).whole
    kept = (one for page in docket.pages for one in page.findings.reading.cautions if one in OF_WHAT_IS_HIDDEN)
    return replace(reading, cautions=tuple(dict.fromkeys((*kept, *reading.cautions))))


def _sender(tx: Transaction, docket: Docket) -> SenderHint:
    if docket.document.way is Way.PORTAL:
        return SenderHint.LOGGED_IN
    mail = tx.mail(docket.document.mail_id)
    if mail is None or not mail.sender:
        return SenderHint.NOBODY
    if docket.matter is None:
        return SenderHint.UNKNOWN
    on_file = docket.matter.holder.email
    is_on_file = bool(on_file) and mail.sender.casefold() == on_file.casefold()
    return SenderHint.ON_FILE if is_on_file else SenderHint.OTHER


def _attempts(tx: Transaction, docket: Docket) -> tuple[Attempt, ...]:
    document = docket.document
    if not document.account:
        return ()
    others = tx.documents_of(document.account, most=MOST_ATTEMPTS)
    return tuple(
        Attempt(
            id=one.id,
            receipt=one.receipt,
            state=one.state,
            why=one.why,
            received_at=one.received_at,
            decided_by=tx.holder(one.decided_by).username if one.decided_by else "",
        )
        for one in others
        if one.id != document.id and one.purpose is document.purpose
    )


def _same_file_for(tx: Transaction, docket: Docket, pictures: tuple[PictureRecord, ...]) -> tuple[str, ...]:
    accounts = {account for picture in pictures for account in tx.senders_of(picture.print)}
    return tuple(sorted(accounts - {docket.document.account}))
