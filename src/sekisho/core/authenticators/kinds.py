"""What a holder can prove with: the kinds, their states, and what the policy needs to know of each.

Kinds and words follow NIST SP 800-63B; the states are those of `lifecycle`, the only place where one changes into another.
Secrets are not here: the policy never needs them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import NewType, assert_never

AuthenticatorId = NewType("AuthenticatorId", str)


@unique
class AuthenticatorKind(StrEnum):
    """The kinds of second factor, by their names in the public contract."""

    KEY_APP = "key_app"
    PASSKEY = "passkey"
    DSC_PLUS = "dsc_plus"
    CODE_CARD = "code_card"
    TEMPORARY_PASSCODE = "temporary_passcode"


@unique
class Platform(StrEnum):
    """The two looks of the key app."""

    IOS = "ios"
    ANDROID = "android"


@unique
class DeviceState(StrEnum):
    """The life of a permanent device."""

    REQUESTED = "requested"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    ACTIVE = "active"
    SUSPENDED = "suspended"  # put aside while an interim proof is in use; the holder may bring it back
    BLOCKED = (
        "blocked"  # ten wrong answers, or stopped by a weaker proof; only the desk or a fresh binding brings it back
    )
    LOST = "lost"  # reported lost, stolen or damaged; answers nothing
    RETIRED = "retired"


@unique
class CardState(StrEnum):
    """The life of an Online Security Code Card. Expiry is a moment, not an event: see `CodeCard.expires_at`."""

    SHOWN = "shown"  # printed or saved, not yet proved readable
    ACTIVE = "active"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"  # seen expired once: a clock set back does not revive it
    RETIRED = "retired"


@unique
class PasscodeState(StrEnum):
    """The life of a temporary passcode. Both phases end at stored moments: see `TemporaryPasscode`."""

    LIVE = "live"
    DEAD = "dead"  # ten wrong tries
    EXPIRED = "expired"  # seen expired once: a clock set back does not revive it
    ENDED = "ended"  # superseded by a card or a device


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """A device on its way: activated by itself from `activates_at` on, never before `promised_by`, never while held."""

    shipped_at: datetime
    promised_by: datetime
    activates_at: datetime
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class PasskeyHandle:
    """By what a browser finds a passkey again: no secret, and no rule looks at it."""

    credential: str  # base64url, as the authenticator gave it
    transports: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PermanentDevice:
    """A key app on a phone, a Digital Security Card+, or a passkey."""

    id: AuthenticatorId
    kind: AuthenticatorKind  # KEY_APP, DSC_PLUS or PASSKEY
    state: DeviceState
    ever_active: bool = True
    platform: Platform | None = None
    name: str = ""
    posting: Posting | None = None  # set when it is shipped
    last_answered_at: datetime | None = None  # B019: used since the last passcode?
    is_worn_out: bool = False  # posted, and answered wrongly as often as it bears: the desk lets it answer again
    lent_by: str = ""  # the account whose device it is, where another of the same person uses it (B094)
    passkey: PasskeyHandle | None = None  # of a passkey


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeCard:
    """A printed card of single-use cells; valid from its activation to `expires_at` (21 x 24 h by default)."""

    id: AuthenticatorId
    state: CardState
    activated_at: datetime | None
    expires_at: datetime | None
    cells_left: int
    serial: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemporaryPasscode:
    """A static code told by an agent: everything until `full_until`, then only the card page until `expires_at`."""

    id: AuthenticatorId
    state: PasscodeState
    issued_at: datetime
    full_until: datetime
    expires_at: datetime
    name: str = ""


Authenticator = PermanentDevice | CodeCard | TemporaryPasscode


def kind_of(authenticator: Authenticator) -> AuthenticatorKind:
    """Name the kind of any authenticator."""
    match authenticator:
        case PermanentDevice(kind=kind):
            return kind
        case CodeCard():
            return AuthenticatorKind.CODE_CARD
        case TemporaryPasscode():
            return AuthenticatorKind.TEMPORARY_PASSCODE
        case never:
            assert_never(never)
