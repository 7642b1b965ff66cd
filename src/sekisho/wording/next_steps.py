"""A thing to do, in words: with the page that does it, or the telephone number of the reader's region.

Refusals and remedies say their steps alike; the texts mark where each leads (`to`: a Place; `phone`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sekisho.core.access.decisions import Surface
from sekisho.core.regions import Region
from sekisho.wording.catalogue import Message, words
from sekisho.wording.language import Language
from sekisho.wording.moments import contact, opening_hours
from sekisho.wording.places import Place, path_of

NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class NextStep:
    """One thing to do. `phone` is dialable (RFC 3966); `contact` and `hours` are the same in words, `label` names the link."""

    text: str
    url: str | None = None
    label: str = ""
    phone: str | None = None
    phone_shown: str = ""
    abroad: str = ""
    contact: str = ""
    hours: str = ""


def step_in_words(
    name: str,
    message: Message,
    *,
    language: Language,
    region: Region,
    surface: Surface | None = None,
    params: Mapping[str, object] = NOTHING,
) -> NextStep:
    """Say a numbered step with its link or its telephone; `params` are those of its text."""
    text = words(name, language=language, **params)
    if "to" in message.marks:
        place = Place(str(message.marks["to"]))
        url = path_of(place, language=language, surface=surface or Surface.PORTAL)
        return NextStep(text=text, url=url, label=words(f"login.refused.to_{place}", language=language))
    if not message.marks.get("phone"):
        return NextStep(text=text)
    return NextStep(
        text=text,
        phone=region.toll_free.dialled,
        phone_shown=region.toll_free.shown,
        abroad=words("moment.telephone.direct", language=language, number=region.direct.dialled),
        contact=contact(region, language=language),
        hours=opening_hours(region, language=language),
    )


def usual_residence(language: Language) -> str:
    """Give the country of residence to go by where nobody is known yet."""
    return "JP" if language is Language.JA else ""  # before the password is proved nothing else is known
