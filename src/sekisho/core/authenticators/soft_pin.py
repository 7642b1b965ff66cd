"""The four digits of a Digital Security Card+, judged when they are chosen (B044 to B048).

The card computes with whatever is typed into it, so nothing but the server can refuse a PIN that a finder tries first: digits in
a row, digits that repeat, digits that stand in the holder's own papers (B046).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from itertools import pairwise
from typing import Final

from sekisho.core.authenticators.entry import DIGITS, Unreadable, read_code
from sekisho.core.secret import Secret

LENGTH: Final = 4


@unique
class PinFlaw(StrEnum):
    """Why a PIN is not taken."""

    SHAPE = "shape"  # not four digits
    REPEATED = "repeated"  # 7777, 1212
    SEQUENCE = "sequence"  # 3456, 9876, 8901
    ON_FILE = "on_file"  # part of the telephone number, the address or the account number
    DIFFERENT = "different"  # the second entry is not the first


@dataclass(frozen=True, slots=True)
class PinAccepted:
    """A PIN that may be set."""

    pin: Secret


@dataclass(frozen=True, slots=True)
class PinRejected:
    """A PIN that is not taken; the next one may be."""

    why: PinFlaw


def read_new_pin(typed: Secret, *, again: Secret, on_file: Iterable[str]) -> PinAccepted | PinRejected:
    """Judge a PIN typed twice; `on_file` are the texts of which it may be no part, with whatever stands between their digits."""
    pin = read_code(typed.reveal_text(), alphabet=DIGITS, length=LENGTH)
    if isinstance(pin, Unreadable):
        return PinRejected(PinFlaw.SHAPE)
    if pin != read_code(again.reveal_text(), alphabet=DIGITS, length=LENGTH):
        return PinRejected(PinFlaw.DIFFERENT)
    if pin[:2] == pin[2:] or len(set(pin)) == 1:
        return PinRejected(PinFlaw.REPEATED)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({1}, {9}):
        return PinRejected(PinFlaw.SEQUENCE)
    if any(pin in "".join(sign for sign in text if sign in DIGITS) for text in on_file):
        return PinRejected(PinFlaw.ON_FILE)
    return PinAccepted(Secret(pin))
