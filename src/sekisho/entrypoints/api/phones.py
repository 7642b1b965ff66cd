"""Inviting a phone, for programs: identity is verified first, then comes the Session ID that Sekisho Key asks for."""

from http import HTTPStatus
from typing import Annotated, Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from sekisho.core.authenticators.phones import in_groups
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.entrypoints.api import problems, rendering
from sekisho.entrypoints.api.answers import Login, Moment
from sekisho.entrypoints.api.bodies import PRINTED, Body, IdentityBody, retyped_of
from sekisho.entrypoints.api.device_answers import IDENTITY, MOST_CODE, Proof
from sekisho.entrypoints.api.documented import BODY_FAULTS, SESSION_FAULTS, WRONG
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.examples import ASKED, JSON, Json
from sekisho.entrypoints.api.passkey_shapes import FactorResponse
from sekisho.entrypoints.api.rendering import moment
from sekisho.entrypoints.api.sessions import PortalToken, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.devices.proving import Answered
from sekisho.workflows.outcomes import LoginView, ProofAsked, ProofMissing, RefusalView
from sekisho.workflows.phones.invite import begin_invitation, finish_first_invitation, finish_invitation
from sekisho.workflows.phones.outcomes import CodeAsked, InvitationView
from sekisho.workflows.refuse_access import refuse_access

router = Router(tags=["Devices"])

MATTER: Final = "device"
KEY_APP: Final = "/key/#register="
"""Where the QR code leads; what follows # reaches no server and no log."""


Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_CODE),
    Field(
        description="Six digits, sent to the address on file.",
        examples=["204831"],
        json_schema_extra={"pattern": PRINTED},
    ),
]


class CodeSent(BaseModel):
    """A code of six digits was sent to the e-mail address on file: it is the first device."""

    state: str = Field(pattern="^code$", examples=["code"])
    sent_to: str = Field(description="Masked.", examples=["k•••@e•••.com"])


class InvitationAnswer(Body):
    """The answer to the challenge (`proof`, `response`), or the code that was sent (`code`)."""

    proof: Proof | None = None
    response: FactorResponse | None = None
    code: Code | None = None


class Invitation(BaseModel):
    """One phone may use it, once, while this session is open."""

    session_id: str = Field(examples=["K7MQ-2PXR-9TDA"])
    link: str = Field(description="What the QR code holds.", examples=["/key/#register=K7MQ-2PXR-9TDA"])
    expires_at: Moment
    moves: bool = Field(description="A phone is in use, which the new one will replace.")


_ASKED: Final[Json] = {**ASKED, "id": "proof_9dQmZ0", "factors": []}
_SENT: Final[Json] = {"state": "code", "sent_to": "k•••@e•••.com"}
_INVITED: Final[Json] = {
    "session_id": "K7MQ-2PXR-9TDA",
    "link": "/key/#register=K7MQ-2PXR-9TDA",
    "expires_at": "2026-11-22T15:14:05Z",
    "moves": False,
}


def examples_of(status: int, **named: Json) -> Json:
    """Show answers of a status as examples in the document, by their names."""
    values = {name: {"value": value} for name, value in named.items()}
    return {"responses": {status: {"content": {JSON: {"examples": values}}}}}


@router.post(
    "",
    auth=PortalToken(),
    operation_id="beginInvitation",
    summary="Register a phone, or move to another one",
    response={HTTPStatus.CREATED: Login | CodeSent} | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=IDENTITY | examples_of(201, asked=_ASKED, code=_SENT),
)
def post_phone(request: HttpRequest, body: IdentityBody | None = None) -> HttpResponse:
    """Ask the strongest proof in use; for a very first device, send a code to the address on file."""
    view = begin_invitation(installation().ports, visitor_of(request), retyped=retyped_of(body), door=door_of(request))
    return answer_begun(request, view)


def answer_begun(request: HttpRequest, view: ProofAsked | CodeAsked) -> HttpResponse:
    """Say what is asked before a phone or a passkey can be registered."""
    house, language = installation(), problems.language_of(request)
    match view:
        case CodeAsked(sent_to=sent_to):
            said = {"state": "code", "sent_to": sent_to}
            return problems.answer(said, language=language, status=HTTPStatus.CREATED)
        case LoginView(challenge=None):
            return problems.refused_login(request, view, house=house)
        case LoginView():
            said = rendering.login(view, house=house, language=language)
            return problems.answer(said, language=language, status=HTTPStatus.CREATED)
        case ProofMissing():
            return problems.proof_missing(request, view, house=house)
        case RefusalView():
            return problems.refusal(request, view, house=house, matter=MATTER)
    assert_never(view)


@router.post(
    "/response",
    auth=PortalToken(),
    operation_id="finishInvitation",
    summary="Answer and get the Session ID",
    response={HTTPStatus.CREATED: Invitation} | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra={
        "requestBody": {
            "content": {JSON: {"examples": {"one": {"value": {"proof": "proof_9dQmZ0", "response": "08522129"}}}}}
        },
        **examples_of(201, one=_INVITED),
    },
)
def post_phone_response(request: HttpRequest, body: InvitationAnswer) -> HttpResponse:
    """Get a Session ID for ten minutes. A new one ends the one before it."""
    house, language = installation(), problems.language_of(request)
    view = _finished(request, body)
    match view:
        case InvitationView(session_id=Secret() as session_id):
            shown = in_groups(session_id.reveal_text())
            said = {
                "session_id": shown,
                "link": KEY_APP + shown,
                "expires_at": moment(view.expires_at),
                "moves": view.moves,
            }
            return problems.answer(said, language=language, status=HTTPStatus.CREATED)
        case RefusalView():
            return problems.refusal(request, view, house=house, matter=MATTER)
        case LoginView():
            return problems.refused_login(request, view, house=house)
        case InvitationView():  # another session was faster between the two looks
            refusal = refuse_access(house.ports, visitor_of(request), reason=Reason.CONFLICT, deed="bind_device")
            return problems.refusal(request, refusal, house=house, matter=MATTER)
    assert_never(view)


def _finished(request: HttpRequest, body: InvitationAnswer) -> InvitationView | LoginView | RefusalView:
    ports, visitor, door = installation().ports, visitor_of(request), door_of(request)
    if body.code is not None:
        return finish_first_invitation(ports, visitor, code=body.code, door=door)
    answered = Answered(proof_id=Secret(body.proof or ""), response=body.response or "", door=door)
    return finish_invitation(ports, visitor, answered=answered)
