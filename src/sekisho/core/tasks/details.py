"""Reading one detail of a task into its one form: an amount, a line of text, a bank account, an address on file.

Width, case of digits and surrounding space are forgiven; whatever could be read in two ways is not taken.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.contact_text import NotAnAddress, read_contact
from sekisho.core.contacts import ContactKind

MOST_LINE: Final = 100  # characters
MOST_ADDRESS: Final = 300  # characters
DOLLARS: Final = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?", re.ASCII)
NAME_OF_OURS: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}", re.ASCII)
BANK_ACCOUNT: Final = re.compile(r"[0-9A-Z]{4,34}", re.ASCII)  # a domestic number, or an IBAN without its spaces


@unique
class Reads(StrEnum):
    """How a detail is read, as the table names it."""

    DOLLARS = "dollars"
    NAME_OF_OURS = "name of ours"
    LINE = "line"
    BANK_ACCOUNT = "bank account"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    ADDRESS = "postal address"


@unique
class DetailFlaw(StrEnum):
    """Why a detail is not taken."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    NOTHING = "nothing"  # an amount of zero
    UNKNOWN = "unknown"  # the task has no such detail


def read_dollars(typed: str) -> str | DetailFlaw:
    """Read an amount of US dollars above zero; gives it with two decimals and no separators, `9100.00`."""
    text = unicodedata.normalize("NFKC", typed).strip().removeprefix("$").strip()
    if not text:
        return DetailFlaw.MISSING
    found = DOLLARS.fullmatch(text)
    if found is None:
        return DetailFlaw.UNREADABLE
    whole, cents = int(found[1].replace(",", "")), (found[2] or "").ljust(2, "0")
    if not whole and not int(cents):
        return DetailFlaw.NOTHING
    return f"{whole}.{cents}"


def read_line(typed: str, *, most: int = MOST_LINE) -> str | DetailFlaw:
    """Read a line of text as a person wrote it (NFC), its runs of space made one; no sign that cannot be seen."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if not text:
        return DetailFlaw.MISSING
    if len(text) > most:
        return DetailFlaw.TOO_LONG
    is_visible = all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in text)
    return text if is_visible else DetailFlaw.UNREADABLE


def _read_name(typed: str) -> str | DetailFlaw:
    if not typed:
        return DetailFlaw.MISSING
    return typed if NAME_OF_OURS.fullmatch(typed) else DetailFlaw.UNREADABLE


def _read_account(typed: str) -> str | DetailFlaw:
    text = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not text:
        return DetailFlaw.MISSING
    return text if BANK_ACCOUNT.fullmatch(text) else DetailFlaw.UNREADABLE


def _reader_of(kind: ContactKind) -> Callable[[str], str | DetailFlaw]:
    def read(typed: str) -> str | DetailFlaw:
        if not typed.strip():
            return DetailFlaw.MISSING
        if len(typed) > MOST_ADDRESS:
            return DetailFlaw.TOO_LONG
        found = read_contact(kind, typed)
        return DetailFlaw.UNREADABLE if isinstance(found, NotAnAddress) else found

    return read


READERS: Final[Mapping[Reads, Callable[[str], str | DetailFlaw]]] = MappingProxyType(
    {
        Reads.DOLLARS: read_dollars,
        Reads.NAME_OF_OURS: _read_name,
        Reads.LINE: read_line,
        Reads.BANK_ACCOUNT: _read_account,
        Reads.EMAIL: _reader_of(ContactKind.EMAIL),
        Reads.PHONE: _reader_of(ContactKind.PHONE),
        Reads.ADDRESS: _reader_of(ContactKind.ADDRESS),
    }
)
