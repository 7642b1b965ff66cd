"""What is stored of mailed documents: records without behaviour, made by the store and read by the workflows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.judging import Judgement
from sekisho.core.intake.mailboxes import Mailbox
from sekisho.core.intake.pictures import Corners, Line, Measures
from sekisho.core.intake.reading import Reading
from sekisho.core.intake.subject_line import Purpose

MARKED: Final = "-m"
"""What the object of a picture with a mark in it has behind the name of its page."""


@unique
class Way(StrEnum):
    """How a document came."""

    SMTP = "smtp"
    IMAP = "imap"
    PORTAL = "portal"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRecord:
    """One account's want of one proof."""

    id: str
    account: str
    purpose: Purpose
    state: CaseState
    repeats: int  # how often the machine asked for another picture
    changed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRecord:
    """One sending. `account` is "" and `purpose` None while it is not filed."""

    id: str
    receipt: str  # the short number that the holder is told
    way: Way
    mail_id: str  # "" for what the portal took
    account: str
    purpose: Purpose | None
    state: DocumentState
    received_at: datetime
    mailbox: Mailbox = Mailbox.ELSEWHERE  # whose business it is
    came_to: Mailbox = Mailbox.ELSEWHERE  # where it was sent
    subject: str = ""  # as its sender wrote it, "" for what the portal took
    may_be_answered: bool = True  # False: no person sent it, and no program may answer it (RFC 3834)
    flaw: str = ""  # why its subject is unclear: a `SubjectFlaw`, a `PartsFlaw`, or `unknown_holder`
    column: int = 0  # where in the subject, from 1; 0 for nowhere
    why: str = (
        ""  # why it waits or was asked for again: a `Fault`, a `PictureFlaw`, an `Unread`, or a reviewer's reason
    )
    meant: str = ""  # the id of the page, or else of the picture, that `why` is about
    decided_by: str = ""  # the reviewer's holder id
    settled_at: datetime | None = None  # when its state last changed
    filings: int = 0  # how often a person filed it


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureRecord:
    """One file of a document as it came; its bytes lie in the object `source`, in a mail at `place`."""

    id: str
    document_id: str
    number: int  # from 1
    source: str
    place: str
    name: str  # as its sender called it
    size: int  # bytes
    print: str  # a keyed print of its bytes: the same file sent twice, or for two accounts
    flaw: str = ""  # a `PictureFlaw`
    judged_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What the machine found on one page. It is kept sealed: it holds names and numbers."""

    measures: Measures
    corners: Corners | None
    lines: tuple[Line, ...]  # but for what is hidden
    judgement: Judgement
    reading: Reading  # of this page alone


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRecord:
    """One page for people's eyes; the object of the same id is its picture."""

    id: str
    document_id: str
    picture_id: str
    number: int  # within its picture, from 1
    findings: Findings
