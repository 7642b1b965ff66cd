"""Settings > User Settings, with the gear that leads to Security > Secure Login System (A169, A170); the list is in `devices`.

The older path, Manage Account > Security > Secure Login System > Security Device, leads to the same list (A183).
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access.permits import HolderDeed, may
from sekisho.entrypoints.portal.inside import frame_of, reaching
from sekisho.entrypoints.site.pages import render_page, see_other
from sekisho.wording.articles.library import ARTICLES
from sekisho.wording.articles.targets import article_path
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import Visitor

RELATED: Final = tuple("kb1131 kb1943 kb2636 kb2481 kb2545 kb975 kb2260 kb2895 kb1861 kb69 kb70".split())
"""The articles on the same matter, in the source's order (A187 to A197); each is a page of the help."""

LIST: Final = "settings/user/security/secure-login-system/"


@require_safe
@reaching(HolderDeed.SHOW_CARD)
def user(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show User Settings."""
    context = frame_of(visitor, language) | {"may_change_contact": may(HolderDeed.CHANGE_CONTACT, visitor.scopes)}
    return render_page(request, "portal/settings/user.html", language=language, context=context)


@require_safe
def older_path(request: HttpRequest, language: Language) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """Lead from the path of Classic Account Management to the list."""
    return see_other(f"/{language}/{LIST}")


def articles(language: Language) -> list[dict[str, str]]:
    """Give the articles with their numbers, titles and addresses, for pages on the same matter."""
    return [
        {
            "id": article,
            "number": article.upper(),
            "title": ARTICLES[article].title.text(language),
            "url": article_path(article, language=language),
        }
        for article in RELATED
    ]
