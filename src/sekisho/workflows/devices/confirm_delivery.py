"""The holder says that a posted device is there: from now on it is known to be in the right hands."""

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.device_cases import DeviceStatus
from sekisho.core.authenticators.device_deeds import confirm_delivery
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice
from sekisho.core.events import Happening
from sekisho.workflows.devices.deed import Asked, carry_out
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction


def report_received(ports: Ports, visitor: Visitor, *, device_id: str, door: Door) -> DeviceDone | RefusalView:
    """Confirm the delivery; the device is not in use before it has answered, or its time has come."""
    asked = Asked(
        deed=HolderDeed.CONFIRM_DELIVERY, device_id=device_id, door=door, happening=Happening.DEVICE_DELIVERED
    )
    now = ports.clock.now()

    def noted(tx: Transaction, device: PermanentDevice) -> None:
        tx.note_device_status(device.id, DeviceStatus.RECEIVED_NOT_ACTIVATED, at=now)

    held = AuthenticatorId(device_id)
    return carry_out(ports, visitor, asked, change=lambda account: confirm_delivery(account, held), beside=noted)
