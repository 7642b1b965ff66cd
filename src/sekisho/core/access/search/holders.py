"""Steps of the holder, or of whoever passes for one: each reached by a session that some answer opens, with its own proof."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, assert_never

from sekisho.core.access.ceilings import may_step_up
from sekisho.core.access.decisions import Scope
from sekisho.core.access.guards import PROTECTS, put_out_of_use
from sekisho.core.access.permits import HolderDeed, OwnProof
from sekisho.core.access.search.others import OWNER, PERSON, SETTLED, SHARED
from sekisho.core.access.search.scene import NOBODY, Deed, Scene, Step
from sekisho.core.access.search.world import CELLS, NOW, World
from sekisho.core.accounts import opt_in, opt_out
from sekisho.core.authenticators.device_deeds import (
    activate_device,
    activate_first_device,
    answered,
    bind_first_device,
    confirm_delivery,
    hold_activation,
    reactivate_device,
    request_device,
    retire_device,
)
from sekisho.core.authenticators.interim_deeds import (
    is_card_second_in_a_row,
    is_passcode_second_in_a_row,
    show_card,
    spend_cells,
)
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PermanentDevice,
    kind_of,
)
from sekisho.core.authenticators.passkey import bind_passkey, passkeys_held
from sekisho.core.authenticators.phones import bind_phone, judge_move
from sekisho.core.reasons import Reason
from sekisho.core.sharing import (
    Participant,
    Sharable,
    ShareState,
    borrow,
    is_missed_by,
    judge_sharing,
    seen_by_borrower,
)
from sekisho.core.transitions import By

NEW_PHONE: Final = AuthenticatorId("new phone")
NEW_PASSKEY: Final = AuthenticatorId("new passkey")
NEW_DSC: Final = AuthenticatorId("new dsc")
NEW_CARD: Final = AuthenticatorId("new card")

PERMITTED_AS: Final = MappingProxyType(
    {
        Deed.BIND_FIRST: HolderDeed.BIND_FIRST_DEVICE,
        Deed.ACTIVATE_FIRST: HolderDeed.ACTIVATE_FIRST_DEVICE,
        Deed.BIND: HolderDeed.BIND_DEVICE,
        Deed.BIND_FIRST_PASSKEY: HolderDeed.BIND_FIRST_DEVICE,
        Deed.BIND_PASSKEY: HolderDeed.BIND_DEVICE,
        Deed.ORDER: HolderDeed.ORDER_DEVICE,
        Deed.ACTIVATE: HolderDeed.ACTIVATE_DEVICE,
        Deed.REACTIVATE: HolderDeed.REACTIVATE_DEVICE,
        Deed.HOLD: HolderDeed.HOLD_ACTIVATION,
        Deed.CONFIRM: HolderDeed.CONFIRM_DELIVERY,
        Deed.LOSE: HolderDeed.REPORT_LOST,
        Deed.RETIRE: HolderDeed.RETIRE_DEVICE,
        Deed.SHOW_CARD: HolderDeed.SHOW_CARD,
        Deed.ACTIVATE_CARD: HolderDeed.ACTIVATE_CARD,
        Deed.SHARE_FIRST: HolderDeed.SHARE_FIRST_DEVICE,
        Deed.SHARE: HolderDeed.SHARE_DEVICE,
        Deed.STOP_SHARING: HolderDeed.STOP_SHARING,
        Deed.OPT_OUT: HolderDeed.OPT_OUT,
        Deed.OPT_IN: HolderDeed.OPT_IN,
    }
)


def holders_steps(scene: Scene) -> Iterator[Step]:
    """Give every step that a session of this account could take."""
    yield from _first_device(scene)
    yield from _further_devices(scene)
    yield from _passkeys(scene)
    yield from _devices(scene)
    yield from _sharing(scene)
    yield from _cards(scene)
    yield from _settings(scene)
    yield from _use(scene)


def _first_device(scene: Scene) -> Iterator[Step]:
    phone = PermanentDevice(id=NEW_PHONE, kind=AuthenticatorKind.KEY_APP, state=DeviceState.ACTIVE)
    for step in _reached(scene, Deed.BIND_FIRST, subject=NEW_PHONE):
        yield from scene.lead(step, bind_first_device(scene.account, phone, now=NOW))
    for device in scene.devices(DeviceState.SHIPPED, DeviceState.DELIVERED):
        for step in _reached(scene, Deed.ACTIVATE_FIRST, subject=device.id):
            yield from scene.lead(step, activate_first_device(scene.account, device.id, now=NOW))


def _further_devices(scene: Scene) -> Iterator[Step]:
    phone = PermanentDevice(id=NEW_PHONE, kind=AuthenticatorKind.KEY_APP, state=DeviceState.ACTIVE)
    in_use = scene.devices(*set(DeviceState) - {DeviceState.LOST, DeviceState.RETIRED})
    kinds = {device.kind for device in in_use}
    for step in _reached(scene, Deed.BIND, subject=NEW_PHONE):
        yield from scene.lead(step, bind_phone(scene.account, phone, now=NOW))
    yield from _moved(scene, phone)
    if AuthenticatorKind.DSC_PLUS not in kinds:
        ordered = PermanentDevice(id=NEW_DSC, kind=AuthenticatorKind.DSC_PLUS, state=DeviceState.REQUESTED)
        for step in _reached(scene, Deed.ORDER, subject=NEW_DSC):
            yield from scene.lead(step, request_device(scene.account, ordered))


def _passkeys(scene: Scene) -> Iterator[Step]:
    if passkeys_held(scene.account):
        return
    passkey = PermanentDevice(id=NEW_PASSKEY, kind=AuthenticatorKind.PASSKEY, state=DeviceState.ACTIVE)
    for deed in (Deed.BIND_FIRST_PASSKEY, Deed.BIND_PASSKEY):
        for step in _reached(scene, deed, subject=NEW_PASSKEY):
            is_first = deed is Deed.BIND_FIRST_PASSKEY
            yield from scene.lead(step, bind_passkey(scene.account, passkey, is_first=is_first, now=NOW))


def _moved(scene: Scene, phone: PermanentDevice) -> Iterator[Step]:
    """Without the portal, by the phone in use and what else there is; whoever has it not at hand is not counted on."""
    judged = judge_move(scene.account, SETTLED, stopped_at=None, now=NOW)
    if not isinstance(judged, Reason):
        step = Step(
            deed=Deed.MOVE,
            by=By.HOLDER,
            after=scene.world,
            subject=phone.id,
            proved=frozenset({phone.id}),
            needs_device=True,
        )
        yield from scene.lead(step, bind_phone(scene.account, phone, now=NOW))


def _devices(scene: Scene) -> Iterator[Step]:
    for device in scene.devices(*DeviceState):
        for step in _reached(scene, Deed.ACTIVATE, subject=device.id):
            yield from scene.lead(step, activate_device(scene.account, device.id, now=NOW))
        for step in _reached(scene, Deed.REACTIVATE, subject=device.id):
            yield from scene.lead(step, reactivate_device(scene.account, device.id, now=NOW))
        for step in _reached(scene, Deed.HOLD, subject=device.id):
            yield from scene.lead(step, hold_activation(scene.account, device.id))
        for step in _reached(scene, Deed.CONFIRM, subject=device.id):
            yield from scene.lead(step, confirm_delivery(scene.account, device.id))
        yield from _reports(scene, device)
        for step in _reached(scene, Deed.RETIRE, subject=device.id):
            yield from scene.lead(step, retire_device(scene.account, device.id))


def _sharing(scene: Scene) -> Iterator[Step]:
    """Another user name of the same person lends a device; what is done to it elsewhere is an outsider's step."""
    asked = Participant(account=scene.account, person=PERSON)
    judged = judge_sharing(asked, OWNER, now=NOW)
    has_one = any(device.lent_by for device in scene.devices(*PROTECTS))
    if isinstance(judged, Sharable) and not has_one:
        for deed in (Deed.SHARE_FIRST, Deed.SHARE):
            for step in _reached(scene, deed, subject=SHARED):
                is_first = deed is Deed.SHARE_FIRST
                done = borrow(scene.account, judged.device, owner=OWNER.account.number, is_first=is_first, now=NOW)
                yield from scene.lead(step, done)
    for device in scene.devices(*PROTECTS):
        if device.lent_by and not is_missed_by(scene.account, device.id):
            ended = seen_by_borrower(device, owner=device.lent_by, state=ShareState.ENDED)
            after = replace(scene.account, has_opted_out=False).holding(ended)
            for step in _reached(scene, Deed.STOP_SHARING, subject=device.id):
                yield from scene.lead(step, after)


