"""Why a reviewer does not accept a document: a closed list, each with its words to the holder and the verdicts that it fits.

A reason is told, so it says what is wrong with the paper and nothing of the account. What another picture or another paper would
mend is asked for again; what nothing would mend is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.subject_line import Purpose
from sekisho.core.tables import TableError, read_rows


@unique
class DocumentReason(StrEnum):
    """What is wrong with a document. Names are stored and are the contract's: never rename one."""

    UNREADABLE = "unreadable"
    PART_CUT_OFF = "part_cut_off"
    PAGE_MISSING = "page_missing"
    PHOTO_OF_SCREEN = "photo_of_screen"
    WRONG_KIND = "wrong_kind"
    WRONG_PURPOSE = "wrong_purpose"
    MOBILE_BILL = "mobile_bill"
    EXPIRED = "expired"
    TOO_OLD = "too_old"
    NO_DATE = "no_date"
    NAME_DIFFERS = "name_differs"
    ADDRESS_DIFFERS = "address_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    OTHER_PERSON = "other_person"
    NOT_GENUINE = "not_genuine"


@unique
class ReviewVerdict(StrEnum):
    """What a reviewer says of a document. Names are the contract's."""

    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    REFUSE = "refuse"


COLUMNS: Final = ("reason", "verdicts", "purposes")
TEXT: Final = """
    reason              verdicts           purposes
    unreadable          ask_again          PID, PoRes
    part_cut_off        ask_again          PID, PoRes
    page_missing        ask_again          PID, PoRes
    photo_of_screen     ask_again          PID, PoRes
    wrong_kind          ask_again, refuse  PID, PoRes
    wrong_purpose       ask_again          PID, PoRes
    mobile_bill         ask_again, refuse  PoRes
    expired             ask_again          PID
    too_old             ask_again          PoRes
    no_date             ask_again          PoRes
    name_differs        ask_again, refuse  PID, PoRes
    address_differs     ask_again, refuse  PoRes
    birth_date_differs  ask_again, refuse  PID
    other_person        ask_again, refuse  PID, PoRes
    not_genuine         refuse             PID, PoRes
"""
"""Mobile telephone bills prove no address (B128); a proof of address is younger than twelve months (B126)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """What a reason may be given for."""

    verdicts: frozenset[ReviewVerdict]
    purposes: frozenset[Purpose]


def read_reasons(text: str) -> Mapping[DocumentReason, Fit]:
    """Read the table; total over the reasons, and every verdict but accepting has some for each purpose."""
    found: dict[DocumentReason, Fit] = {}
    for name, verdicts, purposes in read_rows(text, columns=COLUMNS):
        reason = DocumentReason(name)
        if reason in found:
            raise TableError(f"{name!r} is there twice")
        found[reason] = Fit(
            verdicts=frozenset(ReviewVerdict(one) for one in verdicts.split(", ")),
            purposes=frozenset(Purpose(one) for one in purposes.split(", ")),
        )
    if missing := {*DocumentReason} - {*found}:
        raise TableError(f"these reasons have no line: {sorted(missing)}")
    if any(ReviewVerdict.ACCEPT in fit.verdicts for fit in found.values()):
        raise TableError("what is accepted has no reason")
    return MappingProxyType(found)


REASONS: Final = read_reasons(TEXT)


def reasons_for(verdict: ReviewVerdict, purpose: Purpose | None) -> tuple[DocumentReason, ...]:
    """Give the reasons that fit a verdict on a document, in the table's order; accepting has none."""
    return tuple(reason for reason, fit in REASONS.items() if verdict in fit.verdicts and purpose in fit.purposes)


def fits(verdict: ReviewVerdict, purpose: Purpose | None, reason: DocumentReason | None) -> bool:
    """Tell whether `reason` may be given with `verdict`: one of its own, and none with accepting."""
    if verdict is ReviewVerdict.ACCEPT:
        return reason is None
    return reason in reasons_for(verdict, purpose)
