"""What the doors get back from a deed and render: a login's state, a challenge, a grant, a refusal.

No words, and no secret beyond the access token and the browser's mark of the one answer that opened a session.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from sekisho.core.access.decisions import Mode, Scope, Surface
from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, PasskeyHandle, Platform
from sekisho.core.help.leads import Lead
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret


@unique
class LoginState(StrEnum):
    """Where a login stands."""

    CHALLENGE = "challenge"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorView:
    """One authenticator as its holder sees it in the choice *Select Second Factor Device*."""

    id: AuthenticatorId
    kind: AuthenticatorKind
    name: str
    platform: Platform | None = None
    serial: str = ""
    is_suspended: bool = False  # answering with it opens re-activation only


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyAsked:
    """What a browser needs to ask a passkey: the challenge (base64url), and which one it is."""

    challenge: str
    handle: PasskeyHandle


@dataclass(frozen=True, kw_only=True, slots=True)
class ChallengeView:
    """What is asked now. `code` for devices, `indices` for a card, `passkey` for a passkey, nothing for a passcode."""

    factor: FactorView
    code: str | None
    indices: tuple[int, int] | None
    expires_at: datetime
    attempts_left: int
    cells_left: int | None = None  # of a card, before this answer
    passkey: PasskeyAsked | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalView:
    """A request to approve the login in the app, as the browser that began it sees it; `number` is to be chosen there."""

    id: str
    number: str
    state: ApprovalState
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawalLimits:
    """USD; None means unlimited (`is_unlimited` says so in words)."""

    per_day: int | None
    per_five_business_days: int | None


@unique
class NoticeCode(StrEnum):
    """What a holder who has just entered should know."""

    CARD_CELLS_LOW = "card_cells_low"  # params: left
    GRANT_NARROWS = "grant_narrows"  # params: at
    DEVICE_ACTIVATES = "device_activates"  # params: at - a posted device will be asked for from then on
    OTHER_TRIES = "other_tries"  # params: count - wrong answers since the last sign-in


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """One notice with its parameters; words are the door's business."""

    code: NoticeCode
    at: datetime | None = None
    count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantView:
    """An open session. `until` is the earliest moment at which it ends or narrows by itself."""

    scopes: tuple[Scope, ...]
    until: datetime
    account: str
    username: str
    mode: Mode
    surface: Surface
    factor: AuthenticatorKind | None
    withdrawal_limits: WithdrawalLimits
    notices: tuple[Notice, ...] = ()
    access_token: Secret | None = None  # present only in the answer that opened the session
    browser_mark: Secret | None = None  # the value of the known-browser cookie to set, likewise


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalView:
    """A refusal as it may be told. `residence` (ISO 3166 alpha-2) chooses the telephone number; "" before the password."""

    reason: Reason
    reference: str
    retry_at: datetime | None = None
    residence: str = ""
    attempts_left: int | None = None
    can_continue_with: tuple[FactorView, ...] = ()
    manner: Manner | None = None  # where one code covers several ways
    lead: Lead | None = (
        None  # which of the eleven situations this is, and what to do; None: of a session or of the desk
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginView:
    """The one answer of every login deed. Fields follow the contract's `Login`."""

    id: Secret | None  # None before the password is proved
    state: LoginState
    surface: Surface
    mode: Mode
    factors: tuple[FactorView, ...] = ()
    challenge: ChallengeView | None = None
    approval: ApprovalView | None = None
    grant: GrantView | None = None
    refusal: RefusalView | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginUnknown:
    """No such login, or it is over; told as `not_found`."""


@dataclass(frozen=True, slots=True)
class ProofMissing:
    """Nothing came with the call that proves who does exactly this: a program may verify identity and call again (RFC 9470)."""

    refusal: RefusalView


ProofAsked = LoginView | RefusalView | ProofMissing
"""A question put for one deed, or why there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visitor:
    """Who holds a session now, re-decided at this request."""

    holder_id: str
    username: str
    language: str
    residence: str
    account: str
    mode: Mode
    surface: Surface
    scopes: frozenset[Scope]
    factor: AuthenticatorKind | None
    until: datetime
    signed_in_at: datetime
    session_id: str  # the stored hash; never the bearer value


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionOver:
    """The session is unknown, ended, timed out, or no longer granted: then with the reason, and where the trail has it."""

    reason: Reason | None = None
    reference: str = ""
    residence: str = ""
    manner: Manner | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInEntry:
    """One line of a holder's own sign-in history."""

    at: datetime
    happening: str
    reference: str
    reason: Reason | None
    surface: str
    factor: AuthenticatorKind | None
    browser: str
    address: str
    lead: Lead | None = None  # of a refusal: what was advised
