"""May this deed be done now, in this call, by this person? One pure answer, asked by the console and again by the deed itself.

More evidence never allows less, and no circumstance allows more: both are properties under test. Whatever the role, there is no
way around.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from sekisho.core.desk.circumstances import (
    Circumstances,
    Person,
    Risk,
    hands_of_opposite,
    is_over_rate,
    is_third_passcode,
    numbers_since,
    risks,
)
from sekisho.core.desk.demands import DEMANDS, MAY_SECOND, Demand, DeskDeed, SecondAgent
from sekisho.core.desk.evidence import WEIGHT_OF_SECOND, Evidence, EvidenceKind, Sum, weigh
from sekisho.core.reasons import Reason


@unique
class Lack(StrEnum):
    """What stands between an agent and a deed; each has its words at the greyed button."""

    ROLE = "role"
    OWN_ACCOUNT = "own_account"
    RATE = "rate"
    THIRD_PASSCODE = "third_passcode"
    SAME_HANDS = "same_hands"  # did the deed of the other family within a day
    STATE = "state"  # there is nothing that it could do here
    DEVICE = "device"  # which device is meant was not said, or there is no such one
    CALL = "call"  # no call is open for the account, or its ten minutes are over
    CALL_USED = "call_used"  # one call, one deed
    CALL_SPOILED = "call_spoiled"
    CALL_BACK = "call_back"
    NUMBER_TOO_NEW = "number_too_new"
    KNOWLEDGE_CLOSED = "knowledge_closed"
    EVIDENCE = "evidence"  # what was shown weighs too little
    ADDRESS = "address"  # the new one is none, or was not given
    NO_SETTLED_ADDRESS = "no_settled_address"  # nowhere to send the half that the agent must not have
    SECOND_AGENT = "second_agent"
    SECOND_UNFIT = "second_unfit"  # who agreed may not
    DOCUMENT_STATE = "document_state"  # nothing of the kind can be decided about this document now
    DOCUMENT_CHANGED = "document_changed"  # it is no longer what was looked at
    REASON_UNFIT = "reason_unfit"  # the reason does not go with the verdict, or is missing
    ACCOUNT_UNKNOWN = "account_unknown"  # a document is to be filed under an account that nobody has
    DOCUMENTS_OPEN = "documents_open"  # a document of the account is asked for, or waits, or was refused
    DOCUMENTS_MISSING = "documents_missing"  # one of the two proofs never came


REASONS: Final = {
    Lack.ROLE: Reason.SCOPE_INSUFFICIENT,
    Lack.OWN_ACCOUNT: Reason.SCOPE_INSUFFICIENT,
    Lack.CALL_USED: Reason.CONFLICT,
    Lack.RATE: Reason.THROTTLED,
    Lack.THIRD_PASSCODE: Reason.CONFLICT,
    Lack.SAME_HANDS: Reason.SCOPE_INSUFFICIENT,
    Lack.STATE: Reason.CONFLICT,
    Lack.DEVICE: Reason.CONFLICT,
    Lack.ADDRESS: Reason.CONFLICT,
    Lack.DOCUMENT_CHANGED: Reason.CONFLICT,
    Lack.DOCUMENT_STATE: Reason.CONFLICT,
    Lack.REASON_UNFIT: Reason.CONFLICT,
    Lack.ACCOUNT_UNKNOWN: Reason.CONFLICT,
    Lack.DOCUMENTS_OPEN: Reason.CONFLICT,
    Lack.DOCUMENTS_MISSING: Reason.CONFLICT,
    Lack.CALL: Reason.VERIFICATION_REQUIRED,
    Lack.CALL_SPOILED: Reason.VERIFICATION_REQUIRED,
    Lack.CALL_BACK: Reason.VERIFICATION_REQUIRED,
    Lack.NUMBER_TOO_NEW: Reason.VERIFICATION_REQUIRED,
    Lack.KNOWLEDGE_CLOSED: Reason.VERIFICATION_REQUIRED,
    Lack.EVIDENCE: Reason.VERIFICATION_REQUIRED,
    Lack.NO_SETTLED_ADDRESS: Reason.VERIFICATION_REQUIRED,
    Lack.SECOND_AGENT: Reason.SECOND_AGENT_REQUIRED,
    Lack.SECOND_UNFIT: Reason.SECOND_AGENT_REQUIRED,
}
"""The reason that each lack is told as; of several lacks the first decides, in this order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowed:
    """It may be done. `risks` is why two had to agree, where they had to."""

    risks: frozenset[Risk] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """It may not be done yet, or not at all; `lacks` is everything in the way, what decides first."""

    lacks: tuple[Lack, ...]
    risks: frozenset[Risk] = frozenset()

    @property
    def reason(self) -> Reason:
        """Give the one reason that is told."""
        return REASONS[self.lacks[0]]


