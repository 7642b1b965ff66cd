"""What is done with permanent devices, as pure steps from one account to the next; `NotAllowed` where it may not be.

A device that comes back by hand ends the interim proofs that stood for it; one that activates itself must not strand its
holder (product.md section 2, A114, D14). Who may ask for a deed, and with which proof, is `sekisho.core.access.permits`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sekisho.core.accounts import ACCOUNT_LIFE, Account, AccountEvent, Cutoff
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CodeCard,
    DeviceState,
    PermanentDevice,
    Posting,
    TemporaryPasscode,
)
from sekisho.core.authenticators.lifecycle import (
    CardEvent,
    DeviceEvent,
    PasscodeEvent,
    card_after,
    device_after,
    passcode_after,
)
from sekisho.core.authenticators.proofs import Proof, proof_of
from sekisho.core.authenticators.terms import Terms
from sekisho.core.transitions import Hindrance, NotAllowed

OUT_OF_USE: Final = frozenset({DeviceEvent.SUSPEND, DeviceEvent.BLOCK, DeviceEvent.REPORT_LOST, DeviceEvent.RETIRE})
"""Events that put a device out of use; each ends an opt-out from the second factor for trading."""

BORROWERS: Final = frozenset({DeviceEvent.SUSPEND, DeviceEvent.REACTIVATE, DeviceEvent.BLOCK, DeviceEvent.REPORT_LOST})
"""What may happen to a shared device through a user name that is not its owner's: it is stopped, or it answered again."""

ON_ITS_WAY: Final = frozenset({DeviceState.SHIPPED, DeviceState.DELIVERED})
"""States in which a posted device may activate itself."""

# ── Coming into use by hand: each ends passcode and card ─────────────────────────────────────────────────────


def bind_device(account: Account, device: PermanentDevice, *, now: datetime) -> Account | NotAllowed:
    """Add a device that has just answered for the first time, such as a key app; others stay active (B075)."""
    if account.find(device.id) is not None:
        return NotAllowed(event=DeviceEvent.BIND, because=Hindrance.STATE)
    bound = replace(device, state=DeviceState.ACTIVE, ever_active=True, last_answered_at=now)
    return without_interims(account.holding(bound))


def bind_first_device(account: Account, device: PermanentDevice, *, now: datetime) -> Account | NotAllowed:
    """Bind the very first device, for which nothing but the password (and a code sent to the address on file) was proved."""
    if not has_never_proved(account, now):
        return NotAllowed(event=DeviceEvent.BIND, because=Hindrance.HAD_A_DEVICE)
    return bind_device(account, device, now=now)


def activate_first_device(account: Account, device_id: AuthenticatorId, *, now: datetime) -> Account | NotAllowed:
    """Activate the very first device by hand, where it came by post."""
    if not has_never_proved(account, now):
        return NotAllowed(event=DeviceEvent.ACTIVATE, because=Hindrance.HAD_A_DEVICE)
    return activate_device(account, device_id, now=now)


def activate_device(account: Account, device_id: AuthenticatorId, *, now: datetime) -> Account | NotAllowed:
    """Activate a posted device by hand, after its own response (A118, B088)."""
    return _brought_into_use(account, device_id, event=DeviceEvent.ACTIVATE, now=now)


def reactivate_device(account: Account, device_id: AuthenticatorId, *, now: datetime) -> Account | NotAllowed:
    """Bring a suspended device back, after its own response (A094, A095, D15)."""
    return _brought_into_use(account, device_id, event=DeviceEvent.REACTIVATE, now=now)


def _brought_into_use(
    account: Account, device_id: AuthenticatorId, *, event: DeviceEvent, now: datetime
) -> Account | NotAllowed:
    moved = _moved(account, device_id, event=event)
    return moved if isinstance(moved, NotAllowed) else without_interims(answered(moved, device_id, now=now))


# ── The post ─────────────────────────────────────────────────────────────────────────────────────────────────


def request_device(account: Account, device: PermanentDevice) -> Account | NotAllowed:
    """Order a device; nothing else changes until it is active."""
    if account.find(device.id) is not None:
        return NotAllowed(event=DeviceEvent.REQUEST, because=Hindrance.STATE)
    return account.holding(replace(device, state=DeviceState.REQUESTED, ever_active=False, posting=None))


