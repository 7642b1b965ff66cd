"""What the desk keeps, as its deeds see it: calls with their evidence, links that stop a deed, codes for a new password."""

from dataclasses import dataclass, field
from datetime import datetime

from sekisho.core.accounts import AccountState
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import Evidence
from sekisho.core.stops import Stoppable


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundHolder:
    """One hit of a search."""

    account: str
    username: str
    name: str
    residence: str
    email: str
    phone: str
    state: AccountState
    trades_from: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedRecord:
    """What a second person is asked to agree to, and the agreement."""

    deed: DeskDeed
    reason: str
    details: dict[str, str]
    asked_at: datetime
    second_id: str = ""  # who answered
    approved_at: datetime | None = None
    declined_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallRecord:
    """One call: one agent, one account, ten minutes, one deed."""

    id: str
    agent_id: str
    account: str
    holder_id: str
    opened_at: datetime
    ends_at: datetime
    pair: str  # the words that the portal shows; never for the agent
    closed_at: datetime | None = None
    deed: DeskDeed | None = None
    deed_at: datetime | None = None
    reference: str = ""
    asked: AskedRecord | None = None
    evidence: tuple[Evidence, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Tell whether it still serves; at exactly ten minutes it does not."""
        return self.closed_at is None and now < self.ends_at


@dataclass(frozen=True, kw_only=True, slots=True)
class DoneRecord:
    """A deed of the desk that was done."""

    deed: DeskDeed
    at: datetime
    agent_id: str
    second_id: str
    reference: str
    call_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StopRecord:
    """A link that stops a deed; known by the keyed print of its 256 bits."""

    print: str
    account: str
    holder_id: str
    deed: Stoppable
    deed_at: datetime
    expires_at: datetime
    subject: dict[str, str] = field(default_factory=dict)  # what the deed touched
    used_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ResetRecord:
    """A code with which a holder sets a new password, once; kept as a keyed print."""

    id: str
    holder_id: str
    code_print: str
    created_at: datetime
    expires_at: datetime
    wrong: int = 0
    used_at: datetime | None = None
    cancelled_at: datetime | None = None
