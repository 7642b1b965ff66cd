"""Steps that need no session: the reviewer's, the desk's, the post's, the clock's, and wrong tries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from sekisho.core.access.guards import PROTECTS
from sekisho.core.access.search.scene import Deed, Scene, Step
from sekisho.core.access.search.world import NOW, boundaries, later
from sekisho.core.accounts import AccountState, ClosedCause, Cutoff, approve, close, reject
from sekisho.core.authenticators.device_deeds import (
    block_device,
    confirm_delivery,
    hold_activation,
    release_activation,
    reopen,
    report_lost,
    request_device,
    ship_device,
    unblock_device,
)
from sekisho.core.authenticators.interim_deeds import is_passcode_second_in_a_row, kill_passcode
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.sharing import felt_by, is_missed_by
from sekisho.core.transitions import By

NEW_PASSCODE: Final = AuthenticatorId("new passcode")
NEW_DSC: Final = AuthenticatorId("new dsc")
STILL_TO_COME: Final = Cutoff(at=time(16))
JUST_PASSED: Final = Cutoff(at=time(0))
"""`NOW` is midnight in the zone of both."""


def outsiders_steps(scene: Scene) -> Iterator[Step]:
    """Give every step of everybody but the holder."""
    yield from _reviewer(scene)
    yield from _desk(scene)
    yield from _desk_about_devices(scene)
    yield from _post(scene)
    yield from _timers(scene)
    yield from _wrong_tries(scene)
    yield from _owner(scene)


def _reviewer(scene: Scene) -> Iterator[Step]:
    account = scene.account
    yield from scene.step(Deed.APPROVE_IN_TIME, By.REVIEWER, approve(account, now=NOW, cutoff=STILL_TO_COME))
    yield from scene.step(Deed.APPROVE_LATE, By.REVIEWER, approve(account, now=NOW, cutoff=JUST_PASSED))
    yield from scene.step(Deed.REJECT, By.REVIEWER, reject(account))


def _desk(scene: Scene) -> Iterator[Step]:
    yield from scene.step(Deed.CLOSE, By.AGENT, close(scene.account, cause=ClosedCause.BY_HOLDER))
    everything = frozenset({None, *(held.id for held in scene.account.authenticators)})
    reopened = reopen(scene.account, now=NOW, cutoff=STILL_TO_COME)
    yield from scene.step(Deed.REOPEN, By.AGENT, reopened, vouched=everything)
    second = is_passcode_second_in_a_row(scene.account)
    deed = Deed.ISSUE_SECOND_PASSCODE if second else Deed.ISSUE_PASSCODE
    active = tuple(device.id for device in scene.devices(DeviceState.ACTIVE))
    for missing in sorted({(), active, *((device_id,) for device_id in active)}):
        passcode = scene.policy.terms.new_passcode(NEW_PASSCODE, now=NOW)
        issued = scene.policy.issue_passcode(scene.account, passcode, missing=missing, has_second_agent=second)
        said = " and ".join(missing) or "nothing"
        yield from scene.step(deed, By.AGENT, issued, subject=said, vouched=frozenset({NEW_PASSCODE}))


def _desk_about_devices(scene: Scene) -> Iterator[Step]:
    account = scene.account
    states = [device.state for device in scene.devices(*DeviceState) if device.kind is AuthenticatorKind.DSC_PLUS]
    if all(state in (DeviceState.LOST, DeviceState.RETIRED) for state in states):
        ordered = PermanentDevice(id=NEW_DSC, kind=AuthenticatorKind.DSC_PLUS, state=DeviceState.REQUESTED)
        yield from scene.step(Deed.ORDER_AT_DESK, By.AGENT, request_device(account, ordered), subject=NEW_DSC)
    for device_id in (device.id for device in scene.devices(*DeviceState)):
        unblocked, vouched = unblock_device(account, device_id), frozenset({device_id})
        yield from scene.step(Deed.UNBLOCK, By.AGENT, unblocked, subject=device_id, vouched=vouched)
        yield from scene.step(Deed.REPORT_LOST, By.AGENT, report_lost(account, device_id), subject=device_id)
        yield from scene.step(Deed.HOLD_AT_DESK, By.AGENT, hold_activation(account, device_id), subject=device_id)
        released = release_activation(account, device_id, now=NOW, terms=scene.policy.terms)
        yield from scene.step(Deed.RELEASE, By.AGENT, released, subject=device_id)


def _post(scene: Scene) -> Iterator[Step]:
    posting = scene.policy.terms.posting(country="JP", shipped_at=NOW)
    for device_id in (device.id for device in scene.devices(DeviceState.REQUESTED, DeviceState.SHIPPED)):
        shipped = ship_device(scene.account, device_id, posting=posting)
        yield from scene.step(Deed.SHIP, By.POST, shipped, subject=device_id)
        yield from scene.step(Deed.DELIVER, By.POST, confirm_delivery(scene.account, device_id), subject=device_id)


def _timers(scene: Scene) -> Iterator[Step]:
    terms, settles_at = scene.policy.terms, scene.world.address_settles_at
    changed_at = None if settles_at is None else settles_at - terms.address_settled_after
    for device_id in (device.id for device in scene.devices(DeviceState.SHIPPED, DeviceState.DELIVERED)):
        done = scene.policy.auto_activate(scene.account, device_id, now=NOW, address_changed_at=changed_at, terms=terms)
        yield from scene.step(Deed.AUTO_ACTIVATE, By.TIMER, done, subject=device_id)
    to_come = boundaries(scene.world)
    if to_come and scene.account.state is not AccountState.REJECTED:
        elapsed = to_come[0] - NOW
        said = f"{elapsed / timedelta(hours=1):g}"
        yield Step(deed=Deed.WAIT, by=By.TIMER, after=later(scene.world, elapsed), subject=said, elapsed=elapsed)


def _wrong_tries(scene: Scene) -> Iterator[Step]:
    for device_id in (device.id for device in scene.devices(DeviceState.ACTIVE, DeviceState.SUSPENDED)):
        blocked = block_device(scene.account, device_id)
        yield from scene.step(Deed.WRONG_ANSWERS, By.WRONG_TRIES, blocked, subject=device_id)
    for held in scene.account.authenticators:
        if isinstance(held, TemporaryPasscode):
            yield from scene.step(Deed.WRONG_PASSCODES, By.WRONG_TRIES, kill_passcode(scene.account, held.id))


def _owner(scene: Scene) -> Iterator[Step]:
    """What becomes of a shared device through the other user name; stopping it there is like stopping it here."""
    for device in scene.devices(DeviceState.SUSPENDED, DeviceState.BLOCKED):
        if device.lent_by:
            back = replace(device, state=DeviceState.ACTIVE)
            after = felt_by(scene.account.holding(back), was=device.state, device=back)
            proved, is_back = frozenset({device.id}), device.state is DeviceState.SUSPENDED
            deed, by = (Deed.BACK_ELSEWHERE, By.HOLDER) if is_back else (Deed.UNBLOCK_ELSEWHERE, By.AGENT)
            for step in scene.step(deed, by, after, subject=device.id, vouched=proved):
                yield replace(step, needs_device=is_back)
    for device in scene.devices(*PROTECTS, DeviceState.LOST):
        if device.lent_by and not is_missed_by(scene.account, device.id):
            gone = replace(device, state=DeviceState.RETIRED)
            after = felt_by(scene.account.holding(gone), was=device.state, device=gone)
            yield from scene.step(Deed.STOP_SHARING, By.HOLDER, after, subject=device.id)
