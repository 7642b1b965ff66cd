"""Whether an address on a document is the account's: Japanese as forms and bills write it, and Latin ones.

1丁目2番3号 is 1-2-3 and 一丁目２−３; a prefecture, 大字 and a building's name may be left out; a room may not, since
another flat is another household: then it is UNSURE. Latin addresses are compared without spaces, which readers of pictures
drop, and in any order of their parts. An address in a writing that is not on file is compared with nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.core.intake.folding import DASHES, fold
from sekisho.core.intake.reading import Match
from sekisho.core.intake.variants import usual

LONGEST: Final = 200
_JAPANESE: Final = re.compile(r"[㐀-鿿ぁ-ゖァ-ヺ]")
_PREFECTURE: Final = re.compile(r"^(?:北海道|東京都|大阪府|京都府|[^\W\d_]{2,3}県)")
_POSTAL: Final = re.compile(r"〒?(?<!\d)\d{3}-?\d{4}(?![\d-])|〒")
_KANJI_NUMBER: Final = re.compile(r"[〇一二三四五六七八九十百]+(?=丁目|番|号|条|線|地割|の\d|-|階|$)")
_UNIT: Final = re.compile(r"(?<=\d)(?:丁目|番地|番|号室|号|条|線|地割|階|の(?=\d))-?")
_BETWEEN: Final = re.compile(rf"(?<=\d)[{re.escape(DASHES)}一](?=\d)")
_ROOM: Final = re.compile(r"(?<=\d) (?=\d)")
_LEFT_OUT: Final = re.compile(r"大字|(?<=[町村市区郡])字(?=\D)")
_KE: Final = re.compile(r"(?<=[㐀-鿿])[ヶケがガヵカけ](?=[㐀-鿿])")
_CITY: Final = re.compile(r"[市区町村].")
_TOWN: Final = re.compile(r"[都道府県市区町村郡]")
_BLOCK: Final = re.compile(r"(?<!\d)\d+-\d+")
"""Where block and house begin; a town may have a number of its own, such as 北1条西."""

_ANY_NUMBER: Final = re.compile(r"\d+")
_TENS: Final = {"十": 10, "百": 100}
_DIGITS: Final = "〇一二三四五六七八九"
_LONGEST_NUMBER: Final = 9

_APART: Final = re.compile(r"[^\w]+|_+")
_SEAM: Final = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_SHORTER: Final = (
    ("street", "st"), ("road", "rd"), ("avenue", "ave"), ("boulevard", "blvd"), ("drive", "dr"), ("lane", "ln"), ("place", "pl"),
    ("court", "ct"), ("square", "sq"), ("apartment", "apt"), ("suite", "ste"), ("floor", "fl"), ("strasse", "str"), ("chome", ""),
)  # fmt: skip
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Place:
    """A Japanese address: the place down to its town, then the numbers of block, house and room; no building's name."""

    town: str
    numbers: tuple[int, ...]


def compare_address(read: str, on_file: str) -> Match:
    """Compare an address as it was read with the one on file."""
    return KnownAddress.of(on_file).compare(read)


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """What is on file, made ready for a page of comparisons. Neither is there where nothing is on file."""

    place: "_Place | None"
    words: tuple[str, ...]

    @classmethod
    def of(cls, on_file: str) -> "KnownAddress":
        if _JAPANESE.search(on_file):
            return cls(_place(on_file[:LONGEST]), ())
        return cls(None, _words(on_file[:LONGEST]))

    def compare(self, read: str) -> Match:
        if _JAPANESE.search(read):
            return _compare_places(_place(read[:LONGEST]), self.place) if self.place else Match.NOT_ON_FILE
        return _compare_latin(_words(read[:LONGEST]), self.words) if self.words else Match.NOT_ON_FILE


def looks_japanese(text: str) -> bool:
    """Tell whether a line of writing has the shape of a Japanese address: a place with its town, then a number."""
    place = _place(text[:LONGEST])
    return bool(place.numbers) and _TOWN.search(place.town) is not None


def _compare_places(read: _Place, on_file: _Place) -> Match:
    shared = min(len(read.numbers), len(on_file.numbers))
    if shared == 0 or read.numbers[:shared] != on_file.numbers[:shared]:
        return Match.DIFFERS
    if not (read.town == on_file.town or _is_end(read.town, on_file.town)):
        may_be = _differs_by_one(read.town, on_file.town) or on_file.town.endswith(read.town)
        return Match.UNSURE if read.town and may_be else Match.DIFFERS
    return Match.AGREES if len(read.numbers) == len(on_file.numbers) else Match.UNSURE


def _is_end(one: str, other: str) -> bool:
    """Tell whether one place leaves out what the other begins with, such as its county. Its city or ward has to be there."""
    short, long = sorted((one, other), key=len)
    return _CITY.search(short) is not None and long.endswith(short)


def _differs_by_one(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _place(text: str) -> _Place:
    plain = unicodedata.normalize("NFKC", _ROOM.sub("-", fold(text).text)).replace(" ", "")
    plain = plain.replace("ー〇", "一〇")  # a reader of pictures takes 一 behind katakana for a long vowel
    plain = _LEFT_OUT.sub("", usual(_POSTAL.sub("", plain)))
    plain = _KE.sub("ケ", _PREFECTURE.sub("", plain.lstrip(":-")))
    plain = _KANJI_NUMBER.sub(lambda found: str(_number(found.group())), plain)
    plain = _BETWEEN.sub("-", _UNIT.sub("-", plain))
    block = _BLOCK.search(plain) or _ANY_NUMBER.search(plain)
    if not block:
        return _Place(plain, ())
    numbers = _ANY_NUMBER.finditer(plain, block.start())
    return _Place(plain[: block.start()], tuple(int(number.group()[:_LONGEST_NUMBER]) for number in numbers))


def _number(kanji: str) -> int:
    """Read 二十三 and 二三 alike."""
    if not set(kanji) & set(_TENS):
        return int("".join(str(_DIGITS.find(sign)) for sign in kanji[:_LONGEST_NUMBER]))
    total, last = 0, 0
    for sign in kanji:
        unit = _TENS.get(sign)
        total, last = (total + unit * (last or 1), 0) if unit else (total, _DIGITS.find(sign))
    return total + last


def _compare_latin(read: Sequence[str], on_file: Sequence[str]) -> Match:
    if not any(word.isalpha() for word in read):
        return Match.DIFFERS
    if "".join(read) == "".join(on_file) or sorted(read) == sorted(on_file):
        return Match.AGREES
    share = max(_share(read, "".join(on_file)), _share(on_file, "".join(read)))
    if share == 1 and _numbers(read) == _numbers(on_file):
        return Match.AGREES
    fewer, more = sorted((_numbers(read), _numbers(on_file)), key=Counter.total)
    return Match.UNSURE if fewer and fewer <= more and share > _ENOUGH else Match.DIFFERS


def _words(text: str) -> tuple[str, ...]:
    """Give the words, each in its short form, and digits apart from letters."""
    words = _APART.split(_SEAM.sub(" ", fold(text).text))
    for written, short in _SHORTER:
        words = [word.replace(written, short) for word in words]
    return tuple(word for word in words if word)


def _share(words: Sequence[str], text: str) -> float:
    """Tell how much of the words is in a text without spaces."""
    return sum(len(word) for word in words if word in text) / max(sum(map(len, words)), 1)


def _numbers(words: Sequence[str]) -> Counter[str]:
    return Counter(word for word in words if word.isdigit())
