"""`ports.Imaging`: a file is opened behind the fence; its pixels are measured, read, straightened, blacked out and marked here.

The order is that of the cost: what can be said of a file before it is opened, opening it, reading its lines (nine tenths of the
time), finding the page, measuring where the lines are.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.adapters.fence.warden import Fence
from sekisho.adapters.fence.wire import Pixels
from sekisho.adapters.imaging import drawing
from sekisho.adapters.imaging.lines import LineReader, Sheet, Written, line_height
from sekisho.adapters.imaging.measuring import TILE, Mask, Squares, cut_up, measure, to_working_size
from sekisho.adapters.imaging.page import find_corners
from sekisho.core.intake.pictures import Box, Corners, Line, Measures, Page, PictureFlaw

SURE_SCORE: Final = 0.9
FEW_LINES: Final = 3
"""Fewer lines than these do not say where the page is."""
AT_THE_BORDER: Final = 0.004
"""Of the picture's width or height: a line that ends no farther from its border ends beyond it."""

Picture = NDArray[np.uint8]


class Reader(Protocol):
    """Reads the lines of a BGR picture."""

    def read(self, picture: Picture) -> Sheet:
        """Find and read them."""
        ...


class FencedImaging:
    """Every file in a process of its own; lines by RapidOCR in this one. May be used by several threads, which take turns."""

    def __init__(self, reader: Reader | None = None) -> None:
        """Open files behind a fence of its own; `reader` reads lines instead of RapidOCR, for tests of what is around it."""
        self._fence = Fence()
        self._reader = reader or LineReader()
        cv2.setNumThreads(1)  # a worker for each core; threads of their own would only get into each other's way

    def examine(self, content: bytes) -> tuple[Page, ...] | PictureFlaw:
        """See `ports.Imaging`."""
        opened = self._fence.open(content, take)
        if isinstance(opened, PictureFlaw):
            return opened
        return tuple(self._examine_page(picture, native) for picture, native in opened)

    def straighten(self, picture: bytes, corners: Corners) -> bytes:
        """See `ports.Imaging`."""
        return drawing.straightened(picture, corners)

    def hide(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """See `ports.Imaging`."""
        return drawing.hidden(picture, boxes)

    def mark(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """See `ports.Imaging`."""
        return drawing.marked(picture, boxes)

    def close(self) -> None:
        """End the process that waits for files."""
        self._fence.close()

    def _examine_page(self, coded: bytes, native: tuple[int, int]) -> Page:
        picture = drawing.decode(coded)
        sheet = self._reader.read(picture)
        if sheet.quarters:
            picture = np.ascontiguousarray(np.rot90(picture, sheet.quarters))
            native = (native[1], native[0]) if sheet.quarters % 2 else native
            coded = drawing.encode(picture)
        corners = find_corners(picture)
        return Page(
            picture=coded,
            corners=corners,
            measures=measure_page(picture, native=native, sheet=sheet, corners=corners),
            lines=tuple(_line(written, picture) for written in sheet.lines),
        )


def measure_page(picture: Picture, *, native: tuple[int, int], sheet: Sheet, corners: Corners | None) -> Measures:
    """Measure an upright picture whose lines are read; `native` is the width and height of the picture as it came."""
    squares = cut_up(to_working_size(picture))
    taken = measure(squares, page=_page_of(squares, picture, sheet, corners))
    boxes = [_box(written, picture) for written in sheet.lines]
    heights = [line_height(written.quad) for written in sheet.lines]
    return Measures(
        width=native[0],
        height=native[1],
        characters=sum(len(written.text) for written in sheet.lines if written.score >= SURE_SCORE),
        signs=sum(len(written.text) for written in sheet.lines),
        line_height=float(np.median(heights)) * native[0] / picture.shape[1] if heights else None,
        softness=taken.softness,
        shake=taken.shake,
        light=taken.light,
        evenness=taken.evenness,
        step=taken.step,
        glare=taken.glare,
        out=taken.out if corners is None else None,
        cut=sum(_runs_out(box) for box in boxes) / len(boxes) if boxes else None,
    )


def take(pixels: Pixels) -> tuple[bytes, tuple[int, int]]:
    rgb = np.frombuffer(pixels.rgb, dtype=np.uint8).reshape(pixels.height, pixels.width, 3)
    picture = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), dtype=np.uint8)
    return drawing.encode(picture), (pixels.native_width, pixels.native_height)


def _page_of(squares: Squares, picture: Picture, sheet: Sheet, corners: Corners | None) -> Mask | None:
    """Give the squares that the lines stand in; where there are hardly any lines, those of the page."""
    rows, columns = squares.inked.shape
    size = np.array([picture.shape[1], picture.shape[0]], dtype=np.float32)
    scale = max(squares.inked.shape) * TILE / max(picture.shape[:2]) / TILE
    if len(sheet.lines) >= FEW_LINES:
        quads = [written.quad * scale for written in sheet.lines]
    elif corners is not None:
        quads = [np.asarray(corners.points, dtype=np.float32) * size * scale]
    else:
        return None
    mask = np.zeros((rows, columns), np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(mask, np.floor(quad).astype(np.int32), 1)
    return mask > 0


def _line(written: Written, picture: Picture) -> Line:
    return Line(text=written.text, score=min(max(written.score, 0.0), 1.0), box=_box(written, picture))


def _box(written: Written, picture: Picture) -> Box:
    shares = np.clip(written.quad / np.array([picture.shape[1], picture.shape[0]], dtype=np.float32), 0, 1)
    (left, top), (right, bottom) = shares.min(axis=0), shares.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _runs_out(box: Box) -> bool:
    return min(box.left, box.top) <= AT_THE_BORDER or max(box.right, box.bottom) >= 1 - AT_THE_BORDER
