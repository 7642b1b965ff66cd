"""One round of what runs on a schedule, over every account with something due or ahead, in bounded batches.

A round may be run by several nodes at once and as often as one likes: each thing is done once, by whoever comes first. One
account that cannot be kept stops no other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.authenticators.terms import Terms
from sekisho.core.errors import ClockWentBackError, StorageUnavailableError
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.announce_coming import announce_coming
from sekisho.workflows.ports import Ports
from sekisho.workflows.work.announcements import Ahead

BATCH: Final = 200
"""How many accounts are read at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """What one round did. `failed` are the accidents, each with the account that it happened to."""

    activated: int = 0
    announced: int = 0
    failed: tuple[tuple[str, Exception], ...] = ()


def keep_time(ports: Ports, *, is_stopping: Callable[[], bool] = lambda: False) -> Round:
    """Run one round as of now; it ends early, between two accounts, when `is_stopping` says so.

    Raises `StorageUnavailableError` and `ClockWentBackError`: then nothing can be done for anybody.
    """
    now = ports.clock.now()
    activated = announced = 0
    failed: list[tuple[str, Exception]] = []
    for number in _numbers(ports, now=now):
        if is_stopping():
            break
        try:
            activated += activate_due(ports, number, now=now)
            announced += announce_coming(ports, number, now=now)
        except (StorageUnavailableError, ClockWentBackError):
            raise
        except Exception as accident:  # noqa: BLE001 - the others' messages do not wait for one broken account
            failed.append((number, accident))
    return Round(activated=activated, announced=announced, failed=tuple(failed))


def _numbers(ports: Ports, *, now: datetime) -> Iterator[str]:
    ahead, after = _ahead(ports.terms, now), ""
    while True:
        with ports.store.reading() as tx:
            batch = tx.accounts_ahead(ahead, after=after, most=BATCH)
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1]


def _ahead(terms: Terms, now: datetime) -> Ahead:
    return Ahead(
        now=now,
        activations_until=now + max(terms.announced_before, default=timedelta()),
        card_ends_until=now + max(terms.card_end_told_before, default=timedelta()),
        passcode_ends_until=now + max(terms.passcode_end_told_before, default=timedelta()),
    )
