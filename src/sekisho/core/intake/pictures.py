"""What is seen on a picture: its pages, with numbers that say how well it was taken and lines that say what is written there.

Made by imaging (`workflows.ports.Imaging`), judged by `judging`, understood by `reading`. Places are shares of the upright
picture's width and height, from 0 at its top left corner to 1.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
"""Of one file (B130)."""


@unique
class PictureFlaw(StrEnum):
    """Why a file is not looked at; the sender can mend each of them."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # more than `MOST_BYTES`
    NOT_A_PICTURE = "not_a_picture"  # by its bytes neither JPEG nor HEIC nor PNG nor PDF
    LOCKED = "locked"  # a PDF that asks for a password
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"  # a thumbnail, or what is left of a picture
    BROKEN = "broken"  # cut off, or not what it says it is
    TOO_HEAVY = "too_heavy"  # more time or memory than any honest picture needs


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Corners:
    """A page's corners as they lie in the picture, each as x and y: top left, top right, bottom right, bottom left."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of writing. `score` is the reader's own, from 0 to 1: good for ordering, no measure of what was missed."""

    text: str
    score: float
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """How well the picture was taken; None where there is nothing to measure it at."""

    width: int  # pixels of the picture as it came
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page. `picture`: a JPEG made anew, upright, of bounded size, without anything that the camera wrote into it."""

    picture: bytes
    corners: Corners | None  # where the page lies in it; None where no page stands out
    measures: Measures
    lines: tuple[Line, ...]
