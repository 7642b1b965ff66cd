"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta
from typing import Final

START: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday; the clocks of New York change on the Sunday after


class FixedClock:
    """`ports.Clock` whose hands are moved by the test."""

    def __init__(self, now: datetime = START) -> None:
        """Stand still at `now`, which is aware."""
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """Give the instant at which the clock stands."""
        return self._now

    def set(self, now: datetime) -> None:
        """Move to an instant, forward or back."""
        self._now = now.astimezone(UTC)

    def advance(self, span: timedelta) -> None:
        """Move forward by `span`."""
        self._now += span
