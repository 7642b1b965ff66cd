"""How a visitor's account stands, as the help sees it: which of the eleven situations it is in, and what will work until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sekisho.core.access import Span, Surface
from sekisho.core.accounts import Account
from sekisho.core.help.leads import Lead, holding_of, lead_of
from sekisho.core.reasons import Reason
from sekisho.workflows.accounts import account_in_time
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """`lead` is None where both surfaces are open."""

    lead: Lead | None
    outlook: tuple[Span, ...]


def advise(ports: Ports, visitor: Visitor, *, horizon: timedelta) -> Advice:
    """Ask the policy which surface is shut now, and why; the trading platform first, which is what most people miss."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        in_time = account_in_time(ports, tx, tx.holder(visitor.holder_id).account_number)
    outlook = in_time.outlook(now=now, horizon=horizon)
    return Advice(lead=_lead(in_time.as_of(now), outlook, now=now), outlook=outlook)


def _lead(account: Account, outlook: tuple[Span, ...], *, now: datetime) -> Lead | None:
    holding = holding_of(account)
    for surface in (Surface.TRADING, Surface.PORTAL):
        present = next((span for span in outlook if span.surface is surface and span.starts_at <= now), None)
        if present is not None and not present.scopes and present.because in set(Reason):
            return lead_of(Reason(present.because), holding=holding)
    return None
