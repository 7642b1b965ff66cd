"""What every page of the help has: its addresses in both languages, and what the articles of this house say."""

from django.http import HttpRequest

from sekisho.entrypoints.site.installation import Installation
from sekisho.entrypoints.site.pages import same_page
from sekisho.wording.articles.saying import Teller
from sekisho.wording.articles.targets import help_path
from sekisho.wording.articles.values import HouseFacts, values_of
from sekisho.wording.language import Language


def help_frame(request: HttpRequest, house: Installation, language: Language) -> dict[str, object]:
    """Give the addresses: this page's own, that of each language, the index and the feed."""
    origin = house.origin or f"{request.scheme}://{request.get_host()}"
    return {
        "canonical": origin + request.path_info,
        "alternates": [(one.value, origin + same_page(request.path_info, one)) for one in Language],
        "help_root": help_path(language),
    }


def teller(house: Installation, slug: str, language: Language) -> Teller:
    """Give what says the lines of an article in this house."""
    facts = HouseFacts(cutoff=house.ports.cutoff, mailboxes=house.ports.mailboxes)
    return Teller(slug=slug, language=language, values=values_of(facts, language=language))
