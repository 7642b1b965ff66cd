"""Which part of a picture a fault is about: what the frame in an answer's picture goes around."""

from typing import Final

from sekisho.core.intake.judging import Fault
from sekisho.core.intake.pictures import Box, Corners, Line

WHOLE: Final = Box(0.0, 0.0, 1.0, 1.0)
AT_THE_BORDER: Final = 0.01
"""Of the width or height: a line that ends no farther from the border is taken to go on beyond it."""


def spots(fault: Fault | None, *, lines: tuple[Line, ...], corners: Corners | None) -> tuple[Box, ...]:
    """Give the boxes: lines that run out of the picture, lines too small to read, else the page, else everything."""
    found: tuple[Box, ...] = ()
    if fault is Fault.CUT_OFF:
        found = tuple(line.box for line in lines if _is_cut(line.box))
    elif fault is Fault.SMALL_PRINT:
        found = _around([line.box for line in lines])
    return found or (_page(corners) if corners else WHOLE,)


def _is_cut(box: Box) -> bool:
    return min(box.left, box.top, 1 - box.right, 1 - box.bottom) <= AT_THE_BORDER


def _around(boxes: list[Box]) -> tuple[Box, ...]:
    if not boxes:
        return ()
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    return (Box(left, top, max(box.right for box in boxes), max(box.bottom for box in boxes)),)


def _page(corners: Corners) -> Box:
    across, down = [x for x, _ in corners.points], [y for _, y in corners.points]
    return Box(min(across), min(down), max(across), max(down))
