"""The pages of the wizard made ready for the eye: situations, questions, and remedies with the telephone beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sekisho.core.help.leads import LEADS, USUAL, Lead
from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import Remedy
from sekisho.core.help.wizard import TREE, Question, questions
from sekisho.core.regions import region_of
from sekisho.entrypoints.site.gateway_address import gateway_ports
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.wizard.known import Known
from sekisho.wording.catalogue import words
from sekisho.wording.forecast import SurfaceForecast, forecast_by_surface
from sekisho.wording.language import Language
from sekisho.wording.moments import opening_hours
from sekisho.wording.next_steps import usual_residence
from sekisho.wording.phonetics import Spelled, spell
from sekisho.wording.places import Place, path_of
from sekisho.wording.refusals import explain
from sekisho.wording.remedies import PlightSaid, RemedySaid, say_plight, say_remedy

JUST_NOW: Final = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One answer and where it leads."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionShown:
    """A question with its answers."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CallShown:
    """What to take to the telephone. `reference` is that of this browser's own refusal, or ""."""

    whom: str
    toll_free: str
    toll_free_dialled: str
    direct: str
    hours: str
    ready: tuple[str, ...]
    reference: str
    spelled: tuple[Spelled, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RemedyShown:
    """A remedy for this reader: `cause` and `changes` are the refusal's own where one is known."""

    said: RemedySaid
    cause: str
    changes: str
    call: CallShown
    is_own: bool


def situations(language: Language) -> tuple[PlightSaid, ...]:
    """Give the index."""
    return tuple(plight_said(plight, language) for plight in Plight)


def plight_said(plight: Plight, language: Language) -> PlightSaid:
    """Say one of them."""
    return say_plight(plight, language=language, ports=gateway_ports())


def address_of(answers: Sequence[str], language: Language) -> str:
    """Give the address that carries these answers."""
    return "".join((path_of(Place.WIZARD, language=language), *(f"{answer}/" for answer in answers)))


def show_question(question: Question, answers: Sequence[str], language: Language) -> QuestionShown:
    """Say a question that was reached with these answers."""
    name = f"wizard.ask.{question.name}"
    choices = (
        Choice(text=words(f"{name}.{answer}", language=language), url=address_of((*answers, answer), language))
        for answer in question.answers
    )
    return QuestionShown(text=words(f"{name}.text", language=language), choices=tuple(choices))


def show_path(answers: Sequence[str], language: Language) -> tuple[Choice, ...]:
    """Say the answers given so far, each with the address at which it is given anew."""
    shown, node = [], TREE
    for at, answer in enumerate(answers):
        said = f"plight.{answer}.title" if at == 0 else f"wizard.ask.{node.name}.{answer}"
        shown.append(Choice(text=words(said, language=language), url=address_of(answers[:at], language)))
        then = node.answers[answer]
        node = then if isinstance(then, Question) else node
    return tuple(shown)


def show_remedy(lead: Lead, known: Known, language: Language) -> RemedyShown:
    """Say a remedy; with the words of the refusal that led here, where this browser met it."""
    house = installation()
    region = region_of(known.residence or usual_residence(language), house.regions)
    said = say_remedy(lead.remedy, language=language, region=region, ports=gateway_ports())
    own = known.refusal if known.refusal and known.refusal.lead == lead else None
    told = explain(own, language=language, regions=house.regions, zone=house.zone) if own else None
    reference = known.refusal.reference if known.refusal else ""
    return RemedyShown(
        said=said,
        cause=told.explanation if told else said.cause,
        changes=(told.changes if told else None) or said.changes,
        call=CallShown(
            whom=words(
                "wizard.call.whom", language=language, region=words(f"term.region.{region.code}", language=language)
            ),
            toll_free=region.toll_free.shown,
            toll_free_dialled=region.toll_free.dialled,
            direct=region.direct.dialled,
            hours=opening_hours(region, language=language),
            ready=said.ready,
            reference=reference,
            spelled=spell(reference.replace("-", ""), language=language),
        ),
        is_own=own is not None or (known.account_lead == lead),
    )


def show_forecast(known: Known, language: Language) -> tuple[SurfaceForecast, ...]:
    """Say what will work until when, inside a session alone."""
    house = installation()
    now = house.ports.clock.now()  # after the spans were computed, which then began in the past
    return forecast_by_surface(known.outlook, now=now, language=language, zone=house.zone) if known.outlook else ()


def usual_lead(plight: Plight) -> Lead:
    """Give what helps most people in a situation."""
    return Lead(plight=plight, remedy=USUAL[plight])


def _possible() -> frozenset[Lead]:
    ends = {
        Lead(plight=Plight(int((*path, answer)[0])), remedy=then)
        for path, question in questions(TREE)
        for answer, then in question.answers.items()
        if isinstance(then, Remedy)
    }
    return frozenset(ends | {lead for lead in LEADS.values() if lead is not None})


POSSIBLE: Final = _possible()
"""Every remedy in the situation that it belongs to: these have an address, no other pair has."""
