"""Making a passkey: asked like registering a phone, then made in the browser, then in use."""

from http import HTTPStatus
from typing import Annotated, Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from sekisho.core.secret import Secret
from sekisho.entrypoints.api import problems
from sekisho.entrypoints.api.answers import Login, Moment
from sekisho.entrypoints.api.bodies import PRINTED, Body, IdentityBody, retyped_of
from sekisho.entrypoints.api.device_answers import IDENTITY, DeviceDeed
from sekisho.entrypoints.api.devices import answer_view
from sekisho.entrypoints.api.documented import BODY_FAULTS, SESSION_FAULTS, WRONG
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.examples import ASKED, JSON, Json
from sekisho.entrypoints.api.passkey_shapes import CreationOptions, NewCredential
from sekisho.entrypoints.api.phones import CodeSent, InvitationAnswer, answer_begun, examples_of
from sekisho.entrypoints.api.rendering import moment
from sekisho.entrypoints.api.sessions import PortalToken, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.passkey_options import creation_options
from sekisho.wording.language import Language
from sekisho.workflows.devices.proving import Answered
from sekisho.workflows.outcomes import LoginView, RefusalView
from sekisho.workflows.passkeys.bind import Presented, make_passkey
from sekisho.workflows.passkeys.invite import (
    begin_passkey,
    finish_first_passkey_invitation,
    finish_passkey_invitation,
)
from sekisho.workflows.passkeys.outcomes import PasskeyToMake
from sekisho.workflows.phones.rename import MOST_SIGNS

router = Router(tags=["Devices"])

MATTER: Final = "device"
OF_PASSKEYS: Final = "passkey"

Name = Annotated[
    str,
    StringConstraints(max_length=MOST_SIGNS),
    Field(
        description="By which its holder knows it; empty: that of its kind.",
        examples=["Notebook"],
        json_schema_extra={"pattern": PRINTED.replace("+", "*")},
    ),
]


class PasskeyInvitation(BaseModel):
    """This session may make one passkey, once."""

    public_key: CreationOptions
    expires_at: Moment


class CredentialBody(Body):
    """The passkey that the browser has made."""

    credential: NewCredential
    name: Name = ""


_PUBLIC_KEY: Final[Json] = {
    "challenge": "Zm9yIG9uZSBwYXNza2V5LCBvbmNlLCB3aXRoaW4gdGVu",
    "rp": {"id": "login.example.com", "name": "Sekisho Securities"},
    "user": {"id": "bm90aGluZyB0aGF0IGFueWJvZHkgZWxzZSBjYW4gcmVh", "name": "kaede314", "displayName": "kaede314"},
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
    "excludeCredentials": [],
    "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
    "attestation": "none",
    "timeout": 120_000,
}
_INVITED: Final[Json] = {"public_key": _PUBLIC_KEY, "expires_at": "2026-11-22T15:14:05Z"}
_BOUND: Final[Json] = {
    "state": "done",
    "event": "passkey_bound",
    "at": "2026-11-22T15:06:11Z",
    "reference": "7K3-QX9-MAC",
    "device": {"id": "fac_8c2m4k9p3q7r5t2v", "kind": "passkey", "name": "Notebook", "state": "active"},
}
_CREDENTIAL: Final[Json] = {
    "credential": {
        "id": "b3d2b8f0",
        "rawId": "b3d2b8f0",
        "type": "public-key",
        "response": {"clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0", "attestationObject": "o2NmbXRkbm9uZQ"},
    },
    "name": "Notebook",
}


def _asking(value: Json) -> Json:
    return {"requestBody": {"content": {JSON: {"examples": {"one": {"value": value}}}}}}


@router.post(
    "",
    auth=PortalToken(),
    operation_id="beginPasskey",
    summary="Register a passkey",
    response={HTTPStatus.CREATED: Login | CodeSent} | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=IDENTITY
    | examples_of(
        201, asked={**ASKED, "id": "proof_9dQmZ0", "factors": []}, code={"state": "code", "sent_to": "k•••@e•••.com"}
    ),
)
def post_passkey(request: HttpRequest, body: IdentityBody | None = None) -> HttpResponse:
    """Ask the strongest proof in use; for a very first device, send a code to the address on file."""
    view = begin_passkey(installation().ports, visitor_of(request), retyped=retyped_of(body), door=door_of(request))
    return answer_begun(request, view)


@router.post(
    "/response",
    auth=PortalToken(),
    operation_id="finishPasskeyInvitation",
    summary="Answer and get what the browser needs",
    response={HTTPStatus.CREATED: PasskeyInvitation} | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra={**_asking({"proof": "proof_9dQmZ0", "response": "08522129"}), **examples_of(201, one=_INVITED)},
)
def post_passkey_response(request: HttpRequest, body: InvitationAnswer) -> HttpResponse:
    """Be let make a passkey, for ten minutes, in this session."""
    house, language = installation(), problems.language_of(request)
    view = _finished(request, body)
    match view:
        case PasskeyToMake():
            brand = house.brand.ja if language is Language.JA else house.brand.en
            options = creation_options(view, site=house.ports.passkeys.site, brand=brand)
            said = {"public_key": options, "expires_at": moment(view.expires_at)}
            return problems.answer(said, language=language, status=HTTPStatus.CREATED)
        case RefusalView():
            return problems.refusal(request, view, house=house, matter=MATTER)
        case LoginView():
            return problems.refused_login(request, view, house=house)
    assert_never(view)


@router.post(
    "/credential",
    auth=PortalToken(),
    operation_id="makePasskey",
    summary="Put the passkey to use",
    response={HTTPStatus.OK: DeviceDeed} | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra={**_asking(_CREDENTIAL), **examples_of(200, one=_BOUND)},
)
def post_passkey_credential(request: HttpRequest, body: CredentialBody) -> HttpResponse:
    """Keep the passkey that was made. A passcode and a card end with it; a session that rested on one of them is over."""
    house = installation()
    presented = Presented(response=body.credential, name=body.name, door=door_of(request))
    view = make_passkey(house.ports, visitor_of(request), presented)
    if isinstance(view, RefusalView):
        return problems.refusal(request, view, house=house, matter=OF_PASSKEYS)
    return answer_view(request, view)


def _finished(request: HttpRequest, body: InvitationAnswer) -> PasskeyToMake | LoginView | RefusalView:
    ports, visitor, door = installation().ports, visitor_of(request), door_of(request)
    if body.code is not None:
        return finish_first_passkey_invitation(ports, visitor, code=body.code, door=door)
    answered = Answered(proof_id=Secret(body.proof or ""), response=body.response or "", door=door)
    return finish_passkey_invitation(ports, visitor, answered=answered)
