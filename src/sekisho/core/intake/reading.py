"""What a document says, as far as its lines tell, beside what the account knows of its holder.

A machine's reading convinces nobody: it says which fields were found and whether they agree, and a person decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from sekisho.core.intake.kinds import Kind
from sekisho.core.intake.pictures import Box


@dataclass(frozen=True, kw_only=True, slots=True)
class Particulars:
    """Whom the account is kept for. "" and None are not on file, and agree with nothing."""

    name: str = ""  # as it is written where the holder lives, such as 関所 花子
    kana: str = ""
    latin: str = ""  # as a passport has it
    address: str = ""
    birth_date: date | None = None


@unique
class Field(StrEnum):
    """What is looked for on a document."""

    NAME = "name"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    ISSUED = "issued"
    EXPIRES = "expires"
    NUMBER = "number"
    ZONE = "zone"  # the machine-readable zone (ICAO 9303)


@unique
class Match(StrEnum):
    """How a field compares with the account."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNSURE = "unsure"  # read, but it can be read in more than one way
    NOT_ON_FILE = "not_on_file"


@unique
class Caution(StrEnum):
    """What a person should look at before they accept."""

    EXPIRED = "expired"
    TOO_OLD = "too_old"  # a proof of address of twelve months or more
    NO_DATE = "no_date"
    NAME_DIFFERS = "name_differs"
    ADDRESS_DIFFERS = "address_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    ZONE_WRONG = "zone_wrong"  # a check digit does not agree
    ZONE_DISAGREES = "zone_disagrees"  # with what is printed above it
    MY_NUMBER = "my_number"
    MOBILE_BILL = "mobile_bill"  # B128
    OTHER_PURPOSE = "other_purpose"  # such as a bill sent as a proof of identity
    NAME_IN_OTHER_FORM = "name_in_other_form"  # 髙 for 高, OHNO for ONO: the same name, written otherwise
    DATE_AHEAD = "date_ahead"  # of issue, and later than today
    KEPT_NUMBER = "kept_number"  # a pension's or an insured person's, covered as a My Number is


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadField:
    """One field as it was read. `value` is its text made plain; a date in ISO 8601."""

    field: Field
    text: str
    value: str
    match: Match
    boxes: tuple[Box, ...]
    page: int = 0  # of the document, from 0: where the boxes lie


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was read of a page or a document. `is_enough`: everything that the purpose requires was legible, agreeing or not."""

    fields: tuple[ReadField, ...]
    cautions: tuple[Caution, ...]
    hidden: tuple[Box, ...]  # of one page: a My Number, which nobody may see (番号法)
    is_enough: bool
    kind: Kind = Kind.UNKNOWN
    missing: tuple[Field, ...] = ()  # what the purpose requires and nobody could read


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentReading:
    """The pages of one document, and what they say together. What is to be hidden is said by each page alone."""

    whole: Reading
    pages: tuple[Reading, ...]