Answer = Allowed | Withheld


def decide_deed(deed: DeskDeed, *, evidence: Iterable[Evidence], around: Circumstances, now: datetime) -> Answer:
    """Decide one deed on what was recorded in its call and on what is stored around it."""
    demand = DEMANDS[deed]
    shown = weigh(evidence, numbers_since=numbers_since(around.contacts, now), failed_at=around.failed_at, now=now)
    found = risks(deed, demand, around, now) | ({Risk.GUESSING} if shown.is_knowledge_closed else frozenset())
    takes_two = demand.second_agent is SecondAgent.ALWAYS or (
        demand.second_agent is SecondAgent.WHEN_RISKY and bool(found)
    )
    has_second = takes_two or (around.second is not None and may_second(around.second, around.agent))
    lacks = {
        *_of_person(deed, demand, around, now),
        *_of_evidence(demand, shown, has_second=has_second),
        *(_of_second(demand, around, now) if takes_two else ()),
    }
    said = found if takes_two else frozenset[Risk]()
    return Withheld(lacks=ordered(lacks), risks=said) if lacks else Allowed(risks=said)


def ordered(lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    """Put lacks into the order in which they decide."""
    known = set(lacks)
    return tuple(lack for lack in REASONS if lack in known)


def may_second(person: Person, agent: Person) -> bool:
    """Tell whether `person` may agree to what `agent` does: somebody else, of a fitting role, with no stake in it."""
    return person.id != agent.id and person.role in MAY_SECOND and not person.is_own


def _of_person(deed: DeskDeed, demand: Demand, around: Circumstances, now: datetime) -> Iterable[Lack]:
    agent = around.agent
    if agent.role not in demand.roles:
        yield Lack.ROLE
    if agent.is_own:
        yield Lack.OWN_ACCOUNT
    if agent.id in (hands_of_opposite(demand, around, now) or ()):
        yield Lack.SAME_HANDS
    if deed is DeskDeed.ISSUE_PASSCODE and is_over_rate(around, now):
        yield Lack.RATE
    if deed is DeskDeed.ISSUE_PASSCODE and is_third_passcode(around, now):
        yield Lack.THIRD_PASSCODE


def _of_evidence(demand: Demand, shown: Sum, *, has_second: bool) -> Iterable[Lack]:
    """Beside a call-back the agreement of a second person weighs as well; where two are demanded, nothing is done without it."""
    if demand.must_include and shown.spoiled_by:
        yield Lack.CALL_SPOILED
    if EvidenceKind.CALL_BACK in demand.must_include - shown.counting:
        yield Lack.NUMBER_TOO_NEW if shown.is_number_too_new else Lack.CALL_BACK
    is_seconded = has_second and EvidenceKind.CALL_BACK in shown.counting
    if shown.weight + (WEIGHT_OF_SECOND if is_seconded else 0) < demand.weight:
        yield Lack.KNOWLEDGE_CLOSED if shown.is_knowledge_closed else Lack.EVIDENCE


def _of_second(demand: Demand, around: Circumstances, now: datetime) -> Iterable[Lack]:
    if around.second is None:
        yield Lack.SECOND_AGENT
    elif not may_second(around.second, around.agent) or around.second.id in (
        hands_of_opposite(demand, around, now) or ()
    ):
        yield Lack.SECOND_UNFIT
