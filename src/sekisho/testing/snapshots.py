"""Photographs by simulation with what is wrong with each, for calibrating the judgement and for proving it.

Severities are drawn: a good one has the small faults of every photograph, a poor one enough of exactly one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

import cv2
import numpy as np
from PIL import Image

from sekisho.core.intake.judging import Fault
from sekisho.testing.camera import GOOD, Shot, photograph
from sekisho.testing.papers import JAPANESE_FACE, Paper, print_paper


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One photograph, what is wrong with it (None: nothing), and what somebody would need to read on it."""

    name: str
    content: bytes
    fault: Fault | None
    required: tuple[str, ...]


PAPERS: Final = tuple(paper for paper in Paper if paper is not Paper.CERTIFICATE or JAPANESE_FACE.exists())


def snapshots(*, each: int, first: int = 0) -> Iterator[Snapshot]:
    """Give `each` of every fault, and four times as many good ones."""
    for fault in (None, *Fault):
        for number in range(first, first + each * (4 if fault is None else 1)):
            yield take_snapshot(fault, seed=number)


def take_snapshot(fault: Fault | None, *, seed: int) -> Snapshot:
    """Take one; the same seed gives the same."""
    name = f"{fault.value if fault else 'good'}-{seed}"
    dealt = Random(name)
    if fault is Fault.NOT_A_DOCUMENT:
        return Snapshot(name, photograph(_scribble(dealt), _fair(dealt), seed=seed), fault, ())
    printed = print_paper(dealt.choice(PAPERS), seed=seed)
    shot = _fair(dealt) if fault is None else _spoil(_fair(dealt), fault, dealt)
    return Snapshot(name, photograph(printed.image, shot, seed=seed), fault, printed.required)


def _fair(dealt: Random) -> Shot:
    return replace(
        GOOD,
        side=dealt.choice((2000, 2400, 3000)),
        fills=dealt.uniform(0.72, 0.9),
        slant=dealt.uniform(0, 0.05),
        turn=dealt.uniform(0, 5),
        light=dealt.uniform(0.62, 0.97),
        fall=dealt.uniform(0, 0.3),
        focus=dealt.uniform(0.4, 1.3),
        noise=dealt.uniform(1, 3),
        quality=dealt.randint(78, 94),
    )


def _spoil(shot: Shot, fault: Fault, dealt: Random) -> Shot:
    match fault:
        case Fault.SHAKEN:
            return replace(shot, shake=shot.side * dealt.uniform(0.011, 0.024))
        case Fault.OUT_OF_FOCUS:
            return replace(shot, focus=shot.side * dealt.uniform(0.0045, 0.009))
        case Fault.DARK:
            return replace(shot, light=dealt.uniform(0.015, 0.06), noise=dealt.uniform(4, 8))
        case Fault.UNEVEN:
            return replace(
                shot, light=dealt.uniform(0.8, 0.97), fall=dealt.uniform(1.1, 1.5), noise=dealt.uniform(4, 7)
            )
        case Fault.SHADOW:
            return replace(
                shot,
                light=dealt.uniform(0.3, 0.6),
                shadow=dealt.uniform(0.7, 0.9),
                soft=dealt.uniform(0.01, 0.06),
                noise=dealt.uniform(5, 9),
            )
        case Fault.GLARE:
            return replace(shot, gleam=dealt.uniform(0.16, 0.3))
        case Fault.CUT_OFF:
            away = dealt.choice(
                ((-0.4, 0.0), (0.0, -0.42), (-0.25, -0.3))
            )  # beyond the left or upper border, where names stand
            return replace(shot, shift=away, fills=dealt.uniform(0.85, 1.1))
        case Fault.SMALL_PRINT:
            return replace(shot, shrink=dealt.uniform(605, 700) / shot.side, fills=dealt.uniform(0.36, 0.5))
        case Fault.NOT_A_DOCUMENT:
            return shot


def _scribble(dealt: Random) -> Image.Image:
    """Something that is no document: an arrow on paper, a thing, or nothing but the table."""
    page = np.full((1200, 1600, 3), 235 if dealt.choice((True, False)) else 90, np.uint8)
    for _ in range(dealt.randint(0, 6)):
        points = np.array([[dealt.randint(100, 1500), dealt.randint(100, 1100)] for _ in range(4)], np.int32)
        colour = tuple(dealt.randint(0, 255) for _ in range(3))
        if dealt.choice((True, False)):
            cv2.polylines(page, [points], isClosed=False, color=colour, thickness=dealt.randint(3, 14))
        else:
            cv2.fillPoly(page, [points], color=colour)
    return Image.fromarray(page)
