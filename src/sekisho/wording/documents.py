"""The words about documents at the desk: what was read, how it compares, why it waits, what a verdict says to the holder."""

from typing import Final

from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.kinds import Kind
from sekisho.core.intake.reading import Caution, Field, Match
from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict
from sekisho.core.intake.subject_line import Purpose
from sekisho.wording.catalogue import has_words, words
from sekisho.wording.language import Language

WHY_ROOMS: Final = ("document.fault", "document.flaw", "document.reason", "document.unread")
UNCLEAR_ROOM: Final = "document.subject_flaw"


def purpose_name(purpose: Purpose | None, *, language: Language) -> str:
    """Name what a document is to prove."""
    return words(f"outgoing.purpose.{purpose}" if purpose else "document.no_purpose", language=language)


def field_name(field: Field, *, language: Language) -> str:
    """Name a field."""
    return words(f"document.field.{field}", language=language)


def match_name(match: Match, *, language: Language) -> str:
    """Say how a field compares with the account."""
    return words(f"document.match.{match}", language=language)


def kind_of_paper(kind: Kind, *, language: Language) -> str:
    """Name a kind of document."""
    return words(f"document.kind.{kind}", language=language)


def caution_name(caution: Caution, *, language: Language) -> str:
    """Say a caution in a word or two."""
    return words(f"document.caution.{caution}", language=language)


def caution_text(caution: Caution, *, language: Language) -> str:
    """Say what to look at, and what for."""
    return words(f"document.look.{caution}", language=language)


def reason_text(reason: DocumentReason, *, language: Language) -> str:
    """Say a reason as the holder is told it."""
    return words(f"document.reason.{reason}", language=language)


def reason_name(reason: DocumentReason, *, language: Language) -> str:
    """Name a reason, as a list to choose from does."""
    return words(f"document.reason_name.{reason}", language=language)


def verdict_name(verdict: ReviewVerdict, *, language: Language) -> str:
    """Name a verdict, as its button does."""
    return words(f"document.verdict.{verdict}", language=language)


def state_name(state: DocumentState, *, language: Language) -> str:
    """Say where one sending stands."""
    return words(f"document.state.{state}", language=language)


def case_name(state: CaseState, *, language: Language) -> str:
    """Say where a proof stands."""
    return words(f"document.case.{state}", language=language)


def why_text(why: str, *, language: Language) -> str:
    """Say why a document waits, or was asked for again; "" where it simply waits, or a later release knows the reason."""
    found = next((f"{room}.{why}" for room in WHY_ROOMS if has_words(f"{room}.{why}")), "")
    return words(found, language=language) if found else ""


def flaw_text(flaw: str, *, language: Language) -> str:
    """Say to its sender what is wrong with a file that is not even taken."""
    return words(f"sending.flaw.{flaw}", language=language)


def unclear_text(flaw: str, *, language: Language) -> str:
    """Say why nobody could tell from the subject whose a document is, or what for."""
    known = f"{UNCLEAR_ROOM}.{flaw}"
    return words(known, language=language) if has_words(known) else ""
