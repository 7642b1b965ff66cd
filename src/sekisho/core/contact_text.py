"""A new address as somebody types it, read into the one form in which it stands on file."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, assert_never

from sekisho.core.contacts import ContactKind

MAIL: Final = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+", re.ASCII)
PHONE: Final = re.compile(r"\+[1-9][0-9](?:[ -]?[0-9]){5,13}", re.ASCII)
MOST_MAIL: Final = 254
MOST_PHONE: Final = 32
MOST_ADDRESS: Final = 400


@dataclass(frozen=True, slots=True)
class NotAnAddress:
    """What was typed is no address of that kind."""


def read_contact(kind: ContactKind | None, typed: str) -> str | NotAnAddress:
    """Give the address; "" where none was typed and none is meant."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if kind is None or not text or not text.isprintable():
        return NotAnAddress() if text or kind is not None else ""
    return text if _fits(kind, text) else NotAnAddress()


def _fits(kind: ContactKind, text: str) -> bool:
    match kind:
        case ContactKind.EMAIL:
            return MAIL.fullmatch(text) is not None and len(text) <= MOST_MAIL
        case ContactKind.PHONE:
            return PHONE.fullmatch(text) is not None and len(text) <= MOST_PHONE
        case ContactKind.ADDRESS:
            return len(text) <= MOST_ADDRESS
        case never:
            assert_never(never)
