"""The trading login window: what a platform's own window would show, for trying out the second surface."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access.decisions import Surface
from sekisho.entrypoints.portal.shown import Eye, show_scopes
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.login_pages import LoginPages
from sekisho.entrypoints.site.notes import WelcomeNote, note_of
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.terms import kind_name, notice_text

LOGIN: Final = LoginPages(surface=Surface.TRADING, channel="trader", root="trader/", window="trader/front.html")


@require_safe
def front(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the login window, or which account the platform is connected to."""
    visitor = LOGIN.recognise_or_window(request, language)
    if isinstance(visitor, HttpResponse):
        return visitor
    house = installation()
    eye = Eye(language=language, zone=house.zone, now=house.ports.clock.now())
    note = note_of(request, surface=Surface.TRADING)
    notices = note.notices if isinstance(note, WelcomeNote) else ()
    context = {
        "root": LOGIN.address(language),
        "visitor": visitor,
        "mode": visitor.mode.value,
        "notices": [notice_text(notice, language=language, zone=house.zone) for notice in notices],
        "scopes": show_scopes(visitor.scopes, eye),
        "factor": kind_name(visitor.factor, language=language),
        "since": eye.moment(visitor.signed_in_at),
        "until": words("portal.home.until_value", language=language, moment=eye.moment(visitor.until)),
    }
    return render_page(request, "trader/open.html", language=language, context=context)
