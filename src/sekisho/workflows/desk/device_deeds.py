"""What the desk does with devices: order, replace, unblock, report lost, hold an activation and let it run again."""

from dataclasses import replace

from sekisho.core.authenticators import dsc_plus, soft_pin
from sekisho.core.authenticators.device_cases import Deposit, DeviceCase
from sekisho.core.authenticators.device_deeds import (
    hold_activation,
    release_activation,
    report_lost,
    request_device,
    unblock_device,
)
from sekisho.core.authenticators.device_key import KEY_BYTES, pack
from sekisho.core.authenticators.entry import DIGITS
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.desk.bench import Bench, Effect
from sekisho.workflows.drawing import draw_authenticator_id
from sekisho.workflows.verifying import key_place


def order(bench: Bench) -> Effect:
    """Order a Digital Security Card+ to the address of record; its first PIN goes to an address on file, not to the agent."""
    device = _new_device(bench)
    bench.become(request_device(bench.matter.account, device))
    return _added(bench, device, subject={"authenticator": device.id})


def replace_device(bench: Bench) -> Effect:
    """Note that a device is lost or damaged, and order another (A096, A097)."""
    old, account = bench.device, bench.matter.account
    held = account.find(old)
    is_lost = isinstance(held, PermanentDevice) and held.state is DeviceState.LOST
    reported = account if is_lost else report_lost(account, old)
    device = _new_device(bench)
    bench.become(reported if isinstance(reported, NotAllowed) else request_device(reported, device))
    added = _added(bench, device, subject={"authenticator": device.id, "replaced": old})
    return replace(added, touched=(old,))


def unblock(bench: Bench) -> Effect:
    """Let a device answer again that was stopped after wrong answers."""
    bench.become(unblock_device(bench.matter.account, bench.device))
    bench.tx.forgive_wrong(bench.device)  # a device used in between would make a second passcode a first one
    return Effect(subject={"authenticator": bench.device}, touched=(bench.device,))


def lose(bench: Bench) -> Effect:
    """Note that a device is lost, stolen or damaged (A096, A110)."""
    bench.become(report_lost(bench.matter.account, bench.device))
    return Effect(subject={"authenticator": bench.device}, touched=(bench.device,))


def hold(bench: Bench) -> Effect:
    """Stop an automatic activation: it has not arrived, or it would lock its holder out (A115)."""
    bench.become(hold_activation(bench.matter.account, bench.device))
    return Effect(subject={"authenticator": bench.device})


def release(bench: Bench) -> Effect:
    """Let an automatic activation run again."""
    bench.become(release_activation(bench.matter.account, bench.device, now=bench.now, terms=bench.ports.terms))
    return Effect(subject={"authenticator": bench.device})


def _new_device(bench: Bench) -> PermanentDevice:
    device_id = draw_authenticator_id(bench.ports.dice)
    return PermanentDevice(
        id=device_id, kind=AuthenticatorKind.DSC_PLUS, state=DeviceState.REQUESTED, ever_active=False
    )


def _added(bench: Bench, device: PermanentDevice, *, subject: dict[str, str]) -> Effect:
    ports = bench.ports
    key = Secret(bytes(ports.dice.number(low=0, high=255) for _ in range(KEY_BYTES)))
    pin = _draw_pin(bench)
    sealed = ports.vault.seal(pack(key, pin=pin), place=key_place(device.id))
    bench.tx.add_device(bench.matter.account, device, suite=dsc_plus.SUITE, sealed_key=sealed, at=bench.now)
    address, number = bench.matter.contacts.address.value, bench.matter.account.number
    bench.tx.open_device_case(
        device.id, DeviceCase(deposit=Deposit.HELD, deposit_account=number, address=address, ordered_at=bench.now)
    )
    return Effect(subject=subject, sent_to=bench.send_secret("device_pin", pin))


def _draw_pin(bench: Bench) -> Secret:
    """Draw a PIN that a finder would not try first."""
    holder = bench.matter.holder
    on_file = (holder.phone, holder.address, holder.account_number)
    while True:
        drawn = Secret(bench.ports.dice.text(alphabet=DIGITS, length=soft_pin.LENGTH))
        judged = soft_pin.read_new_pin(drawn, again=drawn, on_file=on_file)
        if isinstance(judged, soft_pin.PinAccepted):
            return judged.pin
