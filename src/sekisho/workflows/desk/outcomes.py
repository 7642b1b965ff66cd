"""What the console and its interface get back from the desk's workflows. No words; addresses are masked already."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from sekisho.core.access import Span
from sekisho.core.accounts import ClosedCause, Standing
from sekisho.core.authenticators.kinds import Authenticator
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.circumstances import Risk
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.stops import Stoppable
from sekisho.workflows.devices.outcomes import SharingLine
from sekisho.workflows.outcomes import FactorView, RefusalView, SignInEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskRefusal:
    """No; `lacks` is everything that stands in the way, what decides first."""

    refusal: RefusalView
    lacks: tuple[Lack, ...] = ()
    risks: frozenset[Risk] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedRequest:
    """What an agent asks for. `device` names one of the account's, `contact` and `value` a new address."""

    deed: DeskDeed
    reason: str
    device: str = ""
    contact: ContactKind | None = None
    value: str = ""

    @property
    def details(self) -> dict[str, str]:
        """Give what a second person agrees to, beside the deed."""
        said = {"device": self.device, "contact": self.contact.value if self.contact else "", "value": self.value}
        return {name: text for name, text in said.items() if text}


@dataclass(frozen=True, kw_only=True, slots=True)
class HolderLine:
    """One hit of a search."""

    account: str
    username: str
    name: str
    standing: Standing
    residence: str
    email: str
    phone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldersFound:
    """The hits, in order of account numbers; `is_more`: there are others, and the query should say more."""

    lines: tuple[HolderLine, ...]
    is_more: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactLine:
    """One address on file; `is_settled`: long enough to rest on."""

    kind: ContactKind
    shown: str
    changed_at: datetime | None
    is_settled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedLine:
    """One button; it works where nothing is lacking."""

    deed: DeskDeed
    lacks: tuple[Lack, ...]
    risks: frozenset[Risk]


@dataclass(frozen=True, kw_only=True, slots=True)
class PastDeedLine:
    """A deed that the desk did, and who did it (user names)."""

    deed: DeskDeed
    at: datetime
    by: tuple[str, ...]
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceLine:
    """One recorded item, and whether it counts now."""

    kind: EvidenceKind
    outcome: Outcome
    at: datetime
    counts: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedDeed:
    """What a second person was asked to agree to. `approved_by` is a user name, "" while it waits or was declined."""

    deed: DeskDeed
    reason: str
    details: dict[str, str]
    asked_at: datetime
    approved_by: str
    approved_at: datetime | None
    declined_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallView:
    """A call as its agent sees it. The word pair is not in it: only the portal shows that."""

    id: str
    account: str
    username: str
    name: str
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    is_over: bool
    evidence: tuple[EvidenceLine, ...]
    weight: int
    deeds: tuple[DeedLine, ...]
    deed: DeskDeed | None
    deed_at: datetime | None
    asked: AskedDeed | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingMove:
    """A phone that waits its time to take the place of the one in use, proved by the password and a code sent to the number."""

    asked_at: datetime
    takes_place_at: datetime
    ends_at: datetime
    phone: FactorView  # that waits
    replaces: FactorView | None  # that goes on until then
    number: str  # masked


@dataclass(frozen=True, kw_only=True, slots=True)
class HolderSheet:
    """Everything that the desk may see of a holder."""

    account: str
    username: str
    name: str
    standing: Standing
    trades_from: datetime | None
    closed_cause: ClosedCause | None
    language: str
    residence: str
    contacts: tuple[ContactLine, ...]
    authenticators: tuple[Authenticator, ...]
    sharings: tuple[SharingLine, ...]
    move: WaitingMove | None
    outlook: tuple[Span, ...]
    sign_ins: tuple[SignInEntry, ...]
    risks: frozenset[Risk]
    deeds: tuple[DeedLine, ...]
    past: tuple[PastDeedLine, ...]
    call: CallView | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingApproval:
    """A request that waits for a second person."""

    call_id: str
    account: str
    name: str
    agent: str
    deed: DeskDeed
    reason: str
    details: dict[str, str]
    risks: frozenset[Risk]
    asked_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DeedDone:
    """It is done and committed. `secret` is what the agent reads out, shown this once."""

    deed: DeskDeed
    at: datetime
    reference: str
    told: tuple[str, ...]  # masked addresses
    secret: Secret | None = None
    is_half: bool = False
    sent_to: str = ""  # masked; where the other half went
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceFound:
    """What happened under a reference, with the true reason."""

    reference: str
    at: datetime
    happening: str
    reason: Reason | None
    account: str
    surface: str
    actor_kind: str
    detail: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class CallShown:
    """What the portal tells a holder about whom an agent is speaking to: who it is, and the words to read out."""

    agent: str
    pair: str  # "" where no second factor was answered
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class NoCall:
    """Nobody of the desk is in a call about this account: whoever says otherwise on the telephone is not of the house."""


@unique
class StopReach(StrEnum):
    """How far a link that stops a deed goes."""

    UNDOES = "undoes"
    FLAGS = "flags"  # ends sessions and warns the desk; the address on file stays, as none before it was settled
    CHANGED_AGAIN = "changed_again"  # nothing: another change came after the one that it names


@dataclass(frozen=True, kw_only=True, slots=True)
class StopView:
    """A link that stops a deed, as its page shows it."""

    deed: Stoppable
    at: datetime
    account: str  # masked
    stopped_at: datetime | None
    reach: StopReach
    language: str
    residence: str


@dataclass(frozen=True, slots=True)
class StopUnknown:
    """No such link, or past its time."""
