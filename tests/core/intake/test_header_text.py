"""A header is read as its sender meant it, whatever the mail program made of it."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.header_text import decode_jis, read_header
from sekisho.core.intake.subject_line import Purpose, Subject, read_subject

MEANT = Subject(purpose=Purpose.RESIDENCE, account="U1234567")
TYPED = "Ｕ１２３４５６７　ＰｏＲｅｓ　髙橋"


def to_jis(sjis):
    """A Shift_JIS pair as the JIS pair of the same character: the standard's own arithmetic, the other way round."""
    lead, trail = sjis
    row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + (1 if trail >= 0x9F else 0)
    cell = trail - 0x9F if trail >= 0x9F else trail - 0x40 - (trail > 0x7F)
    return bytes([row + 0x21, cell + 0x21])


def japanese_pairs():
    """All characters of cp932 that lie in the 94 rows, with their bytes."""
    for lead in [*range(0x81, 0xA0), *range(0xE0, 0xF0)]:
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFD)]:
            try:
                yield bytes([lead, trail]), bytes([lead, trail]).decode("cp932")
            except UnicodeDecodeError:
                continue


def cp50221(text):
    """Encode as the common mail programs do: ISO-2022-JP with the rows of NEC."""
    by_sign = {sign: pair for pair, sign in japanese_pairs()}
    return b"".join(sign.encode() if sign.isascii() else b"\x1b$B" + to_jis(by_sign[sign]) + b"\x1b(B" for sign in text)


def word(charset, content):
    return b"=?" + charset.encode() + b"?B?" + b64encode(content) + b"?="


def test_every_character_of_the_94_rows_is_read_as_microsoft_s_code_page_has_it():
    signs = list(japanese_pairs())
    assert len(signs) > 7_000
    wrong = [sign for pair, sign in signs if decode_jis(b"\x1b$B" + to_jis(pair) + b"\x1b(B") != sign]
    assert wrong == []


@given(st.text(st.characters(codec="iso2022_jp", exclude_categories=["Cc"])))
def test_what_the_standard_allows_is_read_as_the_standard_library_reads_it(text):
    microsofts = str.maketrans("〜‖−¢£¬—", "～∥－￠￡￢―")  # seven signs that the two tables name differently
    microsofts |= str.maketrans("¥‾", "\\~")  # JIS-Roman's two own signs
    assert decode_jis(text.encode("iso2022_jp")).translate(microsofts) == text.translate(microsofts)


SENT = {
    "encoded, as mail programs label it": word("ISO-2022-JP", cp50221(TYPED)),
    "under the name of the code page": word("cp50220", cp50221(TYPED)),
    "under Microsoft's own name": word("iso-2022-jp-ms", cp50221(TYPED)),
    "Shift_JIS with a sign it does not have": word("Shift_JIS", TYPED.encode("cp932")),
    "x-sjis": word("x-sjis", TYPED.encode("cp932")),
    "windows-31j with a language": word("Windows-31J*ja", TYPED.encode("cp932")),
    "UTF-8": word("UTF-8", TYPED.encode()),
    "quoted": b"=?utf-8?Q?" + b"".join(b"=%02X" % byte for byte in TYPED.encode()) + b"?=",
    "split inside a character": word("UTF-8", TYPED.encode()[:4]) + b"\r\n " + word("UTF-8", TYPED.encode()[4:]),
    "raw Shift_JIS": TYPED.encode("cp932"),
    "raw ISO-2022-JP": cp50221(TYPED),
    "raw UTF-8": TYPED.encode(),
    "folded": b"\xef\xbc\xb51234567\r\n\tPoRes " + "髙橋".encode(),
    "glued to text": b"Re: " + word("ISO-2022-JP", cp50221(TYPED)) + b"(2)",
    "an unknown label": word("x-unknown", TYPED.encode()),
    "EUC": word("EUC-JP", "Ｕ１２３４５６７　ＰｏＲｅｓ　高橋".encode("euc_jp")),
}


@pytest.mark.fact("A048")
@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_an_account_is_found_however_its_holder_s_mail_program_writes(sent):
    assert read_subject(read_header(sent)) == MEANT


@pytest.mark.parametrize("name", ["髙橋", "﨑山", "①番", "㈱関所"])
def test_signs_beyond_the_standard_are_read(name):
    assert read_header(word("ISO-2022-JP", cp50221(name))) == name


def test_half_width_kana_is_read_however_it_is_escaped():
    kana = bytes(byte & 0x7F for byte in "ﾀﾅｶ".encode("cp932"))
    assert decode_jis(b"\x1b(I" + kana + b"\x1b(B PID") == "ﾀﾅｶ PID"
    assert decode_jis(b"\x0e" + kana + b"\x0f PID") == "ﾀﾅｶ PID"
    assert decode_jis("ﾀﾅｶ PID".encode("cp932")) == "ﾀﾅｶ PID"


@pytest.mark.parametrize("ending", ["\r\nBcc: a@example.com", "\nX: y", "\x00", "\u2028", "\x85"])
def test_no_line_end_and_no_control_sign_comes_through(ending):
    read = read_header(word("utf-8", f"U1234567 PID{ending}".encode()))
    assert read.isprintable()
    assert read.startswith("U1234567 PID")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_something_that_can_be_shown(raw):
    assert not any(sign in read_header(raw) for sign in "\r\n\0")
