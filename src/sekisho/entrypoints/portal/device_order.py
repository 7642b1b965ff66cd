"""Request Physical Device as pages: form, summary with Back and Continue and the shipment date, then the proof (B043, B044)."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.core.secret import Secret
from sekisho.entrypoints.portal.devices import MATTER, ROOT, eye_of, inside_portal
from sekisho.entrypoints.portal.inside import frame_of, show_refusal
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.devices.outcomes import PinRefused
from sekisho.workflows.devices.request import OrderForm, fill_in_order, show_order
from sekisho.workflows.outcomes import RefusalView, Visitor


@require_http_methods(["GET", "HEAD", "POST"])
@inside_portal
def form(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show address of record, PIN and deposit; take them."""
    ports, wrong = installation().ports, ""
    if request.method == "POST":
        filled = fill_in_order(
            ports,
            visitor,
            pin=Secret(request.POST.get("pin", "")),
            again=Secret(request.POST.get("again", "")),
            deposit_account=request.POST.get("deposit", ""),
        )
        if isinstance(filled, OrderForm):
            return see_other(f"/{language}/{ROOT}request/summary")
        if isinstance(filled, RefusalView):
            return show_refusal(request, language, filled, matter=MATTER)
        wrong = _said(filled, language)
    shown = show_order(ports, visitor)
    if isinstance(shown, RefusalView):
        return show_refusal(request, language, shown, matter=MATTER)
    context = (
        frame_of(visitor, language)
        | _shown(shown, language)
        | {
            "wrong": wrong,
            "problems": [("pin", wrong)] if wrong else [],
        }
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render_page(request, "portal/security/request.html", language=language, context=context, status=status)


@require_safe
@inside_portal
def summary(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show what was filled in, but for the PIN."""
    shown = show_order(installation().ports, visitor)
    if isinstance(shown, RefusalView):
        return show_refusal(request, language, shown, matter=MATTER)
    if not shown.is_filled_in:
        return see_other(f"/{language}/{ROOT}request/")
    context = frame_of(visitor, language) | _shown(shown, language)
    return render_page(request, "portal/security/summary.html", language=language, context=context)


def _shown(form: OrderForm, language: Language) -> dict[str, object]:
    eye = eye_of(language)
    is_span = form.least_days != form.most_days
    days = words(
        "device.request.days" if is_span else "device.request.within",
        language=language,
        **({"least": form.least_days} if is_span else {}),
        most=form.most_days,
    )
    return {
        "order": form,
        "days": days,
        "promised_by": eye.moment(form.plan.promised_by),
        "activates_at": eye.moment(form.plan.activates_at),
        "list_root": f"/{language}/{ROOT}",
    }


def _said(refused: PinRefused, language: Language) -> str:
    return words(f"device.pin.flaw.{refused.why}", language=language)
