"""Text as it is compared: width, case, accents and kinds of dashes folded, and for each sign the place it came from.

Spaces are kept as they are written, one for many: a reader of pictures drops some and adds others, so that whoever compares
leaves them out again.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

DASHES: Final = "-‐‑‒–—―−⁃﹣－ｰー─━"
"""Whatever is written for a dash; ー and its half-width form are a long vowel where no digit is before them."""

_LONG_VOWELS: Final = "ーｰ"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places` are, for each of its signs, where it stood in the original."""

    text: str
    places: tuple[int, ...]
    original: str

    def rest(self, at: int) -> str:
        """Give the original from a place in the folded text on."""
        return self.original[self.places[at] :] if at < len(self.text) else ""

    def part(self, begin: int, end: int) -> str:
        """Give the original of a part of the folded text."""
        return self.original[self.places[begin] : self.places[end - 1] + 1] if begin < end else ""


def fold(text: str) -> Folded:
    """Fold a line of writing."""
    signs, places = list[str](), list[int]()
    for place, sign in enumerate(text):
        for part in _fold_sign(sign, after_digit=bool(signs) and signs[-1].isdigit()):
            if part != " " or (signs and signs[-1] != " "):
                signs.append(part)
                places.append(place)
    return Folded("".join(signs), tuple(places), text)


def squashed(text: str) -> str:
    """Fold a text and leave out its spaces."""
    return fold(text).text.replace(" ", "")


@lru_cache(maxsize=4096)
def _fold_sign(sign: str, *, after_digit: bool) -> str:
    if sign in DASHES:
        return "ー" if sign in _LONG_VOWELS and not after_digit else "-"
    if unicodedata.category(sign) in {"Cf", "Cc"}:  # joiners and marks that nobody sees
        return " " if sign.isspace() else ""
    plain = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(" " if part.isspace() else _bare(part) for part in plain)


def _bare(sign: str) -> str:
    """Take the accents off a Latin letter, and off no kana."""
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base.isascii() else sign
