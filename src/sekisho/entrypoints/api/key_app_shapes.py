"""Shapes and examples of the calls of Sekisho Key itself."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field, StringConstraints

from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.entrypoints.api.answers import Moment, Problem
from sekisho.entrypoints.api.bodies import PRINTED, Body, Password, Response, Username
from sekisho.entrypoints.api.examples import JSON, PROBLEM, Json

MOST_TYPED: Final = 64

PlatformName = Annotated[Literal["ios", "android"], Field(description="The look of the app.", examples=["android"])]
SessionId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_TYPED),
    Field(
        description="As Client Portal shows it beside the QR code. Width, case, spaces and dashes do not matter.",
        examples=["K7MQ-2PXR-9TDA"],
        json_schema_extra={"pattern": PRINTED},
    ),
]
PhonePin = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_TYPED),
    Field(
        description="4 to 6 letters, digits or signs, without spaces; hashed exactly as it is sent.",
        examples=["k4e!9"],
        json_schema_extra={"format": "password", "pattern": PRINTED},
    ),
]


class RegistrationBody(Body):
    """A phone that was invited."""

    session_id: SessionId
    platform: PlatformName


class FirstResponseBody(Body):
    """The first response of a phone, which puts it to use."""

    response: Response
    pin: PhonePin | None = Field(default=None, description="On Android, and nowhere else.")


class MoveBody(Body):
    """Who has a new phone."""

    username: Username
    password: Password
    platform: PlatformName


class MoveResponseBody(Body):
    """The device's response, or the code that was sent."""

    response: Response


class PinChangeBody(Body):
    """Who wants another PIN, on which phone."""

    username: Username
    password: Password
    device: str = Field(
        min_length=1, max_length=MOST_TYPED, examples=["fac_3f9a8c2b1d"], json_schema_extra={"pattern": PRINTED}
    )


class PinResponsesBody(Body):
    """A response under the present PIN to the first challenge, one under the new PIN to the second."""

    responses: list[Response] = Field(min_length=2, max_length=2)
    pin: PhonePin


class Registration(BaseModel):
    """What an admitted phone gets, this once. It opens nothing before its first response."""

    registration: str = Field(examples=["reg_5f0c6f8e7d4b3a29180f6e5d"])
    token: str = Field(description="The bearer value of the next call, and of no other.")
    username: str = Field(examples=["kaede314"])
    brand: str = Field(examples=["Sekisho Securities"])
    suite: str = Field(description="RFC 6287.", examples=["OCRA-1:HOTP-SHA256-8:QN06-PSHA256"])
    key: str = Field(description="32 bytes, base64url without padding; given once.")
    challenge: str = Field(description="Six digits: the first response answers them.", examples=["493027"])
    expires_at: Moment
    moves: bool = Field(description="A phone is in use for this user name, which this one will replace.")
    not_before: Moment | None = Field(
        default=None, description="Where a code alone proved a move: from when the first response is taken."
    )


class RegisteredPhone(BaseModel):
    """The phone as the holder's list shows it."""

    id: str = Field(examples=["fac_3f9a8c2b1d"])
    name: str
    platform: Platform


class PhoneInUse(BaseModel):
    """The phone is in use."""

    device: RegisteredPhone
    username: str
    replaced: bool = Field(description="Another phone was in use until now.")
    listening: str = Field(description="The bearer value of `listApprovals` and `decideApproval`; it approves nothing.")


class MoveFactor(BaseModel):
    """What answers for the move."""

    id: str
    kind: AuthenticatorKind
    name: str


class MoveChallenge(BaseModel):
    """`dsc_plus`: its response to `code` is asked. `code`: six digits were sent to the telephone on file."""

    kind: Literal["dsc_plus", "code"]
    factor: MoveFactor
    code: str | None = None
    sent_to: str | None = Field(default=None, description="Masked.", examples=["••••••32"])


class Move(BaseModel):
    """The password was right; what is asked next."""

    move: str
    token: str
    challenge: MoveChallenge
    expires_at: Moment


class PinChange(BaseModel):
    """Two challenges: the first one for the present PIN, the second one for the new one."""

    change: str
    token: str
    challenges: list[str] = Field(min_length=2, max_length=2)
    expires_at: Moment


