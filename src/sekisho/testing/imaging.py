"""`ports.Imaging` dealt by a test: which pages a file has is said beforehand, and nothing is opened or read.

What is done to a picture (straightened, blacked out, marked) is the real thing, which is quick and the same in every run.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from sekisho.adapters.imaging import drawing
from sekisho.core.intake.pictures import MOST_BYTES, Box, Corners, Line, Measures, Page, PictureFlaw


class FakeImaging:
    """Files and what is seen on them. A file that was not dealt is no picture."""

    def __init__(self) -> None:
        self._dealt: dict[bytes, tuple[Page, ...] | PictureFlaw] = {}

    def deal(self, content: bytes, seen: Sequence[Page] | PictureFlaw) -> None:
        """Say what is seen when a file of exactly these bytes is examined."""
        self._dealt[content] = seen if isinstance(seen, PictureFlaw) else tuple(seen)

    def examine(self, content: bytes) -> tuple[Page, ...] | PictureFlaw:
        """See `ports.Imaging`."""
        if not content:
            return PictureFlaw.EMPTY
        if len(content) > MOST_BYTES:
            return PictureFlaw.TOO_LARGE
        return self._dealt.get(content, PictureFlaw.NOT_A_PICTURE)

    def straighten(self, picture: bytes, corners: Corners) -> bytes:
        """See `ports.Imaging`."""
        return drawing.straightened(picture, corners)

    def hide(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """See `ports.Imaging`."""
        return drawing.hidden(picture, boxes)

    def mark(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """See `ports.Imaging`."""
        return drawing.marked(picture, boxes)


def dealt_page(
    *texts: str, measures: Measures | None = None, size: tuple[int, int] = (600, 800), corners: Corners | None = None
) -> Page:
    """Give a good page with these lines, one below the other; its picture is white with a grey bar for each line."""
    width, height = size
    picture = np.full((height, width, 3), 245, np.uint8)
    lines = []
    for row, text in enumerate(texts):
        top = (row + 1) / (len(texts) + 2)
        box = Box(0.1, top, 0.9, top + 0.5 / (len(texts) + 2))
        at = (int(box.left * width), int(box.top * height))
        cv2.rectangle(picture, at, (int(box.right * width), int(box.bottom * height)), (90, 90, 90), -1)
        lines.append(Line(text=text, score=0.99, box=box))
    return Page(
        picture=drawing.encode(picture), corners=corners, measures=measures or GOOD_MEASURES, lines=tuple(lines)
    )


GOOD_MEASURES = Measures(
    width=3024,
    height=4032,
    characters=400,
    signs=420,
    line_height=60.0,
    softness=0.15,
    shake=1.3,
    light=200.0,
    evenness=0.9,
    step=0.05,
    glare=0.0,
    cut=0.0,
)
"""Of a photograph that nothing is wrong with."""
