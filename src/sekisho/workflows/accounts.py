"""Loading an account as it is now: the one way for every deed that decides, shows or changes something.

The store keeps states and moments; what has come due by itself since they were written is computed here, each time somebody
asks (`core.authenticators.due`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sekisho.core.access import Span, forecast, outlook
from sekisho.core.accounts import Account
from sekisho.core.authenticators.due import Activation, activations, as_of
from sekisho.core.authenticators.terms import Terms
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

    def activations(self) -> tuple[Activation, ...]:
        """Give what activates itself and when, earliest first; also what has come due and is not written down yet."""
        return activations(self.stored, address_changed_at=self.address_changed_at, terms=self.terms)

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
    return AccountInTime(stored=tx.account(number), address_changed_at=None, terms=ports.terms)


def account_as_of(ports: Ports, tx: Transaction, number: str, *, now: datetime) -> Account:
    """Load an account as it is at `now`; nothing is written."""
    return account_in_time(ports, tx, number).as_of(now)