class ChangedPin(BaseModel):
    """The new PIN is in force."""

    changed_at: Moment


class KeyAppProblem(Problem):
    """A refusal in the app."""

    pin_flaw: Literal["repeated", "sequence", "on_file"] | None = Field(
        default=None, description="The PIN is too easy to guess; another one may be sent."
    )
    attempts_left: int | None = None
    retry_at: Moment | None = None
    challenges: list[str] | None = Field(default=None, description="Of a change of PIN that may be answered again.")


_TOKEN: Final = "phone_2J0cVh6Yb0d4yqk3mJr8n1tW5sXzPaEoLuKfGiHvQcM"  # noqa: S105 - an example
_ADMITTED: Final[Json] = {
    "registration": "reg_5f0c6f8e7d4b3a29180f6e5d",
    "token": _TOKEN,
    "username": "kaede314",
    "brand": "Sekisho Securities",
    "suite": "OCRA-1:HOTP-SHA256-8:QN06-PSHA256",
    "key": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
    "challenge": "493027",
    "expires_at": "2026-11-22T15:14:05Z",
    "moves": False,
}
_IN_USE: Final[Json] = {
    "device": {"id": "fac_3f9a8c2b1d", "name": "Sekisho Key", "platform": "android"},
    "username": "kaede314",
    "replaced": False,
    "listening": "listen_5f0c6f8e7d4b3a29180f6e5d5f0c6f8e7d4b3a29180f6e5d5f0c6f8e7d4b3a29",
}
_MOVE: Final[Json] = {
    "move": "5f0c6f8e7d4b3a29180f6e5d",
    "token": "errand_2J0cVh6Yb0d4yqk3mJr8n1tW5sXzPaEoLuKfGiHvQcM",
    "challenge": {
        "kind": "code",
        "factor": {"id": "fac_3f9a8c2b1d", "kind": "key_app", "name": "Sekisho Key"},
        "sent_to": "••••••32",
    },
    "expires_at": "2026-11-22T15:14:05Z",
}
_UNUSABLE: Final[Json] = {
    "type": "/en/help/#challenge_expired",
    "title": "This Session ID cannot be used",
    "status": 403,
    "detail": "The registration did not begin, because the Session ID is another one, has run out or has been used.",
    "reason": "challenge_expired",
    "reference": "7K3-QX9-MAC",
}
_PHONE: Final[Json] = {"security": [{"PhoneToken": []}]}


def _body(value: Json) -> Json:
    return {"requestBody": {"content": {JSON: {"examples": {"one": {"value": value}}}}}}


def _answer(status: int, value: Json, media_type: str = JSON) -> dict[int, Json]:
    return {status: {"content": {media_type: {"examples": {"one": {"value": value}}}}}}


REGISTER: Final = {
    **_body({"session_id": "K7MQ-2PXR-9TDA", "platform": "android"}),
    "responses": _answer(201, _ADMITTED) | _answer(403, _UNUSABLE, PROBLEM),
}
PROVE: Final = {**_PHONE, **_body({"response": "08522129", "pin": "k4e!9"}), "responses": _answer(200, _IN_USE)}
BEGIN_MOVE: Final = {
    **_body({"username": "kaede314", "password": "autumn-lantern-bridge", "platform": "android"}),
    "responses": _answer(201, _MOVE),
}
FINISH_MOVE: Final = {
    **_PHONE,
    **_body({"response": "204831"}),
    "responses": _answer(201, _ADMITTED | {"moves": True, "not_before": "2026-11-23T15:04:05Z"}),
}
BEGIN_PIN_CHANGE: Final = {
    **_body({"username": "kaede314", "password": "autumn-lantern-bridge", "device": "fac_3f9a8c2b1d"}),
    "responses": _answer(
        201,
        {
            "change": "5f0c6f8e7d4b3a29180f6e5d",
            "token": _MOVE["token"],
            "challenges": ["493027", "204831"],
            "expires_at": "2026-11-22T15:09:05Z",
        },
    ),
}
FINISH_PIN_CHANGE: Final = {
    **_PHONE,
    **_body({"responses": ["08522129", "91730465"], "pin": "n7w?2"}),
    "responses": _answer(200, {"changed_at": "2026-11-22T15:04:05Z"}),
}
