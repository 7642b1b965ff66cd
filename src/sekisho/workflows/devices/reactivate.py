"""A suspended device is back: it answers for itself, and passcode and card end (A094, A095, D15).

Where nothing but this device opened the session, its answer at the login was given for this deed and nothing else; it counts for
five minutes. Everywhere else user name, password and the device are asked again.
"""

from contextlib import suppress
from dataclasses import replace

from sekisho.core.access.decisions import Scope
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import reactivate_device
from sekisho.core.authenticators.kinds import AuthenticatorId, DeviceState
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.accounts import own_account
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Trace, keep_session, leave, own_device, reason_of, refuse
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceBegun, DeviceDone
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude, written
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.step import Step

DEED = HolderDeed.REACTIVATE_DEVICE


def begin_reactivation(
    ports: Ports, visitor: Visitor, *, device_id: str, retyped: Retyped | None, door: Door
) -> DeviceBegun:
    """Re-activate at once where the device has just answered for it, or ask it."""
    if not may(DEED, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=DEED)
    device = own_device(own_account(ports, visitor), device_id)
    if device is None or device.state is not DeviceState.SUSPENDED:
        return refuse(ports, visitor, reason=Reason.CONFLICT if device else Reason.NOT_FOUND, deed=DEED)
    if has_just_answered(ports, visitor, device_id):
        return _at_once(ports, visitor, device.id, door=door)
    return ask(ports, visitor, task_of(device_id), retyped=retyped, door=door)


def finish_reactivation(ports: Ports, visitor: Visitor, *, device_id: str, answered: Answered) -> DeviceAnswer:
    """Take the device's response and re-activate it."""

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        effected = written(step, reactivate_device(account, by, now=step.claim.now), device=by)
        if isinstance(effected, Reason):
            return effected
        kept = keep_session(step.ports, step.tx, visitor, before=account, after=effected.after, device_id=by)
        return replace(effected, kept=kept)

    return conclude(ports, visitor, task_of(device_id), answered=answered, effect=effect)


def task_of(device_id: str) -> Task:
    """Give the deed upon this device."""
    return Task(deed=DEED, subject=device_id, happening=Happening.DEVICE_REACTIVATED)


def has_just_answered(ports: Ports, visitor: Visitor, device_id: str) -> bool:
    """Tell whether the device answered at the login of a moment ago, for this and nothing else: nothing is asked twice."""
    with ports.store.reading() as tx:
        session = tx.session(visitor.session_id)
    if session is None or Scope.PORTAL_FULL in visitor.scopes:
        return False
    return session.answered == device_id and ports.clock.now() < session.created_at + ports.spans.challenge


def _at_once(ports: Ports, visitor: Visitor, device_id: AuthenticatorId, *, door: Door) -> DeviceAnswer:
    outcome: DeviceDone | Reason = Reason.CONFLICT
    with suppress(LostRaceError), ports.store.transaction() as tx:
        outcome = _reactivate(ports, tx, visitor, device_id, door=door)
    return refuse(ports, visitor, reason=outcome, deed=DEED) if isinstance(outcome, Reason) else outcome


def _reactivate(
    ports: Ports, tx: Transaction, visitor: Visitor, device_id: AuthenticatorId, *, door: Door
) -> DeviceDone | Reason:
    now = ports.clock.now()
    tx.verify_time(now)
    holder = tx.holder(visitor.holder_id)
    before = tx.account(holder.account_number)
    after = reactivate_device(before, device_id, now=now)
    if isinstance(after, NotAllowed):
        return reason_of(after)
    if not write_changes(tx, before, after):
        raise LostRaceError
    kept = keep_session(ports, tx, visitor, before=before, after=after, device_id=device_id)
    trace = Trace(
        happening=Happening.DEVICE_REACTIVATED,
        door=door,
        now=now,
        actor=Actor(kind="holder", id=holder.id),
        device=own_device(after, device_id),
        detail={"proved_with": "login", **kept.detail},
    )
    return replace(leave(ports, tx, holder, trace), access_token=kept.access_token)
