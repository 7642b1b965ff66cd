"""The interface put together: its calls, its document, and what is answered when a call cannot even be read."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

import sekisho
from sekisho.core.reasons import Reason
from sekisho.entrypoints.api import (
    code_card,
    desk,
    desk_accounts,
    desk_documents,
    device_keeping,
    device_sharing,
    devices,
    documents,
    holder,
    key_app,
    key_app_approvals,
    logins,
    passkeys,
    phones,
    problems,
    tasks,
)
from sekisho.entrypoints.api.json_body import MOST_BYTES, StrictParser
from sekisho.entrypoints.api.openapi import document
from sekisho.entrypoints.api.sessions import ScopeInsufficientError, SessionRequiredError
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.uploads import ADMITTED
from sekisho.wording.faults import Fault
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.refuse_access import refuse_access

View = Callable[..., HttpResponse]

PREFIX: Final = "/api/v1/"
ROOT: Final = "api-root"  # django-ninja's own page of links
ANYTHING: Final = re.compile(r"[\s\S]*")
UNREADABLE: Final = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)

ANSWERS: Final[Mapping[str | None, Callable[..., None]]] = {
    "answer_challenge": logins.count_unreadable_answer,
    "activate_card": code_card.count_unreadable_values,
    "finish_reactivation": devices.count_unreadable_reactivation,
    "finish_activation": devices.count_unreadable_activation,
    "finish_move": key_app.count_unreadable_move,
    "finish_verification": tasks.count_unreadable_answer,
    "answer_sharing": device_sharing.count_unreadable_sharing,
    "finish_stopping": device_sharing.count_unreadable_stop,
    "finish_retirement": device_keeping.count_unreadable_retirement,
}
"""Every call that takes an answer, by its name, and how a body is counted that cannot be read as one (CHB-20)."""


class Api(NinjaAPI):
    """django-ninja's calls behind one door that speaks problem documents, whatever happens."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = [
            pattern for pattern in super()._get_urls() if isinstance(pattern, URLPattern) and pattern.name != ROOT
        ]
        for pattern in patterns:
            pattern.callback = _guarded(pattern.callback, name=pattern.name)
        described = re_path(r"^openapi\.json\Z", _guarded(openapi_json, name="openapi"))
        return [described, *patterns, re_path(ANYTHING.pattern, unknown)]


def _guarded(view: View, *, name: str | None) -> View:
    """Refuse what is too large unread, answer HEAD as GET, say 405 as a problem, and count a garbled answer as a wrong one."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **path: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        response = problems.fault(request, Fault.TOO_LARGE) if _is_too_large(request) else view(request, *args, **path)
        if name in ANSWERS and request.method == "POST" and response.status_code in UNREADABLE:
            ANSWERS[name](request, **path)
        if isinstance(response, HttpResponseNotAllowed):
            refused = problems.fault(request, Fault.METHOD_NOT_ALLOWED)
            refused["Allow"] = ", ".join(sorted(response["Allow"].split(", ")))
            return refused
        return response

    return guarded


def _is_too_large(request: HttpRequest) -> bool:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if ADMITTED in request.META:  # with files, and measured where it was let in
        return False
    return not stated.isdigit() or int(stated) > MOST_BYTES


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Answer every address that is no call."""
    return problems.fault(request, Fault.NOT_FOUND)


def openapi_json(request: HttpRequest) -> HttpResponse:
    """Give the document."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = JsonResponse(document(api, PREFIX), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


api = Api(
    title="Sekisho",
    version=sekisho.__version__,
    description="The gate of a brokerage: login with a second factor, and what a holder may do with it.",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)
api.add_router("logins", logins.router)
api.add_router("session", logins.session_router)
api.add_router("me", holder.router)
api.add_router("me", tasks.router)
api.add_router("me/code-card", code_card.router)
api.add_router("me/documents", documents.router)
api.add_router("desk", desk.router)
api.add_router("desk", desk_accounts.router)
api.add_router("desk", desk_documents.router)
api.add_router("me/devices/passkeys", passkeys.router)
api.add_router("me/devices/phones", phones.router)
api.add_router("me/devices", device_sharing.router)
api.add_router("me/devices", devices.router)
api.add_router("me/devices", device_keeping.router)
api.add_router("key-app", key_app.router)
api.add_router("key-app/phones", key_app_approvals.router)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.fault(request, Fault.MALFORMED, status=error.status_code)


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del error  # it names fields, and a field may be the caller's own invention
    return problems.fault(request, Fault.MALFORMED, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    del error
    return problems.fault(request, Fault.TOO_LARGE)


@api.exception_handler(RawPostDataException)  # an upload, which the chain before this door has already taken apart
@api.exception_handler(UnreadablePostError)
def _broken_off(request: HttpRequest, error: Exception) -> HttpResponse:
    del error
    return problems.fault(request, Fault.MALFORMED)


@api.exception_handler(SessionRequiredError)
def _session_required(request: HttpRequest, error: SessionRequiredError) -> HttpResponse:
    house, over = installation(), error.over
    if over is None or over.reason is None:
        response = problems.fault(request, Fault.SESSION_REQUIRED)
    else:
        view = RefusalView(reason=over.reason, reference=over.reference, residence=over.residence, manner=over.manner)
        response = problems.refusal(request, view, house=house, status=HTTPStatus.UNAUTHORIZED)
    response["WWW-Authenticate"] = 'Bearer error="invalid_token"' if error.had_token else "Bearer"
    return response


@api.exception_handler(ScopeInsufficientError)
def _scope_insufficient(request: HttpRequest, error: ScopeInsufficientError) -> HttpResponse:
    house = installation()
    view = refuse_access(house.ports, error.visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=request.path_info)
    response = problems.refusal(request, view, house=house)
    response["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'
    return response
