"""What is said when a call itself is wrong or cannot be served, in pages and in problem documents alike."""

from dataclasses import dataclass
from enum import StrEnum, unique

from sekisho.wording.catalogue import words
from sekisho.wording.language import Language


@unique
class Fault(StrEnum):
    """The faults of HTTP, as opposed to the refusals of the policy."""

    MALFORMED = "malformed"
    SESSION_REQUIRED = "session_required"
    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultWords:
    """A fault in one language."""

    title: str
    explanation: str


def fault_words(fault: Fault, *, language: Language) -> FaultWords:
    """Say a fault."""
    return FaultWords(
        title=words(f"fault.{fault}.title", language=language),
        explanation=words(f"fault.{fault}.explanation", language=language),
    )
