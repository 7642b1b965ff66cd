"""What telling a holder beforehand needs of a unit of work: whose account to look at, and what was told already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.authenticators.announcements import Announcement


@dataclass(frozen=True, kw_only=True, slots=True)
class Ahead:
    """How far ahead of `now` something is worth a look, each as the moment up to which it lies."""

    now: datetime
    activations_until: datetime
    card_ends_until: datetime
    passcode_ends_until: datetime


class AnnouncementWork(Protocol):
    """Each announcement is told once: its row is the lock, on every node."""

    def accounts_ahead(self, ahead: Ahead, *, after: str, most: int) -> Sequence[str]:
        """Give account numbers behind `after`, in order, where something is due or comes within `ahead`."""
        ...

    def was_told(self, announcement: Announcement) -> bool:
        """Tell whether it was told already."""
        ...

    def tell_once(self, announcement: Announcement, *, now: datetime) -> bool:
        """Note that it is told now; False if somebody told it before."""
        ...
