"""Papers that look like documents: rendered pages with a name, an address and dates that belong to nobody.

For tests and benches: what is printed on them is known, so that what a reader finds can be compared with it.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from sekisho.entrypoints.printing.faces import FOLDER

LATIN_FACE: Final = FOLDER / "text-regular.ttf"
MONO_FACE: Final = FOLDER / "mono-regular.ttf"
JAPANESE_FACE: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
"""Of the machine, where it has one: the project's own faces know the characters of its sentences only."""


@unique
class Paper(StrEnum):
    """What is rendered."""

    BILL = "bill"  # A4, small print
    CERTIFICATE = "certificate"  # A4 in Japanese: a 住民票
    PASSPORT = "passport"  # one page with a machine-readable zone
    LICENCE = "licence"  # of a credit card's size


NAMES: Final = ("HANAKO SEKISHO", "TARO YAMADA", "JOHN APPLEBY", "MARIA ROSSI", "AKIRA TANAKA")
STREETS: Final = ("1-2-3 Kasumigaseki", "14 Harbour Road", "Via Roma 27", "5-6 Motohakone", "221 Baker Street")
TOWNS: Final = ("Chiyoda-ku, Tokyo 100-0013", "Bristol BS1 4QA", "20121 Milano", "Hakone 250-0522", "London NW1 6XE")
SAID: Final = (
    "Electricity supplied to the address above during the period of this bill",
    "Please pay by the date shown. Payments received later appear on the next bill",
    "Meter readings are taken every second month by our staff",
    "Standing charge", "Energy, first 120 kWh", "Energy, next 180 kWh", "Renewable levy", "Value added tax 10 %",
    "Questions about this bill are answered on working days from 9:00 to 17:00",
)  # fmt: skip
JAPANESE: Final = (
    "住　民　票", "氏名　関所 花子", "生年月日　昭和60年1月2日", "住所　神奈川県足柄下郡箱根町元箱根6番地",
    "世帯主　関所 太郎", "続柄　妻", "本籍　東京都千代田区霞が関一丁目2番", "住民となった日　平成20年4月1日",
    "この写しは、住民票の原本と相違ないことを証明する。", "令和8年10月15日", "箱根町長　山田 一郎",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A rendered paper, and what is printed on it that somebody would need."""

    image: Image.Image
    required: tuple[str, ...]


def print_paper(paper: Paper, *, seed: int = 0) -> Printed:
    """Render one; the same seed gives the same."""
    dealt = Random(f"{paper} {seed}")
    match paper:
        case Paper.BILL:
            return _bill(dealt)
        case Paper.CERTIFICATE:
            return _certificate(dealt)
        case Paper.PASSPORT:
            return _passport(dealt)
        case Paper.LICENCE:
            return _licence(dealt)


def _face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _page(size: tuple[int, int], dealt: Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    white = dealt.randint(238, 252)
    image = Image.new("RGB", size, (white, white, white - dealt.randint(0, 8)))
    return image, ImageDraw.Draw(image)


def _bill(dealt: Random) -> Printed:
    image, pen = _page((1654, 2339), dealt)
    ink = (dealt.randint(20, 60),) * 3
    name, street, town = dealt.choice(NAMES), dealt.choice(STREETS), dealt.choice(TOWNS)
    issued = f"{dealt.randint(1, 28):02d} October 2026"
    pen.rectangle((120, 110, 1534, 200), fill=(dealt.randint(20, 120), dealt.randint(60, 140), dealt.randint(120, 190)))
    pen.text((150, 125), "HARBOUR ELECTRIC COMPANY", font=_face(LATIN_FACE, 56), fill="white")
    at = 300
    for text, size in (
        (name, 38),
        (street, 38),
        (town, 38),
        ("", 30),
        (f"Date of bill: {issued}", 34),
        ("Account 4410 2207 91", 34),
    ):
        pen.text((150, at), text, font=_face(LATIN_FACE, size), fill=ink)
        at += size + 22
    at += 60
    for row in range(24):
        text = SAID[row % len(SAID)]
        pen.text((150, at), text, font=_face(LATIN_FACE, 30), fill=ink)
        pen.text((1380, at), f"{dealt.randint(1, 99)}.{dealt.randint(0, 99):02d}", font=_face(LATIN_FACE, 30), fill=ink)
        at += 62
        if row % 6 == 5:  # noqa: PLR2004 - a rule below each sixth row
            pen.line((150, at - 10, 1500, at - 10), fill=ink, width=2)
    return Printed(image, (name, street, town, issued))


def _certificate(dealt: Random) -> Printed:
    image, pen = _page((1654, 2339), dealt)
    ink = (dealt.randint(20, 60),) * 3
    at = 220
    for row in range(22):
        text = JAPANESE[row % len(JAPANESE)]
        pen.text((200, at), text, font=_face(JAPANESE_FACE, 64 if row == 0 else 40), fill=ink)
        at += 92
    return Printed(image, ("関所花子", "箱根町元箱根", "令和8年10月15日"))


def _passport(dealt: Random) -> Printed:
    image, pen = _page((1476, 1039), dealt)
    for _ in range(60):  # the fine lines of such a page
        x, y = dealt.randint(0, 1476), dealt.randint(0, 800)
        pen.ellipse((x - 90, y - 90, x + 90, y + 90), outline=(215, 222, dealt.randint(225, 240)), width=2)
    pen.rectangle((60, 200, 430, 680), fill=(190, 200, 205))
    pen.ellipse((150, 270, 340, 520), fill=(140, 120, 105))
    given, family = dealt.choice(NAMES).split()
    number = f"TK{dealt.randint(1000000, 9999999)}"
    ink = (30, 30, 40)
    rows = ("PASSPORT  JPN", f"{number}", family, given, "JAPAN", "02 JAN 1985", "TOKYO", "14 MAY 2021", "14 MAY 2031")
    at = 90
    for row in rows:
        pen.text((490, at), row, font=_face(LATIN_FACE, 44), fill=ink)
        at += 76
    first = f"P<JPN{family}<<{given}".ljust(44, "<")
    second = f"{number}4JPN8501029F3105144".ljust(42, "<") + "06"
    pen.text((50, 850), first, font=_face(MONO_FACE, 52), fill=ink)
    pen.text((50, 930), second, font=_face(MONO_FACE, 52), fill=ink)
    return Printed(image, (number, f"<<{given}", "8501029F3105144"))


def _licence(dealt: Random) -> Printed:
    image, pen = _page((1011, 638), dealt)
    pen.rectangle((0, 0, 1011, 90), fill=(dealt.randint(60, 120), 130, 180))
    pen.text((40, 18), "DRIVER LICENCE", font=_face(LATIN_FACE, 48), fill="white")
    pen.rectangle((40, 140, 320, 500), fill=(185, 195, 200))
    pen.ellipse((100, 190, 260, 400), fill=(150, 125, 110))
    name, street, town = dealt.choice(NAMES), dealt.choice(STREETS), dealt.choice(TOWNS)
    number = f"{dealt.randint(10**9, 10**10 - 1)}"
    at = 130
    for row in (name, street, town, "Born 02.01.1985", "Valid until 14.05.2031", number):
        pen.text((370, at), row, font=_face(LATIN_FACE, 36), fill=(30, 30, 35))
        at += 68
    return Printed(image, (name, street, number))
