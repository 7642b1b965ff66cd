"""What showing and activating a code card needs of a unit of work."""

from datetime import datetime
from typing import Protocol

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.workflows.card_records import Keeping, ShowingRecord
from sekisho.workflows.records import LoginRecord


class CardWork(Protocol):
    """Cards on screens."""

    def lock_account(self, number: str) -> None:
        """Let nobody else who locks this account go on until this unit of work has ended; before any other row is touched."""
        ...

    def open_showing(self, showing: ShowingRecord) -> None:
        """Remember which session sees a new card."""
        ...

    def showing_to(self, session: str) -> ShowingRecord | None:
        """Give what a session saw last, whether it may still be looked at or not."""
        ...

    def note_kept(self, card_id: AuthenticatorId, keeping: Keeping, *, now: datetime) -> bool:
        """Note that the card was printed or saved; True the first time."""
        ...

    def newest_proof(self, session: str, *, purpose: str, subject: str) -> LoginRecord | None:
        """Give the proof that a session was asked for last, for one deed done to one thing."""
        ...
