"""The card in the hand: one form in one medium, as bytes with their type and a file name that names nobody.

Layout and writers are loaded when the first card is printed: most processes never print, and the libraries take 40 MB.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import assert_never


@unique
class Medium(StrEnum):
    """In which format; the values are the endings of the file names."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


@unique
class CardForm(StrEnum):
    """What the card may be printed as."""

    A4 = "a4"  # a pocket card to cut out, and a large table with the same values
    POCKET = "card"  # the pocket card alone, unfolded
    LARGE = "large"  # large print, two sheets of A4


@dataclass(frozen=True, kw_only=True, slots=True)
class CardFace:
    """What is printed: the words in the reader's language, and the cells in the order of their index numbers."""

    brand: str
    name: str
    serial: str
    shown: str  # when it was displayed
    day: str  # the day of it, for the pocket card
    rule: str  # how long it is valid
    once: str  # that each value works once
    terms: str  # both in one line
    two: str  # that nobody is ever asked for more than two
    fold: str  # how to cut and fold
    same: str  # that the table holds what the pocket card holds
    report: str  # what to do when somebody asks for more
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """What is sent."""

    content: bytes
    content_type: str
    file_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What a file name asks for."""

    form: CardForm
    medium: Medium
    sheet: int


def read_file_name(name: str) -> Wish | None:
    """Read `code-card-large.pdf` or, for one sheet of several as SVG, `code-card-large-2.svg`; None: no such file."""
    forms, media = "|".join(CardForm), "|".join(Medium)
    found = re.fullmatch(rf"code-card-({forms})(?:-([12]))?\.({media})", name)
    if found is None or (found[2] and found[3] != Medium.SVG):
        return None
    return Wish(form=CardForm(found[1]), medium=Medium(found[3]), sheet=int(found[2] or "1") - 1)


def print_card(
    face: CardFace, *, form: CardForm, medium: Medium, language: str, made_at: datetime, sheet: int = 0
) -> Printed | None:
    """Print the card; None where an SVG is asked for a sheet that the form does not have."""
    from sekisho.entrypoints.printing.card_layout import lay_out  # noqa: PLC0415 - a font library

    sheets = lay_out(face, form)
    name = f"code-card-{form}.{medium}"
    match medium:
        case Medium.SVG:
            from sekisho.entrypoints.printing.svg import write_svg  # noqa: PLC0415 - likewise

            if sheet >= len(sheets):
                return None
            return Printed(content=write_svg(sheets[sheet]), content_type="image/svg+xml", file_name=name)
        case Medium.PNG:
            from sekisho.entrypoints.printing.png import write_png  # noqa: PLC0415 - an imaging library

            return Printed(content=write_png(sheets), content_type="image/png", file_name=name)
        case Medium.PDF:
            from sekisho.entrypoints.printing.pdf import write_pdf  # noqa: PLC0415 - a PDF library

            content = write_pdf(sheets, title=face.name, language=language, made_at=made_at)
            return Printed(content=content, content_type="application/pdf", file_name=name)
        case _:
            assert_never(medium)
