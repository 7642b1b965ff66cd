"""Shapes and examples of the calls by which Sekisho Key approves a login."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field, StringConstraints

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.authenticators.approvals import CHOICES
from sekisho.entrypoints.api.answers import Moment, Problem
from sekisho.entrypoints.api.bodies import Body, Response
from sekisho.entrypoints.api.examples import JSON, PROBLEM, Json

Number = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]$"), Field(examples=["42"])]


class ApproveBody(Body):
    """The number that the login page shows, and the response to the login's challenge."""

    decision: Literal["approve"]
    number: Number
    response: Response


class TurnAwayBody(Body):
    """`cancel` ends the request alone; `not_me` ends the login and tells the holder that somebody knows the password."""

    decision: Literal["cancel", "not_me"]


class Approval(BaseModel):
    """A login that waits: who, to what, from where, and the numbers to choose from."""

    id: str = Field(examples=["apv_3f9a8c2b1d4e5f6a"])
    username: str
    surface: Surface
    mode: Mode
    browser: str = Field(description='"" where it is not known.', examples=["Chrome, Windows"])
    address: str = Field(examples=["203.0.113.7"])
    is_known_browser: bool = Field(description="The holder has logged in with this browser before.")
    asked_at: Moment
    expires_at: Moment
    numbers: list[Number] = Field(min_length=CHOICES, max_length=CHOICES)
    challenge: str = Field(pattern=r"^[1-9][0-9]{5}$", examples=["493027"])


class Approvals(BaseModel):
    """What waits now, newest first."""

    approvals: list[Approval]


class MovedApproval(BaseModel):
    """It is done."""

    state: Literal["approved", "cancelled", "denied"]


class RefusedApproval(Problem):
    """It is not done."""

    state: Literal["pending", "approved", "claimed", "cancelled", "denied", "mismatched", "expired", "over"] | None = (
        Field(default=None, description="How the request stands now. `pending`: it may be answered again.")
    )
    attempts_left: int | None = None
    retry_at: Moment | None = None


_LISTENS: Final[Json] = {"security": [{"PhoneToken": []}]}
_WAITING: Final[Json] = {
    "id": "apv_3f9a8c2b1d4e5f6a",
    "username": "kaede314",
    "surface": "portal",
    "mode": "live",
    "browser": "Chrome, Windows",
    "address": "203.0.113.7",
    "is_known_browser": True,
    "asked_at": "2026-11-22T15:04:05Z",
    "expires_at": "2026-11-22T15:06:05Z",
    "numbers": ["17", "42", "88", "23", "61", "95", "34", "70", "56"],
    "challenge": "493027",
}
_WRONG_NUMBER: Final[Json] = {
    "type": "/en/help/#conflict",
    "title": "That is not the number",
    "status": 403,
    "detail": "It is not the number that the login page shows, so this request has ended. Nobody was let in.",
    "reason": "conflict",
    "reference": "7K3-QX9-MAC",
    "state": "mismatched",
}


def _answer(status: int, value: Json, media_type: str = JSON) -> dict[int, Json]:
    return {status: {"content": {media_type: {"examples": {"one": {"value": value}}}}}}


LIST: Final = {**_LISTENS, "responses": _answer(200, {"approvals": [_WAITING]})}
EVENTS: Final = {
    **_LISTENS,
    "responses": {
        200: {
            "content": {
                "text/event-stream": {
                    "schema": {
                        "type": "string",
                        "description": "`event: approvals`, `data:` an `Approvals`; `: here` between.",
                    }
                }
            }
        }
    },
}
DECIDE: Final = {
    **_LISTENS,
    "requestBody": {
        "content": {
            JSON: {
                "examples": {
                    "approve": {"value": {"decision": "approve", "number": "42", "response": "08522129"}},
                    "not_me": {"value": {"decision": "not_me"}},
                }
            }
        }
    },
    "responses": _answer(200, {"state": "approved"}) | _answer(403, _WRONG_NUMBER, PROBLEM),
}
