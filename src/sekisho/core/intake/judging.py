"""Whether a picture of a document is good enough, and if not, the one thing to do better.

Legible means that what the purpose requires was read, never how sure a reader says it is. The machine refuses nothing for
good: what is poor is asked for again, what is doubtful goes to a person. One table says from which number on a picture is poor
(`JUDGING`); docs/pictures.md says how the numbers were found, and how often they are wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.pictures import Measures
from sekisho.core.tables import TableError, read_rows


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


@unique
class GuideStep(StrEnum):
    """The steps of the guide that a picture may have to be taken again from (facts A016 to A023, A034 to A037)."""

    FRAME = "frame"  # hold the phone above the document, all of it in the picture
    LIGHT = "light"  # enough of it, and the same everywhere
    SHADOW = "shadow"  # stand so that none falls on the document
    GLARE = "glare"  # tilt it, out of its film
    STEADY = "steady"  # hold the phone with both hands
    FOCUS = "focus"  # tap the document on the screen, 20 cm away
    CHECK = "check"  # look whether it is the document, and can be read
    ORIGINAL_SIZE = "original_size"  # come closer, and send it as large as it was taken


STEPS: Final = MappingProxyType(
    {
        Fault.SHAKEN: GuideStep.STEADY,
        Fault.OUT_OF_FOCUS: GuideStep.FOCUS,
        Fault.DARK: GuideStep.LIGHT,
        Fault.UNEVEN: GuideStep.LIGHT,
        Fault.SHADOW: GuideStep.SHADOW,
        Fault.GLARE: GuideStep.GLARE,
        Fault.CUT_OFF: GuideStep.FRAME,
        Fault.SMALL_PRINT: GuideStep.ORIGINAL_SIZE,
        Fault.NOT_A_DOCUMENT: GuideStep.CHECK,
    }
)
"""Fault -> the step to repeat; total."""

RULES: Final = 1
"""The version of the table, kept with every judgement."""

TEXT: Final = """
    measure      clear            poor            fault
    light        at least 80      below 50        dark
    line_height  at least 22      below 19        small_print
    glare        at most 0.02     above 0.05      glare
    signs        at least 30      below 12        not_a_document
    softness     at most 0.28     above 0.35      out_of_focus
    step         at most 0.20     above 0.35      shadow
    evenness     at least 0.60    below 0.45      uneven
    cut          at most 0.00     above 0.08      cut_off
    out          at most 0.10     above 0.25      cut_off
"""
"""From top to bottom: the first measure that is poor names the fault, because the ones below it suffer from it as well.

Between *clear* and *poor* is the doubtful band, where a person looks.
"""

SHAKEN_FROM: Final = 1.8
"""`shake` from which a soft picture is shaken, not out of focus: a lens blurs alike in all directions, a hand in one."""


NOTHING_LEFT: Final = 0.42
"""`softness` from which a picture without writing may have had some: its fault is the blur, not that it is no document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One measure beside the number from which it is poor, as the table has them."""

    measure: str
    value: float
    threshold: float
    is_met: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What a picture is worth. `fault` is the first thing to mend: None where it is legible, or where nothing is wrong with it.

    The latter is a good picture on which something required was not found; a person looks.
    """

    verdict: Verdict
    fault: Fault | None
    findings: tuple[Finding, ...]
    rules: int  # the version of the table


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table. `is_least`: the numbers are least ones, else most ones."""

    measure: str
    is_least: bool
    clear: float
    poor: float
    fault: Fault

    def is_poor(self, value: float) -> bool:
        return value < self.poor if self.is_least else value > self.poor

    def is_clear(self, value: float) -> bool:
        return value >= self.clear if self.is_least else value <= self.clear


def judge(measures: Measures, *, is_enough: bool) -> Judgement:
    """Judge one page. `is_enough`: everything that the purpose requires was read."""
    measured = [(row, float(value)) for row in JUDGING if (value := getattr(measures, row.measure)) is not None]
    findings = tuple(
        Finding(measure=row.measure, value=value, threshold=row.poor, is_met=not row.is_poor(value))
        for row, value in measured
    )
    if is_enough:
        return Judgement(verdict=Verdict.LEGIBLE, fault=None, findings=findings, rules=RULES)
    poor = [row for row, value in measured if row.is_poor(value)]
    unclear = [row for row, value in measured if not row.is_clear(value)]
    first = next(iter(poor or unclear), None)
    return Judgement(
        verdict=Verdict.POOR if poor else Verdict.DOUBTFUL,
        fault=None if first is None else _fault(first, measures),
        findings=findings,
        rules=RULES,
    )


def worst(judgements: Sequence[Judgement]) -> Judgement:
    """Give the one to answer for several pages: a poor one before a doubtful one, the earlier page before the later."""
    rank = (Verdict.POOR, Verdict.DOUBTFUL, Verdict.LEGIBLE)
    return min(judgements, key=lambda judgement: rank.index(judgement.verdict))


def _fault(row: Row, measures: Measures) -> Fault:
    is_blur = row.fault is Fault.OUT_OF_FOCUS
    if row.fault is Fault.NOT_A_DOCUMENT:
        is_blur = (measures.softness or 0) >= NOTHING_LEFT
    if not is_blur:
        return row.fault
    return Fault.SHAKEN if (measures.shake or 0) >= SHAKEN_FROM else Fault.OUT_OF_FOCUS


def read_judging_table(text: str) -> tuple[Row, ...]:
    """Read the table: every fault but the shaken one, which softness stands for, has a row; poor is beyond clear."""
    rows = tuple(_read_row(*cells) for cells in read_rows(text, columns=("measure", "clear", "poor", "fault")))
    if missing := {*Fault} - {row.fault for row in rows} - {Fault.SHAKEN}:
        raise TableError(f"no measure shows these faults: {sorted(missing)}")
    if len({row.measure for row in rows}) != len(rows):
        raise TableError("a measure is there twice")
    return rows


def _read_row(measure: str, clear: str, poor: str, fault: str) -> Row:
    if measure not in Measures.__slots__:
        raise TableError(f"{measure!r} is no measure")
    is_least = clear.startswith("at least ")
    if not (is_least and poor.startswith("below ")) and not (
        clear.startswith("at most ") and poor.startswith("above ")
    ):
        raise TableError(f"{measure!r} is neither at least and below nor at most and above")
    row = Row(measure=measure, is_least=is_least, clear=_number(clear), poor=_number(poor), fault=Fault(fault))
    if row.is_poor(row.clear) or row.clear == row.poor:
        raise TableError(f"{measure!r} leaves no band between clear and poor")
    return row


def _number(cell: str) -> float:
    return float(cell.rpartition(" ")[2])


JUDGING: Final = read_judging_table(TEXT)

if {*STEPS} != {*Fault}:
    raise TableError("a fault has no step of the guide to repeat")
