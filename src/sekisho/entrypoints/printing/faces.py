"""The letters: four small subsets of BIZ UDGothic, a type face drawn to be read without mistakes (SIL Open Font License 1.1).

Widths and outlines are read from the same files that the PNG is drawn with and the PDF embeds, so that all three agree. The
files hold the signs of the card's sentences and of most broker names; `sekisho.testing.card_fonts` makes them anew.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from sekisho.entrypoints.printing.marks import Face

FOLDER: Final = Path(__file__).parent / "fonts"
UNKNOWN: Final = "〓"
"""Printers' sign for a letter that is not in the case."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One glyph: its name in the font, how far it moves on, in units of the em."""

    name: str
    advance: int


class Alphabet:
    """The letters of one face, read once."""

    def __init__(self, face: Face) -> None:
        """Open the font file of `face`."""
        self._font: Any = TTFont(file_of(face), lazy=False)
        self._glyphs = self._font.getGlyphSet()
        self._names: dict[int, str] = self._font.getBestCmap()
        self.em: int = self._font["head"].unitsPerEm

    def letters(self, text: str) -> list[Letter]:
        """Give the glyphs of a text; what the font lacks is shown as lacking, never left out."""
        names = (self._names.get(ord(sign), self._names[ord(UNKNOWN)]) for sign in text)
        return [Letter(name=name, advance=self._glyphs[name].width) for name in names]

    def has(self, text: str) -> bool:
        """Tell whether every sign is there."""
        return all(ord(sign) in self._names for sign in text)

    def outline(self, name: str) -> str:
        """Give a glyph's outline as the path of an SVG, y upwards, in units of the em."""
        pen = SVGPathPen(self._glyphs, ntos=lambda number: str(round(number)))
        self._glyphs[name].draw(pen)
        return str(pen.getCommands())


def file_of(face: Face) -> Path:
    """Give the font file of a face."""
    return FOLDER / f"{face}.ttf"


@cache
def alphabet(face: Face) -> Alphabet:
    """Give the letters of a face."""
    return Alphabet(face)


def printable(text: str, face: Face) -> str:
    """Put a sign for each letter that the face lacks."""
    if alphabet(face).has(text):
        return text
    return "".join(sign if alphabet(face).has(sign) else UNKNOWN for sign in text)


def width_of(text: str, *, face: Face, size: float) -> float:
    """Give the width of a line of text in the unit of `size`."""
    letters = alphabet(face)
    return sum(letter.advance for letter in letters.letters(text)) * size / letters.em


def fitted(text: str, *, face: Face, size: float, width: float) -> float:
    """Give the size at which `text` fits into `width`: `size`, or as much smaller as it takes."""
    taken = width_of(text, face=face, size=size)
    return size if taken <= width else size * width / taken
