"""What the desk finds a holder by: the beginnings of user name, account numbers, the words of the name, addresses on file.

A prefix is a range of an index. Terms are kept in hexadecimal because databases and locales sort letters in different orders.
"""

import re
import unicodedata
from typing import Final

from sekisho.adapters.storage import desk_statements as statements
from sekisho.adapters.storage.driver import Driver
from sekisho.adapters.storage.work import surely

MOST_BYTES: Final = 60
AFTER: Final = "g"
"""Sorts after every hexadecimal digit."""

NUMBER: Final = re.compile(r"[+0-9][0-9 ()./-]*")
NO_DIGIT: Final = re.compile(r"[^0-9]")


def terms_of(*, username: str, numbers: tuple[str, ...], name: str, email: str, phone: str) -> frozenset[str]:
    """Give every term of one holder."""
    folded = _folded(name)
    plain = {_folded(username), *(_folded(number) for number in numbers), folded, *folded.split(), _folded(email)}
    return frozenset(_hex(term) for term in plain | {NO_DIGIT.sub("", phone)} if term)


def range_of(query: str) -> tuple[str, str]:
    """Give the range of terms that begin with `query`: from the first, up to and without the second."""
    folded = _folded(query)
    start = _hex(NO_DIGIT.sub("", folded) if NUMBER.fullmatch(folded) else folded)
    return start, start + AFTER


def renew_terms(driver: Driver, holder_id: str) -> None:
    """Write anew what the desk finds a holder by; call it in the unit of work that changed the holder."""
    username, account, own, name, email, phone = surely(driver.one(statements.FOUND_BY, (holder_id,)))
    driver.run(statements.FORGET_TERMS, (holder_id,))
    terms = terms_of(username=username, numbers=(account, own), name=name, email=email, phone=phone)
    for term in sorted(terms):
        driver.run(statements.ADD_TERM, (holder_id, term))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _hex(term: str) -> str:
    return term.encode()[:MOST_BYTES].hex()
