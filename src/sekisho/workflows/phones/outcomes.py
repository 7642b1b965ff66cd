"""What the doors get back from a deed upon a phone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from sekisho.core.authenticators.kinds import PermanentDevice, Platform
from sekisho.core.authenticators.soft_pin import PinFlaw
from sekisho.core.secret import Secret
from sekisho.workflows.outcomes import ChallengeView, FactorView, RefusalView


@unique
class Stage(StrEnum):
    """How far a registration has come, as the session that invited sees it."""

    INVITED = "invited"
    ADMITTED = "admitted"  # the phone has its key, and is to answer
    DONE = "done"
    OVER = "over"  # out of time or of tries, or another one took its place


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationView:
    """An invitation as the session that made it sees it; `session_id` while a phone can still use it."""

    stage: Stage
    expires_at: datetime
    moves: bool  # a phone is in use, which the new one replaces
    session_id: Secret | None = None
    device: PermanentDevice | None = None  # once it is done


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeAsked:
    """A code was sent to the address on file, masked; it is asked next."""

    sent_to: str
    factor: FactorView | None = None  # of a move: the phone that is replaced


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneAdmitted:
    """A phone with its key, which is given this once. `token` is the bearer value of its first response."""

    id: str
    token: Secret
    username: str
    platform: Platform
    suite: str
    key: Secret
    challenge: str
    expires_at: datetime
    moves: bool
    not_before: datetime | None = None  # of a move proved by a code alone


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneRegistered:
    """A phone in use."""

    device: PermanentDevice
    username: str
    has_replaced: bool
    at: datetime
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PhonePinRefused:
    """The PIN is not taken: no try was counted, and another one may be sent."""

    why: PinFlaw


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveBegun:
    """The password was right: what is asked next."""

    id: str
    token: Secret
    expires_at: datetime
    asked: ChallengeView | CodeAsked


@dataclass(frozen=True, kw_only=True, slots=True)
class PinChangeBegun:
    """Two challenges: the first one for the present PIN, the second one for the new one."""

    id: str
    token: Secret
    challenges: tuple[str, str]
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PinChangeRefused:
    """A wrong answer; the same two challenges stay while tries are left."""

    refusal: RefusalView
    challenges: tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PinChanged:
    """The new PIN is in force."""

    at: datetime
    reference: str
