"""A posted device is put to use by hand, after a test login with that very device (A118, B088).

A first device asks the code sent to the address on file as well, because nothing but the password was proved before. Passcode
and card end; the session goes on with the device.
"""

from dataclasses import replace

from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import activate_device, activate_first_device, has_never_proved
from sekisho.core.authenticators.kinds import AuthenticatorId, DeviceState
from sekisho.core.events import Happening
from sekisho.core.reasons import Manner, Reason
from sekisho.workflows.accounts import own_account
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.devices.deed import keep_session, own_device, refuse
from sekisho.workflows.devices.mailed_code import CodeSent, count_code, send_code
from sekisho.workflows.devices.outcomes import DeviceAnswer
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude, written
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginView, ProofAsked, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.step import Step
from sekisho.workflows.work.devices import MailedCode


def begin_activation(
    ports: Ports, visitor: Visitor, *, device_id: str, retyped: Retyped | None, door: Door
) -> ProofAsked:
    """Ask the device; send the code where it is the first one."""
    account = own_account(ports, visitor)
    device = own_device(account, device_id)
    task = _task(ports, account, device_id)
    if device is None or device.state not in (DeviceState.SHIPPED, DeviceState.DELIVERED):
        reason = Reason.CONFLICT if device else Reason.NOT_FOUND
        return refuse(ports, visitor, reason=reason, deed=task.deed)
    if device.is_worn_out:
        manner = Manner.WRONG_ANSWERS_POSTED
        return refuse(ports, visitor, reason=Reason.DEVICE_SUSPENDED, deed=task.deed, manner=manner)
    asked = ask(ports, visitor, task, retyped=retyped, door=door)
    is_asked = isinstance(asked, LoginView) and asked.state is LoginState.CHALLENGE
    if is_asked and task.deed is HolderDeed.ACTIVATE_FIRST_DEVICE:
        with ports.store.transaction() as tx:
            holder = tx.holder(visitor.holder_id)
            sent = CodeSent(
                subject=device.id,
                to=holder.email,
                message="own.activation_code",
                happening=Happening.ACTIVATION_CODE_SENT,
                kind=device.kind,
            )
            send_code(ports, tx, holder, sent, door=door, now=ports.clock.now())
    return asked


def needs_code(ports: Ports, visitor: Visitor) -> bool:
    """Tell whether the code sent to the address on file is asked beside the device's response."""
    return has_never_proved(own_account(ports, visitor), ports.clock.now())


def finish_activation(
    ports: Ports, visitor: Visitor, *, device_id: str, answered: Answered, code: str = ""
) -> DeviceAnswer:
    """Take the response, and the code where one was sent, and put the device to use."""
    account = own_account(ports, visitor)
    device = own_device(account, device_id)
    task = _task(ports, account, device_id)
    mailed: MailedCode | None = None
    if device is None:
        return refuse(ports, visitor, reason=Reason.NOT_FOUND, deed=task.deed)
    if task.deed is HolderDeed.ACTIVATE_FIRST_DEVICE:
        counted = count_code(ports, device.id, code)
        if isinstance(counted, Reason):
            return refuse(ports, visitor, reason=counted, deed=task.deed)
        mailed = counted

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        return _activate(step, account, by, visitor=visitor, mailed=mailed)

    return conclude(ports, visitor, task, answered=answered, effect=effect)


def _activate(
    step: Step, account: Account, by: AuthenticatorId, *, visitor: Visitor, mailed: MailedCode | None
) -> Effected | Reason:
    now = step.claim.now
    activate = activate_first_device if mailed else activate_device
    effected = written(step, activate(account, by, now=now), device=by)
    if isinstance(effected, Reason):
        return effected
    if mailed is not None and not step.tx.spend_mailed_code(by, code_print=mailed.code_print):
        raise LostRaceError
    kept = keep_session(step.ports, step.tx, visitor, before=account, after=effected.after, device_id=by)
    return replace(effected, kept=kept)


def task_of(ports: Ports, visitor: Visitor, device_id: str) -> Task:
    """Give the deed upon this device: a first one is another deed than a further one."""
    return _task(ports, own_account(ports, visitor), device_id)


def _task(ports: Ports, account: Account, device_id: str) -> Task:
    is_first = has_never_proved(account, ports.clock.now())
    deed = HolderDeed.ACTIVATE_FIRST_DEVICE if is_first else HolderDeed.ACTIVATE_DEVICE
    return Task(deed=deed, subject=device_id, happening=Happening.DEVICE_ACTIVATED)
