"""The Online Security Code Card: 224 cells of three characters, two asked at a time, each used once.

A cell's value is derived from the card's key by HMAC-SHA-256, so that only the key is stored, sealed. OWASP ASVS 6.5.1 and NIST
SP 800-63B ask for single use of look-up secrets; `docs/divergences.md` says where the card leaves them.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sekisho.core.authenticators.entry import CLEAR, Unreadable, read_code
from sekisho.core.secret import Secret

CELLS: Final = 224
CELL_LENGTH: Final = 3
WARN_AT: Final = 20
MOST_TRIES: Final = 3
SHOWN_FOR: Final = timedelta(minutes=10)
"""How long a new card may be looked at: once, by one session (A173)."""

Pair = tuple[int, int]


def cell(card_key: Secret, index: int) -> str:
    """Give the value printed at `index` (1 to 224): 15 bits in three characters of the clear alphabet."""
    mac = hmac.digest(card_key.reveal(), b"sekisho card cell %d" % index, hashlib.sha256)
    bits = int.from_bytes(mac[:2], "big")
    return "".join(CLEAR[(bits >> shift) & 31] for shift in (10, 5, 0))


def unspent(spent: Iterable[int], *, cells: int) -> tuple[int, ...]:
    """Give the indices that may still be asked."""
    gone = frozenset(spent)
    return tuple(index for index in range(1, cells + 1) if index not in gone)


def question(pair: Pair) -> str:
    """Write a pair as the question of a challenge."""
    return f"{pair[0]},{pair[1]}"


def indices(text: str) -> Pair:
    """Read the pair back from a stored question."""
    first, second = text.split(",")
    return int(first), int(second)


def verify(card_key: Secret, pair: Pair, typed: str) -> bool:
    """Tell whether both values were typed, one after the other, in any width or case, with or without spaces."""
    values = read_code(typed, alphabet=CLEAR, length=2 * CELL_LENGTH)
    expected = cell(card_key, pair[0]) + cell(card_key, pair[1])
    if isinstance(values, Unreadable):
        return False
    return hmac.compare_digest(values, expected)
