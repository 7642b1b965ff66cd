"""A device is lost, stolen, damaged or empty: blocked first, before anything else is chosen (A096, D39).

A device that is only away for a while is noted as that and goes on answering; whoever fears for it reports it lost. Nothing is
asked beyond the session: stopping a proof must be easier than using one. What a weaker proof stops, the desk can bring back.
"""

from sekisho.core.access.guards import put_out_of_use
from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_cases import ENDS_USE, FORFEITS, Deposit, DeviceStatus
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice
from sekisho.core.events import Happening
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.devices.deed import Asked, carry_out
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction


def report_lost(
    ports: Ports, visitor: Visitor, *, device_id: str, status: DeviceStatus, door: Door
) -> DeviceDone | RefusalView:
    """Take what the holder says of a device, and put it out of use where that follows."""
    ends_use = status in ENDS_USE
    happening = Happening.DEVICE_REPORTED_LOST if ends_use else Happening.DEVICE_STATUS_NOTED
    asked = Asked(
        deed=HolderDeed.REPORT_LOST,
        device_id=device_id,
        door=door,
        happening=happening,
        detail={"status": status.value},
    )
    now = ports.clock.now()

    def noted(tx: Transaction, device: PermanentDevice) -> None:
        tx.note_device_status(device.id, status, at=now)
        if status in FORFEITS:
            tx.settle_deposit(device.id, to=Deposit.TAKEN)

    held = AuthenticatorId(device_id)

    def change(account: Account) -> Account | NotAllowed:
        return put_out_of_use(account, held, factor=visitor.factor) if ends_use else account

    return carry_out(ports, visitor, asked, change=change, beside=noted)
