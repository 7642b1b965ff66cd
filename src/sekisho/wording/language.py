"""The two languages of the house, and which one somebody who names several gets."""

from enum import StrEnum, unique


@unique
class Language(StrEnum):
    """The first part of every page's address."""

    JA = "ja"
    EN = "en"

    @property
    def other(self) -> "Language":
        """Give the language of the switch."""
        return Language.EN if self is Language.JA else Language.JA


def language_of(tag: str) -> Language:
    """Read a language tag such as `ja`, `ja-JP` or `en_US`; whatever is not Japanese reads English."""
    return Language.JA if tag.strip().lower().replace("_", "-").split("-")[0] == Language.JA else Language.EN


def preferred_language(accept_language: str) -> Language:
    """Choose by an `Accept-Language` header (RFC 9110, 12.5.4); a header that names neither language reads English."""
    wishes = [_read_wish(part) for part in accept_language.split(",")]
    known = [(quality, tag) for quality, tag in wishes if quality > 0 and tag in {Language.JA, Language.EN}]
    best = max(known, key=lambda wish: wish[0], default=(0.0, Language.EN.value))
    return Language(best[1])


def _read_wish(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        quality = float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        quality = 0.0
    return quality, tag.strip().lower().split("-")[0]
