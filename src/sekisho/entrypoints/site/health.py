"""What machines ask: does the process live, can it decide, what has it counted.

`/readyz` tries what a login needs: the keys, the database with its tables as this release wants them, and a clock that is not
behind the trail. It names what fails and nothing more.
"""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sekisho import wiring
from sekisho.core.errors import SekishoError
from sekisho.core.secret import Secret
from sekisho.entrypoints.site import faults, measures
from sekisho.entrypoints.site.installation import installation

PLACE: Final = "readiness"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    del request
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether logins can be decided now: 200, or 503 with what is missing."""
    del request
    found = {name: _holds(sign) for name, sign in SIGNS.items()}
    is_ready = all(found.values())
    return JsonResponse(
        {"ready": is_ready, **found}, status=HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the counters to who brings the setting's token; for everybody else, and without the setting, there are none.

    Where a call comes from is not asked: behind a proxy, everybody comes from this machine. The demo has nothing to hide.
    """
    if not (installation().is_demo or _brings_token(request)):
        return faults.not_found(request)
    body, content_type = measures.exposition()
    return HttpResponse(body, content_type=content_type)


def _brings_token(request: HttpRequest) -> bool:
    wanted = installation().metrics_token
    scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return wanted is not None and scheme.lower() == "bearer" and Secret(given.strip()) == wanted


def _holds(sign: Callable[[], bool]) -> bool:
    try:
        return sign()
    except (SekishoError, OperationalError, InterfaceError):
        return False


def _has_keys() -> bool:
    vault = installation().ports.vault
    return vault.open(vault.seal(Secret(PLACE), place=PLACE), place=PLACE) == Secret(PLACE)


def _has_database() -> bool:
    with installation().ports.store.reading() as store:
        return store.login("") is None


def _has_tables() -> bool:
    """Once true it stays true for this process: tables do not go back under a running release."""
    return _tables_are_right()


@cache
def _tables_are_right() -> bool:
    if not wiring.is_migrated():
        raise SekishoError  # not remembered: the next call looks again
    return True


def _has_time() -> bool:
    return not wiring.is_clock_behind(installation())


SIGNS: Final[Mapping[str, Callable[[], bool]]] = {
    "keys": _has_keys,
    "database": _has_database,
    "tables": _has_tables,
    "clock": _has_time,
}