def ship_device(account: Account, device_id: AuthenticatorId, *, posting: Posting) -> Account | NotAllowed:
    """Hand a device to the post, with the plan that `Terms.posting` gives."""
    return _moved(account, device_id, event=DeviceEvent.SHIP, posting=posting)


def confirm_delivery(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Note that a device is in its holder's hands."""
    return _moved(account, device_id, event=DeviceEvent.CONFIRM_DELIVERY)


def hold_activation(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Stop the automatic activation: "it has not arrived", or technical assistance says so (A115)."""
    device = _posted(account, device_id, event="hold_activation")
    if isinstance(device, NotAllowed):
        return device
    return account.holding(replace(device.held, posting=replace(device.posting, is_held=True)))


def release_activation(
    account: Account, device_id: AuthenticatorId, *, now: datetime, terms: Terms
) -> Account | NotAllowed:
    """Let a held activation run again; never at once, because it is announced first."""
    device = _posted(account, device_id, event="release_activation")
    if isinstance(device, NotAllowed):
        return device
    if not device.posting.is_held:
        return account
    return account.holding(replace(device.held, posting=terms.released(device.posting, now=now)))


@dataclass(frozen=True, slots=True)
class _Posted:
    """A device that may still activate itself, with its plan."""

    held: PermanentDevice
    posting: Posting


def _posted(account: Account, device_id: AuthenticatorId, *, event: str) -> _Posted | NotAllowed:
    device = _device(account, device_id, event=event)
    if isinstance(device, NotAllowed):
        return device
    if device.state not in ON_ITS_WAY or device.posting is None:
        return NotAllowed(event=event, because=Hindrance.STATE, state=device.state)
    return _Posted(device, device.posting)


def auto_activate(
    account: Account,
    device_id: AuthenticatorId,
    *,
    now: datetime,
    address_changed_at: datetime | None,
    terms: Terms,
) -> Account | NotAllowed:
    """Activate a posted device because its time has come (A114, A119).

    The passcode ends and a card runs on to its own end. Only where the passcode is the last proof known to be in the holder's
    hands does it, too, run on to the end announced when it was issued: a parcel that never came must lock nobody out.
    """
    device = _device(account, device_id, event=DeviceEvent.AUTO_ACTIVATE)
    if isinstance(device, NotAllowed):
        return device
    active = device_after(device, DeviceEvent.AUTO_ACTIVATE)
    if isinstance(active, NotAllowed):
        return active
    hindrance = _in_the_way(device, now=now, address_changed_at=address_changed_at, terms=terms)
    if hindrance is not None:
        return hindrance
    others = {proof_of(held, now) for held in account.authenticators}
    is_proof_left = device.state is DeviceState.DELIVERED or bool(others & {Proof.DEVICE, Proof.CARD})
    activated = account.holding(active)
    return without_passcodes(activated) if is_proof_left else activated


def _in_the_way(
    device: PermanentDevice, *, now: datetime, address_changed_at: datetime | None, terms: Terms
) -> NotAllowed | None:
    posting = device.posting
    if posting is None or now < (due_at := max(posting.activates_at, posting.promised_by)):
        retry_at = None if posting is None else due_at
        return NotAllowed(event=DeviceEvent.AUTO_ACTIVATE, because=Hindrance.NOT_YET, retry_at=retry_at)
    if posting.is_held:
        return NotAllowed(event=DeviceEvent.AUTO_ACTIVATE, because=Hindrance.IS_HELD)
    settled_at = None if address_changed_at is None else address_changed_at + terms.address_settled_after
    if settled_at is not None and now < settled_at:
        return NotAllowed(event=DeviceEvent.AUTO_ACTIVATE, because=Hindrance.ADDRESS_CHANGED, retry_at=settled_at)
    return None


# ── Going out of use ─────────────────────────────────────────────────────────────────────────────────────────


def suspend_device(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Put a device aside while something stands in for it (D16)."""
    return _moved(account, device_id, event=DeviceEvent.SUSPEND)


def report_lost(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Note that a device is lost, stolen or damaged; from now on it answers nothing (A096)."""
    return _moved(account, device_id, event=DeviceEvent.REPORT_LOST)


def block_device(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Stop a device after ten wrong answers, or by a proof too weak to end it; the desk can bring it back."""
    return _moved(account, device_id, event=DeviceEvent.BLOCK)


def unblock_device(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Let a blocked device answer again, or a posted one that had its last try; the desk's deed for a verified caller.

    A posted one stays posted: it has never proved anything, so it is activated by its own answer or by its time alone.
    """
    device = _device(account, device_id, event=DeviceEvent.UNBLOCK)
    is_posted = isinstance(device, PermanentDevice) and device.state in (DeviceState.SHIPPED, DeviceState.DELIVERED)
    if isinstance(device, PermanentDevice) and is_posted and device.is_worn_out:
        return account.holding(replace(device, is_worn_out=False))
    return _moved(account, device_id, event=DeviceEvent.UNBLOCK)


def retire_device(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """End a device: returned, replaced, moved to another telephone, or no longer wanted."""
    return _moved(account, device_id, event=DeviceEvent.RETIRE)


def sendable(account: Account, device_id: str) -> Account | NotAllowed:
    """Give the account as it is, if this device can be sent back by it: it came by post, and is not another user name's."""
    device = _device(account, AuthenticatorId(device_id), event="return")
    if isinstance(device, NotAllowed):
        return device
    if device.kind is not AuthenticatorKind.DSC_PLUS:  # an app and a passkey were never sent
        return NotAllowed(event="return", because=Hindrance.NOT_HELD)
    return NotAllowed(event="return", because=Hindrance.BORROWED) if device.lent_by else account


def reopen(account: Account, *, now: datetime, cutoff: Cutoff) -> Account | NotAllowed:
    """Open a closed account again, with the devices that its holder has and no interim proof; trading follows by the cut-off."""
    state = ACCOUNT_LIFE.after(account.state, AccountEvent.REOPEN)
    if isinstance(state, NotAllowed):
        return state
    opened = replace(account, state=state, trades_from=cutoff.trades_from(now), closed_cause=None, has_opted_out=False)
    return without_interims(opened)


# ── What the deeds are made of ───────────────────────────────────────────────────────────────────────────────


def has_never_proved(account: Account, now: datetime) -> bool:
    """Tell whether no device of the account was ever active and no interim proof was ever in use."""
    return all(proof_of(held, now) is Proof.NOTHING_YET for held in account.authenticators)


def answered(account: Account, device_id: AuthenticatorId, *, now: datetime) -> Account:
    """Note that a permanent device answered rightly: a passcode after this is not the second in a row (B019)."""
    device = account.find(device_id)
    return account.holding(replace(device, last_answered_at=now)) if isinstance(device, PermanentDevice) else account


def without_passcodes(account: Account) -> Account:
    """End every passcode, run out or not, so that none of them decides any more."""
    return replace(account, authenticators=tuple(_ended(held) for held in account.authenticators))


def without_interims(account: Account) -> Account:
    """End every passcode and retire every card."""
    return replace(account, authenticators=tuple(_ended(_retired(held)) for held in account.authenticators))


def _ended(held: Authenticator) -> Authenticator:
    ended = passcode_after(held, PasscodeEvent.END) if isinstance(held, TemporaryPasscode) else held
    return held if isinstance(ended, NotAllowed) else ended


def _retired(held: Authenticator) -> Authenticator:
    retired = card_after(held, CardEvent.RETIRE) if isinstance(held, CodeCard) else held
    return held if isinstance(retired, NotAllowed) else retired


def _device(account: Account, device_id: AuthenticatorId, *, event: str) -> PermanentDevice | NotAllowed:
    found = account.find(device_id)
    return found if isinstance(found, PermanentDevice) else NotAllowed(event=event, because=Hindrance.NOT_HELD)


def _moved(
    account: Account, device_id: AuthenticatorId, *, event: DeviceEvent, posting: Posting | None = None
) -> Account | NotAllowed:
    device = _device(account, device_id, event=event)
    if isinstance(device, PermanentDevice) and device.lent_by and event not in BORROWERS:
        return NotAllowed(event=event, because=Hindrance.BORROWED)
    moved = device if isinstance(device, NotAllowed) else device_after(device, event)
    if isinstance(moved, NotAllowed):
        return moved
    keeps_opt_out = account.has_opted_out and event not in OUT_OF_USE
    held = replace(account, has_opted_out=keeps_opt_out)
    return held.holding(moved if posting is None else replace(moved, posting=posting))
