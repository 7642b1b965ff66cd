"""What the desk does with the account itself: addresses on file, closing, opening again, approval and rejection."""

from typing import Final

from sekisho.core.accounts import ClosedCause, approve, close, reject
from sekisho.core.authenticators.device_deeds import reopen
from sekisho.core.desk.decide import Lack
from sekisho.core.intake.cases import DocumentState
from sekisho.workflows.desk.bench import Bench, Effect, NotDoneError

MOST_DOCUMENTS: Final = 50
"""Of one account, that are looked through for what was accepted."""


def change_contact(bench: Bench) -> Effect:
    """Put a new address on file; the old one is told as well, and for 14 days everything risky takes two.

    The stop link puts back what was settled: what had only just been put on file itself may be a thief's.
    """
    kind, holder = bench.request.contact, bench.matter.holder
    if kind is None or not bench.request.value:
        raise NotDoneError(Lack.STATE)
    old = bench.matter.contacts.of(kind).value
    if not bench.tx.change_contact(holder.id, kind, old=old, new=bench.request.value, now=bench.now):
        raise NotDoneError(Lack.STATE)
    back = bench.matter.contacts.to_restore(kind, bench.now)
    put_back = {} if back is None or back == bench.request.value else {"back": back}
    return Effect(subject={"contact": kind.value, "new": bench.request.value, **put_back})


def close_for_holder(bench: Bench) -> Effect:
    """Close the account at the holder's wish (A062)."""
    bench.become(close(bench.matter.account, cause=ClosedCause.BY_HOLDER))
    return Effect()


def close_without_balance(bench: Bench) -> Effect:
    """Close the account because it has no balance (A063)."""
    bench.become(close(bench.matter.account, cause=ClosedCause.NO_BALANCE))
    return Effect()


def reopen_account(bench: Bench) -> Effect:
    """Open the account again; the trading platform follows by the cut-off."""
    after = bench.become(reopen(bench.matter.account, now=bench.now, cutoff=bench.ports.cutoff))
    return Effect(until=after.trades_from)


def approve_account(bench: Bench) -> Effect:
    """Open an account that was applied for; the trading platform follows by the cut-off (A056 to A061).

    What was accepted for it is written down with it: whoever asks later why it is open finds the papers.
    """
    after = bench.become(approve(bench.matter.account, now=bench.now, cutoff=bench.ports.cutoff))
    documents = bench.tx.documents_of(bench.matter.account.number, most=MOST_DOCUMENTS)
    accepted = [one.id for one in documents if one.state is DocumentState.ACCEPTED]
    return Effect(until=after.trades_from, noted={"documents": " ".join(accepted)})


def reject_account(bench: Bench) -> Effect:
    """Turn an application down."""
    bench.become(reject(bench.matter.account))
    return Effect()
