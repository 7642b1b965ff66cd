"""The subject of a mailed document: whose it is and what it proves, in any order, width and case (A048 to A053).

    subject    = { marker } , word , { separator , word }
    word       = account | code | label | name | remark
    account    = "U" , 6 to 8 digits               the live account's number (D30)
    code       = "PoRes" | "PID"
    label      = what people write before the other two, such as "account:" or "No."
    name       = what has the shape of a user name
    marker     = "Re:" , "Fwd:" and their likes in other mail programs

An account number wins over words that could be user names; without one, exactly one word has to be left that could be one.
Nothing is guessed: what is missing, there twice or unclear is said with its place, and a person reads it. Columns count
the characters of the decoded subject as it came, from 1.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from sekisho.core.accounts import LIVE_NUMBER, PAPER_NUMBER, AccountNumber

LONGEST: Final = 998
"""Characters of a subject that is read at all: RFC 5322's longest line."""


@unique
class Purpose(StrEnum):
    """What a document is to prove, by the codes of the source (A052, A053)."""

    RESIDENCE = "PoRes"
    IDENTITY = "PID"


@unique
class SubjectFlaw(StrEnum):
    """Why a subject goes to a person."""

    NO_HOLDER = "no_holder"
    NO_PURPOSE = "no_purpose"
    SEVERAL_HOLDERS = "several_holders"
    SEVERAL_PURPOSES = "several_purposes"
    PAPER_ACCOUNT = "paper_account"  # a paper account has no documents; whose live one is meant would be a guess
    TOO_LONG = "too_long"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What was understood: one of `account` and `username`, and the purpose."""

    purpose: Purpose
    account: AccountNumber | None = None
    username: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear:
    """What was not understood, where it begins, and what was understood all the same."""

    flaw: SubjectFlaw
    column: int
    purpose: Purpose | None = None
    account: AccountNumber | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Found:
    accounts: tuple[_Word, ...]
    papers: tuple[_Word, ...]
    purposes: tuple[_Word, ...]
    names: tuple[_Word, ...]
    end: int  # the column behind the last character: where something is missing


_CODES: Final = MappingProxyType({purpose.value.casefold(): purpose for purpose in Purpose})
_USERNAME: Final = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9._-]{2,63}", re.ASCII)
"""A number alone is read as nobody's name: it may as well be an account number without its letter."""

_LABELS: Final = frozenset(
    {
        "account",
        "acct",
        "a/c",
        "number",
        "user",
        "username",
        "user-name",
        "user_name",
        "name",
        "id",
        "login",
        "no",
        "nr",
    }
    | {"subject", "purpose", "document", "documents", "doc", "docs", "for", "and", "of", "the", "my", "is"}
)
_MARKER: Final = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|ref|rv|r|fwd|fw|wg|tr|i|転送|返信)\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*:", re.ASCII
)
_SOUND: Final = re.compile(r"[a-z0-9](?:[a-z0-9._/-]*[a-z0-9])?", re.ASCII)
"""A run of the signs that numbers, codes and user names are made of. Everything else parts words, Japanese text too."""

_JOINTS: Final = re.compile(r"[._/-]+")


def read_subject(text: str) -> Subject | Unclear:
    """Read a decoded subject."""
    if len(text) > LONGEST:
        return Unclear(flaw=SubjectFlaw.TOO_LONG, column=LONGEST + 1)
    found = _find(text)
    return _judge(found)


def _judge(found: _Found) -> Subject | Unclear:
    accounts, purposes, names = _distinct(found.accounts), _distinct(found.purposes), _distinct(found.names)
    purpose = _CODES[purposes[0].text] if len(purposes) == 1 else None
    account = AccountNumber(accounts[0].text.upper()) if len(accounts) == 1 else None
    username = names[0].text if not accounts and not found.papers and len(names) == 1 else None
    at = _first_flaw(found, accounts, purposes, names)
    if at is not None:
        flaw, column = at
        return Unclear(flaw=flaw, column=column, purpose=purpose, account=account, username=username)
    if purpose is None:
        message = "a subject without a flaw names one purpose"
        raise LookupError(message)
    return Subject(purpose=purpose, account=account, username=username)


def _first_flaw(
    found: _Found, accounts: tuple[_Word, ...], purposes: tuple[_Word, ...], names: tuple[_Word, ...]
) -> tuple[SubjectFlaw, int] | None:
    if found.papers:
        return SubjectFlaw.PAPER_ACCOUNT, found.papers[0].column
    if len(accounts) > 1:
        return SubjectFlaw.SEVERAL_HOLDERS, accounts[1].column
    if not accounts and len(names) > 1:
        return SubjectFlaw.SEVERAL_HOLDERS, names[1].column
    if not accounts and not names:
        return SubjectFlaw.NO_HOLDER, found.end
    if len(purposes) > 1:
        return SubjectFlaw.SEVERAL_PURPOSES, purposes[1].column
    if not purposes:
        return SubjectFlaw.NO_PURPOSE, found.end
    return None


def _distinct(words: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """Leave out what is said again: a number that stands there twice is still one number."""
    return tuple({word.text: word for word in reversed(words)}.values())[::-1]


def _find(text: str) -> _Found:
    folded, columns = _fold(text)
    accounts, papers, purposes, names = list[_Word](), list[_Word](), list[_Word](), list[_Word]()
    for word in _words(folded, columns):
        upper = word.text.upper()
        if LIVE_NUMBER.fullmatch(upper):
            accounts.append(word)
        elif PAPER_NUMBER.fullmatch(upper):
            papers.append(word)
        elif word.text in _CODES:
            purposes.append(word)
        elif word.text not in _LABELS and _USERNAME.fullmatch(word.text):
            names.append(word)
    return _Found(tuple(accounts), tuple(papers), tuple(purposes), tuple(names), end=len(text) + 1)


def _fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold width and case, and tell for each folded sign the column it came from; markers are left out."""
    signs, columns = list[str](), list[int]()
    for column, sign in enumerate(text, start=1):
        if unicodedata.category(sign) == "Cf":  # direction marks, joiners, soft hyphens: nobody typed them
            continue
        for part in unicodedata.normalize("NFKC", sign).casefold():
            signs.append(part)
            columns.append(column)
    folded, begin = "".join(signs), 0
    while marker := _MARKER.match(folded, begin):
        begin = marker.end()
    return folded[begin:], tuple(columns[begin:])


def _words(folded: str, columns: tuple[int, ...]) -> Iterator[_Word]:
    for run in _SOUND.finditer(folded):
        yield from _parts(run.group(), columns[run.start() : run.end()])


def _parts(text: str, columns: tuple[int, ...]) -> Iterator[_Word]:
    """Part `u1234567-pid` at its joints, but no user name such as `taro-pid`: only where each part is a number or a code."""
    bounds = [0, *(edge for joint in _JOINTS.finditer(text) for edge in joint.span()), len(text)]
    parts = [_Word(text[begin:end], columns[begin]) for begin, end in list(pairwise(bounds))[::2]]
    yield from parts if len(parts) > 1 and all(_is_plain(part.text) for part in parts) else [_Word(text, columns[0])]


def _is_plain(text: str) -> bool:
    return text in _CODES or LIVE_NUMBER.fullmatch(text.upper()) is not None
