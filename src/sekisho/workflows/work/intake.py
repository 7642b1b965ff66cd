"""What the intake of mail needs of a unit of work. Whatever two may do at once says in its result who was first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRecord:
    """One mail as it was taken in; its bytes lie among the objects under `id`."""

    id: str
    identity: str  # a keyed print: one row for each mail, however often it is sent
    way: str  # smtp, imap
    sender: str  # as the envelope says, which anybody may write; "" for a mail that nobody may answer
    recipients: tuple[str, ...]  # ours, in the order in which they were named
    peer: str  # the address that brought it
    size: int  # bytes
    digest: str  # SHA-256 of the bytes, in hex
    received_at: datetime


class IntakeWork(Protocol):
    """Mails that were taken in."""

    def has_mail(self, identity: str) -> bool:
        """Tell whether this mail is kept already."""
        ...

    def keep_mail(self, mail: MailRecord) -> bool:
        """Keep one; False: the same mail is kept already, and nothing is written."""
        ...

    def mail(self, mail_id: str) -> MailRecord | None:
        """Give one by its id."""
        ...

    def unread_mails(self, *, most: int) -> Sequence[str]:
        """Give the ids of mails that nothing was made of yet, oldest first."""
        ...

    def mark_read(self, mail_id: str, *, now: datetime) -> bool:
        """Note that a document was made of it; False: one was before."""
        ...

    def has_object(self, name: str) -> bool:
        """Tell whether any row names this object."""
        ...
