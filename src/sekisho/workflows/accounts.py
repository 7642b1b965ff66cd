"""Loading an account as it is now: the one way for every deed that decides, shows or changes something.

The store keeps states and moments; what has come due by itself since they were written is computed here, each time somebody
asks (`core.authenticators.due`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sekisho.core.access import Evidence, Granted, Mode, Span, Surface, decide, forecast, outlook
from sekisho.core.accounts import Account
from sekisho.core.authenticators.announcements import Announcement, Coming, coming, due_announcements
from sekisho.core.authenticators.due import Activation, activations, as_of, awaits_activation
from sekisho.core.authenticators.terms import Terms
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountInTime:
    """An account as it is stored, with everything that its coming moments depend on."""

    stored: Account
    address_changed_at: datetime | None
    terms: Terms

    def as_of(self, now: datetime) -> Account:
        """Give the account as it is at `now`; the very same one if nothing has come due."""
        return as_of(self.stored, now, address_changed_at=self.address_changed_at, terms=self.terms)

    def is_due(self, now: datetime) -> bool:
        """Tell whether something has come due that is not written down yet."""
        return self.as_of(now) is not self.stored

    def activations(self) -> tuple[Activation, ...]:
        """Give what activates itself and when, earliest first; also what has come due and is not written down yet."""
        return activations(self.stored, address_changed_at=self.address_changed_at, terms=self.terms)

    def coming(self, now: datetime) -> tuple[Coming, ...]:
        """Give what will happen by itself after `now`, earliest first."""
        return coming(self.as_of(now), now, address_changed_at=self.address_changed_at, terms=self.terms)

    def announcements(self, now: datetime) -> tuple[Announcement, ...]:
        """Give what is to be told at `now` unless it was told before."""
        return due_announcements(self.as_of(now), now, address_changed_at=self.address_changed_at, terms=self.terms)

    def foreseen(self, granted: Granted, evidence: Evidence, *, surface: Surface, mode: Mode, now: datetime) -> Granted:
        """Give the grant with its true end: an automatic activation may end or narrow it before its proof runs out."""
        for activation in self.activations():
            if activation.at <= now or (granted.until is not None and granted.until <= activation.at):
                continue
            then = decide(self.as_of(activation.at), evidence, surface=surface, mode=mode, now=activation.at)
            if not isinstance(then, Granted) or then.scopes != granted.scopes:
                return replace(granted, until=activation.at)
        return granted

    def forecast(self, *, now: datetime, horizon: timedelta) -> tuple[Span, ...]:
        """Give every way in, from `now` on."""
        return forecast(
            self.stored, now=now, horizon=horizon, address_changed_at=self.address_changed_at, terms=self.terms
        )

    def outlook(self, *, now: datetime, horizon: timedelta) -> tuple[Span, ...]:
        """Give the best way into each surface, without a gap."""
        return outlook(
            self.stored, now=now, horizon=horizon, address_changed_at=self.address_changed_at, terms=self.terms
        )


def account_in_time(ports: Ports, tx: Transaction, number: str) -> AccountInTime:
    """Load an account with its past and its future."""
    stored = tx.account(number)
    changed_at = _address_changed_at(tx, number) if awaits_activation(stored) else None
    return AccountInTime(stored=stored, address_changed_at=changed_at, terms=ports.terms)


def own_account(ports: Ports, visitor: Visitor) -> Account:
    """Give the account of a visitor as it is now."""
    with ports.store.reading() as tx:
        return account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=ports.clock.now())


def account_as_of(ports: Ports, tx: Transaction, number: str, *, now: datetime) -> Account:
    """Load an account as it is at `now`; nothing is written."""
    return account_in_time(ports, tx, number).as_of(now)


def _address_changed_at(tx: Transaction, number: str) -> datetime | None:
    """Give the last change of the address of record, to which devices are posted: that of the live user name."""
    holder_ids = tx.holders_of(number)
    return tx.contacts(holder_ids[0]).address.changed_at if holder_ids else None
