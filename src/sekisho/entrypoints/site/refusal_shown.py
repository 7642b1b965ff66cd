"""A refusal made ready for its page: the words, and the second factors with which the login may go on right there.

What the page offers itself is not told a second time as a next step.
"""

from dataclasses import dataclass

from sekisho.core.access.decisions import Surface
from sekisho.entrypoints.site.challenge_shown import FactorShown, show_factors
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.notes import RefusalNote
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.wording.refusals import Asked, Explanation, explain


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """The refused login may go on with one of these."""

    heading: str
    text: str
    factors: tuple[FactorShown, ...]
    is_device_back: bool


def explain_note(
    note: RefusalNote, *, language: Language, still_asked: bool, device_back: bool | None = None
) -> Explanation:
    """Say the refusal; `still_asked` and `device_back` are those of `wording.refusals.Asked`."""
    house = installation()
    asked = Asked(
        factor=note.asked.kind if note.asked else None,
        platform=note.asked.platform if note.asked else None,
        still_asked=still_asked,
        device_back=device_back,
    )
    return explain(
        note.refusal, language=language, regions=house.regions, zone=house.zone, surface=note.surface, asked=asked
    )


def show_offer(note: RefusalNote, *, language: Language) -> Offer | None:
    """Offer what may still be answered. A suspended device opens nothing at the trading platform, so it is not offered there."""
    factors = note.refusal.can_continue_with
    if note.surface is Surface.TRADING:
        factors = tuple(factor for factor in factors if not factor.is_suspended)
    if not factors:
        return None
    is_device_back = all(factor.is_suspended for factor in factors)
    form = "device_back" if is_device_back else "other_factor"
    return Offer(
        heading=words(f"login.refused.{form}", language=language),
        text=words(f"login.refused.{form}_text", language=language),
        factors=show_factors(factors, asked=None, language=language),
        is_device_back=is_device_back,
    )
