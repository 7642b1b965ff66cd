"""What each proof opens in one world: the answers of `decide` to everybody who might stand before the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sekisho.core.access.decisions import Evidence, Granted, Mode, Scope, Surface
from sekisho.core.access.search.policy import Policy
from sekisho.core.access.search.world import NOW
from sekisho.core.accounts import Account, AccountState, Credentials
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId

NOTHING: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True)
class Power:
    """What one answer (or the password alone) opens on either surface, and the earliest moment announced for it to narrow."""

    scopes: frozenset[Scope]
    until: datetime | None


Powers = Mapping[AuthenticatorId | None, Power]


def powers_of(account: Account, policy: Policy) -> Powers:
    """Ask for the password alone (None) and for every authenticator of the account."""
    return {answer: _power(account, answer, policy) for answer in (None, *_ids(account))}


def scopes_of(powers: Powers, answered: AuthenticatorId | None) -> frozenset[Scope]:
    """Give what an answer opens; an authenticator that the account does not have opens nothing."""
    power = powers.get(answered)
    return NOTHING if power is None else power.scopes


Seen = tuple[Authenticator, AccountState, datetime | None]


@dataclass(frozen=True, slots=True)
class Memory:
    """What was seen before: the password alone by the settled account, an answer by nothing but itself and the account's state.

    That nothing else matters to an answer is a rule of the search, held against real answers in every world; that settling
    changes nothing that `decide` can see is a test of its own.
    """

    policy: Policy
    alone: dict[Account, Power] = field(default_factory=dict)
    seen: dict[Seen, Power] = field(default_factory=dict)

    def powers_of(self, account: Account, *, settled: Account) -> Powers:
        """Give what each proof of `account` opens, asking only for what was not seen before."""
        if settled not in self.alone:
            self.alone[settled] = _power(settled, None, self.policy)
        powers: dict[AuthenticatorId | None, Power] = {None: self.alone[settled]}
        for held in account.authenticators:
            key = (held, account.state, account.trades_from)
            if key not in self.seen:
                self.seen[key] = _power(account, held.id, self.policy)
            powers[held.id] = self.seen[key]
        return powers


def _power(account: Account, answered: AuthenticatorId | None, policy: Policy) -> Power:
    evidence = Evidence(credentials=Credentials.LIVE, answered=answered)
    decisions = [policy.decide(account, evidence, surface=surface, mode=Mode.LIVE, now=NOW) for surface in Surface]
    granted = [decision for decision in decisions if isinstance(decision, Granted)]
    return Power(
        scopes=NOTHING.union(*(grant.scopes for grant in granted)),
        until=min((grant.until for grant in granted if grant.until is not None), default=None),
    )


def _ids(account: Account) -> tuple[AuthenticatorId, ...]:
    return tuple(held.id for held in account.authenticators)
