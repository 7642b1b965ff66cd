"""What the reviewers' pages and their interface get back. No words; what a stranger wrote is text, and nothing more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from sekisho.core.accounts import Standing
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.mailboxes import Mailbox
from sekisho.core.intake.reading import Particulars, Reading
from sekisho.core.intake.subject_line import Purpose
from sekisho.workflows.intake_records import Findings, PictureRecord, Way


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingDocument:
    """One line of the queue. `account` is "" and `purpose` None while nobody knows whose it is."""

    id: str
    receipt: str
    account: str
    purpose: Purpose | None
    state: DocumentState
    why: str  # why a machine did not end with it
    flaw: str  # why its subject is unclear
    way: Way
    mailbox: Mailbox  # whose business it is
    came_to: Mailbox  # where it was sent
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """What waits, oldest first; `is_more`: there are others."""

    lines: tuple[WaitingDocument, ...]
    is_more: bool


@unique
class SenderHint(StrEnum):
    """What the envelope says of who sent it: a hint, which anybody can write, and never a proof."""

    ON_FILE = "on_file"
    OTHER = "other"
    NOBODY = "nobody"
    UNKNOWN = "unknown"  # there is nobody yet to compare it with
    LOGGED_IN = "logged_in"  # sent from the portal


@dataclass(frozen=True, kw_only=True, slots=True)
class PageShown:
    """One page, by the id under which its picture is served."""

    id: str
    picture: int  # from 1
    number: int  # within the picture, from 1
    name: str  # of the file, as its sender called it
    findings: Findings


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """Another sending for the same proof. `decided_by` is a user name, "" where a machine or nobody decided."""

    id: str
    receipt: str
    state: DocumentState
    why: str
    received_at: datetime
    decided_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerShown:
    """Whose document it is, as the account knows them."""

    account: str
    username: str
    name: str
    standing: Standing
    language: str
    residence: str
    particulars: Particulars
    cases: Mapping[Purpose, CaseState]
    lacks_for_approval: tuple[Lack, ...]
    trades_from: datetime | None  # where the account were approved now; None: it cannot be


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentSheet:
    """Everything that a reviewer needs to judge one document."""

    line: WaitingDocument
    owner: OwnerShown | None  # None while it is not filed
    subject: str  # as its sender wrote it
    column: int  # where in it the flaw is, from 1; 0 for nowhere
    meant: str  # the page or picture that `why` is about
    sender: SenderHint
    settled_at: datetime | None
    decided_by: str
    pages: tuple[PageShown, ...]
    reading: Reading  # of all pages together
    unopened: tuple[PictureRecord, ...]  # files without a page, each with its flaw
    attempts: tuple[Attempt, ...]
    same_file_for: tuple[str, ...]  # other accounts for which a file of it was sent
    lacks: Mapping[DocumentDeed, tuple[Lack, ...]]
    seen: str  # the mark of what is shown here; a verdict that carries it is about nothing else
    next_id: str  # of the queue; "" where nothing else waits


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePicture:
    """A page's picture: a JPEG that the house made anew, and a file name without a stranger's word in it."""

    content: bytes
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentDone:
    """It is done and committed."""

    id: str
    receipt: str
    account: str
    purpose: Purpose | None
    state: DocumentState
    case: CaseState | None
    at: datetime
    is_told: bool  # to the holder
    may_approve: bool  # nothing of the documents stands in the way of approving the account any more
    next_id: str
