"""What must hold in every world and at every step. Each rule looks at raw stored fields, never at the access table.

(a) No order of events gives more access for less proof: what an answer opens is bounded by the state of what was answered, and
an answer opens more than before only by a deed that itself demanded that very proof, by the desk after verifying a caller, by
the reviewer's approval, or by a moment announced in advance.
(b) No timer takes a working proof away, except at the end announced when it was given; automatic activation takes a passcode
only from a holder who is left another proof known to be at hand.
(c) is about paths, and is in `walk`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from sekisho.core.access.decisions import Scope
from sekisho.core.access.search.powers import NOTHING, Powers, powers_of, scopes_of
from sekisho.core.access.search.scene import Scene, Step
from sekisho.core.access.search.world import A_SECOND, NOW, unseen_later
from sekisho.core.accounts import Account, AccountState
from sekisho.core.authenticators.device_deeds import reactivate_device
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.transitions import By, NotAllowed

EVERYTHING: Final = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class WorldRule:
    """A promise about one world; `breaches` says in plain words where it does not hold."""

    promise: str
    breaches: Callable[[Scene], Iterator[str]]


@dataclass(frozen=True, slots=True)
class StepRule:
    """A promise about one step, with what each proof opens after it."""

    promise: str
    breaches: Callable[[Scene, Step, Powers], Iterator[str]]


# ── (a) More access only for more proof ──────────────────────────────────────────────────────────────────────


def opened_beyond_proof(scene: Scene) -> Iterator[str]:
    """Compare what `decide` opens with what the stored state of the answer can bear at most."""
    for answer, power in scene.powers.items():
        held = None if answer is None else scene.account.find(answer)
        bearable = _bearable_alone(scene.account) if held is None else _bearable(held)
        beyond = power.scopes - (bearable & _bearable_by(scene.account))
        if beyond:
            yield f"{_named(answer)} opens {_listed(beyond)}, and must not"


def _bearable(held: Authenticator) -> frozenset[Scope]:
    match held:
        case PermanentDevice(state=DeviceState.ACTIVE):
            return EVERYTHING
        case PermanentDevice(state=DeviceState.SUSPENDED):
            return frozenset({Scope.PORTAL_REACTIVATE, Scope.PORTAL_STATEMENTS})
        case CodeCard(state=CardState.ACTIVE | CardState.EXHAUSTED, expires_at=datetime() as end) if end > NOW:
            return EVERYTHING
        case TemporaryPasscode(state=PasscodeState.LIVE, full_until=full_until) if full_until > NOW:
            return EVERYTHING
        case TemporaryPasscode(state=PasscodeState.LIVE, expires_at=expires_at) if expires_at > NOW:
            return frozenset({Scope.PORTAL_CARD_ONLY, Scope.PORTAL_STATEMENTS})
        case PermanentDevice() | CodeCard() | TemporaryPasscode():
            return frozenset({Scope.PORTAL_STATEMENTS})
        case never:
            assert_never(never)


def _bearable_alone(account: Account) -> frozenset[Scope]:
    """The password alone: statements of a closed account, the first device, and trading where the holder opted out."""
    opted_out = account.has_opted_out and any(
        isinstance(held, PermanentDevice) and held.state is DeviceState.ACTIVE for held in account.authenticators
    )
    is_first = not any(_was_ever_in_use(held) for held in account.authenticators)
    first = {Scope.PORTAL_APPLICATION, Scope.PORTAL_ENROL} if is_first else set[Scope]()
    return frozenset({Scope.PORTAL_STATEMENTS} | first | ({Scope.TRADING_LIVE} if opted_out else set()))


def _bearable_by(account: Account) -> frozenset[Scope]:
    match account.state:
        case AccountState.APPLIED:
            return frozenset({Scope.PORTAL_APPLICATION, Scope.PORTAL_CARD_ONLY, Scope.PORTAL_REACTIVATE})
        case AccountState.OPEN:
            trades = account.trades_from is not None and account.trades_from <= NOW
            closed = {Scope.PORTAL_APPLICATION, Scope.PORTAL_STATEMENTS, Scope.TRADING_PAPER}
            return EVERYTHING - closed - (set() if trades else {Scope.TRADING_LIVE})
        case AccountState.CLOSED:
            return frozenset({Scope.PORTAL_STATEMENTS})
        case AccountState.REJECTED:
            return NOTHING
        case never:
            assert_never(never)


def _was_ever_in_use(held: Authenticator) -> bool:
    match held:
        case PermanentDevice(ever_active=ever_active):
            return ever_active
        case CodeCard(activated_at=activated_at):
            return activated_at is not None
        case TemporaryPasscode():
            return True
        case never:
            assert_never(never)


def gained_without_proof(scene: Scene, step: Step, after: Powers) -> Iterator[str]:
    """Compare what every answer opens before and after: who opens more must have paid for it."""
    for answer in after:
        before = scopes_of(scene.powers, answer)
        gained = _not_covered(scopes_of(after, answer), by=before)
        if gained and not _is_paid_for(scene, step, answer=answer, gained=gained):
            yield f"{_named(answer)} opens {_listed(gained)} after it, without having been proved for it"


def _not_covered(scopes: frozenset[Scope], *, by: frozenset[Scope]) -> frozenset[Scope]:
    """The card page and re-activation are less than full access or an application: what they do asks its own proof."""
    is_wide = bool(by & {Scope.PORTAL_FULL, Scope.PORTAL_APPLICATION})
    return scopes - by - ({Scope.PORTAL_CARD_ONLY, Scope.PORTAL_REACTIVATE} if is_wide else set())


def _is_paid_for(scene: Scene, step: Step, *, answer: AuthenticatorId | None, gained: frozenset[Scope]) -> bool:
    if answer in step.proved or answer in step.vouched or step.by is By.REVIEWER:
        return True
    if step.after.account.state is AccountState.CLOSED:
        return gained == {Scope.PORTAL_STATEMENTS}
    before = scene.account.find(answer) if answer is not None else None
    if step.by is not By.TIMER:
        return False
    if isinstance(before, PermanentDevice) and before.state in (DeviceState.SHIPPED, DeviceState.DELIVERED):
        return _is_due(scene, before)
    return gained == {Scope.TRADING_LIVE} and scene.account.trades_from == NOW + step.elapsed


def _is_due(scene: Scene, device: PermanentDevice) -> bool:
    posting = device.posting
    is_settled = scene.world.address_settles_at is None
    return (
        is_settled
        and posting is not None
        and not posting.is_held
        and posting.promised_by <= NOW
        and posting.activates_at <= NOW
    )


def depends_on_others(scene: Scene) -> Iterator[str]:
    """Ask anew for every proof, and compare with what the same proof opened where it stood beside others."""
    asked_anew = powers_of(scene.account, scene.policy)
    for answer, power in scene.powers.items():
        if asked_anew[answer] != power:
            yield f"{_named(answer)} opens {_listed(asked_anew[answer].scopes)} here and {_listed(power.scopes)} elsewhere"


# ── (b) No timer takes a working proof away ──────────────────────────────────────────────────────────────────


def taken_by_a_timer(scene: Scene, step: Step, after: Powers) -> Iterator[str]:
    """Compare, after a timer, what every proof opened before with what it opens now.

    Time alone may narrow a proof only at the moment that its grant announced as `until`. Automatic activation may end only a
    passcode, and only where the holder is left another proof known to be at hand. The password alone is no proof.
    """
    if step.by is not By.TIMER:
        return
    for held in scene.account.authenticators:
        before = scene.powers[held.id]
        lost = before.scopes - scopes_of(after, held.id)
        if not lost:
            continue
        if step.elapsed and (before.until is None or before.until > NOW + step.elapsed):
            yield f"{_named(held.id)} no longer opens {_listed(lost)}, which was not announced"
        if not step.elapsed and not (isinstance(held, TemporaryPasscode) and _is_another_at_hand(scene, after)):
            yield f"{_named(held.id)} no longer opens {_listed(lost)}, and nothing else is known to be at hand"


def _is_another_at_hand(scene: Scene, after: Powers) -> bool:
    """Whether automatic activation leaves a proof that the holder is known to have: a card, or a device used or delivered."""
    return any(
        scopes_of(after, held.id) - {Scope.PORTAL_REACTIVATE}
        for held in scene.account.authenticators
        if isinstance(held, CodeCard)
        or (isinstance(held, PermanentDevice) and held.state in (DeviceState.ACTIVE, DeviceState.DELIVERED))
    )


def moved_end(scene: Scene, step: Step, _: Powers) -> Iterator[str]:
    """Compare the stored ends before and after: once given, no event moves them."""
    for held in scene.account.authenticators:
        now_held = step.after.account.find(held.id)
        match held, now_held:
            case TemporaryPasscode(), TemporaryPasscode():
                before, after = (held.full_until, held.expires_at), (now_held.full_until, now_held.expires_at)
                if after != (before[0] - step.elapsed, before[1] - step.elapsed):
                    yield f"the announced end of {held.id} moved"
            case CodeCard(expires_at=datetime() as before_end), CodeCard(expires_at=after_end):
                if after_end != before_end - step.elapsed:
                    yield f"the announced end of {held.id} moved"
            case _:
                pass


def differs_around_a_boundary(scene: Scene, step: Step, after: Powers) -> Iterator[str]:
    """A second before the boundary nothing has changed; a second after it, nothing more has; unseen expiry counts as seen."""
    if step.by is not By.TIMER or not step.elapsed:
        return
    spans = (step.elapsed - A_SECOND, step.elapsed, step.elapsed + A_SECOND)
    accounts = (unseen_later(scene.world, span).account for span in spans)
    short, unseen, past = (scene.memory.powers_of(account, settled=account) for account in accounts)
    for answer in scene.powers:
        if scopes_of(short, answer) != scopes_of(scene.powers, answer):
            yield f"{_named(answer)} changes a second before the boundary"
        if not scopes_of(past, answer) == scopes_of(unseen, answer) == scopes_of(after, answer):
            yield f"{_named(answer)} changes once more a second after the boundary, or only when somebody looks"


# ── The way back ─────────────────────────────────────────────────────────────────────────────────────────────


def found_device_useless(scene: Scene) -> Iterator[str]:
    """A suspended device that is back needs no telephone: it re-activates itself and then opens everything."""
    if scene.account.state is not AccountState.OPEN:
        return
    for device in scene.devices(DeviceState.SUSPENDED):
        back = reactivate_device(scene.account, device.id, now=NOW)
        opened = NOTHING if isinstance(back, NotAllowed) else scopes_of(powers_of(back, scene.policy), device.id)
        if Scope.PORTAL_REACTIVATE not in scopes_of(scene.powers, device.id) or Scope.PORTAL_FULL not in opened:
            yield f"{device.id} is back, and does not open the way to its own re-activation"


def _named(answer: AuthenticatorId | None) -> str:
    return "the password alone" if answer is None else f"{answer} (with the password)"


def _listed(scopes: frozenset[Scope]) -> str:
    return " and ".join(sorted(scopes)) or "nothing"


WORLD_RULES: Final = (
    WorldRule("What an answer opens is bounded by the stored state of what was answered.", opened_beyond_proof),
    WorldRule("What an answer opens depends on nothing but itself and the account's state.", depends_on_others),
    WorldRule("A suspended device that is back leads to full access without a telephone call.", found_device_useless),
)
STEP_RULES: Final = (
    StepRule("An answer opens more than before only by a deed that paid for it with that proof.", gained_without_proof),
    StepRule("No timer takes a working proof away before its announced end.", taken_by_a_timer),
    StepRule("The announced end of a passcode or a card never moves.", moved_end),
    StepRule(
        "Nothing changes a second before a boundary, and nothing more a second after it.", differs_around_a_boundary
    ),
)
