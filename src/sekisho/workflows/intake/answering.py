"""Answers to what was sent: to the address on file and nowhere else, in the holder's language, at most one a day for one case.

Anybody can write anybody's account number into a subject. So an answer holds nothing about the account, goes to nobody who is
not its holder, and none goes to what no person sent.
"""

from datetime import datetime, timedelta
from typing import Final

from sekisho.core.intake.cases import Repeat
from sekisho.core.intake.mailboxes import mailbox_of
from sekisho.workflows.intake.cases import still_wanted
from sekisho.workflows.intake_records import DocumentRecord
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, OutgoingMessage

ONE_IN: Final = timedelta(days=1)
UNCLEAR: Final = "unclear"


def tell_unclear(tx: Transaction, document: DocumentRecord, *, holder: HolderRecord, now: datetime) -> bool:
    """Say that a mail came and that a person has to find out whose it is, or what for; False: no answer goes out."""
    return _tell(tx, document, "document.unclear", {"flaw": document.flaw}, about=UNCLEAR, holder=holder, now=now)


def tell_received(ports: Ports, tx: Transaction, document: DocumentRecord, *, pictures: int, now: datetime) -> bool:
    """Say that it was read and that a person looks at it."""
    holder = _holder(tx, document)
    params = {**_understood(document, pictures=pictures), **_where(ports, document, holder), **_missing(tx, document)}
    return _tell(tx, document, "document.received", params, about=_about(document), holder=holder, now=now)


def tell_repeat(
    ports: Ports,
    tx: Transaction,
    document: DocumentRecord,
    repeat: Repeat,
    *,
    pictures: int,
    marked: str,
    now: datetime,
) -> bool:
    """Say what is wrong with it and which step of the guide to repeat; `marked` is the object of the marked picture, or ""."""
    holder = _holder(tx, document)
    params = {
        **_understood(document, pictures=pictures),
        "why": repeat.why.value,
        **({"picture": marked} if marked else {}),
        **_where(ports, document, holder),
        **_missing(tx, document),
    }
    return _tell(tx, document, "document.repeat", params, about=_about(document), holder=holder, now=now)


def _tell(
    tx: Transaction,
    document: DocumentRecord,
    message: str,
    params: dict[str, str],
    *,
    about: str,
    holder: HolderRecord,
    now: datetime,
) -> bool:
    if not document.may_be_answered or not tx.may_answer(holder.id, about, now=now, not_since=now - ONE_IN):
        return False
    told = {"reference": document.receipt, **params}
    tx.send(OutgoingMessage(holder_id=holder.id, message=message, at=now, params=told))
    return True


def _holder(tx: Transaction, document: DocumentRecord) -> HolderRecord:
    return tx.holder(tx.holders_of(document.account)[0])


def _about(document: DocumentRecord) -> str:
    return document.purpose.value if document.purpose else UNCLEAR


def _understood(document: DocumentRecord, *, pictures: int) -> dict[str, str]:
    return {"purpose": _about(document), "pictures": str(pictures)}


def _where(ports: Ports, document: DocumentRecord, holder: HolderRecord) -> dict[str, str]:
    """Tell the right address to whoever wrote to the other one (A045 to A047)."""
    right = mailbox_of(holder.residence)
    if not document.mail_id or document.came_to is right:
        return {}
    return {"mailbox": ports.mailboxes.address(right)}


def _missing(tx: Transaction, document: DocumentRecord) -> dict[str, str]:
    """Name what is still wanted beside this."""
    wanted = [purpose.value for purpose in still_wanted(tx, document.account) if purpose is not document.purpose]
    return {"missing": " ".join(wanted)} if wanted else {}
