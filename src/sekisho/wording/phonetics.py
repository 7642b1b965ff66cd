"""Codes as they are read out on the telephone: a word for each letter, after the alphabet of ICAO and ITU (NATO), in katakana too.

Only the signs of `entry.CLEAR` are ever read out, and each of them has its word.
"""

from dataclasses import dataclass

from sekisho.wording.catalogue import words
from sekisho.wording.language import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Spelled:
    """One sign of a code, and what to say for it."""

    sign: str
    word: str


def spell(code: str, *, language: Language) -> tuple[Spelled, ...]:
    """Give what to say for each sign of `code`, in the language of whoever listens."""
    return tuple(Spelled(sign=sign, word=words(f"desk_pages.phonetic.{sign}", language=language)) for sign in code)
