"""What is done with temporary passcodes and code cards, as pure steps from one account to the next.

Issuing a passcode suspends the devices reported missing; activating a card ends the passcode and every earlier card. Neither is
given twice in a row unless the desk takes it upon itself (B019, D10).
"""

from dataclasses import replace
from datetime import datetime

from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import without_interims, without_passcodes
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
from sekisho.core.authenticators.lifecycle import (
    CardEvent,
    DeviceEvent,
    PasscodeEvent,
    card_after,
    device_after,
    passcode_after,
)
from sekisho.core.authenticators.proofs import CELLS_ASKED
from sekisho.core.authenticators.terms import Terms
from sekisho.core.transitions import Hindrance, NotAllowed

# ── The passcode ─────────────────────────────────────────────────────────────────────────────────────────────


def issue_passcode(
    account: Account,
    passcode: TemporaryPasscode,
    *,
    missing: tuple[AuthenticatorId, ...],
    has_second_agent: bool,
) -> Account | NotAllowed:
    """Add a passcode (from `Terms.new_passcode`), suspend active devices reported missing, end earlier passcodes and opt-out."""
    if is_passcode_second_in_a_row(account) and not has_second_agent:
        return NotAllowed(event=PasscodeEvent.ISSUE, because=Hindrance.TWICE_IN_A_ROW)
    devices = [account.find(device_id) for device_id in missing]
    if account.find(passcode.id) is not None or not all(isinstance(device, PermanentDevice) for device in devices):
        return NotAllowed(event=PasscodeEvent.ISSUE, because=Hindrance.NOT_HELD)
    cleared = replace(without_passcodes(account), has_opted_out=False)
    for device in devices:
        if isinstance(device, PermanentDevice) and device.state is DeviceState.ACTIVE:
            suspended = device_after(device, DeviceEvent.SUSPEND)
            if isinstance(suspended, NotAllowed):
                return suspended
            cleared = cleared.holding(suspended)
    return cleared.holding(replace(passcode, state=PasscodeState.LIVE))


def kill_passcode(account: Account, passcode_id: AuthenticatorId) -> Account | NotAllowed:
    """Stop a passcode for good after ten wrong tries."""
    passcode = account.find(passcode_id)
    if not isinstance(passcode, TemporaryPasscode):
        return NotAllowed(event=PasscodeEvent.KILL, because=Hindrance.NOT_HELD)
    killed = passcode_after(passcode, PasscodeEvent.KILL)
    return killed if isinstance(killed, NotAllowed) else account.holding(killed)


def is_passcode_second_in_a_row(account: Account) -> bool:
    """Tell whether no permanent device answered since the last passcode was issued (B019)."""
    issued = [held.issued_at for held in account.authenticators if isinstance(held, TemporaryPasscode)]
    return bool(issued) and not _device_answered_since(account, max(issued))


# ── The card ─────────────────────────────────────────────────────────────────────────────────────────────────


def show_card(account: Account, card: CodeCard, *, is_desk_asking: bool) -> Account | NotAllowed:
    """Add a card that is shown to be printed; it proves nothing yet. A card shown earlier and never activated is retired."""
    if is_card_second_in_a_row(account) and not is_desk_asking:
        return NotAllowed(event=CardEvent.SHOW, because=Hindrance.TWICE_IN_A_ROW)
    if account.find(card.id) is not None:
        return NotAllowed(event=CardEvent.SHOW, because=Hindrance.STATE)
    shown = replace(card, state=CardState.SHOWN, activated_at=None, expires_at=None)
    return _with_card(account, shown, retiring=(CardState.SHOWN,))


def activate_card(account: Account, card_id: AuthenticatorId, *, now: datetime, terms: Terms) -> Account | NotAllowed:
    """Activate a shown card after two of its cells were answered (A182); passcodes and earlier cards end."""
    card = _card(account, card_id, event=CardEvent.ACTIVATE)
    active = card if isinstance(card, NotAllowed) else card_after(card, CardEvent.ACTIVATE)
    if isinstance(active, NotAllowed):
        return active
    running = replace(active, activated_at=now, expires_at=now + terms.card_valid_for)
    return without_interims(account).holding(running)


def spend_cells(account: Account, card_id: AuthenticatorId, *, cells_left: int) -> Account | NotAllowed:
    """Note how many cells are left after an answer; with fewer than two the card is exhausted."""
    card = _card(account, card_id, event=CardEvent.EXHAUST)
    if isinstance(card, NotAllowed):
        return card
    if card.state not in (CardState.SHOWN, CardState.ACTIVE):
        return NotAllowed(event=CardEvent.EXHAUST, because=Hindrance.STATE, state=card.state)
    counted = replace(card, cells_left=cells_left)
    if card.state is CardState.SHOWN or cells_left >= CELLS_ASKED:
        return account.holding(counted)
    exhausted = card_after(counted, CardEvent.EXHAUST)
    return exhausted if isinstance(exhausted, NotAllowed) else account.holding(exhausted)


def is_card_second_in_a_row(account: Account) -> bool:
    """Tell whether no permanent device answered since the last card was activated (D10)."""
    cards = [held for held in account.authenticators if isinstance(held, CodeCard)]
    activated = [card.activated_at for card in cards if card.activated_at is not None]
    return bool(activated) and not _device_answered_since(account, max(activated))


def _card(account: Account, card_id: AuthenticatorId, *, event: str) -> CodeCard | NotAllowed:
    found = account.find(card_id)
    return found if isinstance(found, CodeCard) else NotAllowed(event=event, because=Hindrance.NOT_HELD)


def _with_card(account: Account, card: CodeCard, *, retiring: tuple[CardState, ...]) -> Account:
    kept: list[Authenticator] = []
    for held in account.authenticators:
        retired = card_after(held, CardEvent.RETIRE) if isinstance(held, CodeCard) and held.state in retiring else held
        kept.append(held if isinstance(retired, NotAllowed) else retired)
    return replace(account, authenticators=(*kept, card))


# ── The ratchet ──────────────────────────────────────────────────────────────────────────────────────────────


def seen_expired(account: Account, now: datetime) -> Account:
    """Store that what has run out has run out: a clock set back later does not revive it (REC-17)."""
    return replace(account, authenticators=tuple(_ratcheted(held, now) for held in account.authenticators))


def _ratcheted(held: Authenticator, now: datetime) -> Authenticator:
    expired: Authenticator | NotAllowed = held
    if isinstance(held, CodeCard) and held.expires_at is not None and now >= held.expires_at:
        expired = card_after(held, CardEvent.EXPIRE)
    if isinstance(held, TemporaryPasscode) and now >= held.expires_at:
        expired = passcode_after(held, PasscodeEvent.EXPIRE)
    return held if isinstance(expired, NotAllowed) else expired


def _device_answered_since(account: Account, moment: datetime) -> bool:
    devices = [held for held in account.authenticators if isinstance(held, PermanentDevice)]
    return any(device.last_answered_at is not None and device.last_answered_at > moment for device in devices)
