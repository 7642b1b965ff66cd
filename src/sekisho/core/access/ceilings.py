"""How much may be withdrawn, and what may step up: both follow the factor that was used, not the best one owned (B077).

Amounts are whole US dollars (B.8, product.md section 2). The code card counts as the source's Security Code Card (B079). A
passkey counts as the key app: it may be synced to all devices of its holder, and is bound to none as a Digital Security Card+ is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.tables import TableError, read_rows

TEXT: Final = """
    factor              per day    in 5 business days  step-up
    none                50,000     100,000             refused
    temporary_passcode  50,000     100,000             refused
    code_card           200,000    600,000             accepted
    key_app             1,000,000  1,000,000           accepted
    passkey             1,000,000  1,000,000           accepted
    dsc_plus            unlimited  unlimited           accepted
"""


class Unlimited(Enum):
    """No ceiling, said in so many words."""

    UNLIMITED = "unlimited"


Amount = int | Unlimited


@unique
class StepUp(StrEnum):
    """Whether a factor may answer for a sensitive task (A125 to A158, D26)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ceiling:
    """What one factor opens: the most that may be withdrawn in a day and in five business days, in USD."""

    per_day: Amount
    per_five_business_days: Amount
    step_up: StepUp


def ceiling_of(factor: AuthenticatorKind | None) -> Ceiling:
    """Give the ceiling of a withdrawal that `factor` authenticated; None: the password alone."""
    return CEILINGS[factor]


def may_step_up(factor: AuthenticatorKind | None) -> bool:
    """Tell whether `factor` may answer for a sensitive task: a device or a card, never a passcode."""
    return CEILINGS[factor].step_up is StepUp.ACCEPTED


def read_ceilings(text: str) -> Mapping[AuthenticatorKind | None, Ceiling]:
    """Read the table; total over the kinds and the password alone."""
    columns = ("factor", "per day", "in 5 business days", "step-up")
    ceilings: dict[AuthenticatorKind | None, Ceiling] = {}
    for factor, per_day, per_five, step_up in read_rows(text, columns=columns):
        kind = None if factor == "none" else AuthenticatorKind(factor)
        if kind in ceilings:
            raise TableError(f"{factor!r} is there twice")
        ceilings[kind] = Ceiling(
            per_day=_read_amount(per_day), per_five_business_days=_read_amount(per_five), step_up=StepUp(step_up)
        )
    if missing := {None, *AuthenticatorKind} - {*ceilings}:
        raise TableError(f"these factors have no ceiling: {missing}")
    return MappingProxyType(ceilings)


def _read_amount(text: str) -> Amount:
    if text == Unlimited.UNLIMITED.value:
        return Unlimited.UNLIMITED
    amount = int(text.replace(",", ""))
    if f"{amount:,}" != text:
        raise TableError(f"{text!r} is no amount")
    return amount


CEILINGS: Final = read_ceilings(TEXT)
