"""The deeds made ready for the eye: what is ready, what still lacks something (and what), and what is not for this account."""

from dataclasses import dataclass
from typing import Final

from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.entrypoints.desk.seat import Seat, told_lacks
from sekisho.wording.catalogue import words
from sekisho.wording.desk import deed_name, lack_text, risk_text
from sekisho.wording.language import Language
from sekisho.workflows.desk.outcomes import DeedLine, HolderSheet

NEVER: Final = frozenset({Lack.ROLE, Lack.STATE, Lack.OWN_ACCOUNT, Lack.THIRD_PASSCODE})
"""What nothing in this call can change."""
MENDED_IN_FORM: Final = frozenset({Lack.SECOND_AGENT, Lack.SECOND_UNFIT, Lack.DEVICE})
"""What the deed's own pages ask for: the way there is open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedShown:
    """One button."""

    deed: str
    name: str
    lacks: tuple[str, ...]
    risks: str
    is_ready: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedsShown:
    """The right column."""

    ready: tuple[DeedShown, ...]
    waiting: tuple[DeedShown, ...]
    never: tuple[DeedShown, ...]


def show_deeds(sheet: HolderSheet, seat: Seat) -> DeedsShown:
    """Sort every deed into one of three lists."""
    lines = sheet.deeds
    return DeedsShown(
        ready=tuple(show_deed(line, seat) for line in lines if is_ready(line)),
        waiting=tuple(show_deed(line, seat) for line in lines if not is_ready(line) and not NEVER & {*line.lacks}),
        never=tuple(show_deed(line, seat) for line in lines if NEVER & {*line.lacks}),
    )


def is_ready(line: DeedLine) -> bool:
    """Tell whether the deed's pages can bring it to its end."""
    return {*line.lacks} <= MENDED_IN_FORM


def show_deed(line: DeedLine, seat: Seat) -> DeedShown:
    """Show one button with everything that it lacks."""
    language = seat.language
    risks = seat.say("deed.joint").join(_bare(risk_text(risk, language=language)) for risk in sorted(line.risks))
    return DeedShown(
        deed=line.deed.value,
        name=deed_name(line.deed, language=language),
        lacks=tuple(lack_text(lack, language=language) for lack in told_lacks(line.lacks)),
        risks=seat.say("deed.two_people", risks=risks) if risks else "",
        is_ready=is_ready(line),
    )


def told_of(deed: DeskDeed, tongue: str) -> tuple[str, str]:
    """Give what the holder will be told of a deed: matter and text, in the holder's language."""
    name, language = f"outgoing.{DEMANDS[deed].told_as}", Language(tongue)
    return words(f"{name}.matter", language=language), words(f"{name}.text", language=language)


def _bare(sentence: str) -> str:
    return sentence.rstrip("。.")
