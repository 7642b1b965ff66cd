"""What goes out of the house: a message as it waits, the parcel made of it, and what came of carrying it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique


@unique
class Channel(StrEnum):
    """By which way a message goes."""

    MAIL = "mail"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingMessage:
    """A message of the outbox, with what its words are chosen by."""

    id: int
    holder_id: str
    message: str
    params: dict[str, str]
    at: datetime
    channel: Channel
    recipient: str  # the address it was written for; "": the mail address on file
    sealed: bytes  # a secret in it, sealed for `records.outbox_place(recipient)`; b"": there is none
    name: str
    language: str
    residence: str
    on_file: str  # the mail address on file, at this moment
    tries: int = 0

    @property
    def to(self) -> str:
        """Where it goes."""
        return self.recipient or self.on_file


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A message in words."""

    id: str  # the same at every try, so that a second copy can be told
    to: str
    subject: str
    text: str  # lines ended by LF
    language: str
    at: datetime
    picture: bytes = b""  # a JPEG that goes with it; b"": none


@unique
class Carried(StrEnum):
    """What came of carrying a parcel."""

    TAKEN = "taken"
    LATER = "later"  # not now, and perhaps next time
    RETURNED = "returned"  # nor ever
