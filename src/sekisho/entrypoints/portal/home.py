"""The front page of Client Portal: the login window for whoever is not logged in, the landing page for whoever is."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from sekisho.core.access.decisions import PORTAL, Scope, Surface
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Standing
from sekisho.core.regions import region_of
from sekisho.entrypoints.portal.advice import passkey_advised
from sekisho.entrypoints.portal.call import show_call
from sekisho.entrypoints.portal.documents_shown import show_link
from sekisho.entrypoints.portal.shown import Eye, show_entries, show_limits, show_proofs, show_scopes
from sekisho.entrypoints.site.installation import Installation, installation
from sekisho.entrypoints.site.login_pages import LoginPages
from sekisho.entrypoints.site.notes import WelcomeNote, note_of
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.entrypoints.site.timeline import show_timeline
from sekisho.wording.catalogue import words
from sekisho.wording.forecast import forecast_by_surface
from sekisho.wording.language import Language
from sekisho.wording.moments import opening_hours
from sekisho.wording.terms import factor_name, kind_name, notice_text
from sekisho.workflows.factors import factor_view
from sekisho.workflows.granting import withdrawal_limits
from sekisho.workflows.list_dates import list_dates
from sekisho.workflows.list_devices import list_devices
from sekisho.workflows.list_sign_ins import list_sign_ins
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.phones.show_invitation import terms_of_invitation
from sekisho.workflows.show_account import show_account
from sekisho.workflows.show_forecast import show_outlook

LOGIN: Final = LoginPages(surface=Surface.PORTAL, channel="pages", root="", window="portal/front.html")
RECENT: Final = 5


@require_safe
def front(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the login window, or what is open."""
    found = LOGIN.recognise_or_window(request, language)
    if isinstance(found, HttpResponse):
        return found
    if Scope.DESK in found.scopes:  # one of the staff: their work is at the desk
        return see_other(f"/{language}/desk/")
    return _landing(request, language, found)


@require_safe
def history(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the whole sign-in history."""
    found = LOGIN.recognise_or_window(request, language)
    if isinstance(found, HttpResponse):
        return found
    if not found.scopes & PORTAL:  # a paper login shows nothing of the live account
        return HttpResponseRedirect(LOGIN.address(language))
    house = installation()
    entries = show_entries(list_sign_ins(house.ports, found), _eye(house, language))
    context = {"visitor": found, "entries": entries, "root": LOGIN.address(language)}
    return render_page(request, "portal/history.html", language=language, context=context)


@require_safe
def with_slash(request: HttpRequest, language: Language) -> HttpResponse:  # noqa: ARG001 - the address has it already
    """Lead on to the same address with its slash."""
    return HttpResponseRedirect(f"{request.path_info}/")


def _landing(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    house = installation()
    spans = show_outlook(house.ports, visitor, horizon=house.forecast_horizon)
    eye = _eye(house, language)  # after the forecast, whose first spans then began in the past
    note = note_of(request, surface=Surface.PORTAL)
    notices = note.notices if isinstance(note, WelcomeNote) else ()
    entries = list_sign_ins(house.ports, visitor)
    context = {
        **_facts(house, visitor, eye),
        "root": LOGIN.address(language),
        "visitor": visitor,
        "call": show_call(house, visitor, eye),
        "documents": show_link(house, visitor, language),
        "has_settings": may(HolderDeed.SHOW_CARD, visitor.scopes),
        "has_card_alone": visitor.scopes == {Scope.PORTAL_CARD_ONLY},
        "opens_portal": bool(visitor.scopes & PORTAL),
        "notices": [notice_text(notice, language=language, zone=house.zone) for notice in notices],
        "scopes": show_scopes(visitor.scopes, eye),
        "forecast": forecast_by_surface(spans, now=eye.now, language=language, zone=house.zone),
        "timeline": show_timeline(
            spans, now=eye.now, horizon=house.forecast_horizon, language=language, zone=house.zone
        ),
        "has_dates": bool(list_dates(house.ports, visitor)),
        "forecast_lead": words("portal.home.forecast_lead", language=language, days=house.forecast_horizon.days),
        "limits": show_limits(withdrawal_limits(visitor.factor), eye) if Scope.PORTAL_FULL in visitor.scopes else None,
        **_proofs(house, visitor, eye),
        "entries": show_entries(entries[:RECENT], eye),
        "has_more": len(entries) > RECENT,
    }
    return render_page(request, "portal/home.html", language=language, context=context)


def _facts(house: Installation, visitor: Visitor, eye: Eye) -> dict[str, str]:
    account = show_account(house.ports, visitor)
    region = region_of(visitor.residence, house.regions)
    until = eye.moment(visitor.until)
    standing = words(f"term.standing.{account.standing}", language=eye.language)
    if account.closed_cause:
        standing = words(f"term.closed_cause.{account.closed_cause}", language=eye.language)
    opens_at = eye.moment(account.trades_from) if account.trades_from else ""
    is_waiting = account.standing is Standing.APPROVED_TODAY
    return {
        "standing": words("portal.home.opens_at", language=eye.language, moment=opens_at) if is_waiting else standing,
        "mode": words(f"term.mode.{visitor.mode}", language=eye.language),
        "factor": kind_name(visitor.factor, language=eye.language),
        "since": eye.moment(visitor.signed_in_at),
        "until": words("portal.home.until_value", language=eye.language, moment=until),
        "abroad": words("moment.telephone.direct", language=eye.language, number=region.direct.dialled),
        "hours": opening_hours(region, language=eye.language),
        "phone": region.toll_free.dialled,
        "phone_shown": region.toll_free.shown,
    }


def _proofs(house: Installation, visitor: Visitor, eye: Eye) -> dict[str, object]:
    """What the holder can prove with, and what is the next thing to have."""
    return {
        "first_phone": _first_phone(house, visitor, eye.language),
        "advice": passkey_advised(visitor, eye.language),
        "suspended": _suspended(house, visitor, eye),
        "proofs": show_proofs(list_devices(house.ports, visitor), eye),
    }


def _first_phone(house: Installation, visitor: Visitor, language: Language) -> str:
    """Name the way to a first device, where this session is for that; "" elsewhere."""
    is_for_it = may(HolderDeed.BIND_FIRST_DEVICE, visitor.scopes) and terms_of_invitation(house.ports, visitor).is_first
    return words("phone.page.register.heading", language=language) if is_for_it else ""


def _suspended(house: Installation, visitor: Visitor, eye: Eye) -> list[dict[str, str]]:
    """Name the devices that this session is for: to be re-activated, and nothing else (A094, D15)."""
    if Scope.PORTAL_REACTIVATE not in visitor.scopes:
        return []
    views = [factor_view(held) for held in list_devices(house.ports, visitor)]
    names = {view.id: factor_name(view, language=eye.language) for view in views if view.is_suspended}
    return [
        {"id": id_, "label": words("portal.reactivate.here", language=eye.language, name=name)}
        for id_, name in names.items()
    ]


def _eye(house: Installation, language: Language) -> Eye:
    return Eye(language=language, zone=house.zone, now=house.ports.clock.now())
