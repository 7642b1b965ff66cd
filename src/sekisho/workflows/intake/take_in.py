"""Taking a mail in: its bytes as they come, durable before anybody is told that it was taken, once however often it is sent.

The door writes piece by piece; nothing is interpreted but where the header ends and whether a line ends as lines must. At the
end the file is made durable, then the row is committed, then the door may say 250. What fails before leaves nothing that counts;
what fails after is sent again, and is the same mail.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sekisho.core.intake.mail_identity import MOST_HEADER, same_mail
from sekisho.core.secret import Secret
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.ports import Ports
from sekisho.workflows.work.intake import MailRecord

LINE_END: Final = b"\r\n"
END_OF_HEADER: Final = LINE_END * 2
MOST_SENDER: Final = 320  # characters
OVERLAP: Final = len(END_OF_HEADER) - 1


@unique
class MailFlaw(StrEnum):
    """Why a mail is not taken, for good."""

    BARE_LINE_END = "bare_line_end"  # a line end that two servers may read in two ways (ML-01)
    HEADER_TOO_LARGE = "header_too_large"
    TOO_LARGE = "too_large"  # said by doors that find it while they read


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What was said about a mail before it came."""

    way: str
    sender: str
    recipients: tuple[str, ...]
    peer: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The mail is durable. `is_new` is False where it was taken before."""

    mail_id: str
    is_new: bool


class Incoming:
    """One mail while it comes in. Every method may raise `StorageFullError` / `StorageUnavailableError`; then `drop` it."""

    def __init__(self, ports: Ports, envelope: Envelope) -> None:
        """Begin it, under an id of its own."""
        self._ports, self._envelope = ports, envelope
        self._id = draw_id(ports.dice, prefix="mail_")
        self._draft = ports.objects.begin(self._id)
        self._whole, self._body = hashlib.sha256(), hashlib.sha256()
        self._header = bytearray(LINE_END)  # so that an empty header ends like every other
        self._is_in_body = False
        self._size = 0
        self._has_open_line_end = False  # a CR whose LF comes with the next piece
        self.flaw: MailFlaw | None = None

    def write(self, piece: bytes) -> None:
        """Add a piece, as it came but for the dots that SMTP adds. A flawed mail is read on and not kept."""
        self._size += len(piece)
        self._whole.update(piece)
        self._look_at_line_ends(piece)
        if self._is_in_body:
            self._body.update(piece)
        else:
            self._read_header(piece)
        if self.flaw is None:
            self._draft.write(piece)

    def finish(self) -> Taken | MailFlaw:
        """Make it durable."""
        if self._has_open_line_end:
            self.flaw = MailFlaw.BARE_LINE_END
        if self.flaw is not None:
            self.drop()
            return self.flaw
        mail = self._record()
        with self._ports.store.reading() as tx:
            is_known = tx.has_mail(mail.identity)
        if is_known:
            self.drop()
            return Taken(mail.id, is_new=False)
        self._draft.keep()
        with self._ports.store.transaction() as tx:
            is_new = tx.keep_mail(mail)
        if not is_new:  # the same mail came by another way meanwhile
            self._ports.objects.remove(mail.id)
        return Taken(mail.id, is_new=is_new)

    def drop(self) -> None:
        """Forget it, unless it is kept."""
        self._draft.drop()

    def _record(self) -> MailRecord:
        identity = same_mail(bytes(self._header), body=self._body.digest())
        return MailRecord(
            id=self._id,
            identity=self._ports.vault.fingerprint(Secret(identity), purpose="mail"),
            way=self._envelope.way,
            sender=self._envelope.sender,
            recipients=self._envelope.recipients,
            peer=self._envelope.peer,
            size=self._size,
            digest=self._whole.hexdigest(),
            received_at=self._ports.clock.now(),
        )

    def _read_header(self, piece: bytes) -> None:
        seen = max(0, len(self._header) - OVERLAP)
        self._header += piece
        end = self._header.find(END_OF_HEADER, seen)
        if (end if end >= 0 else len(self._header)) > MOST_HEADER:
            self.flaw = self.flaw or MailFlaw.HEADER_TOO_LARGE
            self._header.clear()
            self._is_in_body = True
        elif end >= 0:
            self._is_in_body = True
            self._body.update(self._header[end + len(END_OF_HEADER) :])
            del self._header[end + len(LINE_END) :]

    def _look_at_line_ends(self, piece: bytes) -> None:
        if not piece:
            return
        ends_before = int(self._has_open_line_end and piece.startswith(b"\n"))
        ends_behind = int(piece.endswith(b"\r"))
        both = piece.count(LINE_END)
        is_open_for_good = self._has_open_line_end and not ends_before
        has_bare = piece.count(b"\n") - ends_before != both or piece.count(b"\r") - ends_behind != both
        if is_open_for_good or has_bare or b"\0" in piece:
            self.flaw = self.flaw or MailFlaw.BARE_LINE_END
        self._has_open_line_end = bool(ends_behind)
