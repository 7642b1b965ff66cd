"""The one click from a refusal to its situation in the help, and the situations that it may rather be."""

from dataclasses import dataclass

from sekisho.core.help.leads import NEIGHBOURS, Lead
from sekisho.core.help.plights import Plight
from sekisho.entrypoints.site.gateway_address import gateway_ports
from sekisho.wording.language import Language
from sekisho.wording.remedies import PlightSaid, say_plight


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """The situation of a refusal, and its neighbours."""

    situation: PlightSaid
    others: tuple[PlightSaid, ...]


def show_why(lead: Lead | None, *, language: Language) -> Why | None:
    """Give the way on; None where a refusal is of none of the eleven."""
    if lead is None:
        return None
    return Why(situation=_said(lead.plight, language), others=show_neighbours(lead.plight, language=language))


def show_neighbours(plight: Plight, *, language: Language) -> tuple[PlightSaid, ...]:
    """Give the situations that a reader of this one may rather be in."""
    return tuple(_said(other, language) for other in NEIGHBOURS[plight])


def _said(plight: Plight, language: Language) -> PlightSaid:
    return say_plight(plight, language=language, ports=gateway_ports())
