"""Forgiving entry: one normaliser for every code that a person types.

It takes away what keyboards, input methods and copying add (width, case, spaces, dashes) and nothing else: two different
codes never become one, because every alphabet here has one case and no dash. What cannot be a code is `Unreadable`.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

DIGITS: Final = "0123456789"
CLEAR: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without look-alikes (no 0, 1, I, O): five bits each. Card cells and passcodes are written in it."""

LONGEST: Final = 256
"""Longer input is unreadable before anything is folded."""

_DASHES: Final = frozenset("-\u2212\u30fc\u2500\u2501\u02d7\u00ad\u2027\u30fb")
"""Beside the Unicode dashes (Pd): minus, the long-vowel mark, box lines, soft hyphen, middle dots."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was typed cannot be a code of this alphabet and length."""


def read_code(text: str, *, alphabet: str, length: int) -> str | Unreadable:
    """Give the code that was meant, in upper case and without decoration, or `Unreadable`."""
    if len(text) > LONGEST:
        return Unreadable()
    folded = "".join(_folded(sign) for sign in unicodedata.normalize("NFKC", text))
    if len(folded) != length or any(sign not in alphabet for sign in folded):
        return Unreadable()
    return folded


def _folded(sign: str) -> str:
    if sign in _DASHES or unicodedata.category(sign) in ("Pd", "Zs", "Zl", "Zp", "Cf") or sign in "\t\r\n\v\f":
        return ""
    return sign.upper() if sign.isascii() else sign
