"""Whose large body may be read: that of a session which may send documents, asked before a byte of it is taken."""

from typing import Any, Final

from django.core.handlers.wsgi import WSGIRequest

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.errors import SekishoError
from sekisho.entrypoints.api.doors import bearer_of
from sekisho.entrypoints.site.cookies import session_of
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.recognise import recognise

API: Final = "/api/"


def admit(environ: dict[str, Any]) -> str | None:
    """Give the holder's id. Programs bring a bearer and browsers a cookie, and neither opens the other's address."""
    request = WSGIRequest(environ)
    token = bearer_of(request) if request.path_info.startswith(API) else session_of(request)
    if token is None:
        return None
    try:
        found = recognise(installation().ports, token)
    except SekishoError:  # the page itself says what is the matter
        return None
    is_let_in = isinstance(found, Visitor) and may(HolderDeed.SEND_DOCUMENT, found.scopes)
    return found.holder_id if isinstance(found, Visitor) and is_let_in else None
