"""The desk's calls of the contract: search, a holder's state, the call with its evidence and its deed, second agents, references.

Every door here parses, asks one workflow and renders; what may be done is decided below, whatever a program sends.
"""

import re
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.accounts import LIVE_NUMBER
from sekisho.core.contact_text import NotAnAddress, read_contact
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.entrypoints.api import desk_examples as examples
from sekisho.entrypoints.api import desk_rendering, problems
from sekisho.entrypoints.api.answers import Problem
from sekisho.entrypoints.api.desk_answers import Call, Done, Found, Hit, HolderState, Waiting, Withheld
from sekisho.entrypoints.api.desk_bodies import ApprovalBody, CallBody, DeedBody, EvidenceBody, Query
from sekisho.entrypoints.api.documented import BODY_FAULTS
from sekisho.entrypoints.api.rendering import Json
from sekisho.entrypoints.api.sessions import AccessToken, visitor_of
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.desk import read_pair
from sekisho.workflows.desk.calls import close_call, open_call, show_call
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.look_up_reference import look_up_reference
from sekisho.workflows.desk.outcomes import CallView, DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.desk.search_holders import search_holders
from sekisho.workflows.desk.second_agent import (
    approve_as_second,
    ask_second_agent,
    decline_as_second,
    list_waiting_approvals,
)
from sekisho.workflows.desk.show_holder import show_holder

router = Router(tags=["Desk"], auth=AccessToken())

CALL_ID: Final = re.compile(r"call_[A-Za-z0-9_-]{1,43}", re.ASCII)

REFUSED = {
    HTTPStatus.UNAUTHORIZED: Problem,
    HTTPStatus.FORBIDDEN: Withheld,
    HTTPStatus.NOT_FOUND: Withheld,
    HTTPStatus.TOO_MANY_REQUESTS: Withheld,
    HTTPStatus.SERVICE_UNAVAILABLE: Problem,
}
PATH_FAULTS = {HTTPStatus.BAD_REQUEST: Problem}


@router.get(
    "/holders",
    operation_id="searchHolders",
    summary="Find a holder",
    response={HTTPStatus.OK: list[Hit]} | REFUSED | PATH_FAULTS | {HTTPStatus.UNPROCESSABLE_ENTITY: Problem},
    openapi_extra=examples.SEARCH,
)
def get_holders(request: HttpRequest, query: Query) -> HttpResponse:
    """Find by how a user name, account number, name, e-mail address or telephone begins: 3 characters (2 Japanese), 20 hits."""
    found = search_holders(installation().ports, visitor_of(request), query=query)
    if isinstance(found, DeskRefusal):
        return _refused(request, found)
    return _said(request, [desk_rendering.hit(line) for line in found.lines])


@router.get(
    "/holders/{account}",
    operation_id="showHolder",
    summary="A holder's state",
    response={HTTPStatus.OK: HolderState} | REFUSED | PATH_FAULTS,
    by_alias=True,
)
def get_holder(request: HttpRequest, account: str) -> HttpResponse:
    """Show proofs, forecast, sign-ins with their references, risks, and what each deed lacks. It is recorded."""
    found = show_holder(installation().ports, visitor_of(request), account=account_of(account))
    if isinstance(found, DeskRefusal):
        return _refused(request, found)
    language = problems.language_of(request)
    return _said(request, desk_rendering.sheet(found, house=installation(), language=language))


@router.post(
    "/calls",
    operation_id="openCall",
    summary="Open a call",
    response={HTTPStatus.CREATED: Call} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.OPEN_CALL,
)
def post_call(request: HttpRequest, body: CallBody) -> HttpResponse:
    """Begin to verify a caller: ten minutes, one account, one deed. An own open call about the account goes on."""
    view = open_call(installation().ports, visitor_of(request), account=body.account)
    return _call(request, view, status=HTTPStatus.CREATED)


@router.get(
    "/calls/{call_id}",
    operation_id="showCall",
    summary="Look at an own call",
    response={HTTPStatus.OK: Call} | REFUSED | PATH_FAULTS,
)
def get_call(request: HttpRequest, call_id: str) -> HttpResponse:
    """Show evidence, weight, and what each deed lacks now."""
    return _call(request, show_call(installation().ports, visitor_of(request), call_id=call_of(call_id)))


@router.delete(
    "/calls/{call_id}",
    operation_id="endCall",
    summary="End an own call",
    response={HTTPStatus.OK: Call} | REFUSED | PATH_FAULTS,
)
def delete_call(request: HttpRequest, call_id: str) -> HttpResponse:
    """End it before its ten minutes are over; the portal stops showing the word pair."""
    return _call(request, close_call(installation().ports, visitor_of(request), call_id=call_of(call_id)))


