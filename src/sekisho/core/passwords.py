"""What may become a password (SP 800-63B-4 section 3.1.1.2, ASVS 5.0 V6.2): long enough, and not among the first guesses.

Nothing is asked of the mixture, and what is taken is taken as it was typed. Common and context words are looked for in the whole
password, whatever its width and case; a repeated word counts once. Hashing, and telling the holder, are left to others.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, NewType

from sekisho.core.secret import Secret

LEAST_WITH_FACTOR: Final = 8  # characters
LEAST_ALONE: Final = 15  # characters: closed accounts and paper accounts, where nothing else is asked
MOST_CHARACTERS: Final = 256
MOST_BYTES: Final = 1_024  # in UTF-8; more is never hashed

CommonPasswords = NewType("CommonPasswords", frozenset[str])
"""The passwords that are guessed first, folded; `read_common` makes it."""

UNTYPABLE: Final = re.compile(r"[\0\r\n\ud800-\udfff]")  # no form carries them: the holder could never log in
LEAST_WORD: Final = 4  # shorter ones stand in too many good passwords by chance
PART: Final = re.compile(r"[^\W\d_]+|\d+")


@unique
class Flaw(StrEnum):
    """Why a password is not taken; the words stand in `wording/texts/password.toml`."""

    UNTYPABLE = "untypable"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A password to be hashed, exactly as it was typed."""

    password: Secret


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """No password, for the first reason found; `least` is the number of characters asked for."""

    why: Flaw
    least: int


def read_new_password(
    text: str, *, is_alone: bool, context: Iterable[str], common: CommonPasswords
) -> Accepted | Rejected:
    """Take a password to be set, or tell why not.

    `is_alone`: it opens something without a second factor. `context`: what is known of holder and house as it is written there
    (user name, account number, e-mail address, both brands); it is taken apart here.
    """
    least = LEAST_ALONE if is_alone else LEAST_WITH_FACTOR
    flaw = _misfit(text, least=least) or _guess(fold(text), context=context, common=common)
    return Rejected(why=flaw, least=least) if flaw else Accepted(Secret(text))


def read_common(lines: Iterable[str]) -> CommonPasswords:
    """Read a list of common passwords, one a line; those too short to be anybody's password are left out."""
    folded = (fold(line.strip()) for line in lines)
    return CommonPasswords(frozenset(word for word in folded if len(word) >= LEAST_WITH_FACTOR))


def fold(text: str) -> str:
    """Give the form in which passwords and words are compared: one width, one case (NFKC)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _misfit(text: str, *, least: int) -> Flaw | None:
    """Count characters as a person sees them at most: a letter and its accent are one (NFC)."""
    if UNTYPABLE.search(text):
        return Flaw.UNTYPABLE
    if len(text) > MOST_CHARACTERS or len(text.encode()) > MOST_BYTES:
        return Flaw.TOO_LONG
    return Flaw.TOO_SHORT if len(unicodedata.normalize("NFC", text)) < least else None


def _guess(folded: str, *, context: Iterable[str], common: CommonPasswords) -> Flaw | None:
    once = _once(folded)
    rest = _without(once, _words(context))
    if rest != once and (len(rest) < LEAST_WITH_FACTOR or rest in common):
        return Flaw.CONTEXT
    return Flaw.COMMON if len(once) < LEAST_WITH_FACTOR or once in common else None


def _once(text: str) -> str:
    """Give what `text` repeats, `abcd` for `abcdabcdab`; the whole where nothing is repeated in full."""
    for length in range(1, len(text) // 2 + 1):
        if text.startswith(text[length:]):
            return text[:length]
    return text


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _words(context: Iterable[str]) -> list[str]:
    """Take names, numbers and addresses apart, longest first: `kaede.mori@example.jp` has kaede, mori and example in it."""
    found: set[str] = set()
    for text in map(fold, context):
        parts = PART.findall(text)
        found |= {text, "".join(parts), *parts}
    return sorted((word for word in found if len(word) >= LEAST_WORD), key=lambda word: (-len(word), word))
