"""What a call of the desk gives back, as the OpenAPI document describes it."""

from typing import Literal

from pydantic import BaseModel, Field

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.circumstances import Risk
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.reasons import Reason
from sekisho.entrypoints.api.answers import Device, Forecast, Moment, Problem, Reference, SignIn

State = Literal["applied", "approved_today", "open", "closed", "rejected"]


class Missing(BaseModel):
    """One thing that stands in the way, as the console says it at the greyed button."""

    code: Lack
    text: str


class Danger(BaseModel):
    """One thing that makes a deed risky, so that two must agree."""

    code: Risk
    text: str


class Withheld(Problem):
    """A deed that may not be done; everything that is missing, what decides first."""

    lacks: list[Missing] | None = None
    risks: list[Danger] | None = None


class Hit(BaseModel):
    """One holder found. Addresses are masked."""

    account: str = Field(examples=["U1234567"])
    username: str = Field(examples=["kaede314"])
    name: str
    state: State
    residence: str = Field(examples=["JP"])
    email: str = Field(examples=["k•••@e•••.com"])
    phone: str = Field(examples=["••••••14"])


class OnFile(BaseModel):
    """One address on file; masked until something was shown in an own call."""

    kind: ContactKind
    shown: str
    changed_at: Moment | None = None
    is_settled: bool = Field(description="On file for 14 days or longer.")


class Button(BaseModel):
    """One deed, and what it lacks; it may be asked for where nothing is lacking."""

    deed: DeskDeed
    name: str
    lacks: list[Missing]
    risks: list[Danger]


class Item(BaseModel):
    """One recorded item of evidence."""

    kind: EvidenceKind
    outcome: Outcome
    at: Moment
    counts: bool


class Asked(BaseModel):
    """What a second agent was asked to agree to."""

    deed: DeskDeed
    reason: str
    details: dict[str, str]
    asked_at: Moment
    approved_by: str
    approved_at: Moment | None = None
    declined_at: Moment | None = None


class Call(BaseModel):
    """One call: one agent, one account, ten minutes, one deed."""

    id: str = Field(examples=["call_7Qd0"])
    account: str
    username: str
    name: str
    opened_at: Moment
    ends_at: Moment
    is_over: bool
    evidence: list[Item]
    weight: int = Field(ge=0, description="What the evidence weighs now.")
    deeds: list[Button]
    deed: DeskDeed | None = None
    deed_at: Moment | None = None
    asked: Asked | None = None


class PastDeed(BaseModel):
    """What the desk did for the account in the last 14 days."""

    deed: DeskDeed
    at: Moment
    by: list[str]
    reference: Reference


class HolderState(BaseModel):
    """Everything that the desk may see of a holder."""

    account: str
    username: str
    name: str
    state: State
    trades_from: Moment | None = None
    language: Literal["ja", "en"]
    residence: str
    contacts: list[OnFile]
    devices: list[Device]
    forecast: list[Forecast]
    sign_ins: list[SignIn]
    risks: list[Danger]
    deeds: list[Button]
    past: list[PastDeed]
    call: Call | None = None


class Done(BaseModel):
    """It is done. What the agent reads out is in this answer and never again."""

    deed: DeskDeed
    at: Moment
    reference: Reference
    told: list[str] = Field(description="The addresses that were told, masked.")
    passcode: str | None = Field(default=None, description="Of a temporary passcode: the first half, or all of it.")
    code: str | None = Field(default=None, description="Of a code for a new password: the first half.")
    is_half: bool | None = Field(default=None, description="The other half went to `sent_to`.")
    sent_to: str | None = None
    until: Moment | None = None


class Waiting(BaseModel):
    """A request that waits for a second agent."""

    call: str
    account: str
    name: str
    agent: str
    deed: DeskDeed
    reason: str
    details: dict[str, str]
    risks: list[Danger]
    asked_at: Moment
    ends_at: Moment


class Found(BaseModel):
    """What happened under a reference, with the true reason."""

    reference: Reference
    at: Moment
    event: str
    text: str
    reason: Reason | None
    account: str
    surface: str
    actor: str
    factor: AuthenticatorKind | None = None
    detail: dict[str, str]
