"""The index of the help: every reason with its words, by its code, and the telephone numbers of all regions.

It is made of the same table as the refusals, so that every link of a refusal leads to its own words.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.reasons import Manner, Reason
from sekisho.core.regions import Region
from sekisho.entrypoints.portal.settings import articles
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.catalogue import words
from sekisho.wording.faults import Fault, fault_words
from sekisho.wording.language import Language
from sekisho.wording.moments import opening_hours
from sekisho.wording.refusals import Explanation, explain, ways_of
from sekisho.workflows.outcomes import RefusalView

GROUPS: Final = {
    "before": (Reason.BAD_CREDENTIALS, Reason.THROTTLED, Reason.LOCKED),
    "account": (
        Reason.ACCOUNT_NOT_APPROVED,
        Reason.ACCOUNT_OPENS_TOMORROW,
        Reason.ACCOUNT_CLOSED,
        Reason.ACCOUNT_REJECTED,
        Reason.PAPER_CREDENTIALS,
        Reason.NO_PAPER_ACCOUNT,
    ),
    "factor": (
        Reason.WRONG_RESPONSE,
        Reason.CHALLENGE_EXPIRED,
        Reason.RESPONSE_USED,
        Reason.PASSCODE_NO_LONGER_TRADES,
        Reason.PASSCODE_EXPIRED,
        Reason.PASSCODE_DEAD,
        Reason.CARD_EXPIRED,
        Reason.CARD_EXHAUSTED,
        Reason.DEVICE_SUSPENDED,
        Reason.DEVICE_NOT_ACTIVE,
        Reason.NO_SECOND_FACTOR,
    ),
    "session": (Reason.STEP_UP_REQUIRED, Reason.SCOPE_INSUFFICIENT, Reason.NOT_FOUND, Reason.CONFLICT),
    "desk": (Reason.VERIFICATION_REQUIRED, Reason.SECOND_AGENT_REQUIRED),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One reason: its words, and where its code covers several ways, the words of each."""

    said: Explanation
    ways: tuple[Explanation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Reasons that belong together."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionShown:
    """One region's telephones."""

    name: str
    toll_free: str
    toll_free_dialled: str
    direct: str
    hours: str


@require_safe
def index(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the index."""
    context = {
        "groups": [_group(name, reasons, language) for name, reasons in GROUPS.items()],
        "faults": [(fault, fault_words(fault, language=language)) for fault in Fault if fault not in {*Reason}],
        "articles": articles(language),
        "regions": [_region(region, language) for region in installation().regions],
    }
    return render_page(request, "portal/help.html", language=language, context=context)


def _group(name: str, reasons: tuple[Reason, ...], language: Language) -> Group:
    articles = tuple(
        Article(
            said=_say(reason, language),
            ways=tuple(_say(reason, language, manner=manner) for manner in ways_of(reason)),
        )
        for reason in reasons
    )
    return Group(title=words(f"help.group.{name}", language=language), articles=articles)


def _say(reason: Reason, language: Language, *, manner: Manner | None = None) -> Explanation:
    house, refusal = installation(), RefusalView(reason=reason, reference="", manner=manner)
    return explain(refusal, language=language, regions=house.regions, zone=house.zone)


def _region(region: Region, language: Language) -> RegionShown:
    return RegionShown(
        name=words(f"term.region.{region.code}", language=language),
        toll_free=region.toll_free.shown,
        toll_free_dialled=region.toll_free.dialled,
        direct=region.direct.dialled,
        hours=opening_hours(region, language=language),
    )
