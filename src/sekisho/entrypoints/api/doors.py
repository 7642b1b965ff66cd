"""Through which door a call came: who asked, from where, with what browser. Nothing of it is believed, all of it is kept."""

import re
from typing import Final

from django.http import HttpRequest

from sekisho.core.secret import Secret
from sekisho.entrypoints.site.address import address_of
from sekisho.entrypoints.site.browsers import browser_label
from sekisho.entrypoints.site.cookies import browser_mark_of
from sekisho.workflows.door import Door

BEARER: Final = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +(?P<token>sat_[A-Za-z0-9_-]{20,100})", re.ASCII)
PROGRAM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/-]{0,39}", re.ASCII)
LOGIN_ID: Final = re.compile(r"login_[A-Za-z0-9_-]{20,100}", re.ASCII)


def bearer_of(request: HttpRequest) -> Secret | None:
    """Give the session's token, if the call carries exactly one that could be ours."""
    found = BEARER.fullmatch(request.META.get("HTTP_AUTHORIZATION", ""))
    return Secret(found["token"]) if found else None


def login_id_of(text: str) -> Secret | None:
    """Give a login's id as it stands in a path, if it could be ours."""
    return Secret(text) if LOGIN_ID.fullmatch(text) else None


def door_of(request: HttpRequest) -> Door:
    """Describe the door for the trail."""
    return Door(
        channel="api",
        address=address_of(request),
        browser=program_of(request.META.get("HTTP_USER_AGENT", "")),
        browser_mark=browser_mark_of(request),
    )


def program_of(user_agent: str) -> str:
    """Name the caller's program: a browser as pages name it, anything else by its first word, without signs that a log minds."""
    found = PROGRAM.match(user_agent)
    return browser_label(user_agent) or (found[0] if found else "")
