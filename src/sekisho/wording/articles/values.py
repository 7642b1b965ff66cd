"""What an article says without stating it: numbers of the terms and of the core, and what the settings choose.

A text writes `{n_card_days}`; nobody types 21. A house with other terms has other articles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sekisho.core.accounts import Cutoff
from sekisho.core.authenticators import (
    approvals,
    code_card,
    device_cases,
    passkey,
    phones,
    soft_pin,
    temporary_passcode,
)
from sekisho.core.authenticators.device_key import HIGHEST_CHALLENGE
from sekisho.core.authenticators.dsc_plus_machine import DISPLAY_LENGTH
from sekisho.core.authenticators.proofs import CELLS_ASKED
from sekisho.core.contacts import SETTLED_AFTER
from sekisho.core.intake.mailboxes import Mailboxes
from sekisho.core.intake.pictures import MOST_BYTES
from sekisho.core.passwords import LEAST_WITH_FACTOR
from sekisho.wording.language import Language
from sekisho.wording.moments import zone_name
from sekisho.wording.numbers import NUMBERS, numbers_said

MINUTE: Final = timedelta(minutes=1)
GATEWAY_PORTS: Final = (4000, 4001)
"""Without and with TLS from the first byte (A081, B116)."""

CONSTANTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "n_pin_digits": soft_pin.LENGTH,
        "n_phone_pin_least": phones.PIN_SHORTEST,
        "n_phone_pin_most": phones.PIN_LONGEST,
        "n_challenge_digits": len(str(HIGHEST_CHALLENGE)),
        "n_response_digits": DISPLAY_LENGTH,
        "n_passcode_characters": temporary_passcode.LENGTH,
        "n_card_cells": code_card.CELLS,
        "n_card_asked": CELLS_ASKED,
        "n_value_characters": code_card.CELL_LENGTH,
        "n_both_characters": CELLS_ASKED * code_card.CELL_LENGTH,
        "n_deposit_usd": device_cases.DEPOSIT_USD,
        "n_contact_days": SETTLED_AFTER.days,
        "n_session_id_minutes": phones.INVITED_FOR // MINUTE,
        "n_approval_minutes": approvals.ASKED_FOR // MINUTE,
        "n_passkeys": passkey.MOST_HELD,
        "n_password_least": LEAST_WITH_FACTOR,
        "n_upload_megabytes": MOST_BYTES // (1024 * 1024),
        "n_port": GATEWAY_PORTS[0],
        "n_tls_port": GATEWAY_PORTS[1],
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseFacts:
    """What an installation chooses and an article may mention."""

    cutoff: Cutoff = field(default_factory=Cutoff)
    mailboxes: Mailboxes = field(default_factory=Mailboxes)


HOUSE_VALUES: Final = ("cutoff_time", "cutoff_zone", "mail_elsewhere", "mail_europe")
NAMES: Final = frozenset({*NUMBERS, *CONSTANTS, *HOUSE_VALUES})
"""Every name that a text may use; known when the articles are read."""


def values_of(house: HouseFacts, *, language: Language) -> Mapping[str, str]:
    """Give every value in words."""
    numbers = {**numbers_said(), **CONSTANTS}
    return {
        **{name: str(number) for name, number in numbers.items()},
        "cutoff_time": f"{house.cutoff.at:%H:%M}",
        "cutoff_zone": zone_name(house.cutoff.zone.key, language=language),
        "mail_elsewhere": house.mailboxes.elsewhere,
        "mail_europe": house.mailboxes.europe,
    }
