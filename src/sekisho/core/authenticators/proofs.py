"""What one authenticator proves at one instant; a boundary instant belongs to what comes next.

This is where stored states and stored moments become the words of the access table. It judges one authenticator alone; what
an account may do with it is `sekisho.core.access`.
"""

from datetime import datetime
from enum import StrEnum, unique
from typing import Final, assert_never

from sekisho.core.authenticators.kinds import (
    Authenticator,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)

CELLS_ASKED: Final = 2
"""How many cells one answer with a code card spends (A176)."""


@unique
class Proof(StrEnum):
    """What a holder can prove with, best first; then why nothing can be proved."""

    DEVICE = "device"
    CARD = "card"
    PASSCODE_FULL = "passcode_full"
    PASSCODE_CARD_ONLY = "passcode_card_only"
    SUSPENDED_DEVICE = "suspended_device"
    PASSCODE_EXPIRED = "passcode_expired"
    PASSCODE_DEAD = "passcode_dead"
    CARD_EXPIRED = "card_expired"
    CARD_EXHAUSTED = "card_exhausted"
    NOTHING_YET = "nothing_yet"  # never had a device that was active, nor an interim proof
    NOTHING_USABLE = "nothing_usable"  # had one; it is lost, blocked, ended or retired


ANSWERABLE: Final = frozenset(
    {Proof.DEVICE, Proof.CARD, Proof.PASSCODE_FULL, Proof.PASSCODE_CARD_ONLY, Proof.SUSPENDED_DEVICE}
)
"""What a login offers."""

RUN_OUT: Final = frozenset({Proof.PASSCODE_EXPIRED, Proof.PASSCODE_DEAD, Proof.CARD_EXPIRED, Proof.CARD_EXHAUSTED})
"""An interim proof that stood for a device and no longer does, nothing having taken its place."""


def proof_of(authenticator: Authenticator, now: datetime) -> Proof:
    """Tell what `authenticator` proves at `now`."""
    match authenticator:
        case PermanentDevice():
            return _proof_of_device(authenticator)
        case CodeCard():
            return _proof_of_card(authenticator, now)
        case TemporaryPasscode():
            return _proof_of_passcode(authenticator, now)
        case never:
            assert_never(never)


def narrows_at(authenticator: Authenticator, now: datetime) -> datetime | None:
    """Give the moment from which `authenticator` by itself proves less than it does at `now`; None if time does not touch it."""
    proof = proof_of(authenticator, now)
    match authenticator:
        case CodeCard(expires_at=expires_at) if proof in (Proof.CARD, Proof.CARD_EXHAUSTED):
            return expires_at
        case TemporaryPasscode(full_until=full_until, expires_at=expires_at) if proof is Proof.PASSCODE_FULL:
            return min(full_until, expires_at)
        case TemporaryPasscode(expires_at=expires_at) if proof is Proof.PASSCODE_CARD_ONLY:
            return expires_at
        case PermanentDevice() | CodeCard() | TemporaryPasscode():
            return None
        case never:
            assert_never(never)


def _proof_of_device(device: PermanentDevice) -> Proof:
    match device.state:
        case DeviceState.ACTIVE:
            return Proof.DEVICE
        case DeviceState.SUSPENDED:
            return Proof.SUSPENDED_DEVICE
        case (
            DeviceState.REQUESTED
            | DeviceState.SHIPPED
            | DeviceState.DELIVERED
            | DeviceState.BLOCKED
            | DeviceState.LOST
            | DeviceState.RETIRED
        ):
            return Proof.NOTHING_USABLE if device.ever_active else Proof.NOTHING_YET
        case never:
            assert_never(never)


def _proof_of_card(card: CodeCard, now: datetime) -> Proof:
    match card.state:
        case CardState.SHOWN:
            return Proof.NOTHING_YET
        case CardState.RETIRED:
            return Proof.NOTHING_YET if card.activated_at is None else Proof.NOTHING_USABLE
        case CardState.EXPIRED:
            return Proof.CARD_EXPIRED
        case CardState.ACTIVE | CardState.EXHAUSTED:
            if card.expires_at is None or now >= card.expires_at:
                return Proof.CARD_EXPIRED
            is_exhausted = card.state is CardState.EXHAUSTED or card.cells_left < CELLS_ASKED
            return Proof.CARD_EXHAUSTED if is_exhausted else Proof.CARD
        case never:
            assert_never(never)


def _proof_of_passcode(passcode: TemporaryPasscode, now: datetime) -> Proof:
    match passcode.state:
        case PasscodeState.DEAD:
            return Proof.PASSCODE_DEAD
        case PasscodeState.EXPIRED:
            return Proof.PASSCODE_EXPIRED
        case PasscodeState.ENDED:
            return Proof.NOTHING_USABLE
        case PasscodeState.LIVE:
            if now >= passcode.expires_at:
                return Proof.PASSCODE_EXPIRED
            return Proof.PASSCODE_FULL if now < passcode.full_until else Proof.PASSCODE_CARD_ONLY
        case never:
            assert_never(never)
