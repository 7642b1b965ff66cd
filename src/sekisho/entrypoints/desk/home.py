"""The console's first page: search, own calls, what waits for a second agent, hours; and the two look-ups that begin there."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.desk.documents import DocumentDeed, may
from sekisho.core.regions import Region
from sekisho.entrypoints.desk.listings import documents_waiting, open_calls
from sekisho.entrypoints.desk.seat import Seat, at_desk
from sekisho.entrypoints.site.challenge_shown import time_left
from sekisho.wording.catalogue import has_words, words
from sekisho.wording.desk import deed_name
from sekisho.wording.language import Language
from sekisho.wording.moments import opening_hours
from sekisho.wording.terms import happening_name
from sekisho.workflows.desk.look_up_reference import look_up_reference
from sekisho.workflows.desk.outcomes import DeskRefusal, HolderLine, ReferenceFound
from sekisho.workflows.desk.search_holders import search_holders
from sekisho.workflows.desk.second_agent import list_waiting_approvals

MOST_TYPED = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionShown:
    """One region's telephones, and whether anybody answers them now."""

    name: str
    toll_free: str
    direct: str
    hours: str
    is_open: bool
    clock: str


@require_safe
@at_desk
def front(seat: Seat) -> HttpResponse:
    """Show the first page."""
    waiting = list_waiting_approvals(seat.ports, seat.visitor)
    if isinstance(waiting, DeskRefusal):
        return seat.refuse(waiting)
    calls = open_calls(seat.visitor.holder_id, now=seat.eye.now)
    context = {
        "calls": [(call, time_left(call.ends_at - seat.eye.now, seat.language)) for call in calls],
        "approvals": [
            (one, deed_name(one.deed, language=seat.language), time_left(one.ends_at - seat.eye.now, seat.language))
            for one in waiting
        ],
        "regions": [_region(region, seat.eye.now, seat.language) for region in seat.house.regions],
        "documents": _documents(seat),
    }
    return seat.show("desk/home.html", context)


def _documents(seat: Seat) -> str:
    """Say how many documents wait, to whoever may look at them."""
    if not may(DocumentDeed.LOOK, seat.me.role):
        return ""
    count = documents_waiting()
    told = "waiting" if count else "waiting_none"
    return words(f"desk_documents.{told}", language=seat.language, count=count)


@require_safe
@at_desk
def search(seat: Seat) -> HttpResponse:
    """Show who was found."""
    query = seat.request.GET.get("query", "")[:MOST_TYPED]
    found = search_holders(seat.ports, seat.visitor, query=query)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found)
    context = {
        "query": query,
        "lines": [(line, _standing(line, seat.language)) for line in found.lines],
        "is_more": found.is_more,
    }
    return seat.show("desk/found.html", context)


@require_safe
@at_desk
def reference(seat: Seat) -> HttpResponse:
    """Show what happened under a reference."""
    typed = seat.request.GET.get("reference", "")[:MOST_TYPED]
    found = look_up_reference(seat.ports, seat.visitor, reference=typed)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found)
    return seat.show("desk/reference.html", {"found": found, **_told(found, seat)})


def _told(found: ReferenceFound, seat: Seat) -> dict[str, object]:
    said = f"refusal.{found.reason}"
    return {
        "at": seat.eye.moment(found.at),
        "what": happening_name(found.happening, language=seat.language),
        "why": words(f"{said}.title", language=seat.language) if found.reason else "",
        "explained": words(f"{said}.explanation", language=seat.language) if found.reason else "",
        "surface": _surface(found.surface, seat.language),
        "details": [
            (seat.say(f"detail.{name}"), _in_words(name, value, seat.language)) for name, value in found.detail.items()
        ],
        "is_live": found.account.startswith("U"),
    }


def _in_words(name: str, value: str, language: Language) -> str:
    """Say a stored detail; a name that this release does not know is shown as it stands."""
    prefix = {
        "deed": "desk.deed",
        "lacks": "desk.lack",
        "risks": "desk.risk",
        "factor": "term.factor",
        "mode": "term.mode",
    }
    if name not in prefix:
        return value
    known = [f"{prefix[name]}.{word}" for word in value.split()]
    return " ".join(words(one, language=language) if has_words(one) else one.rpartition(".")[2] for one in known)


def _surface(surface: str, language: Language) -> str:
    known = f"term.surface.{surface}"
    return words(known, language=language) if has_words(known) else words("desk_pages.title", language=language)


def _standing(line: HolderLine, language: Language) -> str:
    return words(f"term.standing.{line.standing}", language=language)


def _region(region: Region, now: datetime, language: Language) -> RegionShown:
    local = now.astimezone(ZoneInfo(region.zone))
    is_open = any(
        hours.first_day <= local.weekday() <= hours.last_day and hours.opens <= local.time() < hours.closes
        for hours in region.hours
    )
    return RegionShown(
        name=words(f"term.region.{region.code}", language=language),
        toll_free=region.toll_free.shown,
        direct=region.direct.dialled,
        hours=opening_hours(region, language=language),
        is_open=is_open,
        clock=f"{local:%H:%M}",
    )
