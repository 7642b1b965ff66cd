"""What sending needs of a unit of work: one message at a time, each by one worker."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sekisho.workflows.post_records import Channel, WaitingMessage


class PostWork(Protocol):
    """The outbox, from its far side."""

    def due_message(self, channels: Collection[Channel], *, now: datetime) -> WaitingMessage | None:
        """Give the message that has waited longest for a try; None: none is due."""
        ...

    def take_message(self, message_id: int, *, tries: int, until: datetime) -> bool:
        """Take it for one more try beside the `tries` there were; nobody else takes it before `until`. False: somebody did."""
        ...

    def mark_sent(self, message_id: int, *, now: datetime) -> bool:
        """Remember that it went out, and forget its secret; False: it went or came back before."""
        ...

    def mark_returned(self, message_id: int, *, now: datetime) -> bool:
        """Remember that nobody will send it any more, and forget its secret; False: it went or came back before."""
        ...

    def longest_waiting(self, channels: Collection[Channel]) -> datetime | None:
        """Tell when the oldest message was written that did not go out yet; None: none waits."""
        ...

    def forget_messages(self, *, before: datetime, most: int) -> int:
        """Forget messages that went out or came back by `before`; gives how many."""
        ...
