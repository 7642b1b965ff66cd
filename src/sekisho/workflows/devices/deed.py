"""What every deed upon an own device has in common: whose it is, what it leaves behind, how a core's "no" is told.

A device of somebody else does not exist here: its id is answered like any that was never drawn (REC-03).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.core.stops import OwnDeed
from sekisho.core.transitions import Hindrance, NotAllowed
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.changing import write_changes
from sekisho.workflows.claim import new_reference
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, OutgoingMessage
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.renewing import renew
from sekisho.workflows.sharers import tell_sharers
from sekisho.workflows.stop_links import draw_stop

TOLD_AS: Final = {Hindrance.NOT_HELD: Reason.NOT_FOUND}
"""How a hindrance is told; every other one is `conflict`: things are not as the page showed them."""

NO_ANSWER: Final = "no answer"
"""What a session rested on that was opened without any answer."""

Detail = dict[str, str | int | bool | None]
Change = Callable[[Account], Account | NotAllowed]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """What a deed leaves: its event, and the message that tells the holder on every address on file."""

    happening: Happening
    door: Door
    now: datetime
    actor: Actor
    device: PermanentDevice | None = None
    detail: Detail = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)  # of the message, beside kind, browser, address and reference
    is_told: bool = True
    reference: str = ""  # where it was drawn before, because a row names it; "": drawn now
    stopped_as: OwnDeed | None = None  # the message brings a link that stops it
    touched: dict[str, str] = field(default_factory=dict)  # by such a link
    also: tuple[str, ...] = ()  # accounts that are told although they do not use the device, or no longer


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """How a session goes on after a deed: what the trail keeps of it, and its new token if it has one."""

    detail: Detail = field(default_factory=dict)
    access_token: Secret | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Who asks for which deed upon what, through which door."""

    deed: HolderDeed
    device_id: str
    door: Door
    happening: Happening
    detail: Detail = field(default_factory=dict)


def refuse(
    ports: Ports, visitor: Visitor, *, reason: Reason, deed: HolderDeed, manner: Manner | None = None
) -> RefusalView:
    """Record the refusal of a deed and give what is told."""
    return refuse_access(ports, visitor, reason=reason, deed=deed.value, manner=manner)


def own_device(account: Account, device_id: str) -> PermanentDevice | None:
    """Find a permanent device of this account."""
    found = account.find(AuthenticatorId(device_id))
    return found if isinstance(found, PermanentDevice) else None


def reason_of(not_allowed: NotAllowed) -> Reason:
    """Tell a core's "no" by a reason of the contract."""
    return TOLD_AS.get(not_allowed.because, Reason.CONFLICT)


def carry_out(
    ports: Ports,
    visitor: Visitor,
    asked: Asked,
    *,
    change: Change,
    beside: Callable[[Transaction, PermanentDevice], None] | None = None,
) -> DeviceDone | RefusalView:
    """Carry out a deed that asks no proof of its own: change, whatever goes `beside` it, event and messages, or nothing."""
    outcome: DeviceDone | Reason = Reason.CONFLICT
    if not may(asked.deed, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=asked.deed)
    with suppress(LostRaceError), ports.store.transaction() as tx:
        outcome = _change(ports, tx, visitor, asked, change=change, beside=beside)
    return refuse(ports, visitor, reason=outcome, deed=asked.deed) if isinstance(outcome, Reason) else outcome


def leave(ports: Ports, tx: Transaction, holder: HolderRecord, trace: Trace) -> DeviceDone:
    """Tell the holder on every address, whoever shares the device, and the trail; last in the transaction."""
    reference = trace.reference or new_reference(ports.dice)
    device = trace.device
    params = {"kind": device.kind.value} if device else {}
    params |= {"browser": trace.door.browser, "address": trace.door.address, "reference": reference}
    params |= trace.params
    others: tuple[Event, ...] = ()
    if trace.is_told:
        stop = None
        if trace.stopped_as is not None:
            stop = draw_stop(ports, tx, holder, trace.stopped_as, subject=trace.touched, now=trace.now)
        message = OutgoingMessage(holder_id=holder.id, message=f"own.{trace.happening}", at=trace.now, params=params)
        tx.announce(message, stop=stop)
        others = _tell_sharers(tx, message, trace, device) if device else ()
    named: Detail = {"device": device.id, "kind": device.kind.value, "state": device.state.value} if device else {}
    tx.record(
        Event(
            happening=trace.happening,
            at=trace.now,
            actor=trace.actor,
            holder=holder.id,
            account=holder.account_number,
            reference=reference,
            detail={"channel": trace.door.channel, "address": trace.door.address, **named, **trace.detail},
        )
    )
    for event in others:
        tx.record(event)
    return DeviceDone(happening=trace.happening, at=trace.now, reference=reference, device=device)


def _tell_sharers(
    tx: Transaction, message: OutgoingMessage, trace: Trace, device: PermanentDevice
) -> tuple[Event, ...]:
    return tell_sharers(tx, message, device=device.id, happening=trace.happening, actor=trace.actor, also=trace.also)


def keep_session(
    ports: Ports, tx: Transaction, visitor: Visitor, *, before: Account, after: Account, device_id: AuthenticatorId
) -> Kept:
    """Let a session whose own proof has just changed go on with the device that answered, under a new token."""
    session = tx.session(visitor.session_id)
    if session is None:
        raise LostRaceError
    answered = session.answered
    if answered is not None and before.find(answered) == after.find(answered):
        return Kept()
    token = renew(ports, tx, session, answered=device_id)
    if answered == device_id:  # the session was opened with it while it was suspended
        return Kept(access_token=token)
    detail: Detail = {"instead_of": answered or NO_ANSWER, "opened_under": session.reference}
    return Kept(detail=detail, access_token=token)


def _change(
    ports: Ports,
    tx: Transaction,
    visitor: Visitor,
    asked: Asked,
    *,
    change: Change,
    beside: Callable[[Transaction, PermanentDevice], None] | None,
) -> DeviceDone | Reason:
    now = ports.clock.now()
    tx.verify_time(now)
    holder = tx.holder(visitor.holder_id)
    before = tx.account(holder.account_number)
    if own_device(before, asked.device_id) is None:
        return Reason.NOT_FOUND
    after = change(before)
    if isinstance(after, NotAllowed):
        return reason_of(after)
    if not write_changes(tx, before, after):
        raise LostRaceError
    device = own_device(after, asked.device_id)
    if device is not None and beside is not None:
        beside(tx, device)
    actor = Actor(kind="holder", id=holder.id)
    trace = Trace(happening=asked.happening, door=asked.door, now=now, actor=actor, device=device, detail=asked.detail)
    return leave(ports, tx, holder, trace)