def _reports(scene: Scene, device: PermanentDevice) -> Iterator[Step]:
    """What becomes of a reported device depends on the proof that opened the session."""
    for answer in _ways(scene, HolderDeed.REPORT_LOST):
        held = None if answer is None else scene.account.find(answer)
        done = put_out_of_use(scene.account, device.id, factor=None if held is None else kind_of(held))
        step = Step(
            deed=Deed.LOSE,
            by=By.HOLDER,
            after=scene.world,
            subject=device.id,
            needs_device=isinstance(held, PermanentDevice),
        )
        yield from scene.lead(step, done)


def _cards(scene: Scene) -> Iterator[Step]:
    cards = [held for held in scene.account.authenticators if isinstance(held, CodeCard)]
    shown = [card for card in cards if card.state is CardState.SHOWN]
    if not shown:
        second = is_card_second_in_a_row(scene.account)
        deed = Deed.SHOW_SECOND_CARD if second else Deed.SHOW_CARD
        new = CodeCard(id=NEW_CARD, state=CardState.SHOWN, activated_at=None, expires_at=None, cells_left=CELLS)
        for step in _reached(scene, Deed.SHOW_CARD, subject=NEW_CARD):
            done = show_card(scene.account, new, is_desk_asking=second)
            yield from scene.lead(replace(step, deed=deed), done)
    for card in shown:
        for step in _reached(scene, Deed.ACTIVATE_CARD, subject=card.id):
            done = scene.policy.activate_card(scene.account, card.id, now=NOW, terms=scene.policy.terms)
            yield from scene.lead(step, done)
    for card in cards:
        if card.state is CardState.ACTIVE:
            used_up = spend_cells(scene.account, card.id, cells_left=1)
            yield from scene.step(Deed.USE_CARD_UP, By.HOLDER, used_up)


