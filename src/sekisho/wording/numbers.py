"""The numbers that sentences mention, so that a text never states a figure of its own.

Each is written `{name}` in a text, without being passed by the caller; facts part E lists where it comes from.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import ClassVar, Final

from sekisho.core.authenticators import code_card, temporary_passcode
from sekisho.core.authenticators.terms import CHALLENGE_FOR, Terms
from sekisho.core.passwords import MOST_BYTES, MOST_CHARACTERS
from sekisho.core.throttle import PASSWORD_DOOR, UNANSWERED_TOLD_AT

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)
SHIPS_WITHIN: Final = (3, 14)  # days, by country of residence (A098)


def numbers_of(terms: Terms) -> Mapping[str, int]:
    """Give the numbers that a house with these terms says."""
    activations = (*terms.activated_after.values(), terms.activated_elsewhere_after)
    return MappingProxyType(
        {
            "n_lock_tries": PASSWORD_DOOR.most,
            "n_unanswered": UNANSWERED_TOLD_AT,
            "n_lock_within_hours": PASSWORD_DOOR.within // HOUR,
            "n_lock_hours": PASSWORD_DOOR.closed_for // HOUR,
            "n_challenge_minutes": CHALLENGE_FOR // timedelta(minutes=1),
            "n_password_characters": MOST_CHARACTERS,
            "n_password_bytes": MOST_BYTES,
            "n_passcode_full_hours": terms.passcode_full_for // HOUR,
            "n_passcode_days": (terms.passcode_full_for + terms.passcode_card_only_for) // DAY,
            "n_passcode_tries": temporary_passcode.MOST_WRONG,
            "n_card_minutes": code_card.SHOWN_FOR // timedelta(minutes=1),
            "n_card_days": terms.card_valid_for // DAY,
            "n_ship_least_days": SHIPS_WITHIN[0],
            "n_ship_most_days": SHIPS_WITHIN[1],
            "n_deliver_us_days": terms.delivered_within.get("US", terms.delivered_elsewhere_within) // DAY,
            "n_deliver_weeks": terms.delivered_elsewhere_within // WEEK,
            "n_auto_least_weeks": min(activations) // WEEK,
            "n_auto_most_weeks": max(activations) // WEEK,
            "n_ship_us_days": terms.delivered_within.get("US", terms.delivered_elsewhere_within) // DAY,
            "n_ship_elsewhere_days": terms.delivered_elsewhere_within // DAY,
            "n_auto_us_days": terms.activated_after.get("US", terms.activated_elsewhere_after) // DAY,
            "n_auto_elsewhere_days": terms.activated_elsewhere_after // DAY,
            "n_passcode_card_days": terms.passcode_card_only_for // DAY,
            "n_phone_wait_hours": terms.phone_waits_for // HOUR,
        }
    )


NUMBERS: Final = numbers_of(Terms())
"""Those of the default terms; their names are known when the texts are read."""


class _House:
    """The numbers of this process's house."""

    numbers: ClassVar[Mapping[str, int]] = NUMBERS


def use_terms(terms: Terms) -> None:
    """Say the numbers of these terms from now on; the composition root calls it once, with the settings."""
    _House.numbers = numbers_of(terms)


def numbers_said() -> Mapping[str, int]:
    """Give the numbers of this house."""
    return _House.numbers
