"""A remedy in words: the cause, what to do now, what changes by itself, whom to call and what to have ready.

The holder's help and the desk say the same, from the same texts (`texts/remedy.toml`, `texts/plight.toml`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.core.help.leads import Lead
from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import READY, Remedy
from sekisho.core.regions import Region
from sekisho.wording.catalogue import numbered, words
from sekisho.wording.language import Language
from sekisho.wording.next_steps import NextStep, step_in_words
from sekisho.wording.places import situation_path

Ports = Mapping[str, int]
"""`port` and `tls_port` of the gateway, as sentences name them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlightSaid:
    """One of the eleven situations in one language."""

    number: int
    title: str
    lead: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RemedySaid:
    """What to do, in one language. `ready` is what to have at hand when telephoning."""

    remedy: Remedy
    title: str
    cause: str
    steps: tuple[NextStep, ...]
    changes: str
    ready: tuple[str, ...]


def say_plight(plight: Plight, *, language: Language, ports: Ports) -> PlightSaid:
    """Say a situation."""
    return PlightSaid(
        number=plight.value,
        title=words(f"plight.{plight.value}.title", language=language),
        lead=words(f"plight.{plight.value}.lead", language=language, **ports),
        url=situation_path(plight, language=language),
    )


def say_remedy(remedy: Remedy, *, language: Language, region: Region, ports: Ports) -> RemedySaid:
    """Say a remedy, with the telephone of a region."""
    steps = numbered(f"remedy.{remedy}.step")
    return RemedySaid(
        remedy=remedy,
        title=words(f"remedy.{remedy}.title", language=language, **ports),
        cause=words(f"remedy.{remedy}.cause", language=language, **ports),
        steps=tuple(step_in_words(*step, language=language, region=region, params=ports) for step in steps),
        changes=words(f"remedy.{remedy}.changes", language=language, **ports),
        ready=tuple(words(f"wizard.ready.{one}", language=language) for one in READY[remedy]),
    )


def name_lead(lead: Lead, *, language: Language) -> str:
    """Name a lead in one line: its situation."""
    return words(f"plight.{lead.plight.value}.title", language=language)
