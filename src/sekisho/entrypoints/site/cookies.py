"""The cookies of the pages: names, and how each is set, read and taken away. Nobody else spells a cookie's name.

All are HttpOnly, SameSite=Lax and for the whole site. Where cookies are secure they carry the `__Host-` prefix, so that no
neighbouring host can plant one. Programs do not use them: the API knows Bearer alone.
"""

from datetime import timedelta
from enum import Enum, unique
from typing import Final

from django.http import HttpRequest, HttpResponse

from sekisho.core.access.decisions import Surface
from sekisho.core.secret import Secret
from sekisho.entrypoints.site.installation import installation

BROWSER_FOR: Final = timedelta(days=180)


@unique
class Cookie(Enum):
    """Our cookies by their plain names."""

    SESSION = "sekisho_session"
    TRADING_SESSION = "sekisho_trading_session"
    LOGIN = "sekisho_login"
    TRADING_LOGIN = "sekisho_trading_login"
    BROWSER = "sekisho_browser"
    NOTE = "sekisho_note"  # signed: the refusal or the notices that the next page shows


SESSIONS: Final = {Surface.PORTAL: Cookie.SESSION, Surface.TRADING: Cookie.TRADING_SESSION}
LOGINS: Final = {Surface.PORTAL: Cookie.LOGIN, Surface.TRADING: Cookie.TRADING_LOGIN}
PREFIXES: Final = {
    Cookie.SESSION: "sat_",
    Cookie.TRADING_SESSION: "sat_",
    Cookie.LOGIN: "login_",
    Cookie.TRADING_LOGIN: "login_",
    Cookie.BROWSER: "browser_",
}
LONGEST: Final = 200


def name_of(cookie: Cookie) -> str:
    """Give the name under which a cookie travels in this installation."""
    return f"__Host-{cookie.value}" if installation().has_secure_cookies else cookie.value


def set_session(response: HttpResponse, token: Secret, *, surface: Surface = Surface.PORTAL) -> None:
    """Keep the access token until the browser closes; the server ends it sooner."""
    put(response, SESSIONS[surface], token.reveal_text())


def renew_session(response: HttpResponse, token: Secret | None) -> None:
    """Keep the new token of a portal's session that goes on with new evidence; None: it goes on under the old one."""
    if token is not None:
        set_session(response, token)


def session_of(request: HttpRequest, *, surface: Surface = Surface.PORTAL) -> Secret | None:
    """Read the access token."""
    return _bearer(request, SESSIONS[surface])


def clear_session(response: HttpResponse, *, surface: Surface = Surface.PORTAL) -> None:
    """Forget the access token."""
    take_away(response, SESSIONS[surface])


def set_login(response: HttpResponse, login_id: Secret, *, surface: Surface = Surface.PORTAL) -> None:
    """Keep the login between password and answer."""
    put(response, LOGINS[surface], login_id.reveal_text())


def login_of(request: HttpRequest, *, surface: Surface = Surface.PORTAL) -> Secret | None:
    """Read the login's bearer id."""
    return _bearer(request, LOGINS[surface])


def clear_login(response: HttpResponse, *, surface: Surface = Surface.PORTAL) -> None:
    """Forget the login."""
    take_away(response, LOGINS[surface])


def remember_browser(response: HttpResponse, mark: Secret) -> None:
    """Know this browser again for 180 days."""
    put(response, Cookie.BROWSER, mark.reveal_text(), keep_for=BROWSER_FOR)


def browser_mark_of(request: HttpRequest) -> Secret | None:
    """Read the browser's mark."""
    return _bearer(request, Cookie.BROWSER)


def put(response: HttpResponse, cookie: Cookie, value: str, *, keep_for: timedelta | None = None) -> None:
    """Set a cookie; without `keep_for` it ends with the browser."""
    response.cookies.pop(name_of(cookie), None)  # or a lifetime set earlier in this answer would stay
    response.set_cookie(
        name_of(cookie),
        value,
        max_age=keep_for,
        path="/",
        secure=installation().has_secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: HttpResponse, cookie: Cookie) -> None:
    """Delete a cookie, with the attributes under which it was set (`__Host-` cookies are deleted no other way)."""
    put(response, cookie, "", keep_for=timedelta())


def read(request: HttpRequest, cookie: Cookie) -> str:
    """Read a cookie as text, "" when it is missing."""
    value: str = request.COOKIES.get(name_of(cookie), "")
    return value


def _bearer(request: HttpRequest, cookie: Cookie) -> Secret | None:
    value = read(request, cookie)
    is_ours = value.startswith(PREFIXES[cookie]) and value.isascii() and len(value) <= LONGEST
    return Secret(value) if is_ours else None
