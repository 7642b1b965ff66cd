"""What is filled in before a proof is asked: kept for the session, the PIN sealed, until it is confirmed or half an hour is over.

A proof is bound to the draft it was asked for; filling in the form anew makes a new draft, and the old proof is none for it.
"""

from datetime import datetime, timedelta
from typing import Final

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.soft_pin import PinAccepted, PinRejected, read_new_pin
from sekisho.core.secret import Secret
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.work.devices import Draft, draft_place

PREFIX: Final = "draft_"
VALID_FOR: Final = timedelta(minutes=30)


def judge_pin(holder: HolderRecord, *, pin: Secret, again: Secret) -> PinAccepted | PinRejected:
    """Judge a PIN typed twice by what is on file about its holder."""
    return read_new_pin(pin, again=again, on_file=(holder.phone, holder.address, holder.account_number))


def keep_draft(
    ports: Ports,
    tx: Transaction,
    visitor: Visitor,
    *,
    deed: HolderDeed,
    pin: Secret,
    device_id: str = "",
    deposit_account: str = "",
    address: str = "",
) -> Draft:
    """Keep what was filled in."""
    id_ = ports.dice.token(prefix=PREFIX).reveal_text()
    draft = Draft(
        id=id_,
        session=visitor.session_id,
        deed=deed.value,
        sealed_pin=ports.vault.seal(pin, place=draft_place(id_)),
        at=ports.clock.now(),
        device_id=device_id,
        deposit_account=deposit_account,
        address=address,
    )
    tx.keep_draft(draft)
    return draft


def draft_of(tx: Transaction, visitor: Visitor, deed: HolderDeed, *, now: datetime) -> Draft | None:
    """Give what this session has filled in, if it is not too old."""
    draft = tx.draft(visitor.session_id, deed.value)
    return draft if draft is not None and now < draft.at + VALID_FOR else None


def open_pin(ports: Ports, draft: Draft) -> Secret:
    """Open the drafted PIN."""
    return ports.vault.open(draft.sealed_pin, place=draft_place(draft.id))
