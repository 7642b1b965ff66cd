"""Refusals and faults as RFC 9457 problem documents, in the caller's language.

A refused login is a `Login` and a problem at once; a fault says what is wrong with the call and repeats nothing of it. `type`
is an identity and does not change with the language; `article` leads to the page in the reader's.
"""

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from sekisho.core.reasons import Reason
from sekisho.entrypoints.api import rendering
from sekisho.entrypoints.api.rendering import Json
from sekisho.entrypoints.site import faults
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.faults import Fault
from sekisho.wording.language import Language, preferred_language
from sekisho.wording.places import Place, path_of
from sekisho.wording.refusals import Explanation
from sekisho.workflows.outcomes import LoginView, ProofMissing, RefusalView
from sekisho.workflows.tasks.verify_identity import VALID_FOR as PROOF_VALID_FOR

PROBLEM_TYPE: Final = "application/problem+json"
JSON_TYPE: Final = "application/json"
SECOND: Final = timedelta(seconds=1)

FAULT_STATUS: Final = {
    Fault.MALFORMED: HTTPStatus.BAD_REQUEST,  # 422 where the body is read and a field is wrong
    Fault.SESSION_REQUIRED: HTTPStatus.UNAUTHORIZED,
    Fault.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Fault.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    Fault.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Fault.FORBIDDEN: HTTPStatus.FORBIDDEN,
}
STEP_UP: Final = f'Bearer error="insufficient_user_authentication", max_age={int(PROOF_VALID_FOR.total_seconds())}'
REFUSAL_STATUS: Final = {
    Reason.THROTTLED: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.LOCKED: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.NOT_FOUND: HTTPStatus.NOT_FOUND,
}
"""Every other refusal is 403."""


def language_of(request: HttpRequest) -> Language:
    """Choose the words for this call."""
    return preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


def answer(
    body: Any, *, language: Language, status: int = HTTPStatus.OK, content_type: str = JSON_TYPE
) -> HttpResponse:
    """Write a body as JSON, in a language, kept by nobody on the way."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Language": language.value, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    return HttpResponse(text, status=status, content_type=content_type, headers=headers)


def fault(request: HttpRequest, kind: Fault, *, status: int | None = None, members: Json | None = None) -> HttpResponse:
    """Say what is wrong with the call; nothing of it is repeated. `members` are further ones (RFC 9457 section 3.2)."""
    response = faults.answer_program(request, kind, HTTPStatus(status or FAULT_STATUS[kind]), members=members)
    response["Content-Language"] = language_of(request).value
    response["Vary"] = "Accept-Language"
    return response


def refusal(
    request: HttpRequest,
    view: RefusalView,
    *,
    house: Installation,
    status: HTTPStatus | None = None,
    matter: str = "",
    members: Json | None = None,
) -> HttpResponse:
    """Say no to something else than a login; `matter` is that of `wording.refusals.explain`, `members` are further ones."""
    language = language_of(request)
    said = rendering.told(view, view=None, house=house, language=language, matter=matter)
    code = status or REFUSAL_STATUS.get(view.reason, HTTPStatus.FORBIDDEN)
    body = rendering.refusal(said, view, language=language) | problem_of(said, status=code) | (members or {})
    response = answer(body, language=language, status=code, content_type=PROBLEM_TYPE)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(seconds_until(view.retry_at, now=house.ports.clock.now()))
    return response


def proof_missing(
    request: HttpRequest, missing: ProofMissing, *, house: Installation, matter: str = ""
) -> HttpResponse:
    """Say that identity is to be verified for exactly this, and how old a proof may be (RFC 9470)."""
    response = refusal(request, missing.refusal, house=house, status=HTTPStatus.UNAUTHORIZED, matter=matter)
    response["WWW-Authenticate"] = STEP_UP
    return response


def refused_login(request: HttpRequest, view: LoginView, *, house: Installation) -> HttpResponse:
    """Say no to a login: the `Login` of the contract and the members of a problem in one document."""
    if view.refusal is None:
        message = "only a login with a refusal is refused"
        raise ValueError(message)
    language = language_of(request)
    code = REFUSAL_STATUS.get(view.refusal.reason, HTTPStatus.FORBIDDEN)
    said = rendering.told(view.refusal, view=view, house=house, language=language)
    body = rendering.login(view, house=house, language=language)
    body["refusal"] = rendering.refusal(said, view.refusal, language=language)
    response = answer(body | problem_of(said, status=code), language=language, status=code, content_type=PROBLEM_TYPE)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(seconds_until(view.refusal.retry_at, now=house.ports.clock.now()))
    return response


def seconds_until(moment: datetime | None, *, now: datetime) -> int:
    """Give whole seconds until `moment`, rounded up, at least 1."""
    if moment is None:
        return 1
    return max(1, -((now - moment) // SECOND))


def problem_of(said: Explanation, *, status: int) -> Json:
    """Give the members of RFC 9457."""
    return {
        "type": f"{path_of(Place.HELP, language=Language.EN)}#{said.reason}",
        "title": said.title,
        "status": int(status),
        "detail": said.explanation,
        "reason": said.reason.value,
        "reference": said.reference,
    }
