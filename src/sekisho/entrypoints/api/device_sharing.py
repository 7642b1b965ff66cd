"""A device of another user name for programs: its user name and password, then the own ones, then answers, one or two.

A challenge is one as in a login; `.../response` takes the answer. The one that shares the device says so.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.secret import Secret
from sekisho.entrypoints.api import device_answers as shapes
from sekisho.entrypoints.api import problems
from sekisho.entrypoints.api.bodies import IdentityBody, retyped_of
from sekisho.entrypoints.api.device_answers import ActivationBody, ProofBody, ShareBody, SharingBegun
from sekisho.entrypoints.api.devices import (
    ASKED,
    DONE,
    MATTER,
    answer_view,
    answered_by,
    unreadable,
)
from sekisho.entrypoints.api.documented import BODY_FAULTS, SESSION_FAULTS, WRONG
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.sessions import PortalToken, portal_visitor, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.catalogue import words
from sekisho.workflows.devices.outcomes import SharingAnswer, SharingRefused
from sekisho.workflows.devices.share import SharingStage, answer_sharing, begin_sharing, verify_sharer
from sekisho.workflows.devices.stop_sharing import begin_stopping, finish_stopping

router = Router(tags=["Devices"])


@router.post(
    "/shared",
    auth=PortalToken(),
    operation_id="shareDevice",
    summary="Use a device of another user name of one's own",
    response={HTTPStatus.CREATED: SharingBegun} | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.SHARE,
)
def post_shared(request: HttpRequest, body: ShareBody) -> HttpResponse:
    """Prove the owner's password; what stands in the way of the sharing is told now."""
    view = begin_sharing(
        installation().ports,
        visitor_of(request),
        username=body.username,
        password=Secret(body.password),
        door=door_of(request),
    )
    return _answer(request, view)


@router.post(
    "/shared/verification",
    auth=PortalToken(),
    operation_id="verifySharer",
    summary="Verify identity for the sharing",
    response=ASKED | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.ASK,
)
def post_shared_verification(request: HttpRequest, body: IdentityBody | None = None) -> HttpResponse:
    """Take the own user name and password and ask the own strongest device; where there has never been one, a code is mailed."""
    ports, visitor = installation().ports, visitor_of(request)
    return answer_view(request, verify_sharer(ports, visitor, retyped=retyped_of(body), door=door_of(request)))


@router.post(
    "/shared/response",
    auth=PortalToken(),
    operation_id="answerSharing",
    summary="Answer for the sharing",
    url_name="answer_sharing",
    response=ASKED | DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.ANSWER_SHARING,
)
def post_shared_response(request: HttpRequest, body: ActivationBody) -> HttpResponse:
    """After the own device (201) the shared one is asked; its response shares it, or hands the request to Compliance (B100).

    A body that cannot be read counts as a wrong answer.
    """
    ports, visitor = installation().ports, visitor_of(request)
    return _answer(request, answer_sharing(ports, visitor, answered=answered_by(request, body), code=body.code or ""))


@router.post(
    "/shared/{share_id}/stop",
    auth=PortalToken(),
    operation_id="stopSharing",
    summary="Stop sharing a device",
    response=ASKED | DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.STOP_SHARING,
)
def post_stop(request: HttpRequest, share_id: str, body: IdentityBody | None = None) -> HttpResponse:
    """Ask a proof, by the owner or the borrower. A request that waits is taken back at once, and no body is needed."""
    ports, visitor, door = installation().ports, visitor_of(request), door_of(request)
    return answer_view(request, begin_stopping(ports, visitor, share_id=share_id, retyped=retyped_of(body), door=door))


@router.post(
    "/shared/{share_id}/stop/response",
    auth=PortalToken(),
    operation_id="finishSharing",
    summary="Answer for the end of a sharing",
    url_name="finish_stopping",
    response=DONE | SESSION_FAULTS | WRONG | BODY_FAULTS,
    openapi_extra=shapes.FINISH_SHARING,
)
def post_stop_response(request: HttpRequest, share_id: str, body: ProofBody) -> HttpResponse:
    """End the sharing. The device stays its owner's. A body that cannot be read counts as a wrong answer."""
    ports, visitor = installation().ports, visitor_of(request)
    view = finish_stopping(ports, visitor, share_id=share_id, answered=answered_by(request, body))
    return answer_view(request, view)


def count_unreadable_sharing(request: HttpRequest) -> None:
    """Count a malformed answer as a wrong one, to the newest question of this session."""
    visitor = portal_visitor(request)
    if visitor is not None:
        answer_sharing(installation().ports, visitor, answered=unreadable(request))


def count_unreadable_stop(request: HttpRequest, share_id: str) -> None:
    """Likewise."""
    visitor = portal_visitor(request)
    if visitor is not None:
        finish_stopping(installation().ports, visitor, share_id=share_id, answered=unreadable(request))


def _answer(request: HttpRequest, view: SharingStage | SharingAnswer) -> HttpResponse:
    language = problems.language_of(request)
    if isinstance(view, SharingStage):
        said_next = {"state": "verify", "username": view.username}
        return problems.answer(said_next, language=language, status=HTTPStatus.CREATED)
    if not isinstance(view, SharingRefused):
        return answer_view(request, view)
    said = {"title": "title", "detail": "text", "explanation": "text"}
    more = {member: words(f"share.flaw.{view.why}.{part}", language=language) for member, part in said.items()}
    return problems.refusal(
        request, view.refusal, house=installation(), matter=MATTER, members=more | {"why": view.why.value}
    )
