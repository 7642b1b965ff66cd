"""A phone or a card gets a name by which its holder knows it: in the list, at the login, in the app."""

import unicodedata
from dataclasses import replace
from typing import Final

from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import PermanentDevice
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.transitions import Hindrance, NotAllowed
from sekisho.workflows.devices.deed import Asked, carry_out, own_device, refuse
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction

MOST_SIGNS: Final = 40
DEED: Final = HolderDeed.RENAME_DEVICE


def rename_device(ports: Ports, visitor: Visitor, *, device_id: str, name: str, door: Door) -> DeviceDone | RefusalView:
    """Call a device by `name`; by that of its kind where it is empty. A borrowed one is named by its owner."""
    read = read_name(name)
    if read is None:
        return refuse(ports, visitor, reason=Reason.CONFLICT, deed=DEED)

    def named(tx: Transaction, device: PermanentDevice) -> None:
        tx.rename_device(device.id, read)

    def change(account: Account) -> Account | NotAllowed:
        device = own_device(account, device_id)
        is_borrowed = device is not None and device.lent_by
        return NotAllowed(event=DEED, because=Hindrance.BORROWED) if is_borrowed else account

    asked = Asked(deed=DEED, device_id=device_id, door=door, happening=Happening.DEVICE_RENAMED)
    done = carry_out(ports, visitor, asked, change=change, beside=named)
    if isinstance(done, RefusalView) or done.device is None:
        return done
    return replace(done, device=replace(done.device, name=read))


def read_name(typed: str) -> str | None:
    """Give the name in one line, without signs that hide or turn text; None: too long, or not to be shown."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    is_shown = all(sign.isprintable() for sign in name)
    return name if len(name) <= MOST_SIGNS and is_shown else None
