"""The file of an import, read strictly: a cell means exactly what it says or the whole file is refused with its line (NAM-09).

Nothing is trimmed, folded or guessed: a state that is almost a word of ours is no state, whatever it looks like.
"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Final

from sekisho.core.accounts import AccountNumber, AccountState, is_paper_number, read_account_number
from sekisho.core.accounts import NotAnAccountNumber as NotANumber
from sekisho.core.identification import Identification, NotIdentified, read_identification
from sekisho.core.intake.reading import Particulars
from sekisho.core.passwords import Accepted, CommonPasswords, Rejected, read_new_password
from sekisho.core.secret import Secret

COLUMNS: Final = ("username", "account", "state", "language", "residence", "email", "phone", "password")
PERSON: Final = ("entity", "birth_date", "citizenship", "id_document", "id_number")
"""Columns that may stand beside them: who stands behind the account, for the sharing of devices (B096)."""
NAMES: Final = ("name", "name_kana", "name_latin", "address")
"""Columns that may stand beside them: what a document is compared with."""
STATES: Final = tuple(AccountState)

CELLS: Final = {
    "username": re.compile(r"[a-z0-9][a-z0-9._-]{2,63}"),
    "state": re.compile("|".join(STATES)),
    "language": re.compile(r"ja|en"),
    "residence": re.compile(r"[A-Z]{2}"),
    "email": re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "phone": re.compile(r"\+[0-9][0-9 -]{4,29}"),
    "name": re.compile(r"[^\x00-\x1f\x7f-\x9f]{0,128}"),
    "name_kana": re.compile(r"[^\x00-\x1f\x7f-\x9f]{0,128}"),
    "name_latin": re.compile(r"[^\x00-\x1f\x7f-\x9f]{0,128}"),
    "address": re.compile(r"[^\x00-\x1f\x7f-\x9f]{0,400}"),
    "entity": re.compile(r"[A-Za-z0-9._-]{0,40}"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Newcomer:
    """One line of the file, sound in itself."""

    line: int
    username: str
    account: AccountNumber
    state: AccountState
    language: str
    residence: str
    email: str
    phone: str
    entity: str = ""
    papers: Identification | None = None
    known: Particulars
    password: Secret


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why the file is refused: `what` names the cell or the shape; `line` counts from 1; `password` says what it lacks."""

    what: str
    line: int = 1
    password: Rejected | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """What the house knows that no password may be."""

    common: CommonPasswords
    brands: tuple[str, ...]


def read_accounts(content: bytes, house: House) -> tuple[Newcomer, ...] | Fault:
    """Read the file; every line, or the first fault."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = [(reader.line_num, cells) for cells in reader if cells]
    except (UnicodeDecodeError, csv.Error):
        return Fault(what="text")
    if not lines or not _is_header(lines[0][1]):
        return Fault(what="header")
    found = [_read_line(line, lines[0][1], cells, house=house) for line, cells in lines[1:]]
    fault = next((one for one in found if isinstance(one, Fault)), None)
    newcomers = tuple(one for one in found if isinstance(one, Newcomer))
    return fault or _twice(newcomers) or newcomers or Fault(what="empty")


def _read_line(line: int, header: list[str], found: list[str], *, house: House) -> Newcomer | Fault:
    if len(found) != len(header):
        return Fault(what="cells", line=line)
    cells = dict.fromkeys((*PERSON, *NAMES), "") | dict(zip(header, found, strict=True))
    for column, shape in CELLS.items():
        if shape.fullmatch(cells[column]) is None:
            return Fault(what=column, line=line)
    number = read_account_number(cells["account"])
    if isinstance(number, NotANumber) or is_paper_number(number):
        return Fault(what="number", line=line)
    papers = _read_papers(cells)
    if isinstance(papers, NotIdentified):
        return Fault(what=papers.what, line=line)
    password = _read_password(cells, house=house)
    if isinstance(password, Rejected):
        return Fault(what="password", line=line, password=password)
    return Newcomer(
        line=line,
        username=cells["username"],
        account=number,
        state=AccountState(cells["state"]),
        language=cells["language"],
        residence=cells["residence"],
        email=cells["email"],
        phone=cells["phone"],
        password=password.password,
        entity=cells["entity"],
        papers=papers,
        known=_read_known(cells, papers),
    )


def _is_header(header: list[str]) -> bool:
    """Tell whether every column is there once, the person's all together or not at all, and the names likewise."""
    return any(
        sorted(header) == sorted((*COLUMNS, *person, *names)) for person in ((), PERSON) for names in ((), NAMES)
    )


def _read_papers(cells: dict[str, str]) -> Identification | NotIdentified | None:
    """Read the papers; none where all four cells are empty."""
    told = (cells["birth_date"], cells["citizenship"], cells["id_document"], cells["id_number"])
    if not any(told):
        return None
    born, citizenship, document, number = told
    return read_identification(
        born=born, citizenship=citizenship, residence=cells["residence"], document=document, number=number
    )


def _read_known(cells: dict[str, str], papers: Identification | None) -> Particulars:
    return Particulars(
        name=cells["name"],
        kana=cells["name_kana"],
        latin=cells["name_latin"],
        address=cells["address"],
        birth_date=papers.born if papers else None,
    )


def _read_password(cells: dict[str, str], *, house: House) -> Accepted | Rejected:
    """A closed account is entered with the password alone; every other one gets a device."""
    is_alone = AccountState(cells["state"]) is AccountState.CLOSED
    context = (cells["username"], cells["account"], cells["email"], *house.brands)
    return read_new_password(cells["password"], is_alone=is_alone, context=context, common=house.common)


def _twice(newcomers: tuple[Newcomer, ...]) -> Fault | None:
    seen: set[str] = set()
    for newcomer in newcomers:
        names = {newcomer.username, newcomer.account}
        if names & seen:
            return Fault(what="twice", line=newcomer.line)
        seen |= names
    return None
