"""What the streams say: the requests that wait for a phone, and how a login's own request stands, as server-sent events."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from sekisho.core.authenticators.approvals import ApprovalState
from sekisho.core.errors import StorageUnavailableError
from sekisho.core.secret import Secret
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.streams import WATCHED, Watched
from sekisho.workflows.approvals.listening import Asked, hear
from sekisho.workflows.claim import login_print
from sekisho.workflows.work.approvals import ApprovalRecord

EVENT_STREAM: Final = "text/event-stream; charset=utf-8"
WAITING: Final = {"state": ApprovalState.PENDING.value}
NOBODY: Final = Watched("login", "")
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy that gathers would hold events back


def _stream(request: HttpRequest, watched: Watched, *, first: bytes, goes_on: bool) -> HttpResponse:
    """Answer with how it stands now; behind the front the answer goes on, elsewhere it is whole."""
    if goes_on and request.method == "GET":
        request.META[WATCHED] = watched
    return HttpResponse(first, content_type=EVENT_STREAM, headers=HEADERS)


def watch_login(request: HttpRequest, login_id: Secret | None) -> HttpResponse:
    """Answer the browser that began a login, and go on while its request waits; without a login there is nothing to wait for."""
    if login_id is None:
        return _stream(request, NOBODY, first=_event("approval", {"state": ApprovalState.OVER.value}), goes_on=False)
    watched = Watched("login", login_print(installation().ports.vault, login_id.reveal_text()))
    first = _written(frozenset({watched}))[watched]
    return _stream(request, watched, first=first, goes_on=first == _event("approval", WAITING))


def watch_phone(request: HttpRequest, device: str) -> HttpResponse:
    """Answer a phone whose token was seen, and go on."""
    watched = Watched("phone", device)
    return _stream(request, watched, first=_written(frozenset({watched}))[watched], goes_on=True)


def look(watched: frozenset[Watched]) -> Mapping[Watched, bytes]:
    """Give how everything stands now; nothing while the store does not answer."""
    try:
        return _written(watched)
    except StorageUnavailableError:
        return {}


def _written(watched: frozenset[Watched]) -> dict[Watched, bytes]:
    phones, logins = ([one.id for one in watched if one.what == what] for what in ("phone", "login"))
    heard = hear(installation().ports, devices=phones, logins=logins)
    said = {Watched("phone", id_): _event("approvals", write_asked(asked)) for id_, asked in heard.of_devices.items()}
    return said | {
        Watched("login", id_): _event("approval", {"state": state.value}) for id_, state in heard.of_logins.items()
    }


def write_asked(asked: Asked) -> dict[str, Any]:
    """Write what waits for a phone."""
    return {"approvals": [_approval(one) for one in asked]}


def _approval(one: ApprovalRecord) -> dict[str, Any]:
    return {
        "id": one.id,
        "username": one.username,
        "surface": one.surface.value,
        "mode": one.mode.value,
        "browser": one.browser,
        "address": one.address,
        "is_known_browser": one.is_from_known_browser,
        "asked_at": _moment(one.asked_at),
        "expires_at": _moment(one.standing.expires_at),
        "numbers": list(one.numbers),
        "challenge": one.question,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _event(name: str, said: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n".encode()
