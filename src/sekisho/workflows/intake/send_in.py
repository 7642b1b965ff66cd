"""Sending documents from inside a session: one to ten files for one purpose become one document, at once or not at all.

A holder who is logged in says whose the document is and what for, so nothing is guessed and nothing waits to be filed. What is
plainly wrong is said at once; whether a picture can be read is for the pipeline, as with whatever comes by mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hmac import compare_digest
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.errors import StorageUnavailableError
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.intake.cases import DocumentState
from sekisho.core.intake.mailboxes import mailbox_of
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.reasons import Reason
from sekisho.core.throttle import Throttled
from sekisho.workflows.claim import new_reference
from sekisho.workflows.counting import RACES, reserve_try
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.intake.cases import OvertakenError, receive
from sekisho.workflows.intake.incoming_picture import SentFile
from sekisho.workflows.intake_records import DocumentRecord, PictureRecord, Way
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, TryKind
from sekisho.workflows.refuse_access import refuse_access

MOST_FILES: Final = 10
ALTERED: Final = "altered"  # not the file that its SHA-256 is of
NO_FILES: Final = "no_files"
TOO_MANY_FILES: Final = "too_many_files"
DEED: Final = HolderDeed.SEND_DOCUMENT


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """What is sent, and through which door.

    `digests`: what SHA-256 the files should have, in their order (B131), or none of them.
    """

    purpose: Purpose
    files: Sequence[SentFile]
    door: Door
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SentIn:
    """The document is there. `known` are files that were left out because the same one is there already."""

    document: DocumentRecord
    pictures: tuple[PictureRecord, ...]
    files: tuple[SentFile, ...]
    known: tuple[SentFile, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Every file was sent before, for the same purpose; `document` is the newest that holds one of them."""

    document: DocumentRecord
    pictures: tuple[PictureRecord, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfit:
    """Nothing was taken. `flaws`: each unfit file, with a `PictureFlaw` or `ALTERED`; `flaw`: of all together, or ""."""

    refusal: RefusalView
    flaws: tuple[tuple[SentFile, str], ...] = ()
    flaw: str = ""


@dataclass(slots=True)
class _Sorted:
    """The files of one sending: what is new, and what is there already, by the document that has it."""

    new: list[SentFile] = field(default_factory=list)
    known: list[tuple[SentFile, DocumentRecord | None]] = field(default_factory=list)


class _NothingNewError(Exception):
    """Leaving by it undoes what was written before that was known."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known


def send_in(ports: Ports, visitor: Visitor, sending: Sending) -> SentIn | Known | Unfit | RefusalView:
    """Take the files, durably, or leave nothing that counts. Raises `StorageFullError` / `StorageUnavailableError`."""
    try:
        view = _refused(ports, visitor) or _unfit(ports, visitor, sending)
        return view if view is not None else _take(ports, visitor, sending)
    finally:
        for file in sending.files:
            file.draft.drop()


def _refused(ports: Ports, visitor: Visitor) -> RefusalView | None:
    """Count this sending, unless it is not let in: committed before anything of it is looked at."""
    if not may(DEED, visitor.scopes):
        return refuse_access(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=DEED)
    with ports.store.transaction() as tx:
        verdict = reserve_try(tx, visitor.holder_id, TryKind.DOCUMENTS, now=ports.clock.now())
    if not isinstance(verdict, Throttled):
        return None
    return replace(refuse_access(ports, visitor, reason=Reason.THROTTLED, deed=DEED), retry_at=verdict.until)


def _unfit(ports: Ports, visitor: Visitor, sending: Sending) -> Unfit | None:
    count, digests = len(sending.files), sending.digests or tuple(file.digest for file in sending.files)
    flaws = tuple(
        (file, file.flaw.value if file.flaw else ALTERED)
        for file, digest in zip(sending.files, digests, strict=False)
        if file.flaw is not None or not compare_digest(file.digest, digest)
    )
    flaw = NO_FILES if count == 0 else TOO_MANY_FILES if count > MOST_FILES else ""
    flaw = flaw or (ALTERED if len(digests) != count else "")
    if not flaw and not flaws:
        return None
    refusal = refuse_access(ports, visitor, reason=Reason.CONFLICT, deed=DEED)
    return Unfit(refusal=refusal, flaws=flaws, flaw=flaw)


def _take(ports: Ports, visitor: Visitor, sending: Sending) -> SentIn | Known:
    """Make the files durable, then the rows.

    Files that an accident leaves without a row are tidied up later: not here, where nobody may know whether the rows are there.
    """
    for file in sending.files:
        file.draft.keep()
    for _ in range(RACES):
        try:
            with ports.store.transaction() as tx:
                sent = _write(ports, tx, visitor, sending)
        except OvertakenError:  # the case moved on meanwhile
            continue
        except _NothingNewError as nothing:
            _forget(ports, sending.files)
            return nothing.known
        _forget(ports, sent.known)
        return sent
    message = "a case could not be written"
    raise StorageUnavailableError(message)


def _write(ports: Ports, tx: Transaction, visitor: Visitor, sending: Sending) -> SentIn:
    """Write everything. The case comes first: whoever sends the same at the same time waits for its row."""
    now, holder = ports.clock.now(), tx.holder(visitor.holder_id)
    document = _document(ports, holder, sending, now=now)
    receive(ports, tx, document, now=now)
    found = _sort(tx, document, sending.files)
    if not found.new:
        before = next(record for _, record in found.known if record is not None)
        raise _NothingNewError(Known(document=before, pictures=tuple(tx.pictures_of(before.id))))
    pictures = _pictures(document, found.new)
    tx.add_document(document, pictures)
    tx.record(_event(document, visitor, sending, pictures=len(pictures)))
    known = tuple(file for file, _ in found.known)
    return SentIn(document=document, pictures=pictures, files=tuple(found.new), known=known)


def _sort(tx: Transaction, document: DocumentRecord, files: Sequence[SentFile]) -> _Sorted:
    found = _Sorted()
    for file in files:
        before = tx.sent_before(document.account, document.purpose or Purpose.IDENTITY, file.print)
        if before is not None:
            found.known.append((file, before))
        elif any(file.print == other.print for other in found.new):
            found.known.append((file, None))  # chosen twice
        else:
            found.new.append(file)
    return found


def _document(ports: Ports, holder: HolderRecord, sending: Sending, *, now: datetime) -> DocumentRecord:
    mailbox = mailbox_of(holder.residence)
    return DocumentRecord(
        id=draw_id(ports.dice, prefix="doc_"),
        receipt=new_reference(ports.dice),
        way=Way.PORTAL,
        mail_id="",
        account=holder.account_number,
        purpose=sending.purpose,
        state=DocumentState.RECEIVED,
        received_at=now,
        mailbox=mailbox,
        came_to=mailbox,
    )


def _pictures(document: DocumentRecord, files: Sequence[SentFile]) -> tuple[PictureRecord, ...]:
    return tuple(
        PictureRecord(
            id=f"{document.id}-{number}",
            document_id=document.id,
            number=number,
            source=file.source,
            place="",
            name=file.name,
            size=file.size,
            print=file.print,
        )
        for number, file in enumerate(files, start=1)
    )


def _event(document: DocumentRecord, visitor: Visitor, sending: Sending, *, pictures: int) -> Event:
    door = sending.door
    return Event(
        happening=Happening.DOCUMENT_RECEIVED,
        at=document.received_at,
        actor=Actor(kind="holder", id=visitor.holder_id),
        holder=visitor.holder_id,
        account=document.account,
        reference=document.receipt,
        surface=visitor.surface.value,
        detail={
            "document": document.id,
            "way": document.way.value,
            "purpose": sending.purpose.value,
            "pictures": pictures,
            "channel": door.channel,
            "address": door.address,
            "browser": door.browser,
        },
    )


def _forget(ports: Ports, kept: Sequence[SentFile]) -> None:
    """Remove what no row names; what cannot be removed now is tidied up later."""
    for file in kept:
        try:
            ports.objects.remove(file.source)
        except StorageUnavailableError:
            return
