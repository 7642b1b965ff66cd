"""A help article as a page. Where it is not written in the reader's language, it is shown in the other, and says so (A002)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access.ceilings import ceiling_of
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.entrypoints.portal.help_frame import help_frame, teller
from sekisho.entrypoints.site.faults import not_found
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.articles.article import Article, Written
from sekisho.wording.articles.library import ARTICLES
from sekisho.wording.articles.saying import SaidBlock, Teller, titled
from sekisho.wording.articles.targets import article_path
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.moments import date, usd
from sekisho.wording.terms import kind_name


@dataclass(frozen=True, kw_only=True, slots=True)
class PartShown:
    """One part with its heading. `language` is that of the heading: labels stay the reader's, titles are the article's."""

    anchor: str
    title: str
    language: Language
    blocks: tuple[SaidBlock, ...]


@require_safe
def article(request: HttpRequest, language: Language, slug: str) -> HttpResponse:
    """Show an article."""
    found = ARTICLES.get(slug)
    if found is None:
        return not_found(request)
    house = installation()
    context = show_article(found, teller(house, slug, found.language_for(language)), language, library=ARTICLES)
    return render_page(
        request, "portal/help/article.html", language=language, context=context | help_frame(request, house, language)
    )


def show_article(
    article: Article, told: Teller, language: Language, *, library: Mapping[str, Article]
) -> dict[str, object]:
    """Give what the page of an article shows to a reader of `language`."""
    at = datetime.combine(article.updated, time(), UTC)
    updated = date(at, language=language, zone=ZoneInfo("UTC"))
    return {
        "article": article,
        "title": article.title.text(told.language),
        "summary": article.summary.text(told.language),
        "told_language": told.language.value,
        "is_other": told.language is not language,
        "parts": _parts(article, told, language),
        "updated": words("help.article.updated", language=language, date=updated),
        "references": [
            {"title": titled(library[slug], language=language), "url": article_path(slug, language=language)}
            for slug in article.references
        ],
        "limits": _limits(told.language),
    }


def _parts(article: Article, told: Teller, language: Language) -> list[PartShown]:
    """Give the parts in order; labels are said in the reader's language, whatever that of the text (A003, A004)."""

    def labelled(anchor: str, written: Written | None) -> list[PartShown]:
        if written is None:
            return []
        title = words(f"help.article.{anchor}", language=language)
        spoken = Language.EN if anchor == "background" else language  # one word for both, as in the source
        return [
            PartShown(anchor=anchor, title=title, language=spoken, blocks=told.blocks(written.blocks(told.language)))
        ]

    sections = [
        PartShown(
            anchor=section.anchor,
            title=section.title.text(told.language),
            language=told.language,
            blocks=told.blocks(section.text.blocks(told.language)),
        )
        for section in article.sections
    ]
    opening = labelled("overview", article.overview) + labelled("background", article.background)
    return opening + sections + labelled("notes", article.notes)


def _limits(language: Language) -> list[tuple[str, str, str]]:
    """Give the table of withdrawal ceilings, weakest first: each factor, its limit of a day and of five business days."""

    def said(amount: object) -> str:
        return usd(amount if isinstance(amount, int) else None, language=language)

    factors: tuple[AuthenticatorKind | None, ...] = (
        None,
        AuthenticatorKind.TEMPORARY_PASSCODE,
        AuthenticatorKind.CODE_CARD,
        AuthenticatorKind.KEY_APP,
        AuthenticatorKind.PASSKEY,
        AuthenticatorKind.DSC_PLUS,
    )
    ceilings = ((factor, ceiling_of(factor)) for factor in factors)
    return [
        (kind_name(factor, language=language), said(ceiling.per_day), said(ceiling.per_five_business_days))
        for factor, ceiling in ceilings
    ]
