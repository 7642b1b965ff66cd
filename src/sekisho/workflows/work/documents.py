"""What documents and their cases need of a unit of work. Whatever two may do at once says in its result who was first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.reading import Particulars
from sekisho.core.intake.subject_line import Purpose
from sekisho.workflows.intake_records import CaseRecord, DocumentRecord, PageRecord, PictureRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What became of a document, and when. The fields are those of `DocumentRecord`."""

    state: DocumentState
    at: datetime
    why: str = ""
    meant: str = ""
    decided_by: str = ""


class DocumentWork(Protocol):
    """Cases, documents, their pictures, and the answers to them."""

    # cases
    def add_case(self, case: CaseRecord) -> bool:
        """Open one; False: the account has one for this purpose."""
        ...

    def case_of(self, account: str, purpose: Purpose) -> CaseRecord | None:
        """Find an account's case."""
        ...

    def cases_of(self, account: str) -> Sequence[CaseRecord]:
        """Give an account's cases, the proof of identity first."""
        ...

    def move_case(self, case: CaseRecord, *, state: CaseState, repeats: int, now: datetime) -> bool:
        """Move it on from what `case` says; False: it no longer is what it says."""
        ...

    # documents
    def add_document(self, document: DocumentRecord, pictures: Sequence[PictureRecord]) -> bool:
        """Keep one with its pictures; False: it is there already, and nothing is written."""
        ...

    def document(self, document_id: str) -> DocumentRecord | None:
        """Give one by its id."""
        ...

    def documents_of(self, account: str, *, most: int) -> Sequence[DocumentRecord]:
        """Give an account's documents, newest first."""
        ...

    def unfinished_documents(self, *, most: int) -> Sequence[DocumentRecord]:
        """Give those that the machine has not ended with, oldest first."""
        ...

    def waiting_documents(self, *, most: int) -> Sequence[DocumentRecord]:
        """Give those that wait for a person, oldest first."""
        ...

    def settle_document(self, document: DocumentRecord, settled: Settled) -> bool:
        """Move it on from the state that `document` says; False: somebody was faster."""
        ...

    def file_document(self, document: DocumentRecord, *, account: str, purpose: Purpose, now: datetime) -> bool:
        """Say whose an unfiled one is, what for and whose business (`document.mailbox`); its pictures are judged anew.

        False: somebody was faster.
        """
        ...

    # pictures
    def picture(self, picture_id: str) -> PictureRecord | None:
        """Give one by its id."""
        ...

    def pictures_of(self, document_id: str) -> Sequence[PictureRecord]:
        """Give a document's pictures in their order."""
        ...

    def settle_picture(self, picture: PictureRecord, pages: Sequence[PageRecord], *, flaw: str, now: datetime) -> bool:
        """Write down what was found on it, instead of what was found before; False: it is judged already."""
        ...

    def pages_of(self, document_id: str) -> Sequence[PageRecord]:
        """Give the pages of all pictures in their order."""
        ...

    def page(self, page_id: str) -> PageRecord | None:
        """Give one by its id."""
        ...

    def sent_before(self, account: str, purpose: Purpose, print_: str) -> DocumentRecord | None:
        """Give the newest document of an account's case that holds this very file, unless a machine could not read it."""
        ...

    def senders_of(self, print_: str) -> Sequence[str]:
        """Give the accounts for which this very file was sent; documents that are not filed left out."""
        ...

    # people
    def particulars(self, holder_id: str) -> Particulars:
        """Give what the account knows of its holder."""
        ...

    def may_answer(self, holder_id: str, about: str, *, now: datetime, not_since: datetime) -> bool:
        """Take the turn to answer a sending; False: one about this was answered after `not_since`."""
        ...
