"""What sweeping needs of a unit of work: forget what no rule asks for any more, some rows at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.throttle import Tries
from sekisho.workflows.records import TryKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """One counter as it stands; `id` orders them, `version` is what it is forgotten by."""

    id: int
    kind: TryKind
    tries: Tries
    version: int


class SweepWork(Protocol):
    """Logins, sessions, browsers, tasks, counters. Each method gives how many it forgot; the other node may have been faster."""

    def forget_logins(self, *, before: datetime, most: int) -> int:
        """Forget logins that ended by `before`, with challenges and requests to approve. Questions stay with their device."""
        ...

    def forget_sessions(self, *, before: datetime, most: int) -> int:
        """Forget sessions whose end was at the latest at `before`, ended earlier or not."""
        ...

    def forget_browsers(self, *, before: datetime, most: int) -> int:
        """Forget browsers that were no longer known at `before`."""
        ...

    def forget_tasks(self, *, before: datetime, most: int) -> int:
        """Forget tasks that were filled in, and proofs for one that had ended, by `before`."""
        ...

    def counters(self, *, after: int, most: int) -> list[Counter]:
        """Give counters in the order of their ids, beginning behind `after`."""
        ...

    def forget_counter(self, counter: Counter) -> bool:
        """Forget a counter if it is still as it was read."""
        ...
