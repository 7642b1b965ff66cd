"""Kana as Latin letters, in every way that Japanese papers write a name: Hepburn, the passport's (OHNO, ONO), Kunrei.

A long o or u may be written twice, with H, with U, with a macron, or not at all. What a name may look like is a pattern over
letters in one spelling (Kunrei's consonants), into which whatever is read is brought first.
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
    {"oo": "o(?:o|h|u)?", "ou": "o(?:o|h|u)?", "uu": "u(?:u|h)?", "aa": "a(?:a|h)?", "ii": "ii?", "ee": "ee?"}
)
_LONG_VOWEL: Final = re.compile("|".join(_LONG))
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


def latin_forms(kana: str) -> str:
    """Give the pattern of what this name, one word of kana, may be in letters brought `in_kunrei`."""
    letters = _letters(hiragana(kana))
    return _LONG_VOWEL.sub(lambda long: _LONG[long.group()], re.escape(letters))


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
