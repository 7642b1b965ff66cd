"""The account itself at the desk: approve, turn down, close. Documents and books decide, or a caller in a call."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.roles import Role
from sekisho.entrypoints.api import desk_examples as examples
from sekisho.entrypoints.api.desk import REFUSED, account_of, answer_done
from sekisho.entrypoints.api.desk_answers import Done
from sekisho.entrypoints.api.desk_bodies import CloseBody, DecisionBody
from sekisho.entrypoints.api.documented import BODY_FAULTS
from sekisho.entrypoints.api.sessions import AccessToken, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.desk.carry_out import carry_out_for_account
from sekisho.workflows.desk.outcomes import DeedRequest
from sekisho.workflows.desk.seats import role_of

router = Router(tags=["Desk"], auth=AccessToken())


@router.post(
    "/accounts/{account}/approve",
    operation_id="approveAccount",
    summary="Approve an application",
    response={HTTPStatus.CREATED: Done} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.DECISION,
)
def post_approval(request: HttpRequest, account: str, body: DecisionBody | None = None) -> HttpResponse:
    """Open the account; the trading platform follows by the day's cut-off. Reviewers only."""
    return _carry_out(request, account, deed=DeskDeed.APPROVE, reason=body.reason if body else "")


@router.post(
    "/accounts/{account}/reject",
    operation_id="rejectAccount",
    summary="Turn an application down",
    response={HTTPStatus.CREATED: Done} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.DECISION,
)
def post_rejection(request: HttpRequest, account: str, body: DecisionBody | None = None) -> HttpResponse:
    """Turn it down for good. Reviewers only."""
    return _carry_out(request, account, deed=DeskDeed.REJECT, reason=body.reason if body else "")


@router.post(
    "/accounts/{account}/approve-sharing",
    operation_id="approveSharing",
    summary="Approve the sharing of a device",
    response={HTTPStatus.CREATED: Done} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.DECISION,
)
def post_sharing_approval(request: HttpRequest, account: str, body: DecisionBody | None = None) -> HttpResponse:
    """Let this account use the device that it asked for (B100). Reviewers and supervisors."""
    return _carry_out(request, account, deed=DeskDeed.APPROVE_SHARING, reason=body.reason if body else "")


@router.post(
    "/accounts/{account}/decline-sharing",
    operation_id="declineSharing",
    summary="Turn the sharing of a device down",
    response={HTTPStatus.CREATED: Done} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.DECISION,
)
def post_sharing_refusal(request: HttpRequest, account: str, body: DecisionBody | None = None) -> HttpResponse:
    """Turn the request down. Reviewers and supervisors."""
    return _carry_out(request, account, deed=DeskDeed.DECLINE_SHARING, reason=body.reason if body else "")


@router.post(
    "/accounts/{account}/close",
    operation_id="closeAccount",
    summary="Close an account",
    response={HTTPStatus.CREATED: Done} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.CLOSE,
)
def post_closing(request: HttpRequest, account: str, body: CloseBody | None = None) -> HttpResponse:
    """Close it: at the holder's wish in the agent's open call about it, or for want of a balance by a reviewer."""
    is_reviewer = role_of(installation().ports, visitor_of(request)) is Role.REVIEWER
    cause = (body.cause if body else None) or ("no_balance" if is_reviewer else "by_holder")
    deed = DeskDeed.CLOSE_WITHOUT_BALANCE if cause == "no_balance" else DeskDeed.CLOSE
    return _carry_out(request, account, deed=deed, reason=body.reason if body else "")


def _carry_out(request: HttpRequest, account: str, *, deed: DeskDeed, reason: str) -> HttpResponse:
    asked = DeedRequest(deed=deed, reason=reason)
    view = carry_out_for_account(installation().ports, visitor_of(request), account=account_of(account), request=asked)
    return answer_done(request, view)
