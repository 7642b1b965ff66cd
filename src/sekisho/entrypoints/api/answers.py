"""What a call gives back, as the OpenAPI document describes it. Doors write plain dictionaries; a test holds them to this."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from sekisho.core.access.decisions import Mode, Scope, Surface
from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.core.reasons import Reason
from sekisho.entrypoints.api.passkey_shapes import RequestOptions
from sekisho.wording.faults import Fault
from sekisho.workflows.outcomes import NoticeCode

Moment = Annotated[
    str,
    Field(
        description="ISO 8601, UTC, with `Z`.",
        examples=["2026-11-22T15:04:05Z"],
        json_schema_extra={"format": "date-time"},
    ),
]
Reference = Annotated[
    str,
    Field(
        description="Short, of fixed length; the desk finds with it what happened.",
        examples=["7K3QX9MA"],
    ),
]


class Factor(BaseModel):
    """One second factor of the holder."""

    id: str = Field(examples=["fac_3f9a"])
    kind: AuthenticatorKind
    name: str = Field(description="As the holder named it, or the kind in words.", examples=["Sekisho Key (Android)"])


class Challenge(BaseModel):
    """What is asked now."""

    kind: AuthenticatorKind
    factor: Factor
    code: str | None = Field(
        default=None,
        description="Six digits to type into the device. Absent for a code card and a passcode.",
        pattern=r"^[1-9][0-9]{5}$",
        examples=["493027"],
    )
    indices: list[int] | None = Field(
        default=None,
        description="The two cells of the code card. Only there.",
        min_length=2,
        max_length=2,
        examples=[[57, 112]],
    )
    public_key: RequestOptions | None = Field(
        default=None, description="What the browser asks the passkey with. Only there; `code` is absent then."
    )
    cells_left: int | None = Field(
        default=None, description="Unused cells of the card before this answer.", examples=[208]
    )
    expires_at: Moment
    attempts_left: int = Field(ge=0, examples=[5])


class LoginApproval(BaseModel):
    """A request that waits in Sekisho Key beside the challenge. The holder chooses `number` there."""

    id: str = Field(examples=["apv_3f9a8c2b1d4e5f6a"])
    number: str = Field(description="To be shown to the holder.", pattern=r"^[1-9][0-9]$", examples=["42"])
    state: ApprovalState
    expires_at: Moment


class WithdrawalLimits(BaseModel):
    """US dollars; `null` means unlimited. They follow the factor that this session was opened with."""

    currency: Literal["USD"] = "USD"
    per_day: int | None = Field(examples=[1_000_000])
    per_five_business_days: int | None = Field(examples=[1_000_000])


class Notice(BaseModel):
    """Something that the holder should know on entering."""

    code: NoticeCode
    text: str = Field(examples=["20 cells of your card are left."])
    at: Moment | None = None
    count: int | None = None


class Grant(BaseModel):
    """An open session."""

    scopes: list[Scope] = Field(examples=[["portal:full"]])
    until: Moment
    access_token: str | None = Field(
        default=None,
        description="Bearer value; present only in the answer that opened the session, and never again.",
        examples=["sat_2J0cVh6Yb0d4yqk3mJr8n1tW5sXzPaEoLuKfGiHvQcM"],
    )
    account: str = Field(examples=["U1234567"])
    username: str = Field(examples=["kaede314"])
    surface: Surface
    mode: Mode
    factor: AuthenticatorKind | None
    withdrawal_limits: WithdrawalLimits
    notices: list[Notice]


class NextStep(BaseModel):
    """One thing to do."""

    text: str
    url: str | None = None
    phone: str | None = None


class Refusal(BaseModel):
    """Why not, and what to do."""

    reason: Reason
    reference: Reference
    title: str
    explanation: str
    next_steps: list[NextStep]
    retry_at: Moment | None = Field(default=None, description="When it changes by itself, if it does.")
    attempts_left: int | None = Field(default=None, description="Tries left for this challenge.")
    article: str | None = Field(description="The help article's section that explains it.")


class Login(BaseModel):
    """One attempt to come in."""

    id: str | None = Field(
        description="Bearer value of this login; `null` until the password is proved.", examples=["login_5Jq"]
    )
    state: Literal["challenge", "granted", "refused"]
    surface: Surface
    mode: Mode
    challenge: Challenge | None = None
    approval: LoginApproval | None = None
    factors: list[Factor] = Field(description="What may be used instead; see `PUT .../factor`.")
    grant: Grant | None = None
    refusal: Refusal | None = None


class Problem(BaseModel):
    """RFC 9457. `reason` is a stable code: a reason of the product, or a fault of the call."""

    type: str = Field(description="A page that explains it.", examples=["/en/help/reasons/bad_credentials"])
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str | None = None
    reason: Reason | Fault
    reference: Reference


class RefusedLogin(Login):
    """A refused login is a `Login` and a problem document at once."""

    type: str
    title: str
    status: Literal[403, 429]
    detail: str
    reason: Reason
    reference: Reference


class Me(BaseModel):
    """Who holds this session, and what it may do now."""

    username: str = Field(examples=["kaede314"])
    account: str = Field(examples=["U1234567"])
    state: Literal["applied", "approved_today", "open", "closed", "rejected"]
    trades_from: Moment | None = Field(default=None, description="Set while the trading platform opens later.")
    scopes: list[Scope]
    until: Moment
    surface: Surface
    mode: Mode
    factor: AuthenticatorKind | None
    language: Literal["ja", "en"]
    residence: str = Field(description="ISO 3166 alpha-2.", examples=["JP"])
    region: str = Field(description="The Client Services region of the residence.")
    withdrawal_limits: WithdrawalLimits


class Forecast(BaseModel):
    """One span of time in which one thing holds."""

    from_: Moment = Field(alias="from")
    until: Moment | None = Field(description="`null`: for as long as nothing else changes.")
    surface: Surface
    scopes: list[Scope]
    factor: AuthenticatorKind | None
    because: str = Field(description="The row of the access table, or the reason of the refusal.")
    text: str


class SignIn(BaseModel):
    """One line of the holder's own history."""

    at: Moment
    event: str
    reference: str
    reason: Reason | None
    surface: str
    factor: AuthenticatorKind | None
    browser: str
    address: str
    text: str


