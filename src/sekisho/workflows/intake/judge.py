"""One picture looked at by the machine: opened behind the fence, measured, read, and made anew for people's eyes.

What nobody may see is black before the picture is kept. May run again after it was cut off anywhere: what is kept under a page's
name without a row is written over, and the row is written once.
"""

from datetime import datetime
from typing import Final

from sekisho.core.intake.judging import judge
from sekisho.core.intake.mail_parts import PartsFlaw, read_mail
from sekisho.core.intake.pictures import Box, Line, Page, PictureFlaw
from sekisho.core.intake.reader import read_page
from sekisho.core.intake.reading import Particulars
from sekisho.core.intake.subject_line import Purpose
from sekisho.workflows.intake_records import DocumentRecord, Findings, PageRecord, PictureRecord
from sekisho.workflows.objects import keep_object
from sekisho.workflows.ports import Ports

NOBODY: Final = Particulars()


def judge_picture(ports: Ports, picture_id: str) -> str:
    """Look at one picture, unless that is done; gives its flaw, or ""."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        picture = tx.picture(picture_id)
        document = tx.document(picture.document_id) if picture else None
        if picture is None or document is None or picture.judged_at is not None:
            return ""
        holders = tx.holders_of(document.account) if document.account else []
        particulars = tx.particulars(holders[0]) if holders else NOBODY
    seen = ports.imaging.examine(_content(ports, picture))
    flaw, pages = (seen.value, ()) if isinstance(seen, PictureFlaw) else ("", seen)
    kept = [
        _keep(ports, document, picture, page, particulars=particulars, number=number, now=now)
        for number, page in enumerate(pages, start=1)
    ]
    with ports.store.transaction() as tx:
        tx.settle_picture(picture, kept, flaw=flaw, now=now)
    return flaw


def _content(ports: Ports, picture: PictureRecord) -> bytes:
    whole = b"".join(ports.objects.read(picture.source))
    if not picture.place:
        return whole
    carried = read_mail(whole)
    parts = () if isinstance(carried, PartsFlaw) else carried.parts
    return next(part.content for part in parts if part.place == picture.place)


def _keep(
    ports: Ports,
    document: DocumentRecord,
    picture: PictureRecord,
    page: Page,
    *,
    particulars: Particulars,
    number: int,
    now: datetime,
) -> PageRecord:
    """Keep a page's picture under the page's name, and give what was found on it."""
    reading = read_page(
        page.lines, purpose=document.purpose or Purpose.IDENTITY, particulars=particulars, on=now.date()
    )
    page_id = f"{picture.id}-{number}"
    keep_object(
        ports.objects, page_id, ports.imaging.hide(page.picture, reading.hidden) if reading.hidden else page.picture
    )
    findings = Findings(
        measures=page.measures,
        corners=page.corners,
        lines=tuple(line for line in page.lines if not any(_covers(box, line) for box in reading.hidden)),
        judgement=judge(page.measures, is_enough=reading.is_enough),
        reading=reading,
    )
    return PageRecord(id=page_id, document_id=document.id, picture_id=picture.id, number=number, findings=findings)


def _covers(box: Box, line: Line) -> bool:
    return (
        box.left < line.box.right
        and line.box.left < box.right
        and box.top < line.box.bottom
        and line.box.top < box.bottom
    )
