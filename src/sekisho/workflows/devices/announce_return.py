"""Sending a device back: a form with a reference, and a reason (B082, B083, B090 to B092).

Nothing changes before the device has come back: until then it is its holder's, and its deposit is held.
"""

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.device_cases import ReturnReason
from sekisho.core.authenticators.device_deeds import sendable
from sekisho.core.authenticators.kinds import PermanentDevice
from sekisho.core.events import Happening
from sekisho.workflows.claim import new_reference
from sekisho.workflows.devices.deed import Asked, carry_out
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction


def announce_return(
    ports: Ports, visitor: Visitor, *, device_id: str, reason: ReturnReason, door: Door
) -> DeviceDone | RefusalView:
    """Keep that the device is being sent back, under a reference that stands on the form."""
    reference = new_reference(ports.dice)
    asked = Asked(
        deed=HolderDeed.RETURN_DEVICE,
        device_id=device_id,
        door=door,
        happening=Happening.DEVICE_RETURN_ANNOUNCED,
        detail={"why": reason.value, "form": reference},
    )
    now = ports.clock.now()

    def noted(tx: Transaction, device: PermanentDevice) -> None:
        tx.note_device_return(device.id, reason, reference=reference, at=now)

    return carry_out(ports, visitor, asked, change=lambda account: sendable(account, device_id), beside=noted)
