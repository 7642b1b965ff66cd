"""The code card as pages, in the source's order: request, look, print or save, two index numbers, the expiry date.

Every step works without scripts. A picture of the card is fetched under the card's own address, and nothing of it is kept by
a browser (A173 to A186, D37).
"""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.core.access.permits import HolderDeed
from sekisho.entrypoints.portal.advice import passkey_advised
from sekisho.entrypoints.portal.card_shown import MATTER, ROOT, show_asked, show_card_page, show_standing
from sekisho.entrypoints.portal.inside import frame_of, reaching, say_refusal, show_refusal
from sekisho.entrypoints.printing.card import CardForm, Medium, Wish, read_file_name
from sekisho.entrypoints.printing.shown_card import print_shown_card
from sekisho.entrypoints.site import cookies, faults
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment
from sekisho.workflows.activate_card import activate_card, active_card, ask_cells, cells_asked
from sekisho.workflows.card_records import CardActivated, Keeping
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.read_card import card_on_screen, keep_card, read_card
from sekisho.workflows.show_card import show_card

CHANNEL: Final = "pages"
VIEWER: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What a browser's own viewer of PDF files needs; a PDF of ours holds no script."""
card_page = reaching(HolderDeed.SHOW_CARD, matter=MATTER)


@require_http_methods(["GET", "HEAD", "POST"])
@card_page
def standing(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show where the card stands; a POST requests one."""
    if request.method != "POST":
        context = frame_of(visitor, language) | show_standing(visitor, language)
        return render_page(request, "portal/card/standing.html", language=language, context=context)
    shown = show_card(installation().ports, visitor, door=door_of(request, channel=CHANNEL))
    if isinstance(shown, RefusalView):
        return show_refusal(request, language, shown, matter=MATTER)
    return see_other(f"/{language}/{ROOT}{shown.address.reveal_text()}/")


@require_safe
@card_page
def show(request: HttpRequest, language: Language, visitor: Visitor, address: str) -> HttpResponse:
    """Show the card; when its time is over the browser leaves it by itself."""
    house = installation()
    sheet = read_card(house.ports, visitor, address=address)
    if isinstance(sheet, RefusalView):
        return show_refusal(request, language, sheet, matter=MATTER)
    context = frame_of(visitor, language) | show_card_page(sheet, request.GET, language)
    response = render_page(request, "portal/card/card.html", language=language, context=context)
    left = sheet.shown.shown_until - house.ports.clock.now()
    response["Refresh"] = f"{int(left.total_seconds()) + 1}; url=/{language}/{ROOT}"
    return response


@require_safe
@card_page
def picture(request: HttpRequest, language: Language, visitor: Visitor, address: str, file_name: str) -> HttpResponse:
    """Send the picture that the page shows."""
    wish = read_file_name(file_name)
    if wish is None or wish.medium is not Medium.SVG:
        return faults.not_found(request, None)
    return _send(request, language, visitor, address=address, wish=wish, keeping=None)


@require_POST
@card_page
def save(request: HttpRequest, language: Language, visitor: Visitor, address: str) -> HttpResponse:
    """Send the card as a file to be saved."""
    wish = read_file_name(request.POST.get("file", ""))
    if wish is None:
        return faults.malformed(request, None)
    return _send(request, language, visitor, address=address, wish=wish, keeping=Keeping.SAVED)


@require_POST
@card_page
def print_out(request: HttpRequest, language: Language, visitor: Visitor, address: str) -> HttpResponse:
    """Note that the page was printed; where no script printed it, send a PDF that prints at its own size."""
    named = request.POST.get("form", CardForm.A4)
    if named not in set(CardForm):
        return faults.malformed(request, None)
    wish = Wish(form=CardForm(named), medium=Medium.PDF, sheet=0)
    if not request.POST.get("is_printed"):
        return _send(request, language, visitor, address=address, wish=wish, keeping=Keeping.PRINTED)
    kept = _keep(request, visitor, address=address, keeping=Keeping.PRINTED)
    if isinstance(kept, RefusalView):
        return show_refusal(request, language, kept, matter=MATTER)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@card_page
def go_on(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Go on to the activation, by way of the warning if the card was neither printed nor saved (A185)."""
    shown = card_on_screen(installation().ports, visitor)
    if shown is not None and not shown.is_kept and not request.POST.get("is_warned"):
        return see_other(f"/{language}/{ROOT}warning")
    asked = ask_cells(installation().ports, visitor, door=door_of(request, channel=CHANNEL))
    if isinstance(asked, RefusalView):
        return show_refusal(request, language, asked, matter=MATTER)
    return see_other(f"/{language}/{ROOT}activation")


@require_safe
@card_page
def warning(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Warn before the card is left unkept; acknowledged with Continue (A186)."""
    shown = card_on_screen(installation().ports, visitor)
    if shown is None:
        return see_other(f"/{language}/{ROOT}")
    back = f"/{language}/{ROOT}{shown.address.reveal_text()}/"
    context = frame_of(visitor, language) | {"card_root": f"/{language}/{ROOT}", "back": back}
    return render_page(request, "portal/card/warning.html", language=language, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@card_page
def activation(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Ask two index numbers; take the Card Values."""
    if request.method != "POST":
        return _ask(request, language, visitor)
    values = request.POST.get("values", "")
    if not values.strip():
        return _ask(request, language, visitor, is_missing=True, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    view = activate_card(installation().ports, visitor, values=values, door=door_of(request, channel=CHANNEL))
    if isinstance(view, CardActivated):
        response = see_other(f"/{language}/{ROOT}done")
        cookies.renew_session(response, view.access_token)
        return response
    refusal = view if isinstance(view, RefusalView) else view.refusal
    if refusal is None or cells_asked(installation().ports, visitor) is None:
        return (
            _ask(request, language, visitor)
            if refusal is None
            else show_refusal(request, language, refusal, matter=MATTER)
        )
    return _ask(request, language, visitor, refusal=refusal, status=HTTPStatus.FORBIDDEN)


@require_safe
@card_page
def done(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Confirm with the expiry date (A180)."""
    house = installation()
    card = active_card(house.ports, visitor)
    if card is None:
        return see_other(f"/{language}/{ROOT}")
    expires_at = moment(card.expires_at, language=language, zone=house.zone)
    text = words("card.done.text", language=language, serial=card.serial)
    context = frame_of(visitor, language) | {
        "text": text,
        "expires_at": expires_at,
        "advice": passkey_advised(visitor, language),
    }
    return render_page(request, "portal/card/done.html", language=language, context=context)


# ── What they are made of ────────────────────────────────────────────────────────────────────────────────────


def _ask(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    refusal: RefusalView | None = None,
    is_missing: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    asked = cells_asked(installation().ports, visitor)
    context = frame_of(visitor, language) | show_asked(asked, visitor, language) | {"is_missing": is_missing}
    if refusal is not None:
        context["refusal"] = say_refusal(refusal, language=language, matter=MATTER)
    return render_page(request, "portal/card/activation.html", language=language, context=context, status=status)


def _send(
    request: HttpRequest, language: Language, visitor: Visitor, *, address: str, wish: Wish, keeping: Keeping | None
) -> HttpResponse:
    sheet = read_card(installation().ports, visitor, address=address)
    if not isinstance(sheet, RefusalView) and keeping is not None:
        kept = _keep(request, visitor, address=address, keeping=keeping)
        sheet = kept if isinstance(kept, RefusalView) else sheet
    if isinstance(sheet, RefusalView):
        return show_refusal(request, language, sheet, matter=MATTER)
    printed = print_shown_card(installation(), sheet, wish=wish, language=language)
    if printed is None:
        return faults.not_found(request, None)
    manner = "attachment" if keeping is Keeping.SAVED else "inline"
    headers = {"Content-Disposition": f'{manner}; filename="{printed.file_name}"', "Cache-Control": "no-store"}
    if wish.medium is Medium.PDF:
        headers["Content-Security-Policy"] = VIEWER
    return HttpResponse(printed.content, content_type=printed.content_type, headers=headers)


def _keep(request: HttpRequest, visitor: Visitor, *, address: str, keeping: Keeping) -> object:
    door = door_of(request, channel=CHANNEL)
    return keep_card(installation().ports, visitor, address=address, keeping=keeping, door=door)
