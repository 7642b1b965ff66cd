"""Sheets as a PDF, one a page, its letters embedded; a reader is asked to print it at its own size.

It names the card and its language, and neither its holder nor the machine that made it.
"""

from datetime import datetime
from typing import Final, assert_never

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from sekisho.entrypoints.printing.faces import file_of, printable, width_of
from sekisho.entrypoints.printing.marks import Align, Box, Line, Sheet, Text

POINT: Final = 25.4 / 72
DASH: Final = 1.6
GAP: Final = 1.2


def write_pdf(sheets: tuple[Sheet, ...], *, title: str, language: str, made_at: datetime) -> bytes:
    """Write the sheets."""
    pdf = FPDF(unit="mm")
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_producer("Sekisho")
    pdf.set_creation_date(made_at)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True, print_scaling="None")
    pdf.set_margin(0)
    pdf.set_auto_page_break(auto=False)
    for face in {mark.face for sheet in sheets for mark in sheet.marks if isinstance(mark, Text)}:
        pdf.add_font(face.value, fname=file_of(face))
    for sheet in sheets:
        pdf.add_page(orientation="P", format=(sheet.width, sheet.height))
        for mark in sheet.marks:
            _draw(pdf, mark)
    return bytes(pdf.output())


def _draw(pdf: FPDF, mark: Box | Line | Text) -> None:
    match mark:
        case Box(x=x, y=y, width=width, height=height, shade=shade):
            pdf.set_fill_color(shade)
            pdf.rect(x, y, width, height, style="F")
        case Line():
            pdf.set_draw_color(mark.shade)
            pdf.set_line_width(mark.width)
            pdf.set_dash_pattern(dash=DASH if mark.is_dashed else 0, gap=GAP if mark.is_dashed else 0)
            pdf.line(mark.x1, mark.y1, mark.x2, mark.y2)
        case Text():
            said = printable(mark.text, mark.face)
            taken = width_of(said, face=mark.face, size=mark.size)
            pdf.set_font(mark.face.value, size=mark.size / POINT)
            pdf.set_text_color(mark.shade)
            pdf.text(mark.x - {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[mark.align] * taken, mark.y, said)
        case _:
            assert_never(mark)
