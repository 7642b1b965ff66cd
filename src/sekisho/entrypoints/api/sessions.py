"""Who calls: the bearer of a session, asked anew at every request, and what that session may look at."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from sekisho.core.access.decisions import PORTAL
from sekisho.entrypoints.api.doors import bearer_of
from sekisho.entrypoints.site.installation import installation
from sekisho.workflows.outcomes import SessionOver, Visitor
from sekisho.workflows.recognise import recognise


class SessionRequiredError(Exception):
    """No session, or one that is over; `over` says why, where it is known."""

    def __init__(self, over: SessionOver | None, *, had_token: bool) -> None:
        """Remember what was missing, never the token."""
        super().__init__()
        self.over = over
        self.had_token = had_token


class ScopeInsufficientError(Exception):
    """The session is good, but not for this."""

    def __init__(self, visitor: Visitor) -> None:
        """Remember whose session it is."""
        super().__init__()
        self.visitor = visitor


class AccessToken(HttpBearer):
    """`Authorization: Bearer sat_...`, and nothing else: the pages' cookie opens nothing here."""

    def __call__(self, request: HttpRequest) -> Visitor:
        """Recognise the session, or raise `SessionRequiredError`."""
        token = bearer_of(request)
        if token is None:
            raise SessionRequiredError(None, had_token="HTTP_AUTHORIZATION" in request.META)
        found = recognise(installation().ports, token)
        if isinstance(found, SessionOver):
            raise SessionRequiredError(found, had_token=True)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not used: `__call__` reads the header more strictly than the base class does."""
        raise NotImplementedError


class PortalToken(AccessToken):
    """A session of Client Portal, with whatever portal scope."""

    def __call__(self, request: HttpRequest) -> Visitor:
        """Recognise the session; raise `ScopeInsufficientError` for one of the trading platform."""
        visitor = super().__call__(request)
        if not visitor.scopes & PORTAL:
            raise ScopeInsufficientError(visitor)
        return visitor


def portal_visitor(request: HttpRequest) -> Visitor | None:
    """Give the visitor of a call that was refused unread, if a session of Client Portal made it."""
    try:
        return PortalToken()(request)
    except (SessionRequiredError, ScopeInsufficientError):
        return None


def visitor_of(request: HttpRequest) -> Visitor:
    """Give the visitor whom `AccessToken` recognised; django-ninja keeps him in `auth`."""
    visitor: Visitor = request.auth
    return visitor
