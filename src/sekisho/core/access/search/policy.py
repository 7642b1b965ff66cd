"""What the search puts to the test: the policy's own functions and tables, each of which can be replaced by a broken one.

A search that cannot fail proves nothing; its tests hand in broken policies and read the story that comes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sekisho.core.access.decide import decide
from sekisho.core.access.decisions import Decision, Evidence, Mode, Surface
from sekisho.core.access.permits import PERMITS, HolderDeed, Permit
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import auto_activate
from sekisho.core.authenticators.interim_deeds import activate_card, issue_passcode
from sekisho.core.authenticators.kinds import AuthenticatorId, TemporaryPasscode
from sekisho.core.authenticators.terms import Terms
from sekisho.core.transitions import NotAllowed


class Decides(Protocol):
    """The shape of `decide`."""

    def __call__(
        self, account: Account, evidence: Evidence, *, surface: Surface, mode: Mode, now: datetime
    ) -> Decision: ...


class AutoActivates(Protocol):
    """The shape of `auto_activate`."""

    def __call__(
        self,
        account: Account,
        device_id: AuthenticatorId,
        *,
        now: datetime,
        address_changed_at: datetime | None,
        terms: Terms,
    ) -> Account | NotAllowed: ...


class IssuesPasscode(Protocol):
    """The shape of `issue_passcode`."""

    def __call__(
        self,
        account: Account,
        passcode: TemporaryPasscode,
        *,
        missing: tuple[AuthenticatorId, ...],
        has_second_agent: bool,
    ) -> Account | NotAllowed: ...


class ActivatesCard(Protocol):
    """The shape of `activate_card`."""

    def __call__(
        self, account: Account, card_id: AuthenticatorId, *, now: datetime, terms: Terms
    ) -> Account | NotAllowed: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The policy as it is; give another function or table to see it caught."""

    decide: Decides = decide
    auto_activate: AutoActivates = auto_activate
    issue_passcode: IssuesPasscode = issue_passcode
    activate_card: ActivatesCard = activate_card
    permits: Mapping[HolderDeed, Permit] = field(default_factory=lambda: PERMITS)
    terms: Terms = field(default_factory=Terms)
