"""Shapes and examples of the calls upon own devices, kept beside `answers` and `examples` for their number."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, StringConstraints

from sekisho.core.authenticators.device_cases import Deposit, DeviceStatus, ReturnReason
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.entrypoints.api.answers import Moment, Reference, RenewedToken, WithdrawalLimits
from sekisho.entrypoints.api.bodies import PRINTED, Body, Password, Username
from sekisho.entrypoints.api.examples import DEVICES as TWO_DEVICES
from sekisho.entrypoints.api.examples import JSON
from sekisho.entrypoints.api.passkey_shapes import FactorResponse
from sekisho.workflows.phones.rename import MOST_SIGNS

MOST_PROOF: Final = 100
MOST_CODE: Final = 64
MOST_NAME: Final = 4 * MOST_SIGNS
"""Before it is normalised."""


class SharedWith(BaseModel):
    """One sharing of a device."""

    id: str
    username: str = Field(description="The other user name of the same person.")
    is_owner: bool = Field(description="The device is this account's own.")
    state: Literal["active", "pending"]
    since: Moment


class OwnDevice(BaseModel):
    """One authenticator of the holder. No key, no cell, no passcode, no PIN is ever here."""

    id: str
    kind: AuthenticatorKind
    name: str
    platform: Platform | None = None
    serial: str | None = None
    state: str
    since: Moment | None = Field(default=None, description="Since when it is on file.")
    last_used_at: Moment | None = None
    withdrawal_limits: WithdrawalLimits | None = Field(
        default=None, description="Of withdrawals that it answers for (B077)."
    )
    is_last_usable: bool | None = Field(default=None, description="It cannot be retired: nobody could log in again.")
    full_until: Moment | None = None
    expires_at: Moment | None = None
    cells_left: int | None = None
    promised_by: Moment | None = Field(default=None, description="Of a posted device: when it should have arrived.")
    activates_at: Moment | None = Field(default=None, description="When it activates itself, unless it is held.")
    is_held: bool | None = Field(default=None, description="The automatic activation was stopped.")
    deposit: Deposit | None = None
    shared_with: list[SharedWith] | None = None


class DeviceDeed(BaseModel):
    """A deed upon a device is done."""

    state: Literal["done"]
    event: str = Field(examples=["device_reactivated"])
    at: Moment
    reference: Reference
    device: OwnDevice | None = None
    form: str | None = Field(default=None, description="The page with the return form.")
    access_token: RenewedToken | None = None


Proof = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_PROOF),
    Field(
        description="The `id` of the answer that asked.", examples=["proof_5Jq"], json_schema_extra={"pattern": PRINTED}
    ),
]


class ProofBody(Body):
    """The answer to a question that was put for one deed."""

    proof: Proof
    response: FactorResponse


class ShareBody(Body):
    """The user name to which the device was issued, and its password (B099)."""

    username: Username
    password: Password


class SharingBegun(BaseModel):
    """The owner's password is proved; the own identity is verified next."""

    state: Literal["verify"]
    username: str = Field(description="To which the device was issued.")


class NameBody(Body):
    """By what name the holder knows the device."""

    name: str = Field(
        max_length=MOST_NAME,
        description=f"At most {MOST_SIGNS} signs in one line. Empty: the name of its kind.",
        examples=["Travel card"],
        json_schema_extra={"pattern": r"^[^\u0000]*$"},
    )


class ActivationBody(ProofBody):
    """Likewise, with the code that was sent where the device is the first one."""

    code: str | None = Field(
        default=None,
        max_length=MOST_CODE,
        description="Six digits, sent to the address on file.",
        examples=["204831"],
        json_schema_extra={"pattern": r"^[^\u0000]*$"},
    )


class LostBody(Body):
    """Where the device is (D39)."""

    status: Literal[
        "temporarily_away",
        "lost",
        "stolen",
        "damaged",
        "battery_empty",
        "in_transit",
        "received_not_activated",
    ] = Field(description=f"One of {', '.join(DeviceStatus)}. The first and the last two change nothing but the file.")


