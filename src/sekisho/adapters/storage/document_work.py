"""`work.documents` over one database connection."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sekisho.adapters.storage import document_statements as statements
from sekisho.adapters.storage import particulars
from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.findings import opened, sealed
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work, surely
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.mailboxes import Mailbox
from sekisho.core.intake.reading import Particulars
from sekisho.core.intake.subject_line import Purpose
from sekisho.workflows.intake_records import CaseRecord, DocumentRecord, PageRecord, PictureRecord, Way
from sekisho.workflows.work.documents import Settled


class DocumentWork(Work):
    """Cases, documents, their pictures, and the answers to them."""

    # cases
    def add_case(self, case: CaseRecord) -> bool:
        """See `work.documents`."""
        told = (case.id, case.account, case.purpose.value, case.state.value, case.repeats)
        return self._driver.one(statements.ADD_CASE, (*told, to_stored(case.changed_at))) is not None

    def case_of(self, account: str, purpose: Purpose) -> CaseRecord | None:
        """See `work.documents`."""
        row = self._driver.one(statements.CASE_OF, (account, purpose.value))
        return None if row is None else _case(row)

    def cases_of(self, account: str) -> Sequence[CaseRecord]:
        """See `work.documents`."""
        return [_case(row) for row in self._driver.all(statements.CASES_OF, (account,))]

    def move_case(self, case: CaseRecord, *, state: CaseState, repeats: int, now: datetime) -> bool:
        """See `work.documents`."""
        becomes, was = (state.value, repeats, to_stored(now)), (case.id, case.state.value, case.repeats)
        return self._driver.one(statements.MOVE_CASE, (*becomes, *was)) is not None

    # documents
    def add_document(self, document: DocumentRecord, pictures: Sequence[PictureRecord]) -> bool:
        """See `work.documents`."""
        if self._driver.one(statements.ADD_DOCUMENT, _cells(document)) is None:
            return False
        for one in pictures:
            where = (one.id, one.document_id, one.number, one.source, one.place)
            what = (one.name, one.size, one.print, one.flaw, one.judged_at and to_stored(one.judged_at))
            self._driver.run(statements.ADD_PICTURE, (*where, *what))
        return True

    def document(self, document_id: str) -> DocumentRecord | None:
        """See `work.documents`."""
        row = self._driver.one(statements.DOCUMENT, (document_id,))
        return None if row is None else _document(row)

    def documents_of(self, account: str, *, most: int) -> Sequence[DocumentRecord]:
        """See `work.documents`."""
        return [_document(row) for row in self._driver.all(statements.DOCUMENTS_OF, (account, most))]

    def unfinished_documents(self, *, most: int) -> Sequence[DocumentRecord]:
        """See `work.documents`."""
        return [_document(row) for row in self._driver.all(statements.UNFINISHED, (most,))]

    def waiting_documents(self, *, most: int) -> Sequence[DocumentRecord]:
        """See `work.documents`."""
        return [_document(row) for row in self._driver.all(statements.WAITING, (most,))]

    def settle_document(self, document: DocumentRecord, settled: Settled) -> bool:
        """See `work.documents`."""
        becomes = (settled.state.value, settled.why, settled.meant, settled.decided_by, to_stored(settled.at))
        return self._driver.one(statements.SETTLE_DOCUMENT, (*becomes, document.id, document.state.value)) is not None

    def file_document(self, document: DocumentRecord, *, account: str, purpose: Purpose, now: datetime) -> bool:
        """See `work.documents`."""
        filed = (account, purpose.value, document.mailbox.value, to_stored(now), document.id)
        if self._driver.one(statements.FILE_DOCUMENT, filed) is None:
            return False
        self._driver.run(statements.FORGET_JUDGEMENTS, (document.id,))
        return True

    # pictures
    def picture(self, picture_id: str) -> PictureRecord | None:
        """See `work.documents`."""
        row = self._driver.one(statements.PICTURE, (picture_id,))
        return None if row is None else _picture(row)

    def pictures_of(self, document_id: str) -> Sequence[PictureRecord]:
        """See `work.documents`."""
        return [_picture(row) for row in self._driver.all(statements.PICTURES_OF, (document_id,))]

    def settle_picture(self, picture: PictureRecord, pages: Sequence[PageRecord], *, flaw: str, now: datetime) -> bool:
        """See `work.documents`."""
        if self._driver.one(statements.JUDGE_PICTURE, (flaw, to_stored(now), picture.id)) is None:
            return False
        self._driver.run(statements.FORGET_PAGES, (picture.id,))
        for page in pages:
            findings = sealed(self._vault, page.findings, page_id=page.id)
            where = (page.id, page.document_id, page.picture_id, page.number)
            self._driver.run(statements.ADD_PAGE, (*where, findings))
        return True

    def pages_of(self, document_id: str) -> Sequence[PageRecord]:
        """See `work.documents`."""
        return [self._page(row) for row in self._driver.all(statements.PAGES_OF, (document_id,))]

    def page(self, page_id: str) -> PageRecord | None:
        """See `work.documents`."""
        row = self._driver.one(statements.PAGE, (page_id,))
        return None if row is None else self._page(row)

    def sent_before(self, account: str, purpose: Purpose, print_: str) -> DocumentRecord | None:
        """See `work.documents`."""
        row = self._driver.one(statements.SENT_BEFORE, (account, purpose.value, print_))
        return None if row is None else _document(row)

    def senders_of(self, print_: str) -> Sequence[str]:
        """See `work.documents`."""
        return [row[0] for row in self._driver.all(statements.SENDERS_OF, (print_,))]

    # people
    def particulars(self, holder_id: str) -> Particulars:
        """See `work.documents`."""
        name, address, blob = surely(self._driver.one(statements.PARTICULARS, (holder_id,)))
        known = Particulars() if blob is None else particulars.opened(self._vault, bytes(blob), holder_id=holder_id)
        return replace(known, name=name, address=address)

    def may_answer(self, holder_id: str, about: str, *, now: datetime, not_since: datetime) -> bool:
        """See `work.documents`."""
        turn = (holder_id, about, to_stored(now), to_stored(not_since))
        return self._driver.one(statements.MAY_ANSWER, turn) is not None

    def _page(self, row: Row) -> PageRecord:
        id_, document_id, picture_id, number, findings = row
        return PageRecord(
            id=id_,
            document_id=document_id,
            picture_id=picture_id,
            number=number,
            findings=opened(self._vault, bytes(findings), page_id=id_),
        )


def _case(row: Row) -> CaseRecord:
    id_, account, purpose, state, repeats, changed_at = row
    return CaseRecord(
        id=id_,
        account=account,
        purpose=Purpose(purpose),
        state=CaseState(state),
        repeats=repeats,
        changed_at=from_stored(changed_at),
    )


def _cells(document: DocumentRecord) -> Row:
    what = (document.id, document.receipt, document.way.value, document.mail_id, document.account or None)
    where = (document.purpose.value if document.purpose else "", document.state.value, to_stored(document.received_at))
    sent = (document.mailbox.value, document.came_to.value, document.subject, document.may_be_answered)
    flaw = (document.flaw, document.column, document.why, document.meant)
    settled_at = None if document.settled_at is None else to_stored(document.settled_at)
    return (*what, *where, *sent, *flaw, document.decided_by, settled_at, document.filings)


def _document(row: Row) -> DocumentRecord:
    id_, receipt, way, mail_id, account, purpose, state, received_at = row[:8]
    mailbox, came_to, subject, may_be_answered = row[8:12]
    flaw, column, why, meant, decided_by, settled_at, filings = row[12:]
    return DocumentRecord(
        id=id_,
        receipt=receipt,
        way=Way(way),
        mail_id=mail_id,
        account=account or "",
        purpose=Purpose(purpose) if purpose else None,
        state=DocumentState(state),
        received_at=from_stored(received_at),
        mailbox=Mailbox(mailbox),
        came_to=Mailbox(came_to),
        subject=subject,
        may_be_answered=bool(may_be_answered),
        flaw=flaw,
        column=column,
        why=why,
        meant=meant,
        decided_by=decided_by,
        settled_at=from_stored(settled_at),
        filings=filings,
    )


def _picture(row: Row) -> PictureRecord:
    id_, document_id, number, source, place, name, size, print_, flaw, judged_at = row
    return PictureRecord(
        id=id_,
        document_id=document_id,
        number=number,
        source=source,
        place=place,
        name=name,
        size=size,
        print=print_,
        flaw=flaw,
        judged_at=from_stored(judged_at),
    )
