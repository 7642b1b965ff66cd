"""Sensitive tasks for programs: verify identity for exactly one task, then do it with the proof.

Without the proof a task answers 401 `insufficient_user_authentication` (RFC 9470), which says what is asked for.
"""

from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.access.ceilings import Unlimited
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.desk.masking import mask
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.tasks.details import DetailFlaw
from sekisho.core.tasks.task import Cents, TaskFlawed, TaskKind, read_task
from sekisho.core.tasks.withdrawals import Window
from sekisho.entrypoints.api import problems, rendering, task_shapes
from sekisho.entrypoints.api.answers import Login
from sekisho.entrypoints.api.documented import BODY_FAULTS, FORBIDDEN, SESSION_FAULTS, THROTTLED, UNKNOWN, WRONG
from sekisho.entrypoints.api.doors import door_of
from sekisho.entrypoints.api.passkey_shapes import ResponseBody
from sekisho.entrypoints.api.rendering import Json, moment
from sekisho.entrypoints.api.sessions import PortalToken, portal_visitor, visitor_of
from sekisho.entrypoints.api.task_shapes import Money, Proof, TaskBody, TaskDeed, TaskProblem, VerificationBody
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.faults import Fault
from sekisho.workflows.outcomes import LoginView, ProofMissing, RefusalView
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.tasks.outcomes import ProofGiven, TaskBeyond, TaskDone
from sekisho.workflows.tasks.show_money import show_money
from sekisho.workflows.tasks.spend_proof import spend_proof
from sekisho.workflows.tasks.verify_identity import give_proof, verify_identity
from sekisho.workflows.work.tasks import BankInstruction, Withdrawal

router = Router(tags=["Sensitive tasks"])

MATTER: Final = "task"
BEYOND: Final = "task.beyond"
"""Where refusals have words of their own."""

_FLAWED = {HTTPStatus.FORBIDDEN: TaskProblem, HTTPStatus.UNPROCESSABLE_ENTITY: TaskProblem}


@router.get(
    "/money",
    auth=PortalToken(),
    operation_id="readMoney",
    summary="What may be withdrawn, and where to",
    response={HTTPStatus.OK: Money} | SESSION_FAULTS | FORBIDDEN,
    openapi_extra=task_shapes.MONEY,
)
def read_money(request: HttpRequest) -> HttpResponse:
    """Tell what each factor at hand leaves open now, the bank instructions, and the newest withdrawals."""
    house, visitor = installation(), visitor_of(request)
    if not may(HolderDeed.WITHDRAW, visitor.scopes):
        view = refuse_access(house.ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed="read_money")
        return problems.refusal(request, view, house=house, matter=MATTER)
    shown = show_money(house.ports, visitor)
    body = {
        "currency": "USD",
        "left": [
            {
                "factor": kind.value,
                "today": _dollars(left.today),
                "five_business_days": _dollars(left.five_business_days),
            }
            for kind, left in shown.left
        ],
        "banks": [_bank(one) for one in shown.banks],
        "withdrawals": [_withdrawal(one) for one in shown.withdrawals],
    }
    return problems.answer(body, language=problems.language_of(request))


@router.post(
    "/verifications",
    auth=PortalToken(),
    operation_id="verifyIdentity",
    summary="Verify identity for one task",
    response={HTTPStatus.CREATED: Login} | SESSION_FAULTS | BODY_FAULTS | _FLAWED | UNKNOWN | THROTTLED,
    openapi_extra=task_shapes.VERIFY,
)
def post_verification(request: HttpRequest, body: VerificationBody) -> HttpResponse:
    """Take user name and password again and put the question; the answer counts for exactly this task."""
    task = read_task(TaskKind(body.task), body.details)
    if isinstance(task, TaskFlawed):
        return _flawed(request, task)
    view = verify_identity(
        installation().ports,
        visitor_of(request),
        task,
        retyped=body.retyped(),
        door=door_of(request),
    )
    return _answer(request, view)


@router.post(
    "/verifications/{verification_id}/response",
    auth=PortalToken(),
    url_name="finish_verification",
    operation_id="finishVerification",
    summary="Answer for the task",
    response={HTTPStatus.OK: Proof} | WRONG | SESSION_FAULTS | BODY_FAULTS,
    openapi_extra=task_shapes.ANSWER,
)
def post_verification_response(request: HttpRequest, verification_id: str, body: ResponseBody) -> HttpResponse:
    """Give the proof for the task that was verified. A body that cannot be read counts as a wrong answer."""
    view = give_proof(
        installation().ports,
        visitor_of(request),
        proof_id=Secret(verification_id),
        response=body.response,
        door=door_of(request),
    )
    return _answer(request, view)


