"""Settings > User Settings > Security > Secure Login System: registering a phone, and moving to a new one.

One page shows every stage and can be loaded again at each: what will be asked, the QR code with its Session ID, the phone in use.
Where the session itself ended with the phone's registration, its browser is told so on the same page.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.core.access.decisions import PORTAL
from sekisho.core.authenticators.phones import in_groups
from sekisho.entrypoints.portal.devices import CHANNEL, ROOT, eye_of, follow, inside_portal, line_of
from sekisho.entrypoints.portal.devices_shown import name_of
from sekisho.entrypoints.portal.home import LOGIN
from sekisho.entrypoints.portal.inside import STATUS, frame_of, say_refusal
from sekisho.entrypoints.site import cookies, faults
from sekisho.entrypoints.site.challenge_shown import time_left
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.entrypoints.site.qr import draw_qr
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.phones.invite import finish_first_invitation
from sekisho.workflows.phones.outcomes import InvitationView
from sekisho.workflows.phones.rename import MOST_SIGNS, read_name, rename_device
from sekisho.workflows.phones.show_invitation import show_invitation, terms_of_invitation, what_became

PAGE: Final = "phone/"
APP: Final = "/key/"
TEMPLATE: Final = "portal/security/phone.html"


@require_safe
def index(request: HttpRequest, language: Language) -> HttpResponse:
    """Show how far it is."""
    token = cookies.session_of(request)
    found = LOGIN.recognise_or_window(request, language)
    if isinstance(found, HttpResponse):
        view = what_became(installation().ports, token) if token else None
        return _after_the_session(request, language, view) if view else found
    if not found.scopes & PORTAL:
        return see_other(LOGIN.address(language))
    return _show(request, language, found)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def code(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask the code that was sent for a first phone; a right one leads to the Session ID."""
    if not terms_of_invitation(installation().ports, visitor).is_first:
        return see_other(f"/{language}/{ROOT}{PAGE}")

    def finish(typed: str, door: Door) -> RefusalView | None:
        view = finish_first_invitation(installation().ports, visitor, code=typed, door=door)
        return view if isinstance(view, RefusalView) else None

    return ask_code(request, language, visitor, finish=finish, back=PAGE)


def ask_code(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    finish: Callable[[str, Door], RefusalView | None],
    back: str,
) -> HttpResponse:
    """Ask the code that was sent for a first device; a right one leads `back`."""
    typed = request.POST.get("code", "").strip()
    refusal = finish(typed, door_of(request, channel=CHANNEL)) if typed else None
    if typed and refusal is None:
        return see_other(f"/{language}/{ROOT}{back}")
    is_missing = request.method == "POST" and not typed
    context = _frame(visitor, language) | {
        "back": back,
        "refusal": say_refusal(refusal, language=language, matter="phone.code") if refusal else None,
        "missing": words("login.challenge.missing", language=language) if is_missing else "",
    }
    status = STATUS.get(refusal.reason, HTTPStatus.FORBIDDEN) if refusal else HTTPStatus.OK
    return render_page(request, "portal/security/phone_code.html", language=language, context=context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def rename(request: HttpRequest, language: Language, visitor: Visitor, device_id: str) -> HttpResponse:
    """Ask for a name, and give it."""
    line = line_of(visitor, device_id)
    if line is None:
        return faults.not_found(request, None)
    typed = request.POST.get("name", line.authenticator.name)
    wrong = "" if read_name(typed) is not None else words("phone.rename.wrong", language=language, count=MOST_SIGNS)
    if request.method == "POST" and not wrong:
        door = door_of(request, channel=CHANNEL)
        view = rename_device(installation().ports, visitor, device_id=device_id, name=typed, door=door)
        return follow(request, language, view)
    context = _frame(visitor, language) | {
        "device": name_of(line, eye_of(language)),
        "name": typed,
        "wrong": wrong,
        "most": MOST_SIGNS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render_page(request, "portal/security/rename.html", language=language, context=context, status=status)


def _show(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    house = installation()
    terms, view = terms_of_invitation(house.ports, visitor), show_invitation(house.ports, visitor)
    context = _frame(visitor, language) | {
        "terms": terms,
        "words": _words(is_move=terms.moves, language=language),
        "stage": view.stage.value if view else "",
        "invitation": _invitation(request, view, language) if view and view.session_id else None,
    }
    return render_page(request, TEMPLATE, language=language, context=context)


def _after_the_session(request: HttpRequest, language: Language, view: InvitationView) -> HttpResponse:
    context: dict[str, object] = {"stage": view.stage.value, "is_out": True, "root": LOGIN.address(language)}
    context |= {"words": _words(is_move=False, language=language)}
    return render_page(request, TEMPLATE, language=language, context=context)


def _words(*, is_move: bool, language: Language) -> dict[str, str]:
    kind = "move" if is_move else "register"
    return {part: words(f"phone.page.{kind}.{part}", language=language) for part in ("heading", "lead", "submit")}


def _invitation(request: HttpRequest, view: InvitationView, language: Language) -> dict[str, object]:
    house = installation()
    shown = in_groups(view.session_id.reveal_text()) if view.session_id else ""
    origin = house.origin or request.build_absolute_uri("/").rstrip("/")
    link = f"{origin}{APP}#register={shown}"
    return {
        "session_id": shown,
        "link": link,
        "qr": draw_qr(link),
        "time": time_left(view.expires_at - house.ports.clock.now(), language),
        "until": words("phone.page.until", language=language, moment=eye_of(language).moment(view.expires_at)),
    }


def _frame(visitor: Visitor, language: Language) -> dict[str, object]:
    return frame_of(visitor, language) | {"list_root": f"/{language}/{ROOT}", "app": APP}
