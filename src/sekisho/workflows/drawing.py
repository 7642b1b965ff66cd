"""Drawing ids, a prefix that says what it is of and 80 bits in signs that can be read aloud; and what a passkey is asked."""

import base64
from typing import Final

from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.authenticators.passkey import CHALLENGE_BYTES
from sekisho.workflows.ports import Dice

SIGNS: Final = 16


def draw_id(dice: Dice, *, prefix: str) -> str:
    """Draw an id for something new."""
    return prefix + dice.text(alphabet=CLEAR, length=SIGNS).lower()


def draw_authenticator_id(dice: Dice) -> AuthenticatorId:
    """Draw an id for something that proves."""
    return AuthenticatorId(draw_id(dice, prefix="fac_"))


def draw_passkey_challenge(dice: Dice) -> str:
    """Draw 32 bytes, as browsers read them (base64url, unpadded)."""
    drawn = bytes(dice.number(low=0, high=255) for _ in range(CHALLENGE_BYTES))
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()
