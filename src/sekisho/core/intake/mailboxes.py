"""To which of the house's two addresses a holder writes: where they live decides, and nothing else (A045 to A047)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from sekisho.core.regions import EUROPE


@unique
class Mailbox(StrEnum):
    """Whose documents a mailbox takes. Names are those of the settings."""

    ELSEWHERE = "elsewhere"
    EUROPE = "europe"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailboxes:
    """The addresses, lower case."""

    elsewhere: str = "newaccounts@sekisho.example"
    europe: str = "newaccounts.uk@sekisho.example"

    def address(self, mailbox: Mailbox) -> str:
        """Give a mailbox's address."""
        match mailbox:
            case Mailbox.ELSEWHERE:
                return self.elsewhere
            case Mailbox.EUROPE:
                return self.europe

    def named(self, recipients: Sequence[str]) -> Mailbox:
        """Tell to which one a mail came; where it names both, or neither, to the first."""
        folded = {recipient.casefold() for recipient in recipients}
        return Mailbox.EUROPE if folded & {self.europe} and not folded & {self.elsewhere} else Mailbox.ELSEWHERE


def mailbox_of(residence: str) -> Mailbox:
    """Give the one for residents of a country (ISO 3166 alpha-2)."""
    return Mailbox.EUROPE if residence in EUROPE else Mailbox.ELSEWHERE
