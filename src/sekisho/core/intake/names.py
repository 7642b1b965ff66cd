"""Whether a name on a document is the account's: kanji in their older forms, kana, Latin letters in any spelling and order.

As a bank has it: another form of the same character (髙 for 高) and another spelling of the same kana (OHNO, ONO for オオノ) are
the same name, and whoever accepts it is told (`is_variant`). What only may be the same (an initial, a missing middle name, one
letter, 斉 for 斎, OHNO where no kana are on file) is UNSURE. A name in a writing that is not on file is compared with nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from itertools import permutations
from typing import Final

from sekisho.core.intake.folding import fold
from sekisho.core.intake.kana import hiragana, in_kunrei, is_kana, latin_forms
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
    nearness = _nearness(read, particulars)
    if nearness is None:
        return Match.NOT_ON_FILE
    if nearness is Same.PERHAPS:
        return Match.UNSURE
    return Match.DIFFERS if nearness is Same.NOT else Match.AGREES


def is_variant(read: str, particulars: Particulars) -> bool:
    """Tell whether a name agrees, but is written in another form than the account has it."""
    return _nearness(read, particulars) is Same.IN_ANOTHER_FORM


def _nearness(read: str, particulars: Particulars) -> Same | None:
    """Compare with what is on file in the same writing; None where nothing is."""
    words = _words(read[:LONGEST])
    text = "".join(words)
    on_file = [name for name in (particulars.name, particulars.kana, particulars.latin) if name]
    if _HAN.search(text):
        near = [_kanji(words, _words(name)) for name in on_file if _HAN.search(name)]
    elif is_kana(text):
        near = [_kana(words, _words(name)) for name in on_file if is_kana(name)]
    elif _LATIN.search(text):
        near = list(_latin(words, particulars, [name for name in on_file if _LATIN.search(fold(name).text)]))
    else:
        return None
    return min(near, key=lambda one: one.value, default=None)


def _words(text: str) -> tuple[str, ...]:
    """Part a name into words without titles and asides; a reader of pictures may have left one word of them."""
    plain = unicodedata.normalize("NFKC", fold(text).text)
    plain = _TITLES.sub("", (_ASIDE.sub(" ", plain).strip() or plain.strip("() ")).rstrip())
    words = tuple(word.replace("'", "") for word in _APART.split(plain.replace("・", " ")))
    named = tuple(word for word in words if word and word not in _LATIN_TITLES)
    return named or tuple(word for word in words if word)


def _kanji(read: tuple[str, ...], on_file: tuple[str, ...]) -> Same:
    for same, form in ((Same.EXACTLY, str), (Same.IN_ANOTHER_FORM, usual), (Same.PERHAPS, alike)):
        if form("".join(read)) in {form(order) for order in _orders(on_file)}:
            return same
    return Same.NOT


def _kana(read: tuple[str, ...], on_file: tuple[str, ...]) -> Same:
    text = hiragana("".join(read))
    orders = {hiragana(order) for order in _orders(on_file)}
    if text in orders:
        return Same.EXACTLY
    return Same.PERHAPS if any(_distance(text, order) <= 1 for order in orders) else Same.NOT


def _latin(read: tuple[str, ...], particulars: Particulars, on_file: list[str]) -> Iterator[Same]:
    words = tuple(word.translate(_MISREAD) for word in read)
    text = "".join(words)
    if is_kana(particulars.kana) and any(form.fullmatch(in_kunrei(text)) for form in _forms(particulars.kana)):
        yield Same.IN_ANOTHER_FORM if on_file else Same.EXACTLY
    for name in on_file:
        yield _nearness_in_latin(words, text, tuple(word.translate(_MISREAD) for word in _words(name)))
    if not on_file and particulars.kana:
        yield Same.NOT


def _nearness_in_latin(words: tuple[str, ...], text: str, on_file: tuple[str, ...]) -> Same:
    orders = set(_orders(on_file))
    if text in orders:
        return Same.EXACTLY
    plain = _LONG_VOWELS.sub(lambda long: long.group()[0], in_kunrei(text))
    if plain in {_LONG_VOWELS.sub(lambda long: long.group()[0], in_kunrei(order)) for order in orders}:
        return Same.PERHAPS
    if _share(words, on_file) or any(_distance(text, order) <= (len(text) >= _SHORTEST_TYPO) for order in orders):
        return Same.PERHAPS
    return Same.NOT


def _share(read: tuple[str, ...], on_file: tuple[str, ...]) -> bool:
    """Tell whether one name is the other without a middle name, or with initials for whole words."""
    few, many = sorted((read, on_file), key=len)
    left = list(many)
    for word in few:
        found = next(
            (other for other in left if other == word or (1 in {len(word), len(other)} and other[0] == word[0])), None
        )
        if found is None:
            return False
        left.remove(found)
    whole = set(read) & set(on_file)
    return len(few) > 1 and any(len(word) > 1 for word in whole)


def _forms(kana: str) -> Iterator[re.Pattern[str]]:
    for order in set(permutations(_words(kana)[:_MOST_WORDS])):
        yield (
            latin_forms("".join(order))
            if len(order) == 1
            else re.compile("".join(latin_forms(word).pattern for word in order))
        )


def _orders(words: tuple[str, ...]) -> Iterator[str]:
    """Give a name in every order of its words; of many words, as it is written and with the last one first."""
    if len(words) <= _MOST_WORDS:
        yield from ("".join(order) for order in permutations(words))
    else:
        yield from ("".join(words), "".join((words[-1], *words[:-1])), "".join((*words[1:], words[0])))


def _distance(one: str, other: str) -> int:
    """Count the signs to change, as far as one; 2 stands for more."""
    if abs(len(one) - len(other)) > 1:
        return 2
    begin = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, left = one[begin:], other[begin:]
    if not rest and not left:
        return 0
    return 1 if rest[1:] == left[1:] or rest[1:] == left or rest == left[1:] else 2
