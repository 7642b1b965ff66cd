"""The operator's side of the post: what was ordered is shipped, delivered, or has come back.

There is no post office to listen to, so a person says what it did; the plan that follows from a shipment is the policy's
(`Terms.posting`), never the operator's.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_cases import Deposit
from sekisho.core.authenticators.device_deeds import confirm_delivery, retire_device, ship_device
from sekisho.core.authenticators.device_key import unpack
from sekisho.core.authenticators.kinds import AuthenticatorId, DeviceState, PermanentDevice
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Trace, leave, own_device, reason_of
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.verifying import key_place
from sekisho.workflows.work.devices import PostedDevice

Change = Callable[[Account, HolderRecord], Account | NotAllowed]
Beside = Callable[[Transaction, PermanentDevice], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotPosted:
    """No: there is no such device, or it is not at that point of its way."""

    reason: Reason


def list_posted(ports: Ports) -> list[PostedDevice]:
    """Give everything that was ordered and is not in use yet."""
    with ports.store.reading() as tx:
        return tx.posted_devices()


def ship(ports: Ports, *, device_id: str, door: Door) -> DeviceDone | NotPosted:
    """Hand a device to the post; from now on its automatic activation is planned."""
    now = ports.clock.now()
    held = AuthenticatorId(device_id)

    def change(account: Account, holder: HolderRecord) -> Account | NotAllowed:
        return ship_device(account, held, posting=ports.terms.posting(country=holder.residence, shipped_at=now))

    return _carry_out(ports, device_id, happening=Happening.DEVICE_SHIPPED, door=door, change=change)


def deliver(ports: Ports, *, device_id: str, door: Door) -> DeviceDone | NotPosted:
    """Note that the post has delivered."""

    def change(account: Account, holder: HolderRecord) -> Account | NotAllowed:
        del holder
        return confirm_delivery(account, AuthenticatorId(device_id))

    return _carry_out(ports, device_id, happening=Happening.DEVICE_DELIVERED, door=door, change=change)


def receive_back(ports: Ports, *, device_id: str, is_intact: bool, door: Door) -> DeviceDone | NotPosted:
    """Take a device back: it ends, and its deposit is released, unless it was damaged on purpose (B082, B083)."""
    now = ports.clock.now()

    def change(account: Account, holder: HolderRecord) -> Account | NotAllowed:
        del holder
        device = own_device(account, device_id)
        is_over = device is not None and device.state is DeviceState.RETIRED
        return account if is_over else retire_device(account, AuthenticatorId(device_id))

    def beside(tx: Transaction, device: PermanentDevice) -> None:
        if not tx.note_device_received(device.id, at=now):
            raise LostRaceError
        tx.settle_deposit(device.id, to=Deposit.RELEASED if is_intact else Deposit.TAKEN)

    return _carry_out(ports, device_id, happening=Happening.DEVICE_RETURNED, door=door, change=change, beside=beside)


def key_for_the_card(ports: Ports, *, device_id: str) -> tuple[str, Secret] | NotPosted:
    """Give suite and key of a device that is not shipped yet, for whoever writes it into the card. The PIN is nowhere."""
    with ports.store.reading() as tx:
        number = tx.account_of_device(device_id)
        device = None if number is None else own_device(tx.account(number), device_id)
        if device is None:
            return NotPosted(reason=Reason.NOT_FOUND)
        secrets = tx.secrets(device.id)
    if device.state is not DeviceState.REQUESTED:
        return NotPosted(reason=Reason.CONFLICT)
    return secrets.suite, unpack(ports.vault.open(secrets.sealed_key, place=key_place(device.id))).key


def _carry_out(
    ports: Ports,
    device_id: str,
    *,
    happening: Happening,
    door: Door,
    change: Change,
    beside: Beside | None = None,
) -> DeviceDone | NotPosted:
    with ports.store.reading() as tx:
        number = tx.account_of_device(device_id)
    if number is not None:
        activate_due(ports, number, now=ports.clock.now())
    with suppress(LostRaceError), ports.store.transaction() as tx:
        return _change(ports, tx, device_id, happening=happening, door=door, change=change, beside=beside)
    return NotPosted(reason=Reason.CONFLICT)


def _change(
    ports: Ports,
    tx: Transaction,
    device_id: str,
    *,
    happening: Happening,
    door: Door,
    change: Change,
    beside: Beside | None,
) -> DeviceDone | NotPosted:
    now = ports.clock.now()
    tx.verify_time(now)
    number = tx.account_of_device(device_id)
    if number is None:
        return NotPosted(reason=Reason.NOT_FOUND)
    before = tx.account(number)
    holder = tx.holder(tx.holders_of(number)[0])
    after = change(before, holder)
    if isinstance(after, NotAllowed):
        return NotPosted(reason=reason_of(after))
    if not write_changes(tx, before, after):
        raise LostRaceError
    device = own_device(after, device_id)
    if device is not None and beside is not None:
        beside(tx, device)
    trace = Trace(happening=happening, door=door, now=now, actor=Actor(kind="operator"), device=device)
    return leave(ports, tx, holder, trace)
