"""Where everything stands on an Online Security Code Card: the pocket card with its fold, the A4 sheet, the large print.

Index numbers run down the columns; every second band of five rows is shaded, so that the eye keeps its line; the value stands to
the right of its index number, bold (B029, B030). Pure: words and cells in, sheets out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sekisho.entrypoints.printing.card import CardFace, CardForm
from sekisho.entrypoints.printing.faces import fitted
from sekisho.entrypoints.printing.marks import BAND, BLACK, FAINT, GREY, Align, Box, Face, Line, Mark, Sheet, Text

CARD: Final = (85.6, 54.0)
"""ISO/IEC 7810 ID-1, in millimetres."""
A4: Final = (210.0, 297.0)
BAND_ROWS: Final = 5


def lay_out(face: CardFace, form: CardForm) -> tuple[Sheet, ...]:
    """Give the sheets of a form."""
    match form:
        case CardForm.A4:
            return (_a4(face),)
        case CardForm.POCKET:
            return (_pocket(face),)
        case CardForm.LARGE:
            return _large(face)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """A stretch of cells in a frame: where, how many rows, how large."""

    x: float
    y: float
    width: float
    height: float
    columns: int
    rows: int
    index: float  # sizes of the letters
    value: float

    def marks(self, cells: tuple[str, ...], *, first: int) -> Iterator[Mark]:
        step = self.height / self.rows
        for band in range(BAND_ROWS, self.rows, 2 * BAND_ROWS):
            rows = min(BAND_ROWS, self.rows - band)
            yield Box(x=self.x, y=self.y + band * step, width=self.width, height=rows * step, shade=BAND)
        for at, cell in enumerate(cells):
            column, row = divmod(at, self.rows)
            yield from self._cell(column, self.y + (row + 0.5) * step, str(first + at), cell)
        for column in range(1, self.columns):
            x = self.x + column * self.width / self.columns
            yield Line(x1=x, y1=self.y, x2=x, y2=self.y + self.height, width=0.15, shade=FAINT)

    def _cell(self, column: int, middle: float, index: str, cell: str) -> Iterator[Mark]:
        digits, gap, signs = 1.5 * self.index, 0.42 * self.value, 1.5 * self.value
        width = self.width / self.columns
        left = self.x + column * width + (width - digits - gap - signs) / 2
        y = middle + 0.36 * self.value  # half the height of a capital below the middle
        yield Text(
            x=left + digits, y=y, text=index, size=self.index, face=Face.INDEX, align=Align.RIGHT, shade=GREY // 2
        )
        yield Text(x=left + digits + gap, y=y, text=cell, size=self.value, face=Face.VALUE)


# ── The pocket card ──────────────────────────────────────────────────────────────────────────────────────────

MARGIN: Final = 8.0
INNER: Final = 3.0
HEAD: Final = 9.2
FACE_COLUMNS: Final = 8
FACE_ROWS: Final = 14


def _pocket(face: CardFace) -> Sheet:
    width, height = 2 * CARD[0] + 2 * MARGIN, CARD[1] + MARGIN + 12.0
    fold = Text(x=width / 2, y=height - 4.5, text=face.fold, size=2.9, align=Align.CENTRE, shade=GREY)
    return Sheet(width=width, height=height, marks=(*_faces(face, x=MARGIN, y=MARGIN), fold))


def _faces(face: CardFace, *, x: float, y: float) -> Iterator[Mark]:
    half = FACE_COLUMNS * FACE_ROWS
    yield from _front(face, x, y)
    yield from _back(face, x + CARD[0], y)
    yield from _face_table(x, y).marks(face.cells[:half], first=1)
    yield from _face_table(x + CARD[0], y).marks(face.cells[half:], first=half + 1)
    right, bottom, middle = x + 2 * CARD[0], y + CARD[1], x + CARD[0]
    for x1, y1, x2, y2 in ((x, y, right, y), (x, bottom, right, bottom), (x, y, x, bottom), (right, y, right, bottom)):
        yield Line(x1=x1, y1=y1, x2=x2, y2=y2, width=0.2, shade=GREY)
    yield Line(x1=middle, y1=y - 4, x2=middle, y2=bottom + 4, width=0.2, shade=GREY, is_dashed=True)


def _face_table(x: float, y: float) -> _Table:
    return _Table(
        x=x + INNER,
        y=y + HEAD,
        width=CARD[0] - 2 * INNER,
        height=CARD[1] - HEAD - INNER + 0.6,
        columns=FACE_COLUMNS,
        rows=FACE_ROWS,
        index=2.15,
        value=2.75,
    )


def _front(face: CardFace, x: float, y: float) -> Iterator[Mark]:
    left, right, inner = x + INNER, x + CARD[0] - INNER, CARD[0] - 2 * INNER
    yield _line(left, y + 4.3, face.brand, 2.7, width=0.55 * inner, face=Face.STRONG)
    yield _line(right, y + 4.3, face.serial, 2.3, width=0.43 * inner, align=Align.RIGHT)
    yield _line(left, y + 7.7, face.name, 2.3, width=0.6 * inner)
    yield _line(right, y + 7.7, face.rule, 2.1, width=0.38 * inner, align=Align.RIGHT)


def _back(face: CardFace, x: float, y: float) -> Iterator[Mark]:
    left, right, inner = x + INNER, x + CARD[0] - INNER, CARD[0] - 2 * INNER
    yield _line(left, y + 4.3, face.two, 2.5, width=inner, face=Face.STRONG)
    yield _line(left, y + 7.7, face.once, 2.1, width=0.5 * inner)
    yield _line(right, y + 7.7, face.day, 2.1, width=0.48 * inner, align=Align.RIGHT)


# ── The A4 sheet ─────────────────────────────────────────────────────────────────────────────────────────────

SIDE: Final = 14.0
SHEET_COLUMNS: Final = 8


def _a4(face: CardFace) -> Sheet:
    x, y = (A4[0] - 2 * CARD[0]) / 2, 14.0
    return Sheet(width=A4[0], height=A4[1], marks=(*_faces(face, x=x, y=y), *_below(face, y + CARD[1])))


def _below(face: CardFace, y: float) -> Iterator[Mark]:
    inner = A4[0] - 2 * SIDE
    yield _line(A4[0] / 2, y + 8, face.fold, 2.9, width=inner, align=Align.CENTRE, shade=GREY)
    yield from _heading(face, y + 19)
    yield _line(SIDE, y + 30.5, face.same, 3.2, width=inner, shade=GREY)
    rows = -(-len(face.cells) // SHEET_COLUMNS)
    table = _Table(x=SIDE, y=y + 33, width=inner, height=170.0, columns=SHEET_COLUMNS, rows=rows, index=3.5, value=4.9)
    yield from table.marks(face.cells, first=1)
    yield from _frame(table)
    yield from _foot(face, y + 210)


def _heading(face: CardFace, y: float) -> Iterator[Mark]:
    inner = A4[0] - 2 * SIDE
    yield _line(SIDE, y, face.name, 5.2, width=0.68 * inner, face=Face.STRONG)
    yield _line(A4[0] - SIDE, y, face.brand, 4.2, width=0.3 * inner, align=Align.RIGHT, face=Face.STRONG)
    yield _line(SIDE, y + 6.2, face.serial, 3.8, width=0.4 * inner)
    yield _line(A4[0] - SIDE, y + 6.2, face.shown, 3.4, width=0.58 * inner, align=Align.RIGHT)


def _frame(table: _Table) -> Iterator[Mark]:
    for y in (table.y, table.y + table.height):
        yield Line(x1=table.x, y1=y, x2=table.x + table.width, y2=y, width=0.3)


def _foot(face: CardFace, y: float) -> Iterator[Mark]:
    inner = A4[0] - 2 * SIDE
    yield _line(SIDE, y, face.two, 4.2, width=inner, face=Face.STRONG)
    yield _line(SIDE, y + 5.6, face.terms, 3.4, width=inner)
    yield _line(SIDE, y + 10.6, face.report, 3.4, width=inner)


# ── Large print ──────────────────────────────────────────────────────────────────────────────────────────────

LARGE_COLUMNS: Final = 6
LARGE_ROWS: Final = 19


def _large(face: CardFace) -> tuple[Sheet, ...]:
    half = -(-len(face.cells) // 2)
    return tuple(_large_sheet(face, first=first, cells=face.cells[first : first + half]) for first in (0, half))


def _large_sheet(face: CardFace, *, first: int, cells: tuple[str, ...]) -> Sheet:
    table = _Table(
        x=SIDE,
        y=32.0,
        width=A4[0] - 2 * SIDE,
        height=236.0,
        columns=LARGE_COLUMNS,
        rows=LARGE_ROWS,
        index=6.4,
        value=8.6,
    )
    marks = (*_heading(face, 20.0), *table.marks(cells, first=first + 1), *_frame(table), *_foot(face, 276.0))
    return Sheet(width=A4[0], height=A4[1], marks=marks)


def _line(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    width: float,
    face: Face = Face.TEXT,
    align: Align = Align.LEFT,
    shade: int = BLACK,
) -> Text:
    return Text(
        x=x, y=y, text=text, size=fitted(text, face=face, size=size, width=width), face=face, align=align, shade=shade
    )
