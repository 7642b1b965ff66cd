"""A refusal in words: what happened, what to do next, when it changes by itself, and where to read more.

Pages, API and help index say the same, from the same table (`texts/refusal.toml`). The reason was already reduced to what the
reader may know (`core.messages`); nothing here looks behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from sekisho.core.access.decisions import Surface
from sekisho.core.authenticators.kinds import AuthenticatorKind, Platform
from sekisho.core.reasons import Manner, Reason
from sekisho.core.regions import Region, region_of
from sekisho.wording.articles.treatment import article_of
from sekisho.wording.catalogue import Message, has_words, numbered, words
from sekisho.wording.language import Language
from sekisho.wording.moments import moment_after
from sekisho.wording.next_steps import NextStep, step_in_words, usual_residence


class Refusal(Protocol):
    """What is explained: `workflows.outcomes.RefusalView`, seen from here."""

    @property
    def reason(self) -> Reason: ...
    @property
    def reference(self) -> str: ...
    @property
    def retry_at(self) -> datetime | None: ...
    @property
    def residence(self) -> str: ...
    @property
    def attempts_left(self) -> int | None: ...
    @property
    def manner(self) -> Manner | None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A refusal in one language. `changes` is the sentence for `retry_at`; `attempts` the one for tries that are left."""

    reason: Reason
    reference: str
    title: str
    explanation: str
    next_steps: tuple[NextStep, ...]
    retry_at: datetime | None
    changes: str | None
    attempts: str | None
    article: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What was asked when it was refused, as far as it is known; next steps that speak of something else are left out."""

    factor: AuthenticatorKind | None = None
    platform: Platform | None = None
    still_asked: bool | None = None  # whether the same question may be answered again
    device_back: bool | None = None  # False where the page offers the device that is back: no step need repeat it


VERIFIED: Final = {"device": "identity", "task": "identity"}
"""Matters that verify identity: a password refused there is told alike for every deed."""

NOTHING_KNOWN: Final = Asked()


def explain(
    refusal: Refusal,
    *,
    language: Language,
    regions: Sequence[Region],
    zone: ZoneInfo,
    surface: Surface | None = None,
    asked: Asked = NOTHING_KNOWN,
    matter: str = "",
) -> Explanation:
    """Say a refusal in `language`: instants in `zone`, telephone numbers of the holder's region.

    `matter` names a file of texts whose `refused` table has words of its own for some reasons.
    """
    reason = refusal.reason
    said = words_of(reason, manner=refusal.manner, matter=matter)
    region = region_of(refusal.residence or usual_residence(language), regions)
    steps = (entry for entry in numbered(f"{said}.next") if _applies(entry[1], asked, surface))
    return Explanation(
        reason=reason,
        reference=refusal.reference,
        title=words(f"{said}.title", language=language),
        explanation=words(f"{said}.explanation", language=language),
        next_steps=tuple(step_in_words(*entry, language=language, region=region, surface=surface) for entry in steps),
        retry_at=refusal.retry_at,
        changes=_changes(refusal, language, zone),
        attempts=attempts_left(refusal.attempts_left, language=language),
        article=article_of(reason, language=language),
    )


def words_of(reason: Reason, *, manner: Manner | None = None, matter: str = "") -> str:
    """Name the words of a refusal: those of how it came about, else those of the matter, else those of the reason."""
    exact = f"manner.{reason}.{manner}"
    if manner is not None and has_words(f"{exact}.title"):
        return exact
    of_matter = (f"{name}.refused.{reason}" for name in (matter, VERIFIED.get(matter, "")))
    return next((said for said in of_matter if has_words(f"{said}.title")), f"refusal.{reason}")


def ways_of(reason: Reason) -> tuple[Manner, ...]:
    """Give the ways to come to `reason` that have words of their own."""
    return tuple(manner for manner in Manner if words_of(reason, manner=manner).startswith("manner."))


def attempts_left(count: int | None, *, language: Language) -> str | None:
    """Say how many tries are left, if that is known."""
    if count is None:
        return None
    return words("login.attempts.one" if count == 1 else "login.attempts.many", language=language, count=count)


def _applies(message: Message, asked: Asked, surface: Surface | None) -> bool:
    known = {
        "factor": asked.factor,
        "platform": asked.platform,
        "surface": surface,
        "still_asked": asked.still_asked,
        "device_back": asked.device_back,
    }
    return all(message.marks.get(mark) in {None, value} for mark, value in known.items() if value is not None)


def _changes(refusal: Refusal, language: Language, zone: ZoneInfo) -> str | None:
    name = f"refusal.{refusal.reason}.changes"
    if refusal.retry_at is None or not has_words(name):
        return None
    return words(name, language=language, moment=moment_after(refusal.retry_at, language=language, zone=zone))