class Device(BaseModel):
    """One authenticator of the holder. No key, no cell, no passcode is ever here."""

    id: str
    kind: AuthenticatorKind
    name: str
    platform: Platform | None = None
    serial: str | None = None
    state: str
    expires_at: Moment | None = None
    cells_left: int | None = None


class Card(BaseModel):
    """A card that is shown to this session, and to no other. Its values are in its pictures only."""

    card: str = Field(description="The authenticator's id.", examples=["fac_0b1c2d3e4f"])
    serial: str = Field(examples=["7KQX-9MAC"])
    image_url: str = Field(
        description="PNG on A4. With `code-card-card` or `code-card-large` for `code-card-a4`: other sizes."
    )
    pdf_url: str = Field(description="The same as a PDF. `.svg` is there as well.")
    shown_until: Moment


class CardCells(BaseModel):
    """The two cells that are asked."""

    indices: list[int] = Field(min_length=2, max_length=2, examples=[[57, 112]])
    serial: str = Field(description="Of the card that is asked.", examples=["7KQX-9MAC"])
    expires_at: Moment
    attempts_left: int = Field(ge=0, examples=[3])


RenewedToken = Annotated[
    str,
    Field(
        description="The session goes on with what was just proved, under this new token; the one that called is dead. "
        "Absent where the session still rests on what it was opened with. Whoever misses the answer logs in again."
    ),
]


class CardActivation(BaseModel):
    """The card is in force."""

    expires_at: Moment
    access_token: RenewedToken | None = None
