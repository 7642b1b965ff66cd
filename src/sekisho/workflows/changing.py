"""Writing what a deed changed, with what others feel of it: a shared device is one device, whoever changed it (B094)."""

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import DeviceState, PermanentDevice
from sekisho.core.sharing import felt_by
from sekisho.workflows.ports import Transaction


def write_changes(tx: Transaction, before: Account, after: Account) -> bool:
    """Write the account as it becomes, and every other that uses a device of it; False: roll back, somebody was faster."""
    if not tx.write_changes(before, after):
        return False
    moved = [
        (was.state, device)
        for device in after.authenticators
        if isinstance(device, PermanentDevice)
        and isinstance(was := before.find(device.id), PermanentDevice)
        and was.state is not device.state
    ]
    return all(_felt(tx, after, device, was=was) for was, device in moved)


def _felt(tx: Transaction, account: Account, device: PermanentDevice, *, was: DeviceState) -> bool:
    for number in tx.users_of(device.id):
        if number != account.number:
            other = tx.account(number)
            if not tx.write_changes(other, felt_by(other, was=was, device=device)):
                return False
    return True
