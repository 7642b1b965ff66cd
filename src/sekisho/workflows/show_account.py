"""The visitor's own account as it stands now."""

from dataclasses import dataclass
from datetime import datetime

from sekisho.core.accounts import ClosedCause, Standing
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import FactorView, Visitor
from sekisho.workflows.ports import Ports


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountView:
    """State, opening moment, paper account, and everything the holder can or could prove with."""

    number: str
    standing: Standing
    trades_from: datetime | None
    closed_cause: ClosedCause | None
    paper_number: str | None
    factors: tuple[FactorView, ...]


def show_account(ports: Ports, visitor: Visitor) -> AccountView:
    """Show the account."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        account = account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=now)
    return AccountView(
        number=account.number,
        standing=account.standing(now),
        trades_from=account.trades_from,
        closed_cause=account.closed_cause,
        paper_number=account.paper_number,
        factors=tuple(factor_view(authenticator) for authenticator in account.authenticators),
    )
