"""The printed card: every cell once, legible, inside the paper, the same in every medium, and nobody named on it."""

import re
import struct
from datetime import UTC, datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from sekisho.core.authenticators import code_card
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.core.secret import Secret
from sekisho.entrypoints.printing.card import CardFace, CardForm, Medium, print_card
from sekisho.entrypoints.printing.card_layout import CARD, lay_out
from sekisho.entrypoints.printing.card_words import card_face
from sekisho.entrypoints.printing.faces import UNKNOWN, alphabet, printable, width_of
from sekisho.entrypoints.printing.marks import Align, Box, Face, Line, Text
from sekisho.entrypoints.site.installation import Brand, Installation
from sekisho.testing.card_fonts import signs_of
from sekisho.wording.catalogue import CATALOGUE
from sekisho.wording.language import Language

KEY = Secret("a key")
CELLS = tuple(code_card.cell(KEY, index) for index in range(1, code_card.CELLS + 1))
POINT = 25.4 / 72
FACE = CardFace(
    brand="関所証券",
    name="オンライン・セキュリティ・コード・カード",
    serial="シリアル番号 7KQX-9MAC",
    shown="表示 2026年11月23日（月）10:12（日本時間）",
    day="表示日 2026年11月23日（月）",
    rule="有効化から21日間有効",
    once="値はそれぞれ一度だけ使えます。",
    terms="有効化から21日間有効です。値はそれぞれ一度だけ使えます。",
    two="当社が3つ以上の値をお尋ねすることはありません。",
    fold="中央の点線で山折りにしてください。",
    same="上のカードと同じ値です。",
    report="クライアントサービスへお電話ください。",
    cells=CELLS,
)
AT = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
FORMS = pytest.mark.parametrize("form", list(CardForm))


def printed(form, medium, **how):
    return print_card(FACE, form=form, medium=medium, language="ja", made_at=AT, **how)


def texts(form):
    return [mark for sheet in lay_out(FACE, form) for mark in sheet.marks if isinstance(mark, Text)]


def extent(mark):
    match mark:
        case Text():
            width = width_of(mark.text, face=mark.face, size=mark.size)
            left = mark.x - {Align.LEFT: 0, Align.CENTRE: 0.5, Align.RIGHT: 1}[mark.align] * width
            return left, mark.y - 0.8 * mark.size, left + width, mark.y + 0.2 * mark.size
        case Box():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        case Line():
            return mark.x1, mark.y1, mark.x2, mark.y2


@FORMS
def test_every_cell_stands_to_the_right_of_its_index_number(form):
    marks = texts(form)
    values = [mark for mark in marks if mark.face is Face.VALUE]
    numbers = [mark for mark in marks if mark.face is Face.INDEX]
    pairs = {int(number.text): value.text for number, value in zip(numbers, values, strict=True)}
    assert pairs == dict(enumerate(CELLS, start=1))
    assert all(n.y == v.y and n.x < v.x for n, v in zip(numbers, values, strict=True))
    assert len(values) == code_card.CELLS * (2 if form is CardForm.A4 else 1)


@FORMS
def test_nothing_leaves_the_paper_and_no_words_touch_others(form):
    for sheet in lay_out(FACE, form):
        assert all(
            left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height
            for left, top, right, bottom in map(extent, sheet.marks)
        )
        said = sorted((extent(mark) for mark in sheet.marks if isinstance(mark, Text)), key=lambda box: box[1])
        for at, (left, _, right, bottom) in enumerate(said):
            lower = [box for box in said[at + 1 :] if box[1] < bottom - 0.35 * (bottom - said[at][1])]
            assert not [box for box in lower if box[0] < right - 0.01 and left < box[2] - 0.01]


@FORMS
def test_no_letter_is_too_small_to_read(form):
    least = {CardForm.LARGE: 18, CardForm.A4: 6, CardForm.POCKET: 6}[form]
    cells = [mark for mark in texts(form) if mark.face in {Face.INDEX, Face.VALUE}]
    assert min(mark.size for mark in cells) / POINT > least
    assert min(mark.size for mark in texts(form)) / POINT > 5


def test_the_pocket_card_folds_to_the_size_of_a_credit_card():
    (sheet,) = lay_out(FACE, CardForm.POCKET)
    lines = [mark for mark in sheet.marks if isinstance(mark, Line)]
    (fold,) = [line for line in lines if line.is_dashed]
    edges = sorted({line.x1 for line in lines if line.width == 0.2 and not line.is_dashed})
    heights = sorted({line.y1 for line in lines if line.width == 0.2 and not line.is_dashed})
    assert (fold.x1 - edges[0], edges[-1] - fold.x1) == pytest.approx((CARD[0], CARD[0]))
    assert heights[-1] - heights[0] == pytest.approx(CARD[1])


