"""Sheets as one PNG, one below the other, at a resolution that prints well; it carries its own scale."""

from io import BytesIO
from typing import Final, assert_never

from PIL import Image, ImageDraw, ImageFont

from sekisho.entrypoints.printing.faces import file_of, printable
from sekisho.entrypoints.printing.marks import Box, Face, Line, Sheet, Text

INCH: Final = 25.4
DOTS: Final = 300
"""Dots an inch."""
WHITE: Final = 255
DASH: Final = 1.6
GAP: Final = 1.2


def write_png(sheets: tuple[Sheet, ...]) -> bytes:
    """Draw the sheets in grey."""
    width = max(_dots(sheet.width) for sheet in sheets)
    image = Image.new("L", (width, sum(_dots(sheet.height) for sheet in sheets)), WHITE)
    top = 0.0
    for sheet in sheets:
        _Pencil(image, top).draw(sheet)
        top += sheet.height
    kept = BytesIO()
    image.save(kept, "PNG", dpi=(DOTS, DOTS), compress_level=1)
    return kept.getvalue()


class _Pencil:
    """Draws on an image, `top` millimetres down; each keeps its own fonts, which no other thread then uses."""

    def __init__(self, image: Image.Image, top: float) -> None:
        self._paper = ImageDraw.Draw(image)
        self._top = top
        self._fonts: dict[tuple[Face, float], ImageFont.FreeTypeFont] = {}

    def draw(self, sheet: Sheet) -> None:
        for mark in sheet.marks:
            match mark:
                case Box(x=x, y=y, width=width, height=height, shade=shade):
                    corners = (*self._at(x, y), *self._at(x + width, y + height))
                    self._paper.rectangle(corners, fill=shade)
                case Line():
                    self._line(mark)
                case Text():
                    self._text(mark)
                case _:
                    assert_never(mark)

    def _line(self, mark: Line) -> None:
        width = max(1, _dots(mark.width))
        length = ((mark.x2 - mark.x1) ** 2 + (mark.y2 - mark.y1) ** 2) ** 0.5
        step = DASH + GAP if mark.is_dashed else length
        drawn = DASH if mark.is_dashed else length
        begun = 0.0
        while begun < length:
            ends = (begun / length, min(begun + drawn, length) / length)
            points = [
                self._at(mark.x1 + (mark.x2 - mark.x1) * end, mark.y1 + (mark.y2 - mark.y1) * end) for end in ends
            ]
            self._paper.line((*points[0], *points[1]), fill=mark.shade, width=width)
            begun += step

    def _text(self, mark: Text) -> None:
        place = self._at(mark.x, mark.y)
        said = printable(mark.text, mark.face)
        self._paper.text(place, said, fill=mark.shade, font=self._font(mark), anchor=mark.align.value)

    def _font(self, mark: Text) -> ImageFont.FreeTypeFont:
        size = mark.size * DOTS / INCH
        if (mark.face, size) not in self._fonts:
            font = ImageFont.truetype(file_of(mark.face), size, layout_engine=ImageFont.Layout.BASIC)
            self._fonts[mark.face, size] = font
        return self._fonts[mark.face, size]

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * DOTS / INCH, (y + self._top) * DOTS / INCH


def _dots(length: float) -> int:
    return round(length * DOTS / INCH)
