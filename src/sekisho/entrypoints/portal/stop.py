"""The page behind the link in a letter: what was done for a caller, and the button that stops it. No login, no trace elsewhere.

Looking stops nothing: mail programs follow links. The link's token is a bearer value, so the page is kept by nobody, indexed by
nobody, and tells its address to nobody.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.regions import region_of
from sekisho.core.secret import Secret
from sekisho.core.stops import OwnDeed, message_of
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment, opening_hours
from sekisho.workflows.desk.outcomes import StopUnknown, StopView
from sekisho.workflows.desk.stop_deed import show_stop, stop_deed

REFERRER: str = "strict-origin"
"""Without path, and so without token; with "no-referrer" browsers would send Origin: null with the page's own form."""


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, language: Language, token: str) -> HttpResponse:
    """Show what the link stops; a posted form stops it, as often as it is posted."""
    house = installation()
    if request.method == "POST":
        stop_deed(house.ports, Secret(token), door=door_of(request, channel="stop page"))
        return _closed(see_other(request.path_info))
    found = show_stop(house.ports, Secret(token))
    status = HTTPStatus.NOT_FOUND if isinstance(found, StopUnknown) else HTTPStatus.OK
    context = _contact("", language) if isinstance(found, StopUnknown) else _context(found, language)
    return _closed(render_page(request, "portal/stop.html", language=language, context=context, status=status))


def _context(found: StopView, language: Language) -> dict[str, Any]:
    zone = installation().zone
    return {
        **_contact(found.residence, language),
        "stop": found,
        "is_own": isinstance(found.deed, OwnDeed),
        "reach": found.reach.value,
        "deed": words(f"outgoing.{message_of(found.deed)}.matter", language=language),
        "at": moment(found.at, language=language, zone=zone),
        "stopped_at": moment(found.stopped_at, language=language, zone=zone) if found.stopped_at else "",
    }


def _contact(residence: str, language: Language) -> dict[str, Any]:
    region = region_of(residence or ("JP" if language is Language.JA else ""), installation().regions)
    return {
        "phone": region.toll_free.dialled,
        "phone_shown": region.toll_free.shown,
        "abroad": words("moment.telephone.direct", language=language, number=region.direct.dialled),
        "hours": opening_hours(region, language=language),
    }


def _closed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = REFERRER
    response["Cache-Control"] = "no-store"
    return response
