"""The index of the help: the articles by subject, every reason by its message, and the telephone numbers of all regions.

Every page of the help is linked from here; the anchors are those that links from outside have always had.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.reasons import Reason
from sekisho.core.regions import Region
from sekisho.entrypoints.portal.help_frame import help_frame
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.articles.library import ARTICLES
from sekisho.wording.articles.library import GROUPS as LIBRARY_GROUPS
from sekisho.wording.articles.targets import article_path, reason_path
from sekisho.wording.catalogue import words
from sekisho.wording.faults import Fault, fault_words
from sekisho.wording.language import Language
from sekisho.wording.moments import opening_hours

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
class EntryShown:
    """One line of the index. `id` is the anchor that links of old lead to."""

    id: str
    title: str
    summary: str
    number: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Lines that belong together."""

    title: str
    entries: tuple[EntryShown, ...]


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
    house = installation()
    context = {
        "subjects": [_subject(name, language) for name in LIBRARY_GROUPS],
        "groups": [_group(name, reasons, language) for name, reasons in GROUPS.items()],
        "faults": [(fault, fault_words(fault, language=language)) for fault in Fault if fault not in {*Reason}],
        "regions": [_region(region, language) for region in house.regions],
    }
    return render_page(
        request, "portal/help/index.html", language=language, context=context | help_frame(request, house, language)
    )


def _subject(name: str, language: Language) -> Group:
    entries = tuple(
        EntryShown(
            id=article.slug,
            title=article.title.text(language),
            summary=article.summary.text(language),
            number=article.number,
            url=article_path(article.slug, language=language),
        )
        for article in ARTICLES.values()
        if article.group == name
    )
    return Group(title=words(f"help.subject.{name}", language=language), entries=entries)


def _group(name: str, reasons: tuple[Reason, ...], language: Language) -> Group:
    entries = tuple(
        EntryShown(
            id=reason.value,
            title=words(f"refusal.{reason}.title", language=language),
            summary="",
            number=reason.value,
            url=reason_path(reason, language=language),
        )
        for reason in reasons
    )
    return Group(title=words(f"help.group.{name}", language=language), entries=entries)


def _region(region: Region, language: Language) -> RegionShown:
    return RegionShown(
        name=words(f"term.region.{region.code}", language=language),
        toll_free=region.toll_free.shown,
        toll_free_dialled=region.toll_free.dialled,
        direct=region.direct.dialled,
        hours=opening_hours(region, language=language),
    )
