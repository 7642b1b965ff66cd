"""Pages inside a session: who is there, whether this session reaches the deed, and a refusal as a page of its own.

The deeds decide again for themselves; a page that asks first only spares its reader a form that leads nowhere.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.reasons import Reason
from sekisho.entrypoints.portal.home import LOGIN
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.language import Language
from sekisho.wording.refusals import Explanation, explain
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.refuse_access import refuse_access

Inside = Callable[..., HttpResponse]

STATUS = {
    Reason.THROTTLED: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.LOCKED: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.NOT_FOUND: HTTPStatus.NOT_FOUND,
}
"""Every other refusal is 403."""


def reaching(deed: HolderDeed, *, matter: str = "") -> Callable[[Inside], Inside]:
    """Let a page be seen by sessions that reach `deed`; others are shown the login window or the refusal."""

    def guard(page: Inside) -> Inside:
        @wraps(page)
        def guarded(request: HttpRequest, language: Language, **path: Any) -> HttpResponse:
            found = LOGIN.recognise_or_window(request, language)
            if isinstance(found, HttpResponse):
                return found
            if not may(deed, found.scopes):
                view = refuse_access(installation().ports, found, reason=Reason.SCOPE_INSUFFICIENT, deed=deed)
                return show_refusal(request, language, view, matter=matter)
            return page(request, language, found, **path)

        return guarded

    return guard


def say_refusal(view: RefusalView, *, language: Language, matter: str = "") -> Explanation:
    """Put a refusal into words."""
    house = installation()
    return explain(view, language=language, regions=house.regions, zone=house.zone, matter=matter)


def show_refusal(request: HttpRequest, language: Language, view: RefusalView, *, matter: str = "") -> HttpResponse:
    """Show a refusal as a page."""
    context = {"refusal": say_refusal(view, language=language, matter=matter)}
    status = STATUS.get(view.reason, HTTPStatus.FORBIDDEN)
    return render_page(request, "portal/refused.html", language=language, context=context, status=status)


def frame_of(visitor: Visitor, language: Language) -> dict[str, object]:
    """Give what every page inside a session needs of its frame."""
    return {"visitor": visitor, "root": LOGIN.address(language)}
