"""Shapes and examples of the calls about sensitive tasks, kept beside `answers` and `examples` for their number."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, StringConstraints

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.tasks.task import SHAPES
from sekisho.entrypoints.api.answers import Moment, Problem, Reference
from sekisho.entrypoints.api.bodies import PRINTED, Body, IdentityBody
from sekisho.entrypoints.api.examples import JSON, PROBLEM

MOST_DETAIL: Final = 400
MOST_DETAILS: Final = 8
MOST_PROOF: Final = 100
Json = dict[str, Any]

_FIELDS: Final = "; ".join(
    f"`{kind}`: {', '.join(f'`{field.name}`' for field in shape.fields)}" for kind, shape in SHAPES.items()
)
TaskName = Literal["withdrawal", "bank_instruction", "email_change", "phone_change", "personal_data"]
Detail = Annotated[str, StringConstraints(max_length=MOST_DETAIL), Field(json_schema_extra={"pattern": PRINTED})]
Details = Annotated[
    dict[Annotated[str, StringConstraints(max_length=40)], Detail],
    Field(
        max_length=MOST_DETAILS,
        description=f"Every detail of the task and no other, as text. {_FIELDS}. `amount` is in US dollars.",
        examples=[{"amount": "9100.00", "bank": "bank_7KQX9MAC2FGH5J3N"}],
    ),
]


class VerificationBody(IdentityBody):
    """User name and password again, and exactly what is to be done."""

    task: TaskName = Field(description="What is to be done.")
    details: Details


class TaskBody(Body):
    """What is to be done, with the proof that was given for exactly this."""

    task: TaskName = Field(description="What is to be done.")
    details: Details
    proof: (
        Annotated[
            str, StringConstraints(min_length=1, max_length=MOST_PROOF), Field(json_schema_extra={"pattern": PRINTED})
        ]
        | None
    ) = Field(default=None, description="The `proof` of a verification. Without it the answer is 401 (RFC 9470).")


class Proof(BaseModel):
    """A proof for one task: spent once, in this session."""

    proof: str = Field(examples=["taskproof_9dQmZ0"])
    expires_at: Moment


class TaskDeed(BaseModel):
    """The task is done."""

    task: TaskName
    at: Moment
    reference: Reference
    factor: AuthenticatorKind = Field(description="What answered for it.")


class TaskProblem(Problem):
    """A problem with what is wrong with the task: its details, or the ceiling that it goes beyond."""

    flaws: dict[str, str] | None = Field(default=None, description="By detail: missing, unreadable, too_long, nothing.")
    window: Literal["day", "five_business_days"] | None = None
    factor: AuthenticatorKind | None = None
    left: str | None = Field(default=None, description="What may still be withdrawn in that window, in US dollars.")


class AmountsLeft(BaseModel):
    """What one factor leaves open now; `null` is unlimited. US dollars with two decimals."""

    factor: AuthenticatorKind
    today: str | None = Field(examples=["990900.00"])
    five_business_days: str | None


class Bank(BaseModel):
    """Where money may go. The number is hidden but for its end."""

    id: str = Field(examples=["bank_7KQX9MAC2FGH5J3N"])
    bank: str
    branch: str
    number: str
    payee: str
    added_at: Moment


class Withdrawn(BaseModel):
    """One withdrawal."""

    amount: str
    bank: str = Field(description="The id of the bank instruction.")
    factor: AuthenticatorKind
    at: Moment
    reference: Reference
    stopped_at: Moment | None = None


class Money(BaseModel):
    """Before a withdrawal: what is left, where it may go, what was asked for lately."""

    currency: Literal["USD"] = "USD"
    left: list[AmountsLeft]
    banks: list[Bank]
    withdrawals: list[Withdrawn]


_AT: Final = "2026-11-22T15:04:05Z"
_DETAILS: Final[Json] = {"amount": "9100.00", "bank": "bank_7KQX9MAC2FGH5J3N"}
_ASKED: Final[Json] = {
    "id": "proof_9dQmZ0",
    "state": "challenge",
    "surface": "portal",
    "mode": "live",
    "factors": [{"id": "fac_77aa01bc9e", "kind": "dsc_plus", "name": "Digital Security Card+"}],
    "challenge": {
        "kind": "dsc_plus",
        "factor": {"id": "fac_77aa01bc9e", "kind": "dsc_plus", "name": "Digital Security Card+"},
        "code": "493027",
        "expires_at": "2026-11-22T15:09:05Z",
        "attempts_left": 5,
    },
}
_MONEY: Final[Json] = {
    "currency": "USD",
    "left": [{"factor": "key_app", "today": "990900.00", "five_business_days": "990900.00"}],
    "banks": [
        {
            "id": "bank_7KQX9MAC2FGH5J3N",
            "bank": "Aoba Bank",
            "branch": "Main",
            "number": "••••••67",
            "payee": "Hana Sekisho",
            "added_at": _AT,
        }
    ],
    "withdrawals": [],
}
_MISSING: Final[Json] = {
    "type": "/en/help/#step_up_required",
    "title": "Please verify your identity once more",
    "status": 401,
    "detail": "To protect your account, this task asks you to verify your identity again, in addition to logging in.",
    "reason": "step_up_required",
    "reference": "7K3-QX9-MAC",
}


def _body(value: Json) -> Json:
    return {"requestBody": {"content": {JSON: {"examples": {"one": {"value": value}}}}}}


def _answer(status: int, value: Json, *, media: str = JSON) -> dict[int, Json]:
    return {status: {"content": {media: {"examples": {"one": {"value": value}}}}}}


VERIFY: Final = _body(
    {"task": "withdrawal", "details": _DETAILS, "username": "kaede314", "password": "correct horse battery staple"}
) | {"responses": _answer(201, _ASKED)}
ANSWER: Final = _body({"response": "08522129"}) | {
    "responses": _answer(200, {"proof": "taskproof_9dQmZ0", "expires_at": "2026-11-22T15:09:05Z"})
}
DO: Final = _body({"task": "withdrawal", "details": _DETAILS, "proof": "taskproof_9dQmZ0"}) | {
    "responses": _answer(201, {"task": "withdrawal", "at": _AT, "reference": "7K3-QX9-MAC", "factor": "dsc_plus"})
    | _answer(401, _MISSING, media=PROBLEM)
}
MONEY: Final = {"responses": _answer(200, _MONEY)}
