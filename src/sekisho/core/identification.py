"""What identifies a person in the books: birth date, citizenship, country of legal residence, one identity document (B096).

It is compared and never shown: what is kept is a keyed print of `told`, so that neither a copy of the database nor the trail says
anybody's birthday or passport number.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import Final

PURPOSE: Final = "identification"
"""What the print is keyed for."""

COUNTRY: Final = re.compile(r"[A-Z]{2}")
SEPARATORS: Final = re.compile(r"[\s\-‐-―−/.]+")
NUMBER: Final = re.compile(r"[A-Z0-9]{4,32}")


@unique
class DocumentKind(StrEnum):
    """The kinds of identity documents that two accounts are compared by."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    NATIONAL_ID = "national_id"
    RESIDENCE_CARD = "residence_card"
    US_SSN = "us_ssn"


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """What was given does not identify anybody; `what` names the first cell that does not."""

    what: str


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Identification:
    """What was read, in its one form; nothing of it is ever shown in a log."""

    born: date
    citizenship: str  # ISO 3166 alpha-2
    residence: str  # likewise: the country of legal residence
    document: DocumentKind
    number: str

    def __repr__(self) -> str:
        return "Identification(…)"

    def told(self) -> str:
        """Write it in one line, the same for the same person whatever spaces, dashes or width the papers were typed with."""
        return f"{self.born.isoformat()}|{self.citizenship}|{self.residence}|{self.document}|{self.number}"


def read_identification(
    *, born: str, citizenship: str, residence: str, document: str, number: str
) -> Identification | NotIdentified:
    """Read what stands in the papers; countries in capitals, the date as in ISO 8601."""
    folded = SEPARATORS.sub("", unicodedata.normalize("NFKC", number)).upper()
    try:
        on = date.fromisoformat(born)
    except ValueError:
        return NotIdentified("birth_date")
    if on.isoformat() != born:
        return NotIdentified("birth_date")
    if not COUNTRY.fullmatch(citizenship):
        return NotIdentified("citizenship")
    if not COUNTRY.fullmatch(residence):
        return NotIdentified("residence")
    if document not in set(DocumentKind):
        return NotIdentified("id_document")
    if not NUMBER.fullmatch(folded):
        return NotIdentified("id_number")
    return Identification(
        born=on, citizenship=citizenship, residence=residence, document=DocumentKind(document), number=folded
    )
