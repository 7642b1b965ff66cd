"""What a reference number is, and what happened under one, if it is the reader's own.

Own are the records of whoever is logged in, and the refusal that this browser was told last. An unknown number, somebody else's
and one that is none are one answer, found in the same steps.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access.decisions import PORTAL, Surface
from sekisho.core.authenticators.entry import CLEAR, Unreadable, read_code
from sekisho.entrypoints.portal.help_frame import help_frame
from sekisho.entrypoints.site import cookies
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import RefusalNote, note_of
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.entrypoints.site.refusal_shown import explain_note
from sekisho.wording.articles.targets import help_path
from sekisho.wording.language import Language
from sekisho.wording.moments import moment
from sekisho.wording.refusals import Explanation, explain
from sekisho.wording.terms import happening_name
from sekisho.workflows.claim import REFERENCE_GROUP_LENGTH, REFERENCE_GROUPS, grouped_reference
from sekisho.workflows.list_sign_ins import list_sign_ins
from sekisho.workflows.outcomes import RefusalView, SignInEntry, Visitor
from sekisho.workflows.recognise import recognise

LONGEST = 40


def read_reference(typed: str) -> str:
    """Give a reference as it is written, however it was typed; "" if it is none."""
    read = read_code(typed[:LONGEST], alphabet=CLEAR, length=REFERENCE_GROUPS * REFERENCE_GROUP_LENGTH)
    return "" if isinstance(read, Unreadable) else grouped_reference(read)


@require_safe
def about(request: HttpRequest, language: Language) -> HttpResponse:
    """Explain references; the form of this page leads to one."""
    typed = request.GET.get("number", "").strip()
    if typed:
        return see_other(f"{help_path(language)}references/{read_reference(typed) or 'unknown'}/")
    return _show(request, language, {})


@require_safe
def reference(request: HttpRequest, language: Language, number: str) -> HttpResponse:
    """Say what happened under a reference of the reader's own."""
    wanted = read_reference(number)
    entry, told = _own_entry(request, wanted), _told_last(request, wanted, language)
    house = installation()
    context: dict[str, object] = {"number": wanted, "is_asked": True, "refusal": told}
    if entry is not None:
        context["at"] = moment(entry.at, language=language, zone=house.zone)
        context["what"] = happening_name(entry.happening, language=language)
        if entry.reason is not None and told is None:
            view = RefusalView(reason=entry.reason, reference=entry.reference)
            context["refusal"] = explain(view, language=language, regions=house.regions, zone=house.zone)
    return _show(request, language, context)


def _show(request: HttpRequest, language: Language, context: dict[str, object]) -> HttpResponse:
    frame = help_frame(request, installation(), language)
    return render_page(request, "portal/help/reference.html", language=language, context=frame | context)


def _own_entry(request: HttpRequest, wanted: str) -> SignInEntry | None:
    token = cookies.session_of(request, surface=Surface.PORTAL)
    found = recognise(installation().ports, token) if token is not None else None
    if not isinstance(found, Visitor) or not found.scopes & PORTAL:
        return None
    entries = list_sign_ins(installation().ports, found)
    return next((entry for entry in entries if wanted and entry.reference == wanted), None)


def _told_last(request: HttpRequest, wanted: str, language: Language) -> Explanation | None:
    for surface in (Surface.PORTAL, Surface.TRADING):
        note = note_of(request, surface=surface)
        if isinstance(note, RefusalNote) and wanted and note.refusal.reference == wanted:
            return explain_note(note, language=language, still_asked=False)
    return None
