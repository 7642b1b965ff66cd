"""What follows for a document once all its pictures are judged: a person looks at it, or its holder is asked for another picture.

The machine refuses nothing. Whoever comes second, after a kill or on another node, finds the document settled and does nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.core.events import Actor, Event, Happening
from sekisho.core.intake.cases import (
    CaseEvent,
    DocumentState,
    HandOn,
    Repeat,
    Seen,
    Unread,
    follows,
)
from sekisho.core.intake.marking import spots
from sekisho.core.intake.pictures import PictureFlaw
from sekisho.core.intake.reader import read_document
from sekisho.workflows.intake.answering import tell_received, tell_repeat
from sekisho.workflows.intake.cases import OvertakenError, move
from sekisho.workflows.intake_records import MARKED, CaseRecord, DocumentRecord, PageRecord, PictureRecord
from sekisho.workflows.objects import keep_object
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.work.documents import Settled


@dataclass(frozen=True, kw_only=True, slots=True)
class _Looked:
    """A document with everything that was found on it."""

    document: DocumentRecord
    case: CaseRecord
    pictures: tuple[PictureRecord, ...]
    pages: tuple[PageRecord, ...]
    seen: tuple[Seen, ...]
    is_enough: bool

    @property
    def follows(self) -> Repeat | HandOn:
        """Tell what follows, as its case stands."""
        return follows(self.seen, is_enough=self.is_enough, state=self.case.state, repeats=self.case.repeats)


def conclude(ports: Ports, document_id: str) -> str:
    """Conclude one; gives what became of it. Nothing happens where it is concluded, or a picture is not judged yet."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        looked = _look(tx, document_id, now=now)
    if looked is None:
        return ""
    marked = _mark(ports, looked)
    with ports.store.transaction() as tx:
        looked = _as_it_stands(tx, looked)
        if looked is None:
            return ""
        if isinstance(looked.follows, Repeat):
            _repeat(ports, tx, looked, looked.follows, marked=marked, now=now)
            return DocumentState.REPEATED.value
        _hand_on(ports, tx, looked, now=now)
        return DocumentState.WAITING.value


def set_aside(ports: Ports, document_id: str) -> bool:
    """Put a document that the machine cannot end with before a person; False: it is settled."""
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        document = tx.document(document_id)
        if document is None or document.state not in {DocumentState.RECEIVED, DocumentState.UNFILED}:
            return False
        for picture in tx.pictures_of(document_id):
            tx.settle_picture(picture, (), flaw=PictureFlaw.TOO_HEAVY, now=now)
        if document.state is DocumentState.RECEIVED and document.purpose is not None:
            case = tx.case_of(document.account, document.purpose)
            settled = Settled(state=DocumentState.WAITING, at=now, why=Unread.SET_ASIDE)
            if case is None or not tx.settle_document(document, settled):
                raise OvertakenError
            move(tx, case, CaseEvent.HAND_ON, now=now)
            tell_received(ports, tx, document, pictures=len(tx.pictures_of(document_id)), now=now)
        tx.record(_event(tx, Happening.DOCUMENT_SET_ASIDE, document, why=Unread.SET_ASIDE, now=now))
    return True


def _look(tx: Transaction, document_id: str, *, now: datetime) -> _Looked | None:
    document = tx.document(document_id)
    if document is None or document.state is not DocumentState.RECEIVED or document.purpose is None:
        return None
    case, pictures = tx.case_of(document.account, document.purpose), tuple(tx.pictures_of(document_id))
    if case is None or any(picture.judged_at is None for picture in pictures):
        return None
    pages = tuple(tx.pages_of(document_id))
    particulars = tx.particulars(tx.holders_of(document.account)[0])
    lines = [page.findings.lines for page in pages]
    reading = read_document(lines, purpose=document.purpose, particulars=particulars, on=now.date())
    seen = tuple(
        Seen(
            flaw=PictureFlaw(picture.flaw) if picture.flaw else None,
            judgements=tuple(page.findings.judgement for page in pages if page.picture_id == picture.id),
        )
        for picture in pictures
    )
    return _Looked(
        document=document, case=case, pictures=pictures, pages=pages, seen=seen, is_enough=reading.whole.is_enough
    )


def _as_it_stands(tx: Transaction, looked: _Looked) -> _Looked | None:
    """Give the same beside the case of this moment; None: it is concluded. Reading takes too long to be done while writing."""
    document, case = tx.document(looked.document.id), tx.case_of(looked.case.account, looked.case.purpose)
    return None if document != looked.document or case is None else replace(looked, case=case)


def _mark(ports: Ports, looked: _Looked) -> str:
    """Keep a small picture with a frame around what is meant; "" where no page is meant."""
    page = _meant(looked)
    if not isinstance(page, PageRecord):
        return ""
    name = page.id + MARKED
    found, picture = page.findings, b"".join(ports.objects.read(page.id))
    boxes = spots(found.judgement.fault, lines=found.lines, corners=found.corners)
    keep_object(ports.objects, name, ports.imaging.mark(picture, boxes))
    return name


def _meant(looked: _Looked) -> PageRecord | PictureRecord | None:
    """Give the page that another picture is asked for instead of, or the picture where nothing of it could be opened."""
    if not isinstance(looked.follows, Repeat) or looked.follows.picture is None:
        return None
    picture = looked.pictures[looked.follows.picture]
    pages = [page for page in looked.pages if page.picture_id == picture.id]
    return pages[looked.follows.page] if pages else picture


def _repeat(ports: Ports, tx: Transaction, looked: _Looked, repeat: Repeat, *, marked: str, now: datetime) -> None:
    document, meant = looked.document, _meant(looked)
    settled = Settled(state=DocumentState.REPEATED, at=now, why=repeat.why, meant=meant.id if meant else "")
    _settle(tx, looked, settled, CaseEvent.REPEAT)
    tell_repeat(ports, tx, document, repeat, pictures=len(looked.pictures), marked=marked, now=now)
    tx.record(_event(tx, Happening.DOCUMENT_REPEATED, document, why=repeat.why, now=now))


def _hand_on(ports: Ports, tx: Transaction, looked: _Looked, *, now: datetime) -> None:
    document = looked.document
    why = "" if not isinstance(looked.follows, HandOn) or looked.follows.why is None else looked.follows.why.value
    _settle(tx, looked, Settled(state=DocumentState.WAITING, at=now, why=why), CaseEvent.HAND_ON)
    tell_received(ports, tx, document, pictures=len(looked.pictures), now=now)
    tx.record(_event(tx, Happening.DOCUMENT_JUDGED, document, why=why, now=now))


def _settle(tx: Transaction, looked: _Looked, settled: Settled, event: CaseEvent) -> None:
    if not tx.settle_document(looked.document, settled):
        raise OvertakenError
    move(tx, looked.case, event, now=settled.at)


def _event(tx: Transaction, happening: Happening, document: DocumentRecord, *, why: str, now: datetime) -> Event:
    holders = tx.holders_of(document.account) if document.account else []
    return Event(
        happening=happening,
        at=now,
        actor=Actor(kind="system"),
        holder=holders[0] if holders else "",
        account=document.account,
        detail={
            "document": document.id,
            "receipt": document.receipt,
            "purpose": document.purpose.value if document.purpose else "",
            "why": why,
        },
    )
