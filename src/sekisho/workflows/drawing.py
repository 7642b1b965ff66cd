"""Drawing ids: a prefix that says what it is of, and 80 bits in signs that can be read aloud."""

from typing import Final

from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.workflows.ports import Dice

SIGNS: Final = 16


def draw_id(dice: Dice, *, prefix: str) -> str:
    """Draw an id for something new."""
    return prefix + dice.text(alphabet=CLEAR, length=SIGNS).lower()


def draw_authenticator_id(dice: Dice) -> AuthenticatorId:
    """Draw an id for something that proves."""
    return AuthenticatorId(draw_id(dice, prefix="fac_"))
