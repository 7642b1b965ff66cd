"""The login calls of the contract: prove the password, choose a second factor, answer, look, leave."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import Router

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.entrypoints.api import examples, problems, rendering
from sekisho.entrypoints.api.answers import Login, Problem, RefusedLogin
from sekisho.entrypoints.api.bodies import FactorBody, LoginBody
from sekisho.entrypoints.api.documented import BODY_FAULTS, UNAVAILABLE, UNKNOWN
from sekisho.entrypoints.api.doors import bearer_of, door_of, login_id_of
from sekisho.entrypoints.api.passkey_shapes import ResponseBody
from sekisho.entrypoints.api.sessions import SessionRequiredError
from sekisho.entrypoints.site.cookies import remember_browser
from sekisho.entrypoints.site.faults import log_under_reference
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.approvals.claim import claim_approval
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.outcomes import LoginUnknown, LoginView, RefusalView
from sekisho.workflows.prove_password import PasswordTyped
from sekisho.workflows.show_login import show_login
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.sign_out import sign_out

router = Router(tags=["Login"])

_REFUSED = {HTTPStatus.FORBIDDEN: RefusedLogin, HTTPStatus.TOO_MANY_REQUESTS: RefusedLogin}


@router.post(
    "",
    operation_id="createLogin",
    summary="Prove the password",
    response={HTTPStatus.CREATED: Login} | _REFUSED | BODY_FAULTS | UNAVAILABLE,
    openapi_extra=examples.CREATE_LOGIN,
)
def create_login(request: HttpRequest, body: LoginBody) -> HttpResponse:
    """Begin a login. Before the password is proved every refusal looks the same; after it the exact reason is told."""
    attempt = PasswordTyped(
        username=body.username,
        password=Secret(body.password),
        surface=Surface(body.surface),
        mode=Mode(body.mode),
        door=door_of(request),
    )
    return _answer(request, sign_in(installation().ports, attempt), status=HTTPStatus.CREATED)


@router.get(
    "/{login_id}",
    operation_id="showLogin",
    summary="Look at a login",
    response={HTTPStatus.OK: Login} | _REFUSED | UNKNOWN | UNAVAILABLE,
    openapi_extra=examples.SHOW_LOGIN,
)
def read_login(request: HttpRequest, login_id: str) -> HttpResponse:
    """Show where a login stands. The access token is never shown again."""
    known = login_id_of(login_id)
    return _answer(request, show_login(installation().ports, login_id=known) if known else LoginUnknown())


@router.put(
    "/{login_id}/factor",
    operation_id="chooseFactor",
    summary="Choose another second factor",
    response={HTTPStatus.OK: Login} | _REFUSED | UNKNOWN | BODY_FAULTS | UNAVAILABLE,
    openapi_extra=examples.CHOOSE_FACTOR,
)
def put_factor(request: HttpRequest, login_id: str, body: FactorBody) -> HttpResponse:
    """Ask with another of the login's `factors`. The challenge before it is void."""
    known = login_id_of(login_id)
    if known is None:
        return _answer(request, LoginUnknown())
    view = choose_factor(installation().ports, login_id=known, factor=body.factor, door=door_of(request))
    return _answer(request, view)


@router.post(
    "/{login_id}/response",
    operation_id="answerChallenge",
    summary="Answer the challenge",
    url_name="answer_challenge",
    response={HTTPStatus.OK: Login} | _REFUSED | UNKNOWN | BODY_FAULTS | UNAVAILABLE,
    openapi_extra=examples.ANSWER_CHALLENGE,
)
def post_response(request: HttpRequest, login_id: str, body: ResponseBody) -> HttpResponse:
    """Answer once. A body that cannot be read counts as a wrong answer."""
    known = login_id_of(login_id)
    if known is None:
        return _answer(request, LoginUnknown())
    view = answer_challenge(installation().ports, login_id=known, response=body.response, door=door_of(request))
    return _answer(request, view)


@router.post(
    "/{login_id}/approval",
    operation_id="claimApproval",
    summary="Take up an approval",
    response={HTTPStatus.OK: Login} | _REFUSED | UNKNOWN | UNAVAILABLE,
    openapi_extra=examples.CLAIM_APPROVAL,
)
def post_approval(request: HttpRequest, login_id: str) -> HttpResponse:
    """Open the session of a login that was approved in Sekisho Key, once; one that was not is shown as it stands."""
    known = login_id_of(login_id)
    if known is None:
        return _answer(request, LoginUnknown())
    return _answer(request, claim_approval(installation().ports, login_id=known, door=door_of(request)))


def count_unreadable_answer(request: HttpRequest, login_id: str) -> None:
    """Count a malformed answer as a wrong one: whoever garbles the body gets no free tries."""
    known = login_id_of(login_id)
    if known is not None:
        answer_challenge(installation().ports, login_id=known, response="", door=door_of(request))


session_router = Router(tags=["Login"])


@session_router.delete(
    "",
    auth=None,
    operation_id="endSession",
    summary="Log out",
    response={HTTPStatus.NO_CONTENT: None, HTTPStatus.UNAUTHORIZED: Problem} | UNAVAILABLE,
    openapi_extra=examples.END_SESSION,
)
def delete_session(request: HttpRequest) -> HttpResponse:
    """End the session of the access token, at once and everywhere."""
    token = bearer_of(request)
    if token is None or not sign_out(installation().ports, token, door=door_of(request)):
        raise SessionRequiredError(None, had_token="HTTP_AUTHORIZATION" in request.META)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


def _answer(
    request: HttpRequest, view: LoginView | LoginUnknown, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    house = installation()
    match view:
        case LoginUnknown():
            reference = log_under_reference(request, code=Reason.NOT_FOUND, status=HTTPStatus.NOT_FOUND)
            return problems.refusal(request, RefusalView(reason=Reason.NOT_FOUND, reference=reference), house=house)
        case LoginView(refusal=RefusalView()):
            return problems.refused_login(request, view, house=house)
        case LoginView():
            language = problems.language_of(request)
            body = rendering.login(view, house=house, language=language)
            response = problems.answer(body, language=language, status=status)
            if view.grant and view.grant.browser_mark:
                remember_browser(response, view.grant.browser_mark)
            return response
