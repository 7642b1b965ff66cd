"""One state of the search: an account as it stands at a fixed instant, with everything that no rule can see left out.

Time does not run in a world; a step that lets time pass moves every stored moment towards the past instead. `settled` then
forgets what cannot matter any more, so that worlds that differ only in history become one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, TypeVar, assert_never

from sekisho.core.accounts import Account, AccountNumber, AccountState
from sekisho.core.authenticators.device_deeds import has_never_proved, without_interims
from sekisho.core.authenticators.interim_deeds import (
    is_card_second_in_a_row,
    is_passcode_second_in_a_row,
    seen_expired,
)
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    Posting,
    TemporaryPasscode,
)

NOW: Final = datetime(2026, 1, 15, 5, tzinfo=UTC)
"""Midnight in New York, so that an account approved after the cut-off trades a whole day later."""

A_SECOND: Final = timedelta(seconds=1)
ANSWERED: Final = NOW - 5 * A_SECOND
"""When a device last answered, where that still matters: after what began earlier, before what began later."""

CELLS: Final = 224
GONE: Final = AuthenticatorId("gone")
PHONE: Final = AuthenticatorId("phone")
DSC: Final = AuthenticatorId("dsc")
PASSKEY: Final = AuthenticatorId("passkey")
NAMES: Final = MappingProxyType(
    {AuthenticatorKind.KEY_APP: PHONE, AuthenticatorKind.DSC_PLUS: DSC, AuthenticatorKind.PASSKEY: PASSKEY}
)
"""One of each kind is enough: a second one would be to the policy what the first is."""
PASSCODE: Final = AuthenticatorId("passcode")
CARD: Final = AuthenticatorId("card")
SHOWN: Final = AuthenticatorId("shown card")


@dataclass(frozen=True, slots=True)
class World:
    """An account at `NOW`, and the moment from which its address of record counts as settled (None: it does)."""

    account: Account
    address_settles_at: datetime | None = None


START: Final = World(Account(number=AccountNumber("U1234567"), state=AccountState.APPLIED))


def later(world: World, elapsed: timedelta) -> World:
    """Let time pass; what has run out is seen to have run out."""
    return replace(
        _earlier_moments(world, elapsed), account=seen_expired(_earlier_moments(world, elapsed).account, NOW)
    )


def unseen_later(world: World, elapsed: timedelta) -> World:
    """Let time pass with nobody looking: stored states stay as they are."""
    return _earlier_moments(world, elapsed)


def boundaries(world: World) -> list[datetime]:
    """Give every moment still to come at which something changes by itself, earliest first."""
    found = {world.address_settles_at, world.account.trades_from}
    for held in world.account.authenticators:
        match held:
            case TemporaryPasscode(state=PasscodeState.LIVE, full_until=full_until, expires_at=expires_at):
                found |= {full_until, expires_at}
            case CodeCard(state=CardState.ACTIVE | CardState.EXHAUSTED, expires_at=expires_at):
                found.add(expires_at)
            case PermanentDevice(state=DeviceState.SHIPPED | DeviceState.DELIVERED, posting=Posting() as posting):
                found |= {posting.promised_by, posting.activates_at}
            case _:
                pass
    return sorted(at for at in found if at is not None and at > NOW)


# ── Moving the moments ───────────────────────────────────────────────────────────────────────────────────────


def _earlier_moments(world: World, elapsed: timedelta) -> World:
    account = world.account
    moved = tuple(_moved(held, elapsed) for held in account.authenticators)
    trades_from = _earlier(account.trades_from, elapsed)
    return World(
        replace(account, trades_from=trades_from, authenticators=moved), _earlier(world.address_settles_at, elapsed)
    )


def _moved(held: Authenticator, elapsed: timedelta) -> Authenticator:
    match held:
        case PermanentDevice(posting=posting, last_answered_at=answered_at):
            there = None if posting is None else _moved_posting(posting, elapsed)
            return replace(held, posting=there, last_answered_at=_earlier(answered_at, elapsed))
        case CodeCard(activated_at=activated_at, expires_at=expires_at):
            return replace(held, activated_at=_earlier(activated_at, elapsed), expires_at=_earlier(expires_at, elapsed))
        case TemporaryPasscode():
            return replace(
                held,
                issued_at=held.issued_at - elapsed,
                full_until=held.full_until - elapsed,
                expires_at=held.expires_at - elapsed,
            )
        case never:
            assert_never(never)


def _moved_posting(posting: Posting, elapsed: timedelta) -> Posting:
    return replace(
        posting,
        shipped_at=posting.shipped_at - elapsed,
        promised_by=posting.promised_by - elapsed,
        activates_at=posting.activates_at - elapsed,
    )


def _earlier(moment: datetime | None, elapsed: timedelta) -> datetime | None:
    return None if moment is None else moment - elapsed


# ── Forgetting what cannot matter ────────────────────────────────────────────────────────────────────────────


def settled(world: World, *, counts_rows: bool) -> World:
    """Give the one world that stands for all that no rule can tell from `world`.

    With `counts_rows`, worlds still differ by whether a next passcode or card would be the second in a row (B019); that
    changes who must agree to it, never what it opens.
    """
    account, settles_at = world.account, world.address_settles_at
    if account.state is AccountState.REJECTED:
        return World(replace(account, trades_from=None, authenticators=(), has_opted_out=False))
    if account.state is AccountState.CLOSED:  # reopening it ends interims and the opt-out, so they matter no more
        account = replace(without_interims(account), trades_from=None, has_opted_out=False)
    interims = list(_interims(account, counts_rows=counts_rows))
    answered_at = ANSWERED if any(_began_at(held) < ANSWERED for held in interims) else None
    devices = [_plain_device(d, answered_at) for d in _of(PermanentDevice, account) if not _is_over(d)]
    shown = [replace(card, id=SHOWN) for card in _of(CodeCard, account) if card.state is CardState.SHOWN]
    kept: list[Authenticator] = [*devices, *interims, *shown]
    is_had_seen = has_never_proved(account, NOW) or not has_never_proved(_with(account, kept), NOW)
    if not is_had_seen or (answered_at is not None and not devices):
        gone = PermanentDevice(id=GONE, kind=AuthenticatorKind.KEY_APP, state=DeviceState.RETIRED)
        kept.append(replace(gone, last_answered_at=answered_at))
    trades_from = None if account.trades_from is None else _to_come(account.trades_from)
    return World(
        replace(account, trades_from=trades_from, authenticators=tuple(sorted(kept, key=lambda held: held.id))),
        settles_at if settles_at is not None and settles_at > NOW else None,
    )


def _with(account: Account, authenticators: Iterable[Authenticator]) -> Account:
    return replace(account, authenticators=tuple(authenticators))


def _is_over(device: PermanentDevice) -> bool:
    return device.state in (DeviceState.LOST, DeviceState.RETIRED)


def _interims(account: Account, *, counts_rows: bool) -> Iterator[Authenticator]:
    """The newest passcode and the newest card that was in use, each only while it matters.

    Of when they began one thing matters at most: whether a device answered since. Of two at one instant the later added is newer.
    """
    passcode = max(reversed(_of(TemporaryPasscode, account)), key=lambda held: held.issued_at, default=None)
    used = [card for card in reversed(_of(CodeCard, account)) if card.activated_at is not None]
    card = max(used, key=lambda held: held.activated_at or NOW, default=None)
    if passcode is not None:
        is_second = is_passcode_second_in_a_row(account)
        if passcode.state is not PasscodeState.ENDED or (counts_rows and is_second):
            ago = 1 if is_second or not counts_rows else 8
            yield _plain_passcode(passcode, issued_at=NOW - ago * A_SECOND)
    if card is not None:
        is_second = is_card_second_in_a_row(account)
        if card.state is not CardState.RETIRED or (counts_rows and is_second):
            ago = 2 if is_second or not counts_rows else 9
            yield _plain_card(card, activated_at=NOW - ago * A_SECOND)


def _plain_device(device: PermanentDevice, answered_at: datetime | None) -> PermanentDevice:
    device_id = NAMES[device.kind]
    posting = device.posting if device.state in (DeviceState.SHIPPED, DeviceState.DELIVERED) else None
    if posting is not None:
        posting = replace(
            posting,
            shipped_at=NOW,
            promised_by=_to_come(posting.promised_by),
            activates_at=_to_come(posting.activates_at),
        )
    is_plain = (device.id, device.posting, device.last_answered_at) == (device_id, posting, answered_at)
    return device if is_plain else replace(device, id=device_id, posting=posting, last_answered_at=answered_at)


def _began_at(interim: Authenticator) -> datetime:
    match interim:
        case TemporaryPasscode(issued_at=began_at) | CodeCard(activated_at=datetime() as began_at):
            return began_at
        case _:
            return NOW


def _plain_passcode(passcode: TemporaryPasscode, *, issued_at: datetime) -> TemporaryPasscode:
    is_live = passcode.state is PasscodeState.LIVE
    return replace(
        passcode,
        id=PASSCODE,
        issued_at=issued_at,
        full_until=_to_come(passcode.full_until) if is_live else NOW,
        expires_at=_to_come(passcode.expires_at) if is_live else NOW,
    )


def _plain_card(card: CodeCard, *, activated_at: datetime) -> CodeCard:
    is_running = card.state in (CardState.ACTIVE, CardState.EXHAUSTED) and card.expires_at is not None
    return replace(
        card,
        id=CARD,
        activated_at=activated_at,
        expires_at=_to_come(card.expires_at) if is_running and card.expires_at is not None else NOW,
        cells_left=CELLS if card.state is CardState.ACTIVE else 0,
    )


def _to_come(moment: datetime) -> datetime:
    return max(moment, NOW)


Kind = TypeVar("Kind", PermanentDevice, CodeCard, TemporaryPasscode)


def _of(kind: type[Kind], account: Account) -> list[Kind]:
    return [held for held in account.authenticators if isinstance(held, kind)]
