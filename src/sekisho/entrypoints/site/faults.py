"""What is answered when a request cannot be served: a problem document for programs, a plain page for people.

Nothing of the request or of the accident is repeated to the caller; a short reference leads to the one line in the log.
"""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sekisho.core.errors import ClockWentBackError, KeyUnavailableError, StorageUnavailableError
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.catalogue import words
from sekisho.wording.faults import Fault, FaultWords, fault_words
from sekisho.wording.language import Language, preferred_language
from sekisho.wording.places import Place, path_of
from sekisho.workflows.claim import new_reference

PASSING: Final = (StorageUnavailableError, KeyUnavailableError, ClockWentBackError)
"""Accidents that end without a new release: nothing was decided, and the same call may succeed later."""
RETRY_SECONDS: Final = 5

log = logging.getLogger(__name__)


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request cannot be read in exactly one way."""
    del exception
    return answer(request, Fault.MALFORMED, HTTPStatus.BAD_REQUEST)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return answer(request, Fault.TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was not asked for here, or too long ago."""
    del reason
    return answer(request, Fault.FORBIDDEN, HTTPStatus.FORBIDDEN)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405 and say what is allowed."""
    response = answer(request, Fault.METHOD_NOT_ALLOWED, HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = allowed
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    del exception
    return answer(request, Fault.NOT_FOUND, HTTPStatus.NOT_FOUND)


def try_later(request: HttpRequest) -> HttpResponse:
    """Answer 503 to what cannot be taken in now: too many at once, or too slow."""
    response = answer(request, Fault.UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def accident(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw: 500, or 503 where it will pass. Called while the exception is being dealt with."""
    return answer_accident(request, sys.exc_info()[1])


def answer_accident(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Answer an accident, and say in the log where it was: the kind of error and the lines, never its message."""
    passes = isinstance(error, PASSING)
    status = HTTPStatus.SERVICE_UNAVAILABLE if passes else HTTPStatus.INTERNAL_SERVER_ERROR
    response = answer(request, Fault.UNAVAILABLE, status, log_level=logging.ERROR, because=_scene(error))
    if passes:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def answer(
    request: HttpRequest, fault: Fault, status: HTTPStatus, *, log_level: int = logging.INFO, because: str = ""
) -> HttpResponse:
    """Answer in the caller's form and language."""
    language = _language_of(request)
    said = fault_words(fault, language=language)
    reference = log_under_reference(request, code=fault, status=status, level=log_level, because=because)
    if _is_for_programs(request):
        return _document(fault, said, status=status, reference=reference)
    return _page(said, status=status, reference=reference, language=language)


def answer_program(
    request: HttpRequest, fault: Fault, status: HTTPStatus, *, members: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer with a problem document, whatever the address looks like."""
    said = fault_words(fault, language=_language_of(request))
    reference = log_under_reference(request, code=fault, status=status)
    return _document(fault, said, status=status, reference=reference, members=members)


def log_under_reference(
    request: HttpRequest, *, code: str, status: HTTPStatus, level: int = logging.INFO, because: str = ""
) -> str:
    """Give a reference for what no trail keeps, and leave the line that it leads to; it has no word of the caller's."""
    reference = new_reference(installation().ports.dice)
    route = route_of(request)
    log.log(level, "fault reference=%s status=%d code=%s route=%s%s", reference, status, code, route, because)
    return reference


def _document(
    fault: Fault, said: FaultWords, *, status: HTTPStatus, reference: str, members: Mapping[str, Any] | None = None
) -> HttpResponse:
    document = {
        "type": f"{path_of(Place.HELP, language=Language.EN)}#{fault}",
        "title": said.title,
        "status": int(status),
        "detail": said.explanation,
        "reason": fault.value,
        "reference": reference,
        **(members or {}),
    }
    text = json.dumps(document, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/problem+json")


def _page(said: FaultWords, *, status: HTTPStatus, reference: str, language: Language) -> HttpResponse:
    page = {
        "language": language.value,
        "title": said.title,
        "detail": said.explanation,
        "reference": reference,
        "home": words("fault.home", language=language),
    }
    try:
        return HttpResponse(render_to_string("site/fault.html", page), status=status)
    except Exception as error:  # noqa: BLE001 - the page that tells an accident must not be the next one
        log.error("fault reference=%s cannot be shown%s", reference, _scene(error))  # noqa: TRY400 - no message, no trace
        plain = f"{said.title}\n\n{said.explanation}\n\n{reference}\n"
        return HttpResponse(plain, status=status, content_type="text/plain; charset=utf-8")


def route_of(request: HttpRequest) -> str:
    """Name the route by its pattern: paths hold bearer values, patterns hold none."""
    match = request.resolver_match
    return "none" if match is None else f"/{match.route}"


def _scene(error: BaseException | None) -> str:
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{PurePath(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]
    cause = f" caused by {type(error.__cause__).__name__}" if error.__cause__ else ""
    return f" error={type(error).__name__}{cause} at {' > '.join(places)}"


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.path_info.endswith(".json")


def _language_of(request: HttpRequest) -> Language:
    for language in Language:
        if request.path_info.startswith(f"/{language}/"):
            return language
    return preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
