"""What is done to a picture for the people who see it: blacked out, marked, made small, written as a JPEG.

Every picture here was made by this program from pixels; nothing of the file that came is left in it, names of cameras and places
of taking neither.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.adapters.imaging.page import straighten
from sekisho.core.intake.pictures import Box, Corners

Picture = NDArray[np.uint8]

QUALITY: Final = 88
SMALL_SIDE: Final = 800
SMALL_QUALITY: Final = 80
FRAME: Final = (40, 40, 220)  # red, as blue, green, red
HALO: Final = (255, 255, 255)
ROOM: Final = 0.004
"""Of the picture's width and height, around a box: what the reader takes for a line may end inside its last sign."""


def straightened(picture: bytes, corners: Corners) -> bytes:
    """Give the page alone."""
    return encode(straighten(decode(picture), corners))


def hidden(picture: bytes, boxes: Sequence[Box]) -> bytes:
    """Black out each box and a little around it."""
    pixels = decode(picture)
    for box in boxes:
        left, top, right, bottom = _pixels(box, pixels)
        pixels[top:bottom, left:right] = 0
    return encode(pixels)


def marked(picture: bytes, boxes: Sequence[Box]) -> bytes:
    """Make it small, and draw a frame around each box that stands out on dark and on light."""
    pixels = decode(picture)
    height, width = pixels.shape[:2]
    scale = min(SMALL_SIDE / max(height, width), 1.0)
    size = (max(int(width * scale), 1), max(int(height * scale), 1))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    for box in boxes:
        left, top, right, bottom = _pixels(box, small)
        for colour, thickness in ((HALO, 5), (FRAME, 3)):
            cv2.rectangle(small, (left, top), (max(right - 1, left), max(bottom - 1, top)), colour, thickness)
    return encode(small, quality=SMALL_QUALITY)


def encode(picture: Picture, *, quality: int = QUALITY) -> bytes:
    """Write a JPEG."""
    is_written, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not is_written:
        raise ValueError("pixels of no size are no picture")
    return coded.tobytes()


def decode(picture: bytes) -> Picture:
    """Read a JPEG that `encode` wrote."""
    pixels = cv2.imdecode(np.frombuffer(picture, dtype=np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("this is no picture of ours")
    return np.asarray(pixels, dtype=np.uint8)


def _pixels(box: Box, picture: Picture) -> tuple[int, int, int, int]:
    """Give left, top, right and bottom in pixels, outwards to whole ones and never beyond the picture."""
    height, width = picture.shape[:2]
    left, right = sorted((box.left, box.right))
    top, bottom = sorted((box.top, box.bottom))
    return (
        int(np.clip(np.floor((left - ROOM) * width), 0, width)),
        int(np.clip(np.floor((top - ROOM) * height), 0, height)),
        int(np.clip(np.ceil((right + ROOM) * width), 0, width)),
        int(np.clip(np.ceil((bottom + ROOM) * height), 0, height)),
    )
