"""Whether a name on a document is the account's: kanji in their older forms, kana, Latin letters in any spelling and order.

As a bank has it: another form of the same character (髙 for 高) and another spelling of the same kana (OHNO, ONO for オオノ) are
the same name, and whoever accepts it is told (`is_variant`). What only may be the same (an initial, a missing middle name, one
letter, 斉 for 斎, OHNO where no kana are on file) is UNSURE. A name in a writing that is not on file is compared with nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import permutations
from typing import Final

from sekisho.core.intake.folding import fold
from sekisho.core.intake.kana import Spelling, fits, hiragana, in_kunrei, is_kana, spelling_of
from sekisho.core.intake.reading import Match, Particulars
from sekisho.core.intake.variants import alike, usual

LONGEST: Final = 80
_MOST_WORDS: Final = 4
_SHORTEST_TYPO: Final = 5
_TITLES: Final = re.compile(r"(?:様方|様|殿|さま|さん|先生|御中|氏)$")
_LATIN_TITLES: Final = frozenset("mr mrs ms miss dr prof sir mx mme herr frau".split())
_APART: Final = re.compile(r"[^\w']+|_+")
_ASIDE: Final = re.compile(r"\([^()]{0,60}\)?")
_LONG_VOWELS: Final = re.compile(r"o[ouh](?![aeiouy])|oo|ou|uu|uh(?![aeiouy])")
_HAN: Final = re.compile(r"[㐀-鿿豈-﫿々〆\U00020000-\U0003ffff]")
_LATIN: Final = re.compile(r"[a-z]")
_MISREAD: Final = str.maketrans("0158", "oisb")


class Same(Enum):
    """How near two names are."""

    EXACTLY = auto()
    IN_ANOTHER_FORM = auto()
    PERHAPS = auto()
    NOT = auto()


def compare_name(read: str, particulars: Particulars) -> Match:
    """Compare a name as it was read with those on file."""
    return KnownNames.of(particulars).compare(read)


def is_variant(read: str, particulars: Particulars) -> bool:
    """Tell whether a name agrees, but is written in another form than the account has it."""
    return KnownNames.of(particulars).nearness(read) is Same.IN_ANOTHER_FORM


@dataclass(frozen=True, slots=True)
class _Latin:
    """A Latin name on file: its words, their orders, and those in the plainest spelling."""

    words: tuple[str, ...]
    orders: frozenset[str]
    plain: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What is on file, made ready for a page of comparisons: in every order and writing."""

    kanji: tuple[tuple[Same, Callable[[str], str], frozenset[str]], ...]
    kana: frozenset[str]
    spellings: tuple[Spelling, ...]  # of the kana
    latin: tuple[_Latin, ...]

    @classmethod
    def of(cls, particulars: Particulars) -> "KnownNames":
        on_file = [name[:LONGEST] for name in (particulars.name, particulars.kana, particulars.latin) if name]
        kanji = [order for name in on_file if _HAN.search(name) for order in _orders(_words(name))]
        kana = [_words(name) for name in on_file if is_kana(name)]
        latin = [name for name in on_file if _LATIN.search(fold(name).text)]
        forms = ((Same.EXACTLY, str), (Same.IN_ANOTHER_FORM, usual), (Same.PERHAPS, alike))
        return cls(
            tuple((same, form, frozenset(map(form, kanji))) for same, form in forms if kanji),
            frozenset(hiragana(order) for words in kana for order in _orders(words)),
            tuple(spelling for words in kana for spelling in _spellings(words)),
            tuple(_latin(name) for name in latin),
        )

    def compare(self, read: str) -> Match:
        nearness = self.nearness(read)
        if nearness is None:
            return Match.NOT_ON_FILE
        if nearness is Same.PERHAPS:
            return Match.UNSURE
        return Match.DIFFERS if nearness is Same.NOT else Match.AGREES

    def nearness(self, read: str) -> Same | None:
        """Compare with what is on file in the same writing; None where nothing is."""
        words = _words(read[:LONGEST])
        text = "".join(words)
        if _HAN.search(text):
            found = (same for same, form, names in self.kanji if form(text) in names)
            return next(found, Same.NOT) if self.kanji else None
        if is_kana(text):
            return _nearest(hiragana(text), self.kana) if self.kana else None
        if _LATIN.search(text) and (self.latin or self.spellings):
            return min(self._in_latin(words), key=lambda same: same.value)
        return None

    def _in_latin(self, read: tuple[str, ...]) -> Iterator[Same]:
        words = tuple(word.translate(_MISREAD) for word in read)
        text = "".join(words)
        kunrei = in_kunrei(text)
        if any(fits(kunrei, spelling) for spelling in self.spellings):
            yield Same.IN_ANOTHER_FORM if self.latin else Same.EXACTLY
        for name in self.latin:
            if text in name.orders:
                yield Same.EXACTLY
            elif _shortened(kunrei) in name.plain or _share(words, name.words):
                yield Same.PERHAPS
            else:
                yield _nearest(text, name.orders) if len(text) >= _SHORTEST_TYPO else Same.NOT
        yield Same.NOT


def _latin(name: str) -> _Latin:
    words = tuple(word.translate(_MISREAD) for word in _words(name))
    orders = frozenset(_orders(words))
    return _Latin(words, orders, frozenset(_shortened(in_kunrei(order)) for order in orders))


def _shortened(kunrei: str) -> str:
    return _LONG_VOWELS.sub(lambda long: long.group()[0], kunrei)


def _words(text: str) -> tuple[str, ...]:
    """Part a name into words without titles and asides; a reader of pictures may have left one word of them."""
    plain = unicodedata.normalize("NFKC", fold(text).text)
    plain = _TITLES.sub("", (_ASIDE.sub(" ", plain).strip() or plain.strip("() ")).rstrip())
    words = tuple(word.replace("'", "") for word in _APART.split(plain.replace("・", " ")))
    named = tuple(word for word in words if word and word not in _LATIN_TITLES)
    return named or tuple(word for word in words if word)


def _share(read: tuple[str, ...], on_file: tuple[str, ...]) -> bool:
    """Tell whether one name is the other without a middle name, or with initials for whole words."""
    few, many = sorted((read, on_file), key=len)
    if len(few) <= 1 or not any(len(word) > 1 for word in set(few) & set(many)):
        return False
    left = list(many)
    for word in few:
        found = next((other for other in left if _may_be(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _may_be(word: str, other: str) -> bool:
    return word == other or (1 in {len(word), len(other)} and other[0] == word[0])


def _spellings(words: tuple[str, ...]) -> Iterator[Spelling]:
    """Give the spellings of a name in kana, in every order of its words."""
    for order in permutations([spelling_of(word) for word in words[:_MOST_WORDS]]):
        yield tuple(piece for spelling in order for piece in spelling)


def _orders(words: tuple[str, ...]) -> Iterator[str]:
    """Give a name in every order of its words; of many words, as it is written and with the last one first."""
    if len(words) <= _MOST_WORDS:
        yield from ("".join(order) for order in permutations(words))
    else:
        yield from ("".join(words), "".join((words[-1], *words[:-1])), "".join((*words[1:], words[0])))


def _nearest(text: str, names: frozenset[str]) -> Same:
    if text in names:
        return Same.EXACTLY
    return Same.PERHAPS if any(_is_one_off(text, name) for name in names) else Same.NOT


def _is_one_off(one: str, other: str) -> bool:
    """Tell whether one sign is wrong, lost or added."""
    if abs(len(one) - len(other)) > 1:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, left = one[begin:], other[begin:]
    return rest[1:] == left[1:] or rest[1:] == left or rest == left[1:]
