"""A device that is no longer wanted ends for good. The last usable one cannot be retired here: nobody could come in again.

That goes for whoever shares it as well; and a shared device is its owner's alone to retire.

A proof as strong as the device itself answers for it; a card never takes a Digital Security Card+ away (REC-01, REC-02).
"""

from sekisho.core.access.guards import is_last_usable
from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import retire_device
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.accounts import own_account
from sekisho.workflows.devices.deed import own_device, refuse
from sekisho.workflows.devices.outcomes import DeviceAnswer
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude, written
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ProofAsked, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.sharers import is_missed
from sekisho.workflows.step import Step

DEED = HolderDeed.RETIRE_DEVICE


def begin_retirement(
    ports: Ports, visitor: Visitor, *, device_id: str, retyped: Retyped | None, door: Door
) -> ProofAsked:
    """Ask a proof that is strong enough to take this device away."""
    account = own_account(ports, visitor)
    with ports.store.reading() as tx:
        is_needed = is_last_usable(account, AuthenticatorId(device_id)) or is_missed(tx, AuthenticatorId(device_id))
    device = own_device(account, device_id)
    if device is None:
        return refuse(ports, visitor, reason=Reason.NOT_FOUND, deed=DEED)
    if is_needed or device.lent_by:
        return refuse(ports, visitor, reason=Reason.CONFLICT, deed=DEED)
    return ask(ports, visitor, task_of(device_id), retyped=retyped, door=door)


def finish_retirement(ports: Ports, visitor: Visitor, *, device_id: str, answered: Answered) -> DeviceAnswer:
    """Take the answer and retire the device."""
    held = AuthenticatorId(device_id)

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        del by
        if is_last_usable(account, held) or is_missed(step.tx, held):
            return Reason.CONFLICT
        return written(step, retire_device(account, held), device=held)

    return conclude(ports, visitor, task_of(device_id), answered=answered, effect=effect)


def task_of(device_id: str) -> Task:
    """Give the deed upon this device."""
    return Task(deed=DEED, subject=device_id, happening=Happening.DEVICE_RETIRED)
