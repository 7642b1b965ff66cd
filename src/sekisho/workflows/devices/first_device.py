"""A very first device: nothing can answer for it, so the password and a code sent to the address on file stand for a proof.

Which device it is, a phone or a passkey, says what is sent and how it is counted; what the right code leads to is the caller's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.desk.masking import mask
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.devices.deed import Trace, leave, refuse
from sekisho.workflows.devices.mailed_code import CodeSent, count_code, send_code
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ProofAsked, RefusalView, Visitor
from sekisho.workflows.phones.outcomes import CodeAsked
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.prove_password import PasswordProved
from sekisho.workflows.reauthenticate import Retyped, reauthenticate
from sekisho.workflows.records import HolderRecord

FIRST: Final = HolderDeed.BIND_FIRST_DEVICE

Invite = Callable[[Transaction, HolderRecord], None]
"""What the right code leads to, in the transaction that spends it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstDevice:
    """What the first device is."""

    name: str  # as its codes are counted
    kind: AuthenticatorKind
    message: str
    sent: Happening
    invited: Happening

    def subject(self, holder: HolderRecord) -> str:
        """Give what the code is for."""
        return f"first {self.name} of {holder.id}"


def send_first_code(
    ports: Ports, visitor: Visitor, first: FirstDevice, *, retyped: Retyped | None, door: Door
) -> ProofAsked | CodeAsked:
    """Send the code once the password is proved again."""
    if not may(FIRST, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=FIRST)
    proved = reauthenticate(ports, visitor, retyped, deed=FIRST, door=door)
    if not isinstance(proved, PasswordProved):
        return proved
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        holder = tx.holder(visitor.holder_id)
        sent = CodeSent(
            subject=first.subject(holder),
            to=holder.email,
            message=first.message,
            happening=first.sent,
            kind=first.kind,
        )
        send_code(ports, tx, holder, sent, door=door, now=now)
    return CodeAsked(sent_to=mask(holder.email))


def take_first_code(
    ports: Ports, visitor: Visitor, first: FirstDevice, *, is_first: bool, code: str, door: Door, invite: Invite
) -> RefusalView | None:
    """Take the code that was sent and invite; None: it is done."""
    if not may(FIRST, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=FIRST)
    if not is_first:
        return refuse(ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed=FIRST)
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
    counted = count_code(ports, first.subject(holder), code)
    if isinstance(counted, Reason):
        return refuse(ports, visitor, reason=counted, deed=FIRST)
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        is_mine = tx.spend_mailed_code(first.subject(holder), code_print=counted.code_print)
        if is_mine:
            invite(tx, holder)
            trace = Trace(
                happening=first.invited,
                door=door,
                now=now,
                actor=Actor(kind="holder", id=holder.id),
                detail={"proved_with": "mailed code"},
                is_told=False,
            )
            leave(ports, tx, holder, trace)
    return None if is_mine else refuse(ports, visitor, reason=Reason.RESPONSE_USED, deed=FIRST)
