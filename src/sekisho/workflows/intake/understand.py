"""What a mail is: whose document, what for, and which of its parts are pictures. Nothing is guessed and nothing is dropped.

A mail becomes one document, once. Where the subject says clearly whose it is and what it proves, its case hears of it; where it
does not, a person files it. A mail proves nothing about who wrote it.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sekisho.core.accounts import Credentials
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.intake.cases import DocumentState
from sekisho.core.intake.mail_parts import Carried, Part, PartsFlaw, read_mail
from sekisho.core.intake.mailboxes import mailbox_of
from sekisho.core.intake.subject_line import Purpose, Subject, SubjectFlaw, Unclear, read_subject
from sekisho.core.throttle import Throttled
from sekisho.workflows.claim import new_reference
from sekisho.workflows.counting import spend
from sekisho.workflows.intake.answering import tell_unclear
from sekisho.workflows.intake.cases import receive
from sekisho.workflows.intake.incoming_picture import print_of
from sekisho.workflows.intake_records import DocumentRecord, PictureRecord, Way
from sekisho.workflows.ports import Ports, Transaction, Vault
from sekisho.workflows.records import HolderRecord, TryKind
from sekisho.workflows.work.intake import MailRecord

UNKNOWN_HOLDER: Final = "unknown_holder"
"""The flaw of a subject that names an account or a user name which the house does not have."""

TOO_MANY_MAILS: Final = "too_many_mails"
"""The flaw of a mail for an account that got many today: a person says whether a machine is to look at it."""

MOST_PICTURES: Final = 20
SMALL: Final = 48 * 1024
"""Bytes up to which a picture that the mail's own text shows is taken for a signature's logo."""

_NO_DOCUMENTS: Final = frozenset(
    {
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Understood:
    """What the subject says. `holder` may be known although the rest is not: then it says whom to answer."""

    holder: HolderRecord | None
    purpose: Purpose | None
    flaw: str = ""
    column: int = 0


def understand(ports: Ports, mail_id: str) -> str:
    """Make a document of a mail, unless one was made; gives its id. May run again after it was cut off anywhere."""
    now = ports.clock.now()
    document_id = _document_id(mail_id)
    with ports.store.reading() as tx:
        mail = tx.mail(mail_id)
    if mail is None:
        raise LookupError(mail_id)
    carried = read_mail(b"".join(ports.objects.read(mail_id)))
    pictures = () if isinstance(carried, PartsFlaw) else _pictures(ports.vault, mail_id, document_id, carried)
    with ports.store.transaction() as tx:
        if tx.mark_read(mail_id, now=now):
            understood = _within_quota(ports, tx, mail, _understand(tx, carried, pictures), now=now)
            if understood.flaw == TOO_MANY_MAILS:
                pictures = tuple(replace(picture, judged_at=now) for picture in pictures)
            document = _document(ports, mail, carried, understood, document_id=document_id)
            tx.add_document(document, pictures if understood.flaw != PartsFlaw.TOO_MANY_PARTS else ())
            _follow_up(ports, tx, document, understood, now=now)
    return document_id


def set_mail_aside(ports: Ports, mail_id: str) -> None:
    """Put a mail that cannot even be taken apart before a person, unless a document was made of it."""
    now = ports.clock.now()
    document_id = _document_id(mail_id)
    with ports.store.transaction() as tx:
        mail = tx.mail(mail_id)
        if mail is None or not tx.mark_read(mail_id, now=now):
            return
        understood = _Understood(holder=None, purpose=None, flaw=PartsFlaw.TOO_DEEP)
        document = _document(ports, mail, PartsFlaw.TOO_DEEP, understood, document_id=document_id)
        tx.add_document(document, ())
        tx.record(_event(Happening.DOCUMENT_SET_ASIDE, document, holder="", now=now))


def _document_id(mail_id: str) -> str:
    return "doc_" + mail_id.removeprefix("mail_")


def _understand(tx: Transaction, carried: Carried | PartsFlaw, pictures: tuple[PictureRecord, ...]) -> _Understood:
    if isinstance(carried, PartsFlaw):
        return _Understood(holder=None, purpose=None, flaw=carried.value)
    said = read_subject(carried.subject)
    holder = _holder(tx, said)
    match said:
        case Unclear():
            known = None if isinstance(holder, SubjectFlaw) else holder
            return _Understood(holder=known, purpose=said.purpose, flaw=said.flaw.value, column=said.column)
        case Subject() if holder is None:
            return _Understood(holder=None, purpose=said.purpose, flaw=UNKNOWN_HOLDER)
        case Subject() if isinstance(holder, SubjectFlaw):
            return _Understood(holder=None, purpose=said.purpose, flaw=holder.value)
        case Subject() if len(pictures) > MOST_PICTURES:
            return _Understood(holder=holder, purpose=said.purpose, flaw=PartsFlaw.TOO_MANY_PARTS.value)
        case Subject():
            return _Understood(holder=holder, purpose=said.purpose)


def _within_quota(
    ports: Ports, tx: Transaction, mail: MailRecord, understood: _Understood, *, now: datetime
) -> _Understood:
    """Count a mail for its account. What others send there uses up nothing of what comes from the address on file."""
    holder = understood.holder
    if understood.flaw or holder is None:
        return understood
    is_own = bool(holder.email) and mail.sender.casefold() == holder.email.casefold()
    whose = f"{holder.account_number} {'own' if is_own else 'other'}"
    verdict = spend(tx, whose, TryKind.MAILS_ACCOUNT, rule=ports.quotas.account_mails, cost=1, now=now)
    return replace(understood, flaw=TOO_MANY_MAILS) if isinstance(verdict, Throttled) else understood


def _holder(tx: Transaction, said: Subject | Unclear) -> HolderRecord | SubjectFlaw | None:
    """Find whom the subject names; a paper account's user name names nobody's documents."""
    if said.account is not None:
        ids = tx.holders_of(said.account)
        holder = tx.holder(ids[0]) if ids else None
    else:
        holder = tx.holder_named(said.username) if said.username is not None else None
    if holder is None or holder.credentials is Credentials.STAFF:
        return None
    return SubjectFlaw.PAPER_ACCOUNT if holder.credentials is Credentials.PAPER else holder


def _document(
    ports: Ports, mail: MailRecord, carried: Carried | PartsFlaw, understood: _Understood, *, document_id: str
) -> DocumentRecord:
    came_to = ports.mailboxes.named(mail.recipients)
    found = DocumentRecord(
        id=document_id,
        receipt=new_reference(ports.dice),
        way=Way(mail.way),
        mail_id=mail.id,
        account="",
        purpose=None,
        state=DocumentState.UNFILED,
        received_at=mail.received_at,
        mailbox=mailbox_of(understood.holder.residence) if understood.holder else came_to,
        came_to=came_to,
        subject="" if isinstance(carried, PartsFlaw) else carried.subject,
        may_be_answered=bool(mail.sender) and not isinstance(carried, PartsFlaw) and not carried.is_automatic,
        flaw=understood.flaw,
        column=understood.column,
    )
    if understood.flaw or understood.holder is None:
        return found
    number = understood.holder.account_number
    return replace(found, account=number, purpose=understood.purpose, state=DocumentState.RECEIVED)


def _follow_up(
    ports: Ports, tx: Transaction, document: DocumentRecord, understood: _Understood, *, now: datetime
) -> None:
    holder = understood.holder
    if document.state is DocumentState.RECEIVED:
        receive(ports, tx, document, now=now)
        happening = Happening.DOCUMENT_RECEIVED
    else:
        happening = Happening.DOCUMENT_UNCLEAR
        if holder is not None and document.flaw != TOO_MANY_MAILS:
            tell_unclear(tx, document, holder=holder, now=now)
    tx.record(_event(happening, document, holder=holder.id if holder else "", now=now))


def _event(happening: Happening, document: DocumentRecord, *, holder: str, now: datetime) -> Event:
    return Event(
        happening=happening,
        at=now,
        actor=Actor(kind="system"),
        holder=holder,
        account=document.account,
        reference=document.receipt,
        detail={
            "document": document.id,
            "way": document.way.value,
            "purpose": document.purpose.value if document.purpose else "",
            "flaw": document.flaw,
        },
    )


def _pictures(vault: Vault, mail_id: str, document_id: str, carried: Carried) -> tuple[PictureRecord, ...]:
    found = [part for part in carried.parts if part.declared not in _NO_DOCUMENTS and not _is_logo(part)]
    return tuple(
        PictureRecord(
            id=f"{document_id}-{number}",
            document_id=document_id,
            number=number,
            source=mail_id,
            place=part.place,
            name=part.name,
            size=len(part.content),
            print=print_of(vault, hashlib.sha256(part.content).digest()),
        )
        for number, part in enumerate(found, start=1)
    )


def _is_logo(part: Part) -> bool:
    return part.is_named_by_html and len(part.content) <= SMALL
