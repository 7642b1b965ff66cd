"""Counting a mail before its body is taken: by its sender and by the network that brings it, in one unit of work.

Whoever has sent enough is asked to come again later, and never told that a mail is refused: a holder behind a shared provider
loses nothing. A mail that is sent away costs nothing, so that nobody's flood is kept up by being repelled.
"""

from datetime import datetime
from typing import Final

from sekisho.core.intake.quotas import Share
from sekisho.core.throttle import Throttled
from sekisho.workflows.counting import charge, spend
from sekisho.workflows.intake.take_in import Envelope
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import TryKind

OF_BYTES: Final = frozenset({Share.SENDER_BYTES, Share.NETWORK_BYTES})


class _SpentError(Exception):
    """Leaving by it gives back what was counted before it was known that there is not enough."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def admit(ports: Ports, envelope: Envelope, *, size: int) -> datetime | None:
    """Count a mail of `size` bytes, as its sender says; otherwise give the moment from which on it may be sent again."""
    try:
        with ports.store.transaction() as tx:
            _count(ports, tx, envelope, size=size)
    except _SpentError as spent:
        return spent.until
    return None


def _count(ports: Ports, tx: Transaction, envelope: Envelope, *, size: int) -> None:
    now = ports.clock.now()
    for share, whose, rule, cost in ports.quotas.shares(sender=envelope.sender, peer=envelope.peer, size=size):
        verdict = spend(tx, _subject(ports, whose), TryKind(share), rule=rule, cost=cost, now=now)
        if isinstance(verdict, Throttled):
            raise _SpentError(verdict.until)


def settle(ports: Ports, envelope: Envelope, *, size: int, said: int) -> None:
    """Count the bytes that a mail had beyond what its sender had said."""
    more = size - said
    if more <= 0:
        return
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        for share, whose, rule, cost in ports.quotas.shares(sender=envelope.sender, peer=envelope.peer, size=more):
            if share in OF_BYTES:
                charge(tx, _subject(ports, whose), TryKind(share), rule=rule, cost=cost, now=now)


def _subject(ports: Ports, whose: str) -> str:
    return ports.vault.fingerprint(whose, purpose="mail quota")
