"""What is stored and shown of a code card between its display and its activation."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.secret import Secret


@unique
class Keeping(StrEnum):
    """How a holder keeps a card."""

    PRINTED = "printed"
    SAVED = "saved"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShowingRecord:
    """One card on one session's screen. `is_kept`: it was printed or saved, as far as the server knows."""

    card_id: AuthenticatorId
    session: str  # the session's stored hash
    shown_at: datetime
    shown_until: datetime
    is_kept: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CardShown:
    """A card that is being shown. `address` is the unguessable part of its address, the same for as long as it is shown."""

    card_id: AuthenticatorId
    serial: str
    address: Secret
    shown_at: datetime
    shown_until: datetime
    is_kept: bool
    residence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CardSheet:
    """A shown card with its values, in the order of their index numbers."""

    shown: CardShown
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class CardActivated:
    """A card that is in use from now on."""

    serial: str
    expires_at: datetime
    cells_left: int
    access_token: Secret | None = None  # the session goes on with the card: its old token is dead
