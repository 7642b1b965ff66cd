"""The quiet advice to make a passkey: what a holder should end with, said wherever the way leads past, while there is none.

Not more than that: nothing is asked again and again, nothing stands before what the page is for.
"""

from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.entrypoints.site.installation import installation
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.places import Place, path_of
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.passkeys.show import terms_of_passkey

BINDING: Final = (HolderDeed.BIND_DEVICE, HolderDeed.BIND_FIRST_DEVICE)


def passkey_offered(visitor: Visitor, language: Language) -> dict[str, str] | None:
    """Give the words of the way to a passkey; None where this session cannot reach it."""
    if not any(may(deed, visitor.scopes) for deed in BINDING):
        return None
    is_advised = passkey_advised(visitor, language) is not None
    lead = words("passkey.advice.text" if is_advised else "passkey.page.lead", language=language)
    return {"heading": words("passkey.page.heading", language=language), "lead": lead, "url": _way(language)}


def passkey_advised(visitor: Visitor, language: Language) -> dict[str, str] | None:
    """Give the advice; None for whoever has a passkey, and where none could be made now."""
    if not any(may(deed, visitor.scopes) for deed in BINDING):
        return None
    terms = terms_of_passkey(installation().ports, visitor)
    if terms.has_one or not terms.is_possible:
        return None
    return {
        "heading": words("passkey.advice.heading", language=language),
        "text": words("passkey.advice.text", language=language),
        "ends": words("passkey.page.ends", language=language) if terms.ends_interim else "",
        "submit": words("passkey.page.heading", language=language),
        "url": _way(language),
    }


def _way(language: Language) -> str:
    return f"{path_of(Place.DEVICES, language=language)}passkey/"
