"""Which step of the capture guide helps against whatever is wrong with a picture, also where it was never looked at."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.judging import STEPS, GuideStep
from sekisho.core.intake.pictures import PictureFlaw

FLAW_STEPS: Final[Mapping[PictureFlaw, GuideStep]] = MappingProxyType(
    {
        PictureFlaw.EMPTY: GuideStep.CHECK,
        PictureFlaw.TOO_LARGE: GuideStep.ORIGINAL_SIZE,
        PictureFlaw.NOT_A_PICTURE: GuideStep.CHECK,
        PictureFlaw.LOCKED: GuideStep.CHECK,
        PictureFlaw.TOO_MANY_PAGES: GuideStep.FRAME,
        PictureFlaw.TOO_MANY_PIXELS: GuideStep.ORIGINAL_SIZE,
        PictureFlaw.TOO_SMALL: GuideStep.ORIGINAL_SIZE,
        PictureFlaw.BROKEN: GuideStep.CHECK,
        PictureFlaw.TOO_HEAVY: GuideStep.ORIGINAL_SIZE,
    }
)
"""Flaw -> the step to repeat; total. Those of faults are in `judging`."""


def step_for(why: str) -> GuideStep | None:
    """Give the step for a stored reason; None for a person's, who said it in words."""
    known = ((reason.value, step) for reason, step in (*STEPS.items(), *FLAW_STEPS.items()))
    return next((step for reason, step in known if reason == why), None)
