"""Kana as Latin letters, in every way that Japanese papers write a name: Hepburn, the passport's (OHNO, ONO), Kunrei.

A long o or u may be written twice, with H, with U, with a macron, or not at all. What a name may look like is said in letters
of one spelling (Kunrei's consonants), into which whatever is read is brought first.
"""

import re
import unicodedata
from types import MappingProxyType
from typing import Final

_ROWS: Final = """
    あいうえお: a i u e o
    かきくけこ: ka ki ku ke ko
    さしすせそ: sa si su se so
    たちつてと: ta ti tu te to
    なにぬねの: na ni nu ne no
    はひふへほ: ha hi hu he ho
    まみむめも: ma mi mu me mo
    やゆよ: ya yu yo
    らりるれろ: ra ri ru re ro
    わゐゑをん: wa i e o n
    がぎぐげご: ga gi gu ge go
    ざじずぜぞ: za zi zu ze zo
    だぢづでど: da zi zu de do
    ばびぶべぼ: ba bi bu be bo
    ぱぴぷぺぽ: pa pi pu pe po
    ゔぁぃぅぇぉ: bu a i u e o
"""
_SOUNDS: Final = MappingProxyType(
    {
        sign: sound
        for signs, _, sounds in (row.partition(": ") for row in _ROWS.strip().splitlines())
        for sign, sound in zip(signs.strip(), sounds.split(), strict=True)
    }
)
_GLIDES: Final = MappingProxyType({"ゃ": "ya", "ゅ": "yu", "ょ": "yo"})
_LONG: Final = MappingProxyType(
    {"oo": ("o", "oo", "oh", "ou"), "ou": ("o", "oo", "oh", "ou"), "uu": ("u", "uu", "uh"), "aa": ("a", "aa", "ah")}
    | {"ii": ("i", "ii"), "ee": ("e", "ee")}
)
_PIECE: Final = re.compile(f"{'|'.join(_LONG)}|.", re.DOTALL)
_KANA: Final = re.compile(r"[ぁ-ゖーゝ・\s]+")
_TO_KUNREI: Final = (
    ("cch", "tch"),
    ("sch", "sh"),
    ("shi", "si"),
    ("sh", "sy"),
    ("chi", "ti"),
    ("ch", "ty"),
    ("tsu", "tu"),
    ("fu", "hu"),
    ("ji", "zi"),
    ("jy", "zy"),
    ("j", "zy"),
    ("di", "zi"),
    ("dz", "z"),
    ("du", "zu"),
    ("v", "b"),
    ("l", "r"),
    ("wo", "o"),
)
_BEFORE_LIPS: Final = re.compile(r"m(?=[bpm])")


Spelling = tuple[tuple[str, ...], ...]
"""A name piece by piece, each in every way that it may be written."""


def hiragana(text: str) -> str:
    """Write katakana of any width as hiragana; what is no kana stays."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in wide)


def is_kana(text: str) -> bool:
    return _KANA.fullmatch(hiragana(text)) is not None


def in_kunrei(letters: str) -> str:
    """Bring lower-case letters of any spelling into one: consonants as Kunrei has them, n before lips."""
    for written, plain in _TO_KUNREI:
        letters = letters.replace(written, plain)
    return _BEFORE_LIPS.sub("n", letters)


def spelling_of(kana: str) -> Spelling:
    """Give what this name, one word of kana, may be in letters brought `in_kunrei`."""
    pieces: list[str] = _PIECE.findall(_letters(hiragana(kana)))
    return tuple(_LONG.get(piece, (piece,)) for piece in pieces)


def fits(text: str, spelling: Spelling) -> bool:
    """Tell whether a text is one of a name's spellings. Every place is kept at once: a long row of vowels takes no longer."""
    places = {0}
    for forms in spelling:
        places = {place + len(form) for place in places for form in forms if text.startswith(form, place)}
    return len(text) in places


def _letters(kana: str) -> str:
    written, is_doubled = "", False
    for sign in kana:
        if sign == "っ":
            is_doubled = True
        elif sign == "ー":
            written += written[-1:]
        elif sign in _GLIDES and written.endswith("i"):
            glide = _GLIDES[sign]
            written = written[:-1] + glide
        else:
            sound = _SOUNDS.get(sign, "")
            written += sound[:1] * is_doubled + sound
            is_doubled = False
    return written
