"""What a caller can show in a call, what it weighs, and what a failure does.

What anybody can find out of a person weighs little: no sum of it opens anything (B109 to B113, NIST SP 800-63B). A call-back
counts by how long the number stands on file, which the store knows and nobody claims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.tables import TableError, read_rows

TEXT: Final = """
    kind               weight  number on file for  fresh for   a failure
    call_back          4       14 days             10 minutes  spoils the call
    portal_word        3       -                   10 minutes  spoils the call
    account_details    1       -                   10 minutes  weighs nothing
    security_question  1       -                   10 minutes  weighs nothing
"""
COLUMNS: Final = ("kind", "weight", "number on file for", "fresh for", "a failure")

MOST_FAILED: Final = 3
FAILED_WITHIN: Final = timedelta(hours=24)
"""So many failed items of one account, over all calls and agents, within this span: then only a call-back counts (REC-14)."""

WEIGHT_OF_SECOND: Final = 1
"""What the agreement of a second person weighs: it stands for the supplement, never for the call-back."""


@unique
class EvidenceKind(StrEnum):
    """What an agent can record of a caller."""

    CALL_BACK = "call_back"  # the agent rang a number on file, and the holder answered
    PORTAL_WORD = "portal_word"  # the caller read the words that the portal shows during this call
    ACCOUNT_DETAILS = "account_details"  # the caller knew what stands on statements
    SECURITY_QUESTION = "security_question"


@unique
class Outcome(StrEnum):
    """How it went."""

    PASSED = "passed"
    FAILED = "failed"


@unique
class Failure(StrEnum):
    """What a failed item does to its call."""

    SPOILS = "spoils the call"  # for every deed that needs a call-back
    WEIGHS_NOTHING = "weighs nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Worth:
    """One line of the table."""

    weight: int
    number_on_file_for: timedelta | None
    fresh_for: timedelta
    failure: Failure


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One item of one call."""

    kind: EvidenceKind
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """What the items of a call come to at one instant."""

    counting: frozenset[EvidenceKind]
    failed: frozenset[EvidenceKind]
    is_number_too_new: bool  # a call-back was passed, to a number that stands on file too short a time
    is_knowledge_closed: bool  # too much was failed lately: only a call-back counts

    @property
    def weight(self) -> int:
        """Give the weight of everything that counts."""
        return sum(WORTH[kind].weight for kind in self.counting)

    @property
    def spoiled_by(self) -> frozenset[EvidenceKind]:
        """Give the failed kinds that spoil the call."""
        return frozenset(kind for kind in self.failed if WORTH[kind].failure is Failure.SPOILS)


def weigh(
    items: Iterable[Evidence], *, numbers_since: Iterable[datetime], failed_at: Iterable[datetime], now: datetime
) -> Sum:
    """Weigh the items of one call; of each kind at most one counts, and none of which one failed.

    `numbers_since` tells of each number that can be rung since when it stands on file, `failed_at` when items of this account
    failed, in whatever call. A boundary instant belongs to what comes next: at exactly 14 days the number counts.
    """
    known = tuple(items)
    failed = frozenset(item.kind for item in known if item.outcome is Outcome.FAILED)
    fresh = {
        item.kind for item in known if item.outcome is Outcome.PASSED and now - item.at < WORTH[item.kind].fresh_for
    }
    passed = frozenset(fresh - failed)
    is_closed = sum(now - at < FAILED_WITHIN for at in failed_at) >= MOST_FAILED
    has_number = has_settled_number(numbers_since, now)
    counting = passed if has_number else passed - {EvidenceKind.CALL_BACK}
    return Sum(
        counting=counting & {EvidenceKind.CALL_BACK} if is_closed else counting,
        failed=failed,
        is_number_too_new=EvidenceKind.CALL_BACK in passed and not has_number,
        is_knowledge_closed=is_closed,
    )


def has_settled_number(numbers_since: Iterable[datetime], now: datetime) -> bool:
    """Tell whether some number stands on file long enough to be rung back."""
    needed = WORTH[EvidenceKind.CALL_BACK].number_on_file_for or timedelta()
    return any(now - since >= needed for since in numbers_since)


# ── Reading the table ────────────────────────────────────────────────────────────────────────────────────────

UNITS: Final = MappingProxyType(
    {"days": timedelta(days=1), "hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}
)


def read_worth(text: str) -> Mapping[EvidenceKind, Worth]:
    """Read the table; total over the kinds."""
    found: dict[EvidenceKind, Worth] = {}
    for name, weight, number, fresh, failure in read_rows(text, columns=COLUMNS):
        kind = EvidenceKind(name)
        if kind in found:
            raise TableError(f"{name!r} is there twice")
        found[kind] = Worth(
            weight=int(weight),
            number_on_file_for=None if number == "-" else read_span(number),
            fresh_for=read_span(fresh),
            failure=Failure(failure),
        )
    if missing := {*EvidenceKind} - {*found}:
        raise TableError(f"these kinds have no line: {sorted(missing)}")
    return MappingProxyType(found)


def read_span(cell: str) -> timedelta:
    """Read a span such as `14 days`."""
    count, _, unit = cell.partition(" ")
    if not count.isdigit() or unit not in UNITS:
        raise TableError(f"{cell!r} is no span")
    return int(count) * UNITS[unit]


WORTH: Final = read_worth(TEXT)
