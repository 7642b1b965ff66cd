"""The calls by which Sekisho Key hears of a login that waits, approves it, or turns it away.

The listening token lets a phone look and turn away; what approves is the response of its key to the login's own challenge.
"""

import re
from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.authenticators.approvals import ApprovalEvent, ApprovalState
from sekisho.core.secret import Secret
from sekisho.entrypoints.api import key_app_approval_shapes as shapes
from sekisho.entrypoints.api import key_app_saying as saying
from sekisho.entrypoints.api import problems
from sekisho.entrypoints.api.documented import BODY_FAULTS, UNAVAILABLE, UNKNOWN
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.key_app_approval_shapes import (
    Approvals,
    ApproveBody,
    MovedApproval,
    RefusedApproval,
    TurnAwayBody,
)
from sekisho.entrypoints.site.hearing import watch_phone, write_asked
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.approvals.answer import Heard, answer_approval
from sekisho.workflows.approvals.listening import list_approvals
from sekisho.workflows.approvals.outcomes import ApprovalMoved, ApprovalRefused
from sekisho.workflows.approvals.turn_away import turn_away_approval
from sekisho.workflows.outcomes import LoginUnknown

router = Router(tags=["Sekisho Key"])

BEARER: Final = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +(?P<value>listen_[0-9a-f]{20,100})", re.ASCII)
MATTERS: Final = {ApprovalState.MISMATCHED: "approve.number"}
"""Which words a refusal has, by how the request stands after it; see `texts/approve.toml`."""
MATTER: Final = "approve.answer"
TURNS_AWAY: Final = {"cancel": ApprovalEvent.CANCEL, "not_me": ApprovalEvent.DENY}

_REFUSED = (
    {HTTPStatus.FORBIDDEN: RefusedApproval, HTTPStatus.TOO_MANY_REQUESTS: RefusedApproval} | BODY_FAULTS | UNAVAILABLE
)


@router.get(
    "/{device}/approvals",
    operation_id="listApprovals",
    summary="Hear what waits for this phone",
    response={HTTPStatus.OK: Approvals} | UNKNOWN | UNAVAILABLE,
    openapi_extra=shapes.LIST,
)
def get_approvals(request: HttpRequest, device: str) -> HttpResponse:
    """Give the logins that wait for an approval, newest first. A phone that is no longer in use is not found."""
    token = _bearer(request)
    found = LoginUnknown() if token is None else list_approvals(installation().ports, device=device, token=token)
    if isinstance(found, LoginUnknown):
        return saying.unknown(request, matter=MATTER)
    return problems.answer(write_asked(found), language=problems.language_of(request))


@router.get(
    "/{device}/approvals/events",
    operation_id="hearApprovals",
    summary="Hear of changes",
    response={HTTPStatus.OK: None} | UNKNOWN | UNAVAILABLE,
    openapi_extra=shapes.EVENTS,
)
def get_events(request: HttpRequest, device: str) -> HttpResponse:
    """Give the same as `listApprovals` as server-sent events: one at once, and one at each change, for five minutes at most."""
    token = _bearer(request)
    found = LoginUnknown() if token is None else list_approvals(installation().ports, device=device, token=token)
    if isinstance(found, LoginUnknown):
        return saying.unknown(request, matter=MATTER)
    return watch_phone(request, device)


@router.post(
    "/{device}/approvals/{approval}",
    operation_id="decideApproval",
    summary="Approve a login, cancel, or say that it is somebody else",
    response={HTTPStatus.OK: MovedApproval} | _REFUSED | UNKNOWN,
    openapi_extra=shapes.DECIDE,
)
def post_decision(request: HttpRequest, device: str, approval: str, body: ApproveBody | TurnAwayBody) -> HttpResponse:
    """Approve with the number of the login page and the response to its challenge, or turn the login away.

    A wrong number ends the request; a wrong response counts like one typed by hand, and the request stays while tries are left.
    """
    token = _bearer(request)
    if token is None:
        return saying.unknown(request, matter=MATTER)
    heard = Heard(device=device, token=token, approval=approval, door=door_of(request))
    view = _decided(heard, body)
    match view:
        case ApprovalMoved():
            return problems.answer({"state": view.state.value}, language=problems.language_of(request))
        case ApprovalRefused():
            matter = MATTERS.get(view.state, MATTER)
            return saying.refused(request, view.refusal, matter=matter, state=view.state.value)
        case LoginUnknown():
            return saying.unknown(request, matter=MATTER)
    assert_never(view)


def _decided(heard: Heard, body: ApproveBody | TurnAwayBody) -> ApprovalMoved | ApprovalRefused | LoginUnknown:
    ports = installation().ports
    match body:
        case ApproveBody():
            return answer_approval(ports, heard, number=body.number, response=body.response)
        case TurnAwayBody():
            return turn_away_approval(ports, heard, event=TURNS_AWAY[body.decision])
    assert_never(body)


def _bearer(request: HttpRequest) -> Secret | None:
    found = BEARER.fullmatch(request.META.get("HTTP_AUTHORIZATION", ""))
    return Secret(found["value"]) if found else None
