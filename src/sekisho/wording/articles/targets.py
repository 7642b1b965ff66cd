"""Where a link in an article may lead: another article or its section, a reason of refusal, a page of ours. Nothing outside.

`kb70`, `kb70#verified`, `#recipients` (this article), `reason:locked`, `page:devices`.
"""

from types import MappingProxyType
from typing import Final

from sekisho.core.reasons import Reason
from sekisho.wording.language import Language
from sekisho.wording.places import PATHS, Place, path_of

PAGES: Final = MappingProxyType(
    {place.value: path for place, path in PATHS.items()}
    | {"telephone": "help/#telephone", "references": "help/references/"}
)
"""Name -> the path behind the language."""


def help_path(language: Language) -> str:
    """Give the address of the help's index."""
    return path_of(Place.HELP, language=language)


def article_path(slug: str, *, language: Language, anchor: str = "") -> str:
    """Give the address of an article, or of a section of it."""
    fragment = f"#{anchor}" if anchor else ""
    return f"{help_path(language)}articles/{slug}/{fragment}"


def reason_path(reason: Reason, *, language: Language) -> str:
    """Give the address of the page of a reason."""
    return f"{help_path(language)}reasons/{reason}/"


def target_path(target: str, *, slug: str, language: Language) -> str:
    """Give the address of a link's target, seen from the article `slug`; one that leads nowhere raises `KeyError`."""
    kind, _, name = target.partition(":")
    if kind == "page":
        return f"/{language}/{PAGES[name]}"
    if kind == "reason":
        return reason_path(REASONS[name], language=language)
    other, _, anchor = target.partition("#")
    return article_path(other or slug, language=language, anchor=anchor) if other else f"#{anchor}"


REASONS: Final = MappingProxyType({reason.value: reason for reason in Reason})
