"""A folder of an IMAP mailbox (RFC 9051, 3501): what lies in it, a mail piece by piece, and a mail moved out of it.

imap-tools reads a mail whole, and where it does not know of MOVE it expunges whatever anybody has marked as deleted. Here a mail
comes in pieces of its raw bytes, and nothing leaves the folder but the one mail that is moved.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.utils import encode_folder

from sekisho.mail_settings import Imap, MailTls

PIECE: Final = 256 * 1024
SECONDS: Final = 60.0  # without an answer
QUOTED: Final = re.compile(rb'BODY\[[^\]]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"')  # how a server may say what is short


class MailboxError(Exception):
    """The server did not do what it was asked; its kind says where. Its own words stay out of the log."""


class MailboxAwayError(MailboxError):
    """The server cannot be talked to at all."""


class MailIsGoneError(MailboxError):
    """Somebody else has moved this mail meanwhile."""


class Mailbox:
    """The folder, while a connection to it is open."""

    def __init__(self, box: BaseMailBox, imap: Imap) -> None:
        """Look into the folder of `imap`, to which `box` is connected."""
        self._client: Any = box.client
        self._imap = imap
        box.folder.set(imap.folder)
        self.validity = self._number("UIDVALIDITY")
        self._uids = tuple(int(uid) for uid in box.uids())

    def uids(self) -> tuple[int, ...]:
        """Give what lay there when it was opened: all of it, also what somebody has read or marked."""
        return self._uids

    def place(self, uid: int) -> str:
        """Say where the mail lies, in the manner of RFC 5092."""
        return f"{self._imap.folder};UIDVALIDITY={self.validity};UID={uid}"

    def header(self, uid: int, *, lines: tuple[str, ...]) -> bytes:
        """Give these lines of its header. `MailIsGoneError`: it is not there any more."""
        return self._fetch(uid, f"BODY.PEEK[HEADER.FIELDS ({' '.join(lines).upper()})]")

    def pieces(self, uid: int) -> Iterator[bytes]:
        """Give its bytes. It ends where the server has nothing more: neither a short piece nor a promised size is an end."""
        offset = 0
        while piece := self._fetch(uid, f"BODY.PEEK[]<{offset}.{PIECE}>"):
            yield piece
            offset += len(piece)

    def move(self, uid: int, folder: str) -> None:
        """Move this one mail. Of one that is gone there is nothing to be done, which is no failure."""
        with _accidents(), suppress(MailIsGoneError):
            if self._can("MOVE"):
                self._expect_ok(self._client.uid("MOVE", str(uid), encode_folder(folder)))
            elif self._can("UIDPLUS"):
                self._expect_ok(self._client.uid("COPY", str(uid), encode_folder(folder)))
                self._expect_ok(self._client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
                self._expect_ok(self._client.uid("EXPUNGE", str(uid)))
            else:
                raise MailboxError("neither MOVE nor UIDPLUS")

    def can_move(self) -> bool:
        """Tell whether one mail can be moved here without touching another."""
        return self._can("MOVE") or self._can("UIDPLUS")

    def make_folders(self) -> None:
        """Make the folders for what was taken and what was set aside, where they are missing."""
        for folder in (self._imap.taken_folder, self._imap.aside_folder):
            with _accidents():
                self._client.create(
                    encode_folder(folder)
                )  # one that is there is a "no", and a missing one shows at the move

    def _fetch(self, uid: int, what: str) -> bytes:
        with _accidents():
            answer = self._client.uid("FETCH", str(uid), f"({what})")
        self._expect_ok(answer)
        for part in answer[1]:
            if isinstance(part, tuple) and b"BODY[" in part[0]:
                return bytes(part[1])
            if isinstance(part, bytes) and b"BODY[" in part and not part.rstrip(b")").endswith(b"NIL"):
                return _unquoted(part)
        raise MailIsGoneError  # no answer about it, or NIL: which is not the empty end of a mail

    def _number(self, name: str) -> int:
        _, said = self._client.response(name)
        return int(said[0]) if said and said[0] else 0

    def _can(self, capability: str) -> bool:
        return capability in self._client.capabilities

    @staticmethod
    def _expect_ok(answer: tuple[str, Any]) -> None:
        if answer[0] != "OK":
            is_gone = any(b"[EXPUNGEISSUED]" in said for said in answer[1] if isinstance(said, bytes))  # RFC 5530
            raise MailIsGoneError if is_gone else MailboxError(answer[0])


def _unquoted(part: bytes) -> bytes:
    quoted = QUOTED.search(part)
    if quoted is None:
        raise MailboxError("an answer that is not understood")
    return re.sub(rb"\\(.)", rb"\1", quoted[1])


@contextmanager
def open_mailbox(imap: Imap) -> Iterator[Mailbox]:
    """Log in and look into the folder. `MailboxAwayError`: it could not be done."""
    with _accidents():
        box = _connect(imap)
    try:
        with _accidents():
            _log_in(box, imap)
            mailbox = Mailbox(box, imap)
        yield mailbox
    finally:
        with suppress(Exception):  # whatever a server says to a goodbye
            box.logout()


def _connect(imap: Imap) -> BaseMailBox:
    if imap.tls is MailTls.NONE:
        return MailBoxUnencrypted(imap.host, imap.port, SECONDS)
    context = ssl.create_default_context(cafile=imap.ca)
    kind = MailBox if imap.tls is MailTls.IMPLICIT else MailBoxStartTls
    return kind(imap.host, imap.port, SECONDS, ssl_context=context)


def _log_in(box: BaseMailBox, imap: Imap) -> None:
    """Log in, and ask anew what the server can: before a login it does not tell all."""
    is_plain = imap.user.isascii() and imap.password.reveal().isascii()
    (box.login if is_plain else box.login_utf8)(imap.user, imap.password.reveal_text(), None)
    client: Any = box.client
    _, said = client.capability()
    client.capabilities = tuple(said[-1].decode("ascii", "replace").upper().split())


@contextmanager
def _accidents() -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as accident:
        raise MailboxAwayError(type(accident).__name__) from accident
    except (imaplib.IMAP4.error, ImapToolsError) as accident:
        raise MailboxError(type(accident).__name__) from accident
