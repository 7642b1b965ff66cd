"""What will work until when: the policy asked about the future, for one visitor."""

from datetime import timedelta

from sekisho.core.access import Span
from sekisho.workflows.accounts import AccountInTime, account_in_time
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports


def show_forecast(ports: Ports, visitor: Visitor, *, horizon: timedelta) -> tuple[Span, ...]:
    """Give every way in, from now to the horizon."""
    return _account(ports, visitor).forecast(now=ports.clock.now(), horizon=horizon)


def show_outlook(ports: Ports, visitor: Visitor, *, horizon: timedelta) -> tuple[Span, ...]:
    """Give the best way into each surface, without a gap: what a holder wants to know first."""
    return _account(ports, visitor).outlook(now=ports.clock.now(), horizon=horizon)


def _account(ports: Ports, visitor: Visitor) -> AccountInTime:
    with ports.store.reading() as tx:
        return account_in_time(ports, tx, tx.holder(visitor.holder_id).account_number)
