"""Sweeping: forgets logins, sessions, browsers, unfinished tasks, messages that went out and counters that no rule asks for.

Everything else stays: the questions of a device and the spent cells of a card, for as long as there is one; the trail, always.
It works in small transactions, may run at any time and on every node at once, and what it leaves undone the next run does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.throttle import Ladder, is_worth_nothing
from sekisho.workflows.counting import RULES
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.work.sweeping import Counter

KEPT_FOR: Final = timedelta(days=7)
"""How long a row stays after the last rule has lost its interest: a clock that was set wrong for some days destroys nothing."""
MESSAGES_KEPT_FOR: Final = timedelta(days=30)
"""How long a message is kept that went out, for whoever is asked what was written; the trail keeps that it was."""
AT_ONCE: Final = 200
"""Rows of one transaction: on SQLite, nobody else writes meanwhile."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """How many rows were forgotten."""

    logins: int
    sessions: int
    browsers: int
    tasks: int
    phones: int
    passkeys: int
    messages: int
    counters: int


def sweep(ports: Ports, *, now: datetime) -> Swept:
    """Forget all that is old at `now`. Raises `ClockWentBackError` and forgets nothing where `now` is behind the trail."""
    before = now - KEPT_FOR
    return Swept(
        logins=_all(ports, lambda tx: tx.forget_logins(before=before, most=AT_ONCE), now=now),
        sessions=_all(ports, lambda tx: tx.forget_sessions(before=before, most=AT_ONCE), now=now),
        browsers=_all(ports, lambda tx: tx.forget_browsers(before=before, most=AT_ONCE), now=now),
        tasks=_all(ports, lambda tx: tx.forget_tasks(before=before, most=AT_ONCE), now=now),
        phones=_all(ports, lambda tx: tx.forget_registrations(before=before, most=AT_ONCE), now=now),
        passkeys=_all(ports, lambda tx: tx.forget_passkey_invitations(before=before, most=AT_ONCE), now=now),
        messages=_all(ports, lambda tx: tx.forget_messages(before=now - MESSAGES_KEPT_FOR, most=AT_ONCE), now=now),
        counters=_counters(ports, before=before, now=now),
    )


def _all(ports: Ports, forget: Callable[[Transaction], int], *, now: datetime) -> int:
    """Forget some at a time; a run of which another node took a part ends early, and the next one goes on."""
    total = 0
    while True:
        with ports.store.transaction() as tx:
            tx.verify_time(now)
            forgotten = forget(tx)
        total += forgotten
        if forgotten < AT_ONCE:
            return total


def _counters(ports: Ports, *, before: datetime, now: datetime) -> int:
    forgotten, last = 0, 0
    while True:
        with ports.store.reading() as tx:
            page = tx.counters(after=last, most=AT_ONCE)
        old = [counter for counter in page if _is_old(counter, before)]
        if old:
            with ports.store.transaction() as tx:
                tx.verify_time(now)
                forgotten += sum(tx.forget_counter(counter) for counter in old)
        if len(page) < AT_ONCE:
            return forgotten
        last = page[-1].id


def _is_old(counter: Counter, before: datetime) -> bool:
    """Tell whether the counter had nothing more to say at `before`.

    "In a row" has no end in time, so those counters stay; there is one a holder.
    """
    rule = RULES[counter.kind]
    return not isinstance(rule, Ladder) and is_worth_nothing(rule, counter.tries, before)
