"""Whether a picture of a document is good enough, and if not, the one thing to do better.

Legible means that what the purpose requires was read, never how sure a reader says it is. The machine refuses nothing for
good: what is poor is asked for again, what is doubtful goes to a person.
"""

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Fault(StrEnum):
    """What is wrong with a picture, each with one step of the guide to repeat."""

    SHAKEN = "shaken"
    OUT_OF_FOCUS = "out_of_focus"
    DARK = "dark"
    UNEVEN = "uneven"
    SHADOW = "shadow"
    GLARE = "glare"
    CUT_OFF = "cut_off"
    SMALL_PRINT = "small_print"  # too far away, or sent smaller than taken
    NOT_A_DOCUMENT = "not_a_document"


@unique
class Verdict(StrEnum):
    """What follows from it."""

    LEGIBLE = "legible"
    DOUBTFUL = "doubtful"  # a person looks at it
    POOR = "poor"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One measure beside its threshold, as the table has them."""

    measure: str
    value: float
    threshold: float
    is_met: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What a picture is worth. `fault` is the worst thing, and is there unless it is legible."""

    verdict: Verdict
    fault: Fault | None
    findings: tuple[Finding, ...]
    rules: int  # the version of the table
