"""The vocabulary of the one policy: doors, modes, scopes, evidence, and the three possible decisions.

Decisions are values. Each carries its why, so that the page, the API, the audit trail and the forecast say the same thing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from sekisho.core.accounts import Credentials
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.reasons import Reason


@unique
class Surface(StrEnum):
    """The two things a door can open; every door (pages, API, gateway) names one."""

    PORTAL = "portal"
    TRADING = "trading"


@unique
class Mode(StrEnum):
    """The visible choice of the login window."""

    LIVE = "live"
    PAPER = "paper"


@unique
class Scope(StrEnum):
    """What a session may do; see product.md section 2."""

    PORTAL_FULL = "portal:full"
    PORTAL_APPLICATION = "portal:application"
    PORTAL_STATEMENTS = "portal:statements"
    PORTAL_CARD_ONLY = "portal:card_only"
    PORTAL_REACTIVATE = "portal:reactivate"
    PORTAL_ENROL = "portal:enrol"
    TRADING_LIVE = "trading:live"
    TRADING_PAPER = "trading:paper"
    DESK = "desk"


PORTAL: Final = frozenset(scope for scope in Scope if scope.value.startswith("portal:"))
"""The scopes that open something of the live account's portal; a paper session holds none of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What was proved in this login. It exists only once the password is proved."""

    credentials: Credentials
    answered: AuthenticatorId | None = None  # the authenticator whose response was verified, if any


@dataclass(frozen=True, kw_only=True, slots=True)
class Granted:
    """Come in. `until` is when the policy itself ends or narrows this grant (None: it does not)."""

    scopes: frozenset[Scope]
    situation: str  # the row of the access table that granted it
    factor: AuthenticatorKind | None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorRequired:
    """Prove one of these, best first."""

    offered: tuple[AuthenticatorId, ...]
    situation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """No, and why. `alternatives` are devices that may still be used to answer (a suspended one that is back)."""

    reason: Reason
    situation: str
    retry_at: datetime | None = None  # when it will change by itself
    alternatives: tuple[AuthenticatorId, ...] = ()


Decision = Granted | FactorRequired | Refused