@FORMS
def test_bands_of_five_rows_alternate(form):
    bands = [mark for sheet in lay_out(FACE, form) for mark in sheet.marks if isinstance(mark, Box)]
    rows = [mark for mark in texts(form) if mark.face is Face.VALUE]
    heights = {round(row.y, 3) for row in rows}
    shaded = [sum(box.y < height <= box.y + box.height for height in heights) for box in bands]
    assert shaded
    assert set(shaded) <= {3, 4, 5}


def test_the_fonts_hold_every_sign_of_the_sentences():
    for face in (Face.TEXT, Face.STRONG):
        assert [sign for sign in signs_of(face) if not alphabet(face).has(sign)] == []
    assert alphabet(Face.VALUE).has("".join(CELLS))
    assert alphabet(Face.INDEX).has("0123456789")


def test_a_letter_that_the_font_lacks_is_shown_as_lacking():
    assert printable("関所證𠮷", Face.TEXT) == f"関所證{UNKNOWN}"


@FORMS
def test_a_png_prints_at_its_own_size(form):
    content = printed(form, Medium.PNG).content
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    sheets = lay_out(FACE, form)
    assert (width, height) == (
        round(sheets[0].width * 300 / 25.4),
        sum(round(sheet.height * 300 / 25.4) for sheet in sheets),
    )
    at = content.index(b"pHYs") + 4
    assert struct.unpack(">IIB", content[at : at + 9]) == (11811, 11811, 1)  # 300 dots an inch, in metres


@FORMS
def test_a_pdf_embeds_its_letters_and_asks_to_be_printed_at_its_own_size(form):
    content = printed(form, Medium.PDF).content
    assert content.startswith(b"%PDF-")
    sheets = lay_out(FACE, form)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    sizes = [(float(width) * POINT, float(height) * POINT) for width, height in boxes]
    assert sizes[-len(sheets) :] == [pytest.approx((sheet.width, sheet.height), abs=0.1) for sheet in sheets]
    assert content.count(b"/FontFile2") == len({mark.face for mark in texts(form)})
    assert b"/PrintScaling /None" in content
    assert b"/Lang (ja)" in content


@FORMS
def test_an_svg_needs_no_font_and_no_script(form):
    for at, sheet in enumerate(lay_out(FACE, form)):
        content = printed(form, Medium.SVG, sheet=at).content
        root = ET.fromstring(content)  # noqa: S314 - our own file
        assert root.get("width") == f"{sheet.width:g}mm"
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "defs", "path", "rect", "line", "g", "use"}
        known = {f"#{element.get('id')}" for element in root.iter() if element.get("id")}
        assert {element.get("href") for element in root.iter() if element.tag.endswith("use")} == known
        letters = sum(len(mark.text) for mark in sheet.marks if isinstance(mark, Text))
        assert sum(element.tag.endswith("use") for element in root.iter()) == letters


def test_a_form_has_no_more_sheets_than_it_has():
    assert printed(CardForm.A4, Medium.SVG, sheet=1) is None
    assert printed(CardForm.LARGE, Medium.SVG, sheet=2) is None


@pytest.mark.parametrize(("brand", "shown"), [("松井楽天証券", "松井楽天証券"), ("鑞證券", "Candle Securities")])
def test_a_brand_that_the_letters_cannot_write_is_shown_by_its_english_name(brand, shown):
    house = Installation(
        ports=None,
        brand=Brand(ja=brand, en="Candle Securities"),
        regions=DEFAULT_REGIONS,
        zone=ZoneInfo("Asia/Tokyo"),
        has_secure_cookies=True,
        trusted_proxies=0,
        is_demo=False,
    )
    face = card_face(house, serial="7KQX-9MAC", cells=CELLS, shown_at=AT, residence="JP", language=Language.JA)
    assert face.brand == shown
    assert face.serial == FACE.serial
    assert face.shown == FACE.shown


def test_file_names_name_nobody():
    names = {printed(form, medium).file_name for form in CardForm for medium in Medium}
    assert all(re.fullmatch(r"code-card-(a4|card|large)\.(svg|png|pdf)", name) for name in names)


def test_the_card_says_its_rule_in_both_languages():
    for name in ("two", "rule", "once", "serial"):
        said = CATALOGUE[f"card.print.{name}"]
        assert said.ja
        assert said.en
    assert "3つ以上" in CATALOGUE["card.print.two"].ja
    assert "more than two" in CATALOGUE["card.print.two"].en
