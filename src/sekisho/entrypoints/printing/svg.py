"""A sheet as SVG. Letters are outlines, so that it looks the same wherever it is opened, with no font to fetch."""

from typing import assert_never

from sekisho.entrypoints.printing.faces import alphabet
from sekisho.entrypoints.printing.marks import Align, Box, Face, Line, Sheet, Text


def write_svg(sheet: Sheet) -> bytes:
    """Write one sheet, in millimetres."""
    used: dict[tuple[Face, str], str] = {}
    body = [_mark(mark, used) for mark in sheet.marks]
    outlines = [f'<path id="{id_}" d="{alphabet(face).outline(name)}"/>' for (face, name), id_ in used.items()]
    size = f'width="{sheet.width:g}mm" height="{sheet.height:g}mm" viewBox="0 0 {sheet.width:g} {sheet.height:g}"'
    paper = f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="#fff"/>'
    parts = ("<defs>", *outlines, "</defs>", paper, *body)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>\n'.encode()


def _mark(mark: Box | Line | Text, used: dict[tuple[Face, str], str]) -> str:
    match mark:
        case Box(x=x, y=y, width=width, height=height):
            return (
                f'<rect x="{x:.3f}" y="{y:.3f}" width="{width:.3f}" height="{height:.3f}" fill="{_grey(mark.shade)}"/>'
            )
        case Line():
            dashes = ' stroke-dasharray="1.6 1.2"' if mark.is_dashed else ""
            ends = f'x1="{mark.x1:.3f}" y1="{mark.y1:.3f}" x2="{mark.x2:.3f}" y2="{mark.y2:.3f}"'
            return f'<line {ends} stroke="{_grey(mark.shade)}" stroke-width="{mark.width:g}"{dashes}/>'
        case Text():
            return _text(mark, used)
        case _:
            assert_never(mark)


def _text(mark: Text, used: dict[tuple[Face, str], str]) -> str:
    letters = alphabet(mark.face)
    scale = mark.size / letters.em
    placed, at = [], 0
    for letter in letters.letters(mark.text):
        id_ = used.setdefault((mark.face, letter.name), f"g{len(used)}")
        placed.append(f'<use href="#{id_}" x="{at}"/>')
        at += letter.advance
    x = mark.x - {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[mark.align] * at * scale
    place = f"translate({x:.3f} {mark.y:.3f}) scale({scale:.6f} {-scale:.6f})"
    return f'<g transform="{place}" fill="{_grey(mark.shade)}">{"".join(placed)}</g>'


def _grey(shade: int) -> str:
    return f"#{shade:02x}{shade:02x}{shade:02x}"
