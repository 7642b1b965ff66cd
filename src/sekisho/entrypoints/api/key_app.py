"""The calls of Sekisho Key itself: a phone is registered or moved, its PIN changed. No cookie and no session authorises anything.

Before a password is proved every answer is the one of a login. A bearer value in `Authorization` serves the one call that its
answer names; with another one there, or none, the address is not found.
"""

import re
from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.authenticators.kinds import Platform
from sekisho.core.secret import Secret
from sekisho.entrypoints.api import key_app_saying as saying
from sekisho.entrypoints.api import key_app_shapes as shapes
from sekisho.entrypoints.api import problems, rendering
from sekisho.entrypoints.api.documented import BODY_FAULTS, UNAVAILABLE, UNKNOWN
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.key_app_saying import ENTRY, FIRST, MOVE, PIN
from sekisho.entrypoints.api.key_app_shapes import (
    ChangedPin,
    FirstResponseBody,
    KeyAppProblem,
    Move,
    MoveBody,
    MoveResponseBody,
    PhoneInUse,
    PinChange,
    PinChangeBody,
    PinResponsesBody,
    Registration,
    RegistrationBody,
)
from sekisho.entrypoints.api.rendering import moment
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.approvals.listening import listening_token
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import LoginUnknown, RefusalView
from sekisho.workflows.phones.admit import admit_phone
from sekisho.workflows.phones.change_pin import PinResponses, begin_pin_change, finish_pin_change
from sekisho.workflows.phones.move import MoveResponse, begin_move, finish_move
from sekisho.workflows.phones.outcomes import (
    MoveBegun,
    PhonePinRefused,
    PhoneRegistered,
    PinChangeBegun,
    PinChanged,
    PinChangeRefused,
)
from sekisho.workflows.phones.prove_phone import FirstResponse, prove_phone

router = Router(tags=["Sekisho Key"])

BEARER: Final = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +(?P<value>(?:phone|errand)_[A-Za-z0-9_-]{20,100})", re.ASCII)

_REFUSED = (
    {HTTPStatus.FORBIDDEN: KeyAppProblem, HTTPStatus.TOO_MANY_REQUESTS: KeyAppProblem} | BODY_FAULTS | UNAVAILABLE
)


@router.post(
    "/registrations",
    operation_id="admitPhone",
    summary="Use a Session ID",
    response={HTTPStatus.CREATED: Registration} | _REFUSED,
    openapi_extra=shapes.REGISTER,
)
def post_registration(request: HttpRequest, body: RegistrationBody) -> HttpResponse:
    """Get the phone's key. A Session ID serves once, for ten minutes; unknown, used and over are one answer."""
    view = admit_phone(
        installation().ports, session_id=body.session_id, platform=Platform(body.platform), door=door_of(request)
    )
    return saying.admitted(request, view, matter=ENTRY)


@router.post(
    "/registrations/{registration}/response",
    operation_id="provePhone",
    summary="Answer for the first time",
    response={HTTPStatus.OK: PhoneInUse} | _REFUSED | UNKNOWN,
    openapi_extra=shapes.PROVE,
)
def post_first_response(request: HttpRequest, registration: str, body: FirstResponseBody) -> HttpResponse:
    """Put the phone to use; one that was in use before it is retired. Five tries, then the registration is dead."""
    token = _bearer(request)
    if token is None:
        return saying.unknown(request, matter=FIRST)
    sent = FirstResponse(
        registration=registration,
        token=token,
        response=body.response,
        pin=None if body.pin is None else Secret(body.pin),
        door=door_of(request),
    )
    view = prove_phone(installation().ports, sent)
    match view:
        case PhoneRegistered():
            language = problems.language_of(request)
            named = rendering.factor(factor_view(view.device), language=language)
            platform = view.device.platform.value if view.device.platform else None
            device = {"id": named["id"], "name": named["name"], "platform": platform}
            listening = listening_token(installation().ports.vault, view.device.id).reveal_text()
            body_ = {"device": device, "username": view.username, "replaced": view.has_replaced, "listening": listening}
            return problems.answer(body_, language=language)
        case PhonePinRefused():
            return saying.weak_pin(request, view)
        case LoginUnknown():
            return saying.unknown(request, matter=FIRST)
        case RefusalView():
            return saying.refused(request, view, matter=FIRST)
    assert_never(view)


