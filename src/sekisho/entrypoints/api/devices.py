"""The holder's own devices for programs: the list, and what may be done with each.

Where a deed asks a proof, the first call brings user name and password again and is answered 201 with a challenge as in a login;
without them it is answered 401 (RFC 9470). `.../response` does the deed. Somebody else's device is not found, like one that never
was (REC-03).
"""

from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.authenticators.device_cases import Deposit, DeviceStatus, ReturnReason
from sekisho.core.authenticators.kinds import PermanentDevice
from sekisho.core.secret import Secret
from sekisho.entrypoints.api import device_answers as shapes
from sekisho.entrypoints.api import problems, rendering
from sekisho.entrypoints.api.answers import Login
from sekisho.entrypoints.api.bodies import IdentityBody, retyped_of
from sekisho.entrypoints.api.device_answers import (
    ActivationBody,
    DeviceDeed,
    LostBody,
    OwnDevice,
    ProofBody,
    ReturnBody,
)
from sekisho.entrypoints.api.documented import BODY_FAULTS, FORBIDDEN, SESSION_FAULTS, UNKNOWN, WRONG
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.holder import device_json
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.entrypoints.api.sessions import PortalToken, portal_visitor, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.language import Language
from sekisho.workflows.devices.activate import begin_activation, finish_activation
from sekisho.workflows.devices.announce_return import announce_return
from sekisho.workflows.devices.hold_activation import report_not_arrived
from sekisho.workflows.devices.outcomes import DeviceBegun, DeviceDone, DeviceLine
from sekisho.workflows.devices.proving import Answered
from sekisho.workflows.devices.reactivate import begin_reactivation, finish_reactivation
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.devices.show_devices import show_devices
from sekisho.workflows.outcomes import LoginState, LoginView, ProofMissing, RefusalView

router = Router(tags=["Devices"])

REFUSED = FORBIDDEN | UNKNOWN
DONE = {HTTPStatus.OK: DeviceDeed}
ASKED = {HTTPStatus.CREATED: Login}

MATTER: Final = "device"
"""The file of texts with words of its own for refusals."""

ATTACHED: Final = "settings/user/security/secure-login-system/"


@router.get(
    "",
    auth=PortalToken(),
    operation_id="listDevices",
    summary="Own authenticators",
    response={HTTPStatus.OK: list[OwnDevice]} | SESSION_FAULTS | FORBIDDEN,
    openapi_extra=shapes.LIST,
)
def read_devices(request: HttpRequest) -> HttpResponse:
    """List devices, cards and passcodes with their states and ends, and with what a withdrawal may be that each answers for."""
    language = problems.language_of(request)
    shown = show_devices(installation().ports, visitor_of(request))
    return problems.answer([line_json(line, language) for line in shown.lines], language=language)


@router.post(
    "/{device_id}/reactivate",
    auth=PortalToken(),
    operation_id="reactivateDevice",
    summary="Re-activate a suspended device",
    response=ASKED | DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.BEGIN,
)
def post_reactivate(request: HttpRequest, device_id: str, body: IdentityBody | None = None) -> HttpResponse:
    """Ask the device. Right after a login with it that opened nothing else it is re-activated at once, and no body is needed."""
    view = begin_reactivation(
        installation().ports,
        visitor_of(request),
        device_id=device_id,
        retyped=retyped_of(body),
        door=door_of(request),
    )
    return answer_view(request, view)


@router.post(
    "/{device_id}/reactivate/response",
    auth=PortalToken(),
    operation_id="finishReactivation",
    summary="Answer for the re-activation",
    url_name="finish_reactivation",
    response=DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.FINISH,
)
def post_reactivate_response(request: HttpRequest, device_id: str, body: ProofBody) -> HttpResponse:
    """Re-activate the device with its own response; passcode and card end, and this session goes on with the device.

    A body that cannot be read counts as a wrong answer.
    """
    answered = answered_by(request, body)
    view = finish_reactivation(installation().ports, visitor_of(request), device_id=device_id, answered=answered)
    return answer_view(request, view)


@router.post(
    "/{device_id}/activate",
    auth=PortalToken(),
    operation_id="activateDevice",
    summary="Activate a posted device by hand",
    response=ASKED | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.ASK,
)
def post_activate(request: HttpRequest, device_id: str, body: IdentityBody | None = None) -> HttpResponse:
    """Ask the device for a test login. For a first device a code is sent to the address on file as well."""
    view = begin_activation(
        installation().ports,
        visitor_of(request),
        device_id=device_id,
        retyped=retyped_of(body),
        door=door_of(request),
    )
    return answer_view(request, view)


@router.post(
    "/{device_id}/activate/response",
    auth=PortalToken(),
    operation_id="finishActivation",
    summary="Answer for the activation",
    url_name="finish_activation",
    response=DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.FINISH_FIRST,
)
def post_activate_response(request: HttpRequest, device_id: str, body: ActivationBody) -> HttpResponse:
    """Activate the device with its own response. A body that cannot be read counts as a wrong answer."""
    answered = answered_by(request, body)
    view = finish_activation(
        installation().ports, visitor_of(request), device_id=device_id, answered=answered, code=body.code or ""
    )
    return answer_view(request, view)