@router.post(
    "/calls/{call_id}/evidence",
    operation_id="recordEvidence",
    summary="Record what the caller showed",
    response={HTTPStatus.CREATED: Call} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.RECORD_EVIDENCE,
)
def post_evidence(request: HttpRequest, call_id: str, body: EvidenceBody) -> HttpResponse:
    """Add one item. A word pair is compared by the server."""
    view = record_evidence(
        installation().ports,
        visitor_of(request),
        call_id=call_of(call_id),
        kind=EvidenceKind(body.kind),
        outcome=Outcome(body.outcome),
        value=read_pair(body.value),
    )
    return _call(request, view, status=HTTPStatus.CREATED)


@router.post(
    "/calls/{call_id}/deeds",
    operation_id="carryOutDeed",
    summary="Do it",
    response={HTTPStatus.CREATED: Done} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.CARRY_OUT,
)
def post_deed(request: HttpRequest, call_id: str, body: DeedBody) -> HttpResponse:
    """Do one deed. A refusal says everything that is lacking."""
    asked = read_request(body)
    return answer_done(
        request, carry_out(installation().ports, visitor_of(request), call_id=call_of(call_id), request=asked)
    )


@router.post(
    "/calls/{call_id}/second-agent",
    operation_id="askSecondAgent",
    summary="Ask a second agent",
    response={HTTPStatus.OK: Call} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.ASK_SECOND,
)
def post_second_agent(request: HttpRequest, call_id: str, body: DeedBody) -> HttpResponse:
    """Ask for an agreement to exactly this deed, when nothing else is lacking."""
    asked = read_request(body)
    return _call(
        request, ask_second_agent(installation().ports, visitor_of(request), call_id=call_of(call_id), request=asked)
    )


@router.post(
    "/calls/{call_id}/approval",
    operation_id="answerAsSecondAgent",
    summary="Agree as the second agent",
    response={HTTPStatus.OK: Waiting} | REFUSED | BODY_FAULTS,
    openapi_extra=examples.APPROVAL,
)
def post_approval(request: HttpRequest, call_id: str, body: ApprovalBody) -> HttpResponse:
    """Agree or decline, once, to what a colleague asked. The colleague then does it."""
    deed = approve_as_second if body.agree else decline_as_second
    view = deed(installation().ports, visitor_of(request), call_id=call_of(call_id))
    if isinstance(view, DeskRefusal):
        return _refused(request, view)
    return _said(request, desk_rendering.waiting(view, language=problems.language_of(request)))


@router.get(
    "/approvals",
    operation_id="listWaitingApprovals",
    summary="What waits for a second agent",
    response={HTTPStatus.OK: list[Waiting]} | REFUSED | PATH_FAULTS,
)
def get_approvals(request: HttpRequest) -> HttpResponse:
    """List colleagues' requests, oldest first."""
    found = list_waiting_approvals(installation().ports, visitor_of(request))
    if isinstance(found, DeskRefusal):
        return _refused(request, found)
    language = problems.language_of(request)
    return _said(request, [desk_rendering.waiting(one, language=language) for one in found])


@router.get(
    "/references/{reference}",
    operation_id="lookUpReference",
    summary="What happened under a reference",
    response={HTTPStatus.OK: Found} | REFUSED | PATH_FAULTS,
)
def get_reference(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the entry of the audit trail with the true reason. Width, case and dashes do not matter."""
    found = look_up_reference(installation().ports, visitor_of(request), reference=reference)
    if isinstance(found, DeskRefusal):
        return _refused(request, found)
    return _said(request, desk_rendering.reference(found, language=problems.language_of(request)))


def account_of(text: str) -> str:
    """Give an account number as it stands in a path; "" where it could be nobody's."""
    return text if LIVE_NUMBER.fullmatch(text) else ""


def call_of(text: str) -> str:
    """Give a call's id as it stands in a path; "" where it could be no call's."""
    return text if CALL_ID.fullmatch(text) else ""


def read_request(body: DeedBody) -> DeedRequest:
    """Read what is to be done; a new address is read into its one form, and is empty where it is none."""
    deed = DeskDeed(body.deed)
    if deed is not DeskDeed.CHANGE_CONTACT or body.contact is None:
        return DeedRequest(deed=deed, reason=body.reason, device=body.device)
    contact = ContactKind(body.contact)
    value = read_contact(contact, body.value)
    return DeedRequest(
        deed=deed, reason=body.reason, contact=contact, value="" if isinstance(value, NotAnAddress) else value
    )


def answer_done(request: HttpRequest, view: DeedDone | DeskRefusal) -> HttpResponse:
    """Say that it is done, or why not."""
    if isinstance(view, DeskRefusal):
        return _refused(request, view)
    return _said(request, desk_rendering.done(view), status=HTTPStatus.CREATED)


def _call(request: HttpRequest, view: CallView | DeskRefusal, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    if isinstance(view, DeskRefusal):
        return _refused(request, view)
    return _said(request, desk_rendering.call(view, language=problems.language_of(request)), status=status)


def _refused(request: HttpRequest, refused: DeskRefusal) -> HttpResponse:
    return desk_rendering.withheld(request, refused, house=installation())


def _said(request: HttpRequest, body: Json | list[Json], *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return problems.answer(body, language=problems.language_of(request), status=status)
