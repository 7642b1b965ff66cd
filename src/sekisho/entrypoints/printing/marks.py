"""What can stand on a sheet: filled boxes, lines, and text of one line. Lengths in millimetres, from the top left corner."""

from dataclasses import dataclass
from enum import Enum, StrEnum, unique


@unique
class Face(StrEnum):
    """The four looks of a letter, by the names of their font files."""

    TEXT = "text-regular"
    STRONG = "text-bold"
    INDEX = "mono-regular"
    VALUE = "mono-bold"


@unique
class Align(Enum):
    """Which end of a text stands at its x; the values are Pillow's anchors, on the baseline."""

    LEFT = "ls"
    CENTRE = "ms"
    RIGHT = "rs"


BLACK = 0
GREY = 96
FAINT = 150
BAND = 226
"""Shades from black (0) to white (255): a card is printed by whatever printer there is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    shade: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A straight line. `is_dashed`: to be folded, not cut."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    shade: int = BLACK
    is_dashed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One line of text; `y` is its baseline, `size` the height of its em square."""

    x: float
    y: float
    text: str
    size: float
    face: Face = Face.TEXT
    align: Align = Align.LEFT
    shade: int = BLACK


Mark = Box | Line | Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One side of paper with its marks, bottom ones first."""

    width: float
    height: float
    marks: tuple[Mark, ...]
