"""Passkeys in the calls: what a browser gives, as an object or as its JSON text, and what it is called with."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints, WithJsonSchema

from sekisho.core.authenticators.entry import LONGEST as MOST_TYPED
from sekisho.core.authenticators.passkey import LONGEST_RESPONSE as MOST_PRESENTED
from sekisho.entrypoints.api.bodies import PRINTED, Body

Json = dict[str, Any]


class _Signature(BaseModel):
    clientDataJSON: str  # noqa: N815 - the name in Web Authentication
    authenticatorData: str  # noqa: N815 - likewise
    signature: str


class _Attestation(BaseModel):
    clientDataJSON: str  # noqa: N815 - the name in Web Authentication
    attestationObject: str  # noqa: N815 - likewise
    transports: list[str] = []


class _Presented(BaseModel):
    id: str
    rawId: str  # noqa: N815 - the name in Web Authentication
    type: Literal["public-key"]


class _Assertion(_Presented):
    response: _Signature


class _Creation(_Presented):
    response: _Attestation


def _assertion_in_text(value: object) -> object:
    return _Assertion.model_validate(value).model_dump_json() if isinstance(value, dict) else value


def _creation_in_text(value: object) -> object:
    return _Creation.model_validate(value).model_dump_json() if isinstance(value, dict) else value


def _of_its_kind(value: str) -> str:
    """Only what a passkey gives may be longer than what a person types; no code begins with a brace."""
    if len(value) > MOST_TYPED and not value.startswith("{"):
        message = "longer than anything that is typed"
        raise ValueError(message)
    return value


def _presented(*names: str) -> Json:
    text = {"type": "string"}
    inside = {"type": "object", "required": list(names), "properties": dict.fromkeys(names, text)}
    members = {"id": text, "rawId": text, "type": {"const": "public-key"}, "response": inside}
    return {"type": "object", "required": list(members), "properties": members}


_TYPED: Final = {"type": "string", "minLength": 1, "maxLength": MOST_TYPED, "pattern": PRINTED}
_AS_TEXT: Final = {"type": "string", "minLength": 2, "maxLength": MOST_PRESENTED, "pattern": r"^\{[^\u0000]*$"}

FactorResponse = Annotated[
    str,
    BeforeValidator(_assertion_in_text),
    StringConstraints(min_length=1, max_length=MOST_PRESENTED),
    AfterValidator(_of_its_kind),
    WithJsonSchema(
        {
            "anyOf": [_TYPED, _AS_TEXT, _presented("clientDataJSON", "authenticatorData", "signature")],
            "description": "What the device shows, the two card values one after the other, or the passcode: always text, "
            "leading zeros count; width, case, spaces and dashes do not matter. Of a passkey: what "
            "`navigator.credentials.get()` gives, as the object that `toJSON()` writes, or as its JSON text.",
            "examples": ["08522129"],
        }
    ),
]
NewCredential = Annotated[
    str,
    BeforeValidator(_creation_in_text),
    StringConstraints(min_length=1, max_length=MOST_PRESENTED),
    WithJsonSchema(
        {
            "anyOf": [_AS_TEXT, _presented("clientDataJSON", "attestationObject")],
            "description": "What `navigator.credentials.create()` gives, as the object that `toJSON()` writes, or as its JSON "
            "text.",
        }
    ),
]


class ResponseBody(Body):
    """The answer to the challenge."""

    response: FactorResponse


class Descriptor(BaseModel):
    """One passkey, as a browser finds it."""

    type: Literal["public-key"]
    id: str
    transports: list[str] | None = None


class RequestOptions(BaseModel):
    """What `navigator.credentials.get()` takes, for `PublicKeyCredential.parseRequestOptionsFromJSON()`."""

    challenge: str = Field(description="32 bytes, base64url.")
    rpId: str = Field(examples=["login.example.com"])  # noqa: N815 - the name in Web Authentication
    allowCredentials: list[Descriptor]  # noqa: N815 - likewise
    userVerification: Literal["required"]  # noqa: N815 - likewise
    timeout: int


class RelyingParty(BaseModel):
    """Who asks."""

    id: str
    name: str


class User(BaseModel):
    """For whom; `id` says nothing to anybody else."""

    id: str
    name: str
    displayName: str  # noqa: N815 - the name in Web Authentication


class Algorithm(BaseModel):
    """A kind of key that is taken."""

    type: Literal["public-key"]
    alg: int


class Selection(BaseModel):
    """What is asked of the authenticator."""

    residentKey: Literal["preferred"]  # noqa: N815 - the name in Web Authentication
    userVerification: Literal["required"]  # noqa: N815 - likewise


class CreationOptions(BaseModel):
    """What `navigator.credentials.create()` takes, for `PublicKeyCredential.parseCreationOptionsFromJSON()`."""

    challenge: str
    rp: RelyingParty
    user: User
    pubKeyCredParams: list[Algorithm]  # noqa: N815 - the name in Web Authentication
    excludeCredentials: list[Descriptor]  # noqa: N815 - likewise
    authenticatorSelection: Selection  # noqa: N815 - likewise
    attestation: Literal["none"]
    timeout: int