class ReturnBody(Body):
    """Why the device is sent back."""

    reason: Literal["damage", "battery", "replaced", "consolidation", "closing", "not_wanted"] = Field(
        description=f"One of {', '.join(ReturnReason)}."
    )


Json = dict[str, Any]
_DEVICE: Final[Json] = {
    "id": "fac_77aa01bc9e",
    "kind": "dsc_plus",
    "name": "Digital Security Card+",
    "state": "active",
}
_DONE: Final[Json] = {
    "state": "done",
    "event": "device_reactivated",
    "at": "2026-11-22T15:04:05Z",
    "reference": "7K3-QX9-MAC",
    "device": _DEVICE,
}
_ASKED: Final[Json] = {
    "id": "proof_9dQmZ0",
    "state": "challenge",
    "surface": "portal",
    "mode": "live",
    "factors": [],
    "challenge": {
        "kind": "dsc_plus",
        "factor": {"id": "fac_77aa01bc9e", "kind": "dsc_plus", "name": "Digital Security Card+"},
        "code": "493027",
        "expires_at": "2026-11-22T15:09:05Z",
        "attempts_left": 5,
    },
}


def _body(value: Json) -> Json:
    return {"requestBody": {"content": {JSON: {"examples": {"one": {"value": value}}}}}}


def _answer(status: int, value: Json) -> dict[int, Json]:
    return {status: {"content": {JSON: {"examples": {"one": {"value": value}}}}}}


LIST: Final = TWO_DEVICES
_RENEWED: Final[Json] = _DONE | {"access_token": "sat_3yTq"}
IDENTITY: Final = _body({"username": "kaede314", "password": "correct horse battery staple"})
BEGIN: Final = IDENTITY | {"responses": _answer(201, _ASKED) | _answer(200, _RENEWED)}
ASK: Final = IDENTITY | {"responses": _answer(201, _ASKED)}
FINISH: Final = {**_body({"proof": "proof_9dQmZ0", "response": "08522129"}), "responses": _answer(200, _RENEWED)}
FINISH_FIRST: Final = {
    **_body({"proof": "proof_9dQmZ0", "response": "08522129", "code": "204831"}),
    "responses": _answer(200, _RENEWED | {"event": "device_activated"}),
}
LOST: Final = {
    **_body({"status": "stolen"}),
    "responses": _answer(200, _DONE | {"event": "device_reported_lost", "device": _DEVICE | {"state": "lost"}}),
}
NOT_ARRIVED: Final = {
    "responses": _answer(200, _DONE | {"event": "activation_paused", "device": _DEVICE | {"state": "shipped"}})
}
RETURN: Final = {
    **_body({"reason": "damage"}),
    "responses": _answer(200, _DONE | {"event": "device_return_announced"}),
}
SHARE: Final = {
    **_body({"username": "hanako123", "password": "autumn-lantern-bridge"}),
    "responses": _answer(201, {"state": "verify", "username": "hanako123"}),
}
ANSWER_SHARING: Final = {
    **_body({"proof": "proof_9dQmZ0", "response": "08522129"}),
    "responses": _answer(201, _ASKED) | _answer(200, _DONE | {"event": "device_shared"}),
}
RENAME: Final = {
    **_body({"name": "Travel card"}),
    "responses": _answer(200, _DONE | {"event": "device_renamed", "device": _DEVICE | {"name": "Travel card"}}),
}
FINISH_RETIREMENT: Final = {
    **_body({"proof": "proof_9dQmZ0", "response": "08522129"}),
    "responses": _answer(200, _DONE | {"event": "device_retired", "device": _DEVICE | {"state": "retired"}}),
}
STOP_SHARING: Final = IDENTITY | {
    "responses": _answer(201, _ASKED) | _answer(200, _DONE | {"event": "sharing_stopped"})
}
FINISH_SHARING: Final = {
    **_body({"proof": "proof_9dQmZ0", "response": "08522129"}),
    "responses": _answer(200, _DONE | {"event": "sharing_stopped"}),
}
