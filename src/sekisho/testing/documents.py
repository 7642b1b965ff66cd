"""Documents for tests, put into the store as the intake leaves them: a case, a sending, its pictures, pages with what was found.

The picture of a page is a real JPEG of a blank sheet, made once; what is said to be written on it is the caller's.
"""

import io
import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Final

from PIL import Image

from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.judging import Fault, Judgement, Verdict
from sekisho.core.intake.pictures import Box, Line, Measures
from sekisho.core.intake.reader import read_page
from sekisho.core.intake.reading import Particulars
from sekisho.core.intake.subject_line import Purpose
from sekisho.testing.people import Person
from sekisho.workflows.intake_records import CaseRecord, DocumentRecord, Findings, PageRecord, PictureRecord, Way
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.work.intake import MailRecord

CASE_OF: Final = {
    DocumentState.RECEIVED: CaseState.RECEIVED,
    DocumentState.WAITING: CaseState.UNDER_REVIEW,
    DocumentState.REPEATED: CaseState.ASKED_AGAIN,
    DocumentState.ACCEPTED: CaseState.ACCEPTED,
    DocumentState.ASKED_AGAIN: CaseState.ASKED_AGAIN,
    DocumentState.REFUSED: CaseState.REFUSED,
}
MARKS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_numbers = count(os.getpid() * 10_000)  # two processes may put documents into one store


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a document shows, and how it came."""

    purpose: Purpose = Purpose.IDENTITY
    state: DocumentState = DocumentState.WAITING
    lines: tuple[str, ...] = ()
    fault: Fault | None = None
    pages: int = 1
    subject: str = ""
    sender: str = ""  # of the envelope; "" for the address on file
    file_name: str = "photo.jpg"
    print: str = ""  # of the file; "" for one of its own
    why: str = ""
    flaw: str = ""
    way: Way = Way.SMTP


IDENTITY: Final = Paper(
    lines=(
        "運転免許証",
        "氏名 見本 高子",
        "昭和55年2月29日生",
        "住所 東京都架空区見本町1-2-3",
        "2031年05月01日まで有効",
    )
)
RESIDENCE: Final = Paper(
    purpose=Purpose.RESIDENCE,
    lines=("電気ご使用量のお知らせ", "見本 高子 様", "〒000-0000 東京都架空区見本町1-2-3", "発行日 2026年1月5日"),
)


def send_paper(ports: Ports, person: Person | None, paper: Paper = IDENTITY) -> str:
    """Put one document of a person there, with its case; of nobody's, an unfiled one. Gives its id."""
    document = _document(person, paper, at=ports.clock.now(), number=next(_numbers))
    pictures = [_picture(document, at, paper) for at in range(1, paper.pages + 1)]
    for picture in pictures:
        keep_picture(ports, f"{picture.id}-1", blank_sheet())
    with ports.store.transaction() as tx:
        if paper.way is not Way.PORTAL:
            sender = paper.sender or (tx.holder(person.holder_id).email if person else "stranger@example.net")
            tx.keep_mail(_mail(document, sender))
            tx.mark_read(document.mail_id, now=document.received_at)
        if person is not None:
            _open_case(tx, document)
        tx.add_document(document, pictures)
        particulars = tx.particulars(person.holder_id) if person else Particulars()
        found = _found(paper, particulars, document.received_at.date())
        for picture in pictures:
            page = PageRecord(
                id=f"{picture.id}-1", document_id=document.id, picture_id=picture.id, number=1, findings=found
            )
            tx.settle_picture(picture, (page,), flaw="", now=document.received_at)
    return document.id


def accept_both(ports: Ports, person: Person) -> tuple[str, str]:
    """Put an accepted proof of each kind there, so that the account can be approved. Gives the documents' ids."""
    accepted = (replace(paper, state=DocumentState.ACCEPTED) for paper in (IDENTITY, RESIDENCE))
    one, other = (send_paper(ports, person, paper) for paper in accepted)
    return one, other


def keep_picture(ports: Ports, name: str, content: bytes) -> None:
    """Keep the picture of a page, sealed as the intake keeps it."""
    ports.objects.remove(name)
    draft = ports.objects.begin(name)
    draft.write(content)
    draft.keep()


@cache
def blank_sheet(width: int = 600, height: int = 848) -> bytes:
    """Make a JPEG of an empty sheet of paper."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), (244, 242, 236)).save(made, "JPEG", quality=60)
    return made.getvalue()


def _document(person: Person | None, paper: Paper, *, at: datetime, number: int) -> DocumentRecord:
    account = person.account if person else ""
    return DocumentRecord(
        id=f"doc_{number:016}",
        receipt=_receipt(number),
        way=paper.way,
        mail_id="" if paper.way is Way.PORTAL else f"mail_{number:016}",
        account=account,
        purpose=paper.purpose if person else None,
        state=paper.state if person else DocumentState.UNFILED,
        received_at=at,
        subject=paper.subject or (f"{account} {paper.purpose}" if person else "no subject"),
        why=paper.why,
        flaw=paper.flaw or ("" if person else "no_holder"),
    )


def _open_case(tx: Transaction, document: DocumentRecord) -> None:
    if document.purpose is None:
        raise LookupError(document.id)
    state, case = CASE_OF[document.state], tx.case_of(document.account, document.purpose)
    if case is not None:
        tx.move_case(case, state=state, repeats=case.repeats, now=document.received_at)
        return
    new = CaseRecord(
        id=f"case_{document.id.removeprefix('doc_')}",
        account=document.account,
        purpose=document.purpose,
        state=state,
        repeats=0,
        changed_at=document.received_at,
    )
    tx.add_case(new)


def _mail(document: DocumentRecord, sender: str) -> MailRecord:
    return MailRecord(
        id=document.mail_id,
        identity=f"identity of {document.mail_id}",
        way=document.way.value,
        sender=sender,
        recipients=("newaccounts@sekisho.example",),
        peer="192.0.2.7",
        size=1,
        digest="00",
        received_at=document.received_at,
    )


def _picture(document: DocumentRecord, number: int, paper: Paper) -> PictureRecord:
    return PictureRecord(
        id=f"{document.id}-{number}",
        document_id=document.id,
        number=number,
        source=document.mail_id or f"file_{document.id}",
        place=str(number),
        name=paper.file_name,
        size=2_345_678,
        print=paper.print or f"print of {document.id} {number}",
    )


def _found(paper: Paper, particulars: Particulars, on: date) -> Findings:
    verdict = Verdict.LEGIBLE if paper.fault is None else Verdict.POOR
    lines = tuple(_line(text, at) for at, text in enumerate(paper.lines))
    return Findings(
        measures=Measures(width=3024, height=4032),
        corners=None,
        lines=lines,
        judgement=Judgement(verdict=verdict, fault=paper.fault, findings=(), rules=1),
        reading=read_page(lines, purpose=paper.purpose, particulars=particulars, on=on),
    )


def _line(text: str, at: int) -> Line:
    top = 0.05 + 0.08 * at
    return Line(text=text, score=0.98, box=Box(0.08, top, min(0.95, 0.08 + 0.03 * len(text)), top + 0.04))


def _receipt(number: int) -> str:
    signs = "".join(MARKS[number // len(MARKS) ** at % len(MARKS)] for at in range(9))
    return "-".join((signs[:3], signs[3:6], signs[6:]))
