"""It has not arrived: the holder stops the automatic activation of a posted device, or lets it run again (A115, D14)."""

from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_cases import DeviceStatus
from sekisho.core.authenticators.device_deeds import hold_activation, release_activation
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice
from sekisho.core.events import Happening
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.devices.deed import Asked, carry_out
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction


def report_not_arrived(ports: Ports, visitor: Visitor, *, device_id: str, door: Door) -> DeviceDone | RefusalView:
    """Hold the activation until the holder says that the device is there, or activates it by hand."""
    asked = Asked(
        deed=HolderDeed.HOLD_ACTIVATION, device_id=device_id, door=door, happening=Happening.ACTIVATION_PAUSED
    )
    now = ports.clock.now()

    def noted(tx: Transaction, device: PermanentDevice) -> None:
        tx.note_device_status(device.id, DeviceStatus.IN_TRANSIT, at=now)

    held = AuthenticatorId(device_id)
    return carry_out(ports, visitor, asked, change=lambda account: hold_activation(account, held), beside=noted)


def report_arriving(ports: Ports, visitor: Visitor, *, device_id: str, door: Door) -> DeviceDone | RefusalView:
    """Let the activation run again. A session that may only print a card cannot: it could not have stopped a thief of mail."""
    asked = Asked(
        deed=HolderDeed.CONFIRM_DELIVERY, device_id=device_id, door=door, happening=Happening.ACTIVATION_RESUMED
    )
    held, now = AuthenticatorId(device_id), ports.clock.now()

    def change(account: Account) -> Account | NotAllowed:
        return release_activation(account, held, now=now, terms=ports.terms)

    return carry_out(ports, visitor, asked, change=change)
