"""A new PIN for the Digital Security Card+: typed twice, then proved by a response computed with it (B045 to B049).

Whoever changes it has logged in with this very card, which took the old PIN, and types user name and password again; the response
is verified under the new one, and the same key is sealed anew with it.
"""

from dataclasses import replace
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_key import pack, unpack
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.authenticators.soft_pin import PinRejected
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import own_account
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.devices.deed import own_device, refuse
from sekisho.workflows.devices.drafting import draft_of, judge_pin, keep_draft, open_pin
from sekisho.workflows.devices.outcomes import DeviceAnswer, PinRefused
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ProofAsked, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.step import Step
from sekisho.workflows.verifying import Opened, key_place
from sekisho.workflows.work.devices import Draft

DEED: Final = HolderDeed.CHANGE_PIN


def fill_in_pin(
    ports: Ports, visitor: Visitor, *, device_id: str, pin: Secret, again: Secret
) -> Draft | PinRefused | RefusalView:
    """Judge the new PIN and keep it sealed; the proof comes next."""
    reason = hindrance(ports, visitor, device_id)
    if reason is not None:
        return refuse(ports, visitor, reason=reason, deed=DEED)
    with ports.store.transaction() as tx:
        judged = judge_pin(tx.holder(visitor.holder_id), pin=pin, again=again)
        if isinstance(judged, PinRejected):
            return PinRefused(why=judged.why)
        return keep_draft(ports, tx, visitor, deed=DEED, pin=judged.pin, device_id=device_id)


def begin_pin_change(
    ports: Ports, visitor: Visitor, *, device_id: str, retyped: Retyped | None, door: Door
) -> ProofAsked:
    """Ask the card to answer under the PIN that was filled in."""
    reason = hindrance(ports, visitor, device_id)
    if reason is None and drafted(ports, visitor, device_id) is None:
        reason = Reason.CHALLENGE_EXPIRED
    if reason is not None:
        return refuse(ports, visitor, reason=reason, deed=DEED)
    return ask(ports, visitor, task_of(device_id), retyped=retyped, door=door)


def finish_pin_change(ports: Ports, visitor: Visitor, *, device_id: str, answered: Answered) -> DeviceAnswer:
    """Take the response that the card gave under the new PIN, and seal the key anew."""
    reason, draft = hindrance(ports, visitor, device_id), drafted(ports, visitor, device_id)
    if reason is not None or draft is None:
        return refuse(ports, visitor, reason=reason or Reason.CHALLENGE_EXPIRED, deed=DEED)
    pin = open_pin(ports, draft)

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        return _reseal(ports, step, account, by, draft=draft, pin=pin)

    def rekeyed(opened: Opened) -> Opened:
        return replace(opened, key=pack(unpack(opened.key).key, pin=pin))

    return conclude(ports, visitor, task_of(device_id), answered=answered, effect=effect, rekeyed=rekeyed)


def drafted(ports: Ports, visitor: Visitor, device_id: str) -> Draft | None:
    """Give the PIN that this session has filled in for a card and not confirmed."""
    with ports.store.reading() as tx:
        draft = draft_of(tx, visitor, DEED, now=ports.clock.now())
    return draft if draft is not None and draft.device_id == device_id else None


def may_change_pin(device: PermanentDevice) -> bool:
    """Tell whether a device has a PIN that is changed here: the key app's is changed in the app, a shared one's by its owner."""
    return device.kind is AuthenticatorKind.DSC_PLUS and device.state is DeviceState.ACTIVE and not device.lent_by


def hindrance(ports: Ports, visitor: Visitor, device_id: str) -> Reason | None:
    """Tell why this session may not change this device's PIN; None: it may."""
    if not may(DEED, visitor.scopes):
        return Reason.SCOPE_INSUFFICIENT
    device = own_device(own_account(ports, visitor), device_id)
    with ports.store.reading() as tx:
        session = tx.session(visitor.session_id)
    if device is None:
        return Reason.NOT_FOUND
    if not may_change_pin(device):
        return Reason.CONFLICT
    is_with_device = session is not None and session.answered == device.id
    return None if is_with_device else Reason.STEP_UP_REQUIRED


def task_of(device_id: str) -> Task:
    """Give the deed upon this device."""
    return Task(deed=DEED, subject=device_id, happening=Happening.PIN_CHANGED)


def _reseal(
    ports: Ports, step: Step, account: Account, device_id: AuthenticatorId, *, draft: Draft, pin: Secret
) -> Effected | Reason:
    device = own_device(account, device_id)
    if device is None or not may_change_pin(device) or not step.tx.spend_draft(draft.id):
        return Reason.CONFLICT
    old = step.tx.secrets(device_id).sealed_key
    key = unpack(ports.vault.open(old, place=key_place(device_id))).key
    sealed = ports.vault.seal(pack(key, pin=pin), place=key_place(device_id))
    if not step.tx.replace_key(device_id, sealed_key=sealed, old=old):
        raise LostRaceError
    return Effected(device=device_id, after=account)
