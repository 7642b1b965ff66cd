"""What every request passes, in this order: headers out, measures, (static files,) soundness in, (forgery protection).

No rule of the product is here. What is unsound is refused before any door reads it: too large, not UTF-8, with NUL bytes, under
a name that is not ours.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from sekisho.core.errors import StorageUnavailableError
from sekisho.entrypoints.site import faults, measures
from sekisho.entrypoints.site.installation import MOST_BODY_BYTES, installation
from sekisho.entrypoints.site.uploads import ADMITTED, MOST_UPLOAD_BYTES, NOT_TAKEN, NotTaken

Answer = Callable[[HttpRequest], HttpResponse]

ANY_NAME: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked for by machines that know the address and not the name."""
PASSING: Final = frozenset({NotTaken.TOO_SLOW, NotTaken.TOO_MANY, NotTaken.UNAVAILABLE})
"""Why a large body is not taken now, and may be later."""
FORM: Final = "application/x-www-form-urlencoded"
UPLOAD: Final = "multipart/form-data"

POLICY: Final = "; ".join(  # noqa: FLY002 - one directive a line reads aloud
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers send Origin: null with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
HSTS: Final = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Puts the headers on every answer; one that a door has set itself stays."""

    def __init__(self, get_response: Answer) -> None:
        """Wrap the rest of the chain."""
        self._answer = get_response
        self._headers = {
            **HEADERS,
            **({"Strict-Transport-Security": HSTS} if installation().has_secure_cookies else {}),
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers on."""
        response = self._answer(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


class Measures:
    """Counts answers and their time by route and status, for `/metrics`."""

    def __init__(self, get_response: Answer) -> None:
        """Wrap the rest of the chain."""
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count it."""
        begun = perf_counter()
        response = self._answer(request)
        measures.count(
            method=request.method or "",
            route=faults.route_of(request),
            status=response.status_code,
            seconds=perf_counter() - begun,
        )
        return response


class SoundRequests:
    """Refuses what no door should have to read, and answers accidents that doors let through."""

    def __init__(self, get_response: Answer) -> None:
        """Wrap the rest of the chain."""
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, if the request is sound."""
        most = MOST_UPLOAD_BYTES if ADMITTED in request.META else MOST_BODY_BYTES
        if _content_length(request) > most or request.META.get(NOT_TAKEN) is NotTaken.TOO_LARGE:
            return faults.too_large(request)
        try:
            if not _is_sound(request):
                return faults.malformed(request)
            if request.META.get(NOT_TAKEN) in PASSING:
                return faults.try_later(request)
        except RequestDataTooBig:
            return faults.too_large(request)
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
            return faults.malformed(request)
        except faults.PASSING as accident:  # of the disk, while files are written
            return faults.answer_accident(request, accident)
        response = self._answer(request)
        if isinstance(response, HttpResponseNotAllowed):
            return faults.method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the accidents that pass into 503; everything else is answered by `faults.accident`."""
        if isinstance(exception, OperationalError | InterfaceError):  # of a listing that reads rows past the store
            unavailable = StorageUnavailableError()
            unavailable.__cause__, unavailable.__traceback__ = exception, exception.__traceback__
            return faults.answer_accident(request, unavailable)
        if isinstance(exception, faults.PASSING):
            return faults.answer_accident(request, exception)
        return faults.malformed(request) if isinstance(exception, UnreadablePostError) else None


def _content_length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _is_sound(request: HttpRequest) -> bool:
    if "\0" in request.path_info or not _is_plain(request.META.get("QUERY_STRING", "").encode("latin-1")):
        return False
    if request.path_info not in ANY_NAME and not _is_for_us(request):
        return False
    if request.method != "POST":
        return True
    if request.content_type == FORM:
        return _is_plain(request.body.replace(b"+", b" "))
    if request.content_type == UPLOAD:
        return all("\0" not in text for values in request.POST.lists() for text in (values[0], *values[1]))
    return True


def _is_plain(encoded: bytes) -> bool:
    """Tell whether percent-encoded bytes are UTF-8 without NUL."""
    if b"%" not in encoded and encoded.isascii() and b"\0" not in encoded:
        return True
    try:
        return "\0" not in unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False


def _is_for_us(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True
