"""For whom of ours a mail in a mailbox was, and who sent it: what the delivering servers wrote into its header.

There is no envelope any more. Anybody may write these lines, as anybody may write an envelope: they choose a way, never a holder.
"""

import re
from collections.abc import Sequence
from typing import Final

DELIVERED: Final = (b"delivered-to", b"x-original-to", b"to", b"cc")
"""The surest first: a blind copy is named only by who delivered it."""
LINES_WANTED: Final = ("return-path", *(name.decode() for name in DELIVERED))

_LINE: Final = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)")
_PATH: Final = re.compile(rb"\s*<?([^<>\s]*)>?\s*")
_PART_OF_ADDRESS: Final = rb"[\w.!#$%&'*+/=?^`{|}~-]"  # RFC 5322 atext and dots


def delivered_to(header: bytes, ours: Sequence[str]) -> tuple[str, ...]:
    """Give those of `ours` (in lower case) that the surest lines name, or else the first of them."""
    lines = _LINE.findall(header)
    for wanted in DELIVERED:
        said = b" ".join(value for name, value in lines if name.lower() == wanted).lower()
        named = tuple(address for address in ours if _names(said, address))
        if named:
            return named
    return tuple(ours[:1])


def returned_to(header: bytes) -> str:
    """Give the envelope's sender, which the last server wrote at the top; "" where nobody may be answered."""
    paths = [value for name, value in _LINE.findall(header) if name.lower() == b"return-path"]
    found = _PATH.fullmatch(paths[0]) if paths else None
    return found[1].decode("utf-8", "replace") if found else ""


def _names(said: bytes, address: str) -> bool:
    whole = rb"(?<!%s)%s(?!%s)" % (_PART_OF_ADDRESS, re.escape(address.encode()), _PART_OF_ADDRESS)
    return re.search(whole, said) is not None