def _settings(scene: Scene) -> Iterator[Step]:
    barred = scene.policy.terms.no_opt_out
    for step in _reached(scene, Deed.OPT_OUT, subject=None):
        yield from scene.lead(step, opt_out(scene.account, residence="JP", barred=barred))
    for step in _reached(scene, Deed.OPT_IN, subject=None):
        yield from scene.lead(step, opt_in(scene.account))
    is_on_its_way = bool(scene.devices(DeviceState.SHIPPED, DeviceState.DELIVERED))
    is_settled = scene.world.address_settles_at is None
    may_write = any(Scope.PORTAL_FULL in power.scopes for power in scene.powers.values())
    if is_on_its_way and is_settled and may_write:
        settles_at = NOW + scene.policy.terms.address_settled_after
        yield Step(deed=Deed.CHANGE_ADDRESS, by=By.HOLDER, after=World(scene.account, settles_at))


def _use(scene: Scene) -> Iterator[Step]:
    """Using a device matters only where a passcode or a card would otherwise be the second in a row."""
    if is_passcode_second_in_a_row(scene.account) or is_card_second_in_a_row(scene.account):
        for device in scene.devices(DeviceState.ACTIVE):
            step = Step(deed=Deed.USE_DEVICE, by=By.HOLDER, after=scene.world, subject=device.id, needs_device=True)
            yield from scene.lead(step, answered(scene.account, device.id, now=NOW))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a deed is reached and its own proof can be given, and whether that takes a permanent device at hand."""

    is_open: bool
    needs_device: bool
    proved: frozenset[AuthenticatorId | None]


def reach(scene: Scene, deed: HolderDeed, *, subject: AuthenticatorId | None) -> Reach:
    """Judge a deed upon `subject` by the permits."""
    permit = scene.policy.permits[deed]
    ways = _ways(scene, deed)
    is_by_hand = any(answer is None or not _is_device(scene, answer) for answer in ways)
    match permit.own_proof:
        case OwnProof.NONE:
            return Reach(is_open=bool(ways), needs_device=not is_by_hand, proved=NOBODY)
        case OwnProof.TWO_CELLS:
            return Reach(is_open=bool(ways), needs_device=not is_by_hand, proved=frozenset({subject}))
        case OwnProof.DEVICE | OwnProof.DEVICE_AND_MAIL:
            return Reach(is_open=bool(ways), needs_device=True, proved=frozenset({subject}))
        case OwnProof.STEP_UP:
            able = {answer for answer in ways if answer is not None and _may_step_up(scene, answer)}
            needs_device = all(_is_device(scene, answer) for answer in able)
            return Reach(is_open=bool(able), needs_device=needs_device, proved=frozenset({subject}))
        case never:
            assert_never(never)


def _ways(scene: Scene, deed: HolderDeed) -> tuple[AuthenticatorId | None, ...]:
    """Give the answers that open a session which reaches `deed`."""
    scopes = scene.policy.permits[deed].scopes
    return tuple(answer for answer, power in scene.powers.items() if power.scopes & scopes)


def _reached(scene: Scene, deed: Deed, *, subject: AuthenticatorId | None) -> Iterator[Step]:
    reached = reach(scene, PERMITTED_AS[deed], subject=subject)
    if reached.is_open:
        yield Step(
            deed=deed,
            by=By.HOLDER,
            after=scene.world,
            subject=subject or "",
            proved=reached.proved,
            needs_device=reached.needs_device,
        )


def _is_device(scene: Scene, answer: AuthenticatorId) -> bool:
    return isinstance(scene.account.find(answer), PermanentDevice)


def _may_step_up(scene: Scene, answer: AuthenticatorId) -> bool:
    held = scene.account.find(answer)
    return held is not None and may_step_up(kind_of(held))