@router.post(
    "/moves",
    operation_id="beginMove",
    summary="Say that this is the new phone",
    response={HTTPStatus.CREATED: Move} | _REFUSED,
    openapi_extra=shapes.BEGIN_MOVE,
)
def post_move(request: HttpRequest, body: MoveBody) -> HttpResponse:
    """Prove the password; the physical device is asked where one is in use, else a code goes to the telephone on file."""
    view = begin_move(
        installation().ports,
        username=body.username,
        password=Secret(body.password),
        platform=Platform(body.platform),
        door=door_of(request),
    )
    match view:
        case MoveBegun():
            language = problems.language_of(request)
            said = {
                "move": view.id,
                "token": view.token.reveal_text(),
                "challenge": saying.asked(view.asked, language),
                "expires_at": moment(view.expires_at),
            }
            return problems.answer(said, language=language, status=HTTPStatus.CREATED)
        case RefusalView():
            return saying.refused(request, view, matter=MOVE)
    assert_never(view)


@router.post(
    "/moves/{move}/response",
    operation_id="finishMove",
    url_name="finish_move",
    summary="Answer for the move",
    response={HTTPStatus.CREATED: Registration} | _REFUSED | UNKNOWN,
    openapi_extra=shapes.FINISH_MOVE,
)
def post_move_response(request: HttpRequest, move: str, body: MoveResponseBody) -> HttpResponse:
    """Get the new phone's key. Proved by the code alone, the phone is put to use from `not_before` on only.

    A body that cannot be read counts as a wrong answer.
    """
    token = _bearer(request)
    if token is None:
        return saying.unknown(request, matter=MOVE)
    sent = MoveResponse(move=move, token=token, response=body.response, door=door_of(request))
    return saying.admitted(request, finish_move(installation().ports, sent), matter=MOVE)


@router.post(
    "/pin-changes",
    operation_id="beginPinChange",
    summary="Ask for another PIN",
    response={HTTPStatus.CREATED: PinChange} | _REFUSED | UNKNOWN,
    openapi_extra=shapes.BEGIN_PIN_CHANGE,
)
def post_pin_change(request: HttpRequest, body: PinChangeBody) -> HttpResponse:
    """Prove the password and get two challenges, for the present PIN and for the new one."""
    view = begin_pin_change(
        installation().ports,
        username=body.username,
        password=Secret(body.password),
        device=body.device,
        door=door_of(request),
    )
    match view:
        case PinChangeBegun():
            said = {
                "change": view.id,
                "token": view.token.reveal_text(),
                "challenges": list(view.challenges),
                "expires_at": moment(view.expires_at),
            }
            return problems.answer(said, language=problems.language_of(request), status=HTTPStatus.CREATED)
        case RefusalView():
            return saying.refused(request, view, matter=PIN)
    assert_never(view)


@router.post(
    "/pin-changes/{change}/response",
    operation_id="finishPinChange",
    summary="Answer under both PINs",
    response={HTTPStatus.OK: ChangedPin} | _REFUSED | UNKNOWN,
    openapi_extra=shapes.FINISH_PIN_CHANGE,
)
def post_pin_responses(request: HttpRequest, change: str, body: PinResponsesBody) -> HttpResponse:
    """Set the new PIN. A wrong present PIN counts, and stops the phone at the tenth in a row."""
    token = _bearer(request)
    if token is None:
        return saying.unknown(request, matter=PIN)
    sent = PinResponses(
        change=change,
        token=token,
        present=body.responses[0],
        new=body.responses[1],
        pin=Secret(body.pin),
        door=door_of(request),
    )
    view = finish_pin_change(installation().ports, sent)
    match view:
        case PinChanged():
            return problems.answer({"changed_at": moment(view.at)}, language=problems.language_of(request))
        case PinChangeRefused(refusal=refusal, challenges=challenges):
            return saying.refused(request, refusal, matter=PIN, challenges=list(challenges))
        case PhonePinRefused():
            return saying.weak_pin(request, view)
        case LoginUnknown():
            return saying.unknown(request, matter=PIN)
        case RefusalView():
            return saying.refused(request, view, matter=PIN)
    assert_never(view)


def count_unreadable_move(request: HttpRequest, move: str) -> None:
    """Count a malformed answer as a wrong one."""
    token = _bearer(request)
    if token is not None:
        finish_move(installation().ports, MoveResponse(move=move, token=token, response="", door=door_of(request)))


def _bearer(request: HttpRequest) -> Secret | None:
    found = BEARER.fullmatch(request.META.get("HTTP_AUTHORIZATION", ""))
    return Secret(found["value"]) if found else None
