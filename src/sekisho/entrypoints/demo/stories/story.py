"""What a story is made of: people in the state in which it begins, and steps, each with the sign by which it is seen.

Only types. `playbook` holds the eleven, `stories.toml` what they say, by number and key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final

from sekisho.core.accounts import ClosedCause, Standing
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.desk.roles import Role as DeskRole
from sekisho.core.reasons import Reason
from sekisho.entrypoints.demo.cast import Holding

HOLDER: Final = "holder"
"""The name of whoever a story is about, where it is about one person."""


@unique
class Plays(StrEnum):
    """Who takes a step."""

    HOLDER = "holder"
    AGENT = "agent"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    TIME = "time"
    POST = "post"


@unique
class Place(StrEnum):
    """Where a step is taken, by the page that it begins at."""

    PORTAL = "portal"
    TRADER = "trader"
    DESK = "desk"
    CARD = "card"
    DEVICES = "devices"
    PASSWORD = "password"
    OUTBOX = "outbox"
    HELP = "help"
    TELEPHONE = "telephone"


@unique
class Moment(StrEnum):
    """A moment that stands on an account, to which the clock can be moved."""

    TRADES_FROM = "trades_from"
    PASSCODE_STOPS_TRADING = "passcode_stops_trading"
    CARD_ENDS = "card_ends"
    DEVICE_IS_PROMISED = "device_is_promised"
    DEVICE_ACTIVATES = "device_activates"


@dataclass(frozen=True, kw_only=True, slots=True)
class Saw:
    """Seen when the trail of the person's account holds such an entry; what is left out may be anything."""

    happening: str
    surface: str = ""
    reason: Reason | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reached:
    """Seen when the demo's clock has reached the moment."""

    moment: Moment


@dataclass(frozen=True, slots=True)
class Said:
    """Nothing that the demo could see: whoever plays says that it is done."""


Sign = Saw | Reached | Said


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step; `key` finds its sentence."""

    key: str
    plays: Plays
    sign: Sign
    at: Place | None = None
    who: str = HOLDER


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """In what state a person of a story is made."""

    holdings: tuple[Holding, ...] = ()
    standing: Standing = Standing.OPEN
    closed_cause: ClosedCause | None = None
    has_paper: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One of the eleven. `desk`: which of the desk's people are needed to play it."""

    number: int
    starts: Mapping[str, Start]
    steps: tuple[Step, ...]
    desk: tuple[DeskRole, ...] = ()


# ── Signs that many stories share ────────────────────────────────────────────────────────────────────────────


def came_in(surface: str, factor: AuthenticatorKind | None = None, *, mode: str = "live") -> Saw:
    """Somebody was let in; `factor` None: with whatever was asked."""
    detail = {"mode": mode} | ({"factor": factor.value} if factor else {})
    return Saw(happening="signed_in", surface=surface, detail=detail)


def was_refused(surface: str, reason: Reason) -> Saw:
    """Somebody was turned away, with this true reason."""
    return Saw(happening="sign_in_refused", surface=surface, reason=reason)


def showed(evidence: str) -> Saw:
    """The caller showed something in a call."""
    return Saw(happening="evidence_recorded", detail={"kind": evidence, "outcome": "passed"})
