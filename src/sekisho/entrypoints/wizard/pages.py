"""The wizard and the eleven situations as pages: parse the address, follow the tree, render. They work without script.

Answers are the address itself: the browser's back button works and a page can be shared. What this browser may be told beside
is added from its own cookies, never from the address.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.help.leads import Lead
from sekisho.core.help.plights import Plight
from sekisho.core.help.wizard import TREE, NoSuchAnswer, Question, follow
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.entrypoints.site.why_shown import show_neighbours
from sekisho.entrypoints.wizard.known import Known, known_of, lead_under
from sekisho.entrypoints.wizard.shown import (
    POSSIBLE,
    address_of,
    plight_said,
    show_forecast,
    show_path,
    show_question,
    show_remedy,
    situations,
    usual_lead,
)
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.message_search import MOST_TYPED, find_plights
from sekisho.wording.places import Place, path_of

MOST_PATH = 80  # signs of an address that can be answers at all


@require_safe
def start(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the index of the situations, and what the typed words come close to."""
    typed = request.GET.get("q", "")[:MOST_TYPED].strip()
    found = [plight_said(plight, language) for plight in find_plights(typed)]
    heading = words("wizard.page.found", language=language, text=typed)
    return _show_start(request, language, typed=typed, found=found, found_heading=heading)


def reference(request: HttpRequest, language: Language) -> HttpResponse:
    """Lead on from a reference that this browser may know; every other one is answered alike."""
    if request.method != "POST":
        return see_other(path_of(Place.WIZARD, language=language))
    lead = lead_under(request, request.POST.get("reference", "")[:MOST_TYPED])
    if lead is None:
        return _show_start(request, language, is_closed=True)
    return see_other(f"/{language}/help/situations/{lead.plight.value}/{lead.remedy}/")


@require_safe
def to_start(request: HttpRequest, language: Language) -> HttpResponse:  # noqa: ARG001 - the index has one address
    """Lead to the index."""
    return see_other(path_of(Place.WIZARD, language=language))


@require_safe
def answered(request: HttpRequest, language: Language, answers: str) -> HttpResponse:
    """Show where these answers lead: the next question, or what to do."""
    given = tuple(answers.split("/")) if len(answers) <= MOST_PATH else ("",)
    node = follow(given)
    if isinstance(node, NoSuchAnswer):
        raise Http404
    plight = Plight(int(given[0]))
    context = {
        "situation": plight_said(plight, language),
        "path": show_path(given, language),
        "back": address_of(given[:-1], language),
        "number_said": words("wizard.page.question", language=language, number=len(given) + 1),
    }
    if isinstance(node, Question):
        return _render(
            request, language, "help/question.html", {**context, "question": show_question(node, given, language)}
        )
    known = known_of(request)
    shown = show_remedy(Lead(plight=plight, remedy=node), known, language)
    more = {"shown": shown, "forecast": show_forecast(known, language)}
    return _render(request, language, "help/answer.html", {**context, **more})


@require_safe
def situation(request: HttpRequest, language: Language, number: int) -> HttpResponse:
    """Show a situation: for this browser's own refusal where it is that, else what helps most people."""
    if number not in set(Plight):
        raise Http404
    plight, known = Plight(number), known_of(request)
    lead = known.lead if known.lead and known.lead.plight is plight else usual_lead(plight)
    return _show_situation(request, language, lead=lead, known=known)


@require_safe
def remedy(request: HttpRequest, language: Language, number: int, remedy: str) -> HttpResponse:
    """Show a situation with one of its remedies."""
    lead = next((one for one in POSSIBLE if one.plight == number and one.remedy == remedy), None)
    if lead is None:
        raise Http404
    return _show_situation(request, language, lead=lead, known=known_of(request))


def _show_situation(request: HttpRequest, language: Language, *, lead: Lead, known: Known) -> HttpResponse:
    first, answer = TREE.answers[str(lead.plight.value)], str(lead.plight.value)
    question = show_question(first, (answer,), language) if isinstance(first, Question) else None
    context = {
        "situation": plight_said(lead.plight, language),
        "shown": show_remedy(lead, known, language),
        "forecast": show_forecast(known, language),
        "question": question,
        "neighbours": show_neighbours(lead.plight, language=language),
        "is_usual": lead == usual_lead(lead.plight),
        "number_said": words("wizard.page.number", language=language, number=lead.plight.value),
    }
    return _render(request, language, "help/situation.html", context)


def _show_start(request: HttpRequest, language: Language, **context: Any) -> HttpResponse:
    known = known_of(request)
    mine = plight_said(known.lead.plight, language) if known.lead else None
    frame = {
        "situations": situations(language),
        "mine": mine,
        "is_of_session": known.lead is not None and known.lead == known.account_lead,
        "is_all_well": known.visitor is not None and known.account_lead is None,
        "own_reference": known.refusal.reference if known.refusal else "",
    }
    return _render(request, language, "help/wizard.html", {**frame, **context})


def _render(request: HttpRequest, language: Language, template: str, context: dict[str, Any]) -> HttpResponse:
    wizard = path_of(Place.WIZARD, language=language)
    return render_page(request, template, language=language, context={"wizard": wizard, **context})
