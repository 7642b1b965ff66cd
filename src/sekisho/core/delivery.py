"""When a message that did not go out is tried again, and when nobody tries any more (RFC 5321, 4.5.4.1).

The first tries come sooner than the RFC's half hour: the relay beside this house is tried, not a stranger's exchanger.
"""

from datetime import datetime, timedelta
from typing import Final

AGAIN_AFTER: Final = (
    timedelta(minutes=4),
    timedelta(minutes=8),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
)
"""How long after each try the next one comes, the last one from then on. Nobody is at one message for as long as the shortest."""
GIVEN_UP_AFTER: Final = timedelta(days=4)


def next_try(tries: int, *, now: datetime) -> datetime:
    """Tell when a message that was tried `tries` times, the last time `now`, is tried again."""
    return now + AGAIN_AFTER[min(max(tries, 1), len(AGAIN_AFTER)) - 1]


def is_given_up(written_at: datetime, *, now: datetime) -> bool:
    """Tell whether a message is too old to be tried once more."""
    return now - written_at >= GIVEN_UP_AFTER
