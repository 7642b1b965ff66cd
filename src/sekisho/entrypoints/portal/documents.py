"""Documents: what is wanted and how it stands, and sending some, from here or by mail. Every page works without scripts.

The picture of a document is never shown back: who sits at an open session has no need of it, and a thief would.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, assert_never

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.core.access.permits import HolderDeed
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.portal.documents_shown import show_cases, show_done, show_mail, show_sent, show_unfit
from sekisho.entrypoints.portal.inside import frame_of, reaching, show_refusal
from sekisho.entrypoints.portal.shown import Eye
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import door_of, render_page, see_other
from sekisho.entrypoints.site.sealed_files import files_of
from sekisho.wording.documents import flaw_text
from sekisho.wording.language import Language
from sekisho.workflows.intake.send_in import Known, Sending, SentIn, Unfit, send_in
from sekisho.workflows.intake.show_documents import ShownDocuments, show_documents
from sekisho.workflows.outcomes import RefusalView, Visitor

MATTER: Final = "sending"
CHANNEL: Final = "pages"
NO_PURPOSE: Final = "no_purpose"


@require_safe
@reaching(HolderDeed.SEND_DOCUMENT, matter=MATTER)
def index(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show how everything stands, and the form."""
    return _page(request, language, visitor)


@require_safe
@reaching(HolderDeed.SEND_DOCUMENT, matter=MATTER)
def status(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Give the part of the page that changes while pictures are judged."""
    shown = show_documents(installation().ports, visitor)
    if isinstance(shown, RefusalView):
        return show_refusal(request, language, shown, matter=MATTER)
    context = {**_standing(shown, language), "done": show_done(request.GET, shown, language)}
    return render_page(request, "portal/documents/standing.html", language=language, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@reaching(HolderDeed.SEND_DOCUMENT, matter=MATTER)
def send(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Take what the form brings; whoever only looks is shown the form."""
    purpose = request.POST.get("purpose", "")
    if request.method != "POST":
        return see_other(f"/{language}/documents/")
    if purpose not in set(Purpose):
        said = {"flaws": [{"name": "", "text": flaw_text(NO_PURPOSE, language=language)}]}
        return _page(request, language, visitor, said=said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    sending = Sending(purpose=Purpose(purpose), files=files_of(request), door=door_of(request, channel=CHANNEL))
    view = send_in(installation().ports, visitor, sending)
    match view:
        case SentIn(document=document):
            return see_other(f"/{language}/documents/?sent={document.receipt}#done")
        case Known(document=document):
            return see_other(f"/{language}/documents/?known={document.receipt}#done")
        case Unfit():
            said = {"flaws": show_unfit(view, language), "purpose": purpose}
            return _page(request, language, visitor, said=said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        case RefusalView():
            return show_refusal(request, language, view, matter=MATTER)
    assert_never(view)


def _page(
    request: HttpRequest,
    language: Language,
    visitor: Visitor,
    *,
    said: Mapping[str, object] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    shown = show_documents(installation().ports, visitor)
    if isinstance(shown, RefusalView):
        return show_refusal(request, language, shown, matter=MATTER)
    wished = request.GET.get("purpose", "")
    context = {
        **frame_of(visitor, language),
        **_standing(shown, language),
        "purposes": [purpose.value for purpose in Purpose],
        "purpose": wished if wished in set(Purpose) else _first_wanted(shown),
        "mail": show_mail(shown, language),
        "done": show_done(request.GET, shown, language),
        **(said or {}),
    }
    return render_page(request, "portal/documents/index.html", language=language, context=context, status=status)


def _standing(shown: ShownDocuments, language: Language) -> dict[str, object]:
    house = installation()
    eye = Eye(language=language, zone=house.zone, now=house.ports.clock.now())
    return {
        "cases": show_cases(shown, language),
        "sent": show_sent(shown, eye),
        "is_being_judged": shown.is_being_judged,
    }


def _first_wanted(shown: ShownDocuments) -> str:
    return next((case.purpose.value for case in shown.cases if case.is_wanted), "")
