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
    """How well the picture was taken; None where there is nothing to measure it at. docs/pictures.md says how each is found.

    Light is 0 (black) to 255 (white), everything else a share or a ratio, unless it says pixels.
    """

    width: int  # pixels of the picture as it came, turned upright
    height: int
    characters: int = 0  # signs read without doubt
    signs: int = 0  # signs read, surely or not: on what is no document there are hardly any
    line_height: float | None = None  # pixels of the picture as it came, middle of all lines
    softness: float | None = None  # 0 sharp, 1 nothing left to lose, in the direction that is blurred most
    shake: float | None = None  # softness of the worst direction to that of the best: a hand that moved moves one way
    light: float | None = None  # of the paper between the signs, where it is lightest
    evenness: float | None = None  # light of the paper where it is dim to that where it is lightest
    step: float | None = None  # how much of the light is lost over a finger's breadth, where most is
    glare: float | None = None  # of the page that a reflection has burnt out
    cut: float | None = None  # of the lines that run out of the picture
    out: float | None = (
        None  # of the picture's border that the paper reaches; None where the page is found, 0 for a scan
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page. `picture`: a JPEG made anew, upright, of bounded size, without anything that the camera wrote into it."""

    picture: bytes
    corners: Corners | None  # where the page lies in it; None where no page stands out
    measures: Measures
    lines: tuple[Line, ...]