@router.post(
    "/{device_id}/lost",
    auth=PortalToken(),
    operation_id="reportDevice",
    summary="Report a device lost, stolen or damaged",
    response=DONE | SESSION_FAULTS | REFUSED | BODY_FAULTS,
    openapi_extra=shapes.LOST,
)
def post_lost(request: HttpRequest, device_id: str, body: LostBody) -> HttpResponse:
    """Block the device at once. A session that rests on it is over with the next call."""
    view = report_lost(
        installation().ports,
        visitor_of(request),
        device_id=device_id,
        status=DeviceStatus(body.status),
        door=door_of(request),
    )
    return answer_view(request, view)


@router.post(
    "/{device_id}/not-arrived",
    auth=PortalToken(),
    operation_id="holdActivation",
    summary="Say that a device has not arrived",
    response=DONE | SESSION_FAULTS | REFUSED,
    openapi_extra=shapes.NOT_ARRIVED,
)
def post_not_arrived(request: HttpRequest, device_id: str) -> HttpResponse:
    """Stop the automatic activation until the holder says otherwise."""
    view = report_not_arrived(installation().ports, visitor_of(request), device_id=device_id, door=door_of(request))
    return answer_view(request, view)


@router.post(
    "/{device_id}/return",
    auth=PortalToken(),
    operation_id="returnDevice",
    summary="Send a device back",
    response=DONE | SESSION_FAULTS | REFUSED | BODY_FAULTS,
    openapi_extra=shapes.RETURN,
)
def post_return(request: HttpRequest, device_id: str, body: ReturnBody) -> HttpResponse:
    """Announce the return; the form to print is at `form`. Nothing changes before the device is received."""
    language = problems.language_of(request)
    view = announce_return(
        installation().ports,
        visitor_of(request),
        device_id=device_id,
        reason=ReturnReason(body.reason),
        door=door_of(request),
    )
    form = f"/{language}/{ATTACHED}{device_id}/return/form" if isinstance(view, DeviceDone) else ""
    return answer_view(request, view, form=form)


def count_unreadable_reactivation(request: HttpRequest, device_id: str) -> None:
    """Count a malformed answer as a wrong one, to the newest question of this session."""
    visitor = portal_visitor(request)
    if visitor is not None:
        finish_reactivation(installation().ports, visitor, device_id=device_id, answered=unreadable(request))


def count_unreadable_activation(request: HttpRequest, device_id: str) -> None:
    """Likewise; where a code was sent as well, its try is the one that counts, as always."""
    visitor = portal_visitor(request)
    if visitor is not None:
        finish_activation(installation().ports, visitor, device_id=device_id, answered=unreadable(request))


def line_json(line: DeviceLine, language: Language) -> Json:
    """Write one line of the list."""
    held = line.authenticator
    body = device_json(held, language) | {
        "since": moment(line.moments.since),
        "withdrawal_limits": rendering.limits(line.limits),
    }
    if line.moments.last_used_at is not None:
        body["last_used_at"] = moment(line.moments.last_used_at)
    if not isinstance(held, PermanentDevice):
        return body
    body |= {"is_last_usable": line.is_last_usable} | _posting(held) | _sharings(line)
    return body | ({"deposit": line.case.deposit.value} if line.case.deposit is not Deposit.NONE else {})


def _sharings(line: DeviceLine) -> Json:
    shared = [
        {
            "id": one.share.id,
            "username": one.username,
            "is_owner": one.is_owner,
            "state": one.share.state.value,
            "since": moment(one.share.at),
        }
        for one in line.sharings
    ]
    return {"shared_with": shared} if shared else {}


def _posting(device: PermanentDevice) -> Json:
    posting = device.posting
    if posting is None:
        return {}
    moments = {"promised_by": moment(posting.promised_by), "activates_at": moment(posting.activates_at)}
    return moments | {"is_held": posting.is_held}


def answered_by(request: HttpRequest, body: ProofBody) -> Answered:
    """Read an answer."""
    return Answered(proof_id=Secret(body.proof), response=body.response, door=door_of(request))


def unreadable(request: HttpRequest) -> Answered:
    """Give the answer that a body stands for which is none."""
    return Answered(proof_id=None, response="", door=door_of(request))


def answer_view(request: HttpRequest, view: DeviceBegun, *, form: str = "") -> HttpResponse:
    """Write what came of a deed."""
    house, language = installation(), problems.language_of(request)
    match view:
        case RefusalView():
            return problems.refusal(request, view, house=house, matter=MATTER)
        case ProofMissing():
            return problems.proof_missing(request, view, house=house)
        case LoginView(state=LoginState.CHALLENGE, refusal=None):
            body = rendering.login(view, house=house, language=language)
            return problems.answer(body, language=language, status=HTTPStatus.CREATED)
        case LoginView():
            return problems.refused_login(request, view, house=house)
        case DeviceDone():
            return problems.answer(_done(view, language, form=form), language=language)
    assert_never(view)


def _done(done: DeviceDone, language: Language, *, form: str) -> Json:
    body: Json = {
        "state": "done",
        "event": done.happening.value,
        "at": moment(done.at),
        "reference": done.reference,
    }
    if done.device is not None:
        body["device"] = device_json(done.device, language) | _posting(done.device)
    return body | rendering.renewed(done.access_token) | ({"form": form} if form else {})