@router.post(
    "/tasks",
    auth=PortalToken(),
    operation_id="doTask",
    summary="Do a sensitive task",
    response={HTTPStatus.CREATED: TaskDeed} | SESSION_FAULTS | BODY_FAULTS | _FLAWED,
    openapi_extra=task_shapes.DO,
)
def post_task(request: HttpRequest, body: TaskBody) -> HttpResponse:
    """Do what the proof was given for: nothing less, nothing more, once."""
    outcome = spend_proof(
        installation().ports,
        visitor_of(request),
        kind=TaskKind(body.task),
        given=body.details,
        proof=Secret(body.proof) if body.proof else None,
        door=door_of(request),
    )
    return _answer(request, outcome)


def count_unreadable_answer(request: HttpRequest, verification_id: str) -> None:
    """Count a malformed answer as a wrong one."""
    visitor = portal_visitor(request)
    if visitor is not None:
        door = door_of(request)
        give_proof(installation().ports, visitor, proof_id=Secret(verification_id), response="", door=door)


Outcome = TaskDone | TaskBeyond | TaskFlawed | ProofGiven | ProofMissing | LoginView | RefusalView


def _answer(request: HttpRequest, view: Outcome) -> HttpResponse:
    house, language = installation(), problems.language_of(request)
    match view:
        case TaskFlawed():
            return _flawed(request, view)
        case TaskBeyond():
            return _beyond(request, view)
        case RefusalView():
            return problems.refusal(request, view, house=house, matter=MATTER)
        case ProofMissing():
            return problems.proof_missing(request, view, house=house)
        case LoginView(refusal=None):
            body = rendering.login(view, house=house, language=language)
            return problems.answer(body, language=language, status=HTTPStatus.CREATED)
        case LoginView():
            return problems.refused_login(request, view, house=house)
        case ProofGiven():
            body = {"proof": view.proof.reveal_text(), "expires_at": moment(view.expires_at)}
            return problems.answer(body, language=language)
        case TaskDone():
            return problems.answer(_done(view), language=language, status=HTTPStatus.CREATED)
    assert_never(view)


def _flawed(request: HttpRequest, flawed: TaskFlawed) -> HttpResponse:
    """Say which detail is wrong, and why; a name of the caller's own invention is not repeated."""
    named = {name: flaw.value for name, flaw in flawed.flaws.items() if flaw is not DetailFlaw.UNKNOWN}
    members = {"flaws": named} if named else None
    return problems.fault(request, Fault.MALFORMED, status=HTTPStatus.UNPROCESSABLE_ENTITY, members=members)


def _beyond(request: HttpRequest, beyond: TaskBeyond) -> HttpResponse:
    """Refuse what is beyond the ceiling of the factor, and say how much is left: a stronger one may open more."""
    house, visitor = installation(), visitor_of(request)
    view = refuse_access(house.ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed="withdraw")
    left = beyond.left.today if beyond.window is Window.DAY else beyond.left.five_business_days
    members = {"window": beyond.window.value, "factor": beyond.factor.value, "left": _dollars(left)}
    return problems.refusal(request, view, house=house, matter=BEYOND, members=members)


def _done(done: TaskDone) -> Json:
    return {
        "task": done.task.kind.value,
        "at": moment(done.at),
        "reference": done.reference,
        "factor": done.factor.value,
    }


def _bank(one: BankInstruction) -> Json:
    return {
        "id": one.id,
        "bank": one.bank,
        "branch": one.branch,
        "number": mask(one.number),
        "payee": one.payee,
        "added_at": moment(one.added_at),
    }


def _withdrawal(one: Withdrawal) -> Json:
    body: Json = {
        "amount": _dollars(one.cents),
        "bank": one.bank,
        "factor": one.factor.value,
        "at": moment(one.at),
        "reference": one.reference,
    }
    return body | ({"stopped_at": moment(one.stopped_at)} if one.stopped_at else {})


def _dollars(cents: Cents | Unlimited) -> str | None:
    return None if isinstance(cents, Unlimited) else f"{cents // 100}.{cents % 100:02}"
