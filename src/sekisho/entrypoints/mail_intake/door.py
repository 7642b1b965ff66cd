"""One SMTP conversation (RFC 5321): who is written to, how much, in what time; then the bytes go to where they are kept.

aiosmtpd holds a whole mail in memory, several times over; here DATA is read and handed on in pieces. A line ends
with CR LF and with nothing else, so that no relay before us can have seen another end of a mail than we do. 250 is said when the
mail is durable, and never before.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiosmtpd.smtp import SMTP, syntax

from sekisho.core.errors import KeyUnavailableError, StorageFullError, StorageUnavailableError
from sekisho.entrypoints.mail_intake.dots import END, Dots
from sekisho.workflows.intake.admit import admit, settle
from sekisho.workflows.intake.take_in import MOST_SENDER, Envelope, Incoming, MailFlaw, Taken
from sekisho.workflows.ports import Ports

LOG: Final = logging.getLogger("sekisho.mail")
MOST_WAITING: Final = 64 * 1024
"""Bytes that are read ahead. It bounds no line: RFC 5321 allows 1,000 bytes, but some programs attach a picture as one line."""
MOST_RECIPIENTS: Final = 10
MOST_COMMANDS: Final = 200  # of one kind in one conversation: a sender may bring many mails
PIECE: Final = 128 * 1024
IDLE_SECONDS: Final = 60.0  # without a byte
MAIL_SECONDS: Final = 540.0  # for one mail; less than `tidy.LEFT_FOR`

TAKEN: Final = "250 2.0.0 taken as {reference}"
UNKNOWN: Final = "550 5.1.1 no such address here"
TOO_MANY: Final = "452 4.5.3 too many recipients"
TOO_LARGE: Final = "552 5.3.4 the mail is larger than {most} bytes"
TOO_MUCH: Final = "451 4.7.1 enough mail for now; please send it again later"
TOO_SLOW: Final = "451 4.4.2 too slow; please send it again"
NO_ROOM: Final = "452 4.3.1 no room at the moment; please send it again later"
NOT_NOW: Final = "451 4.3.0 not possible at the moment; please send it again later"
FLAWS: Final = {
    MailFlaw.BARE_LINE_END: "550 5.6.11 a line ends without CR LF, or holds a zero byte",
    MailFlaw.HEADER_TOO_LARGE: "552 5.3.4 the header is too large",
    MailFlaw.TOO_LARGE: "552 5.3.4 the mail is too large",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class House:
    """What every conversation of this process shares."""

    ports: Ports
    addresses: frozenset[str]  # in lower case
    most_bytes: int
    run: Callable[..., Any]
    """Runs a blocking call in a thread of its own and waits for it: `await run(deed, *arguments)`."""


class Handler:
    """What aiosmtpd asks at each command."""

    def __init__(self, house: House) -> None:
        """Answer for `house`."""
        self._house = house

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name and shape
        """Take a recipient that is ours, and no other: this is no relay."""
        del server, session
        if address.lower() not in self._house.addresses:
            return UNKNOWN
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address.lower())
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def answer_accident(self, error: Exception) -> str:
        """Say nothing of what went wrong, and log its kind alone."""
        LOG.error("a conversation failed: %s", type(error).__name__)
        return NOT_NOW

    handle_exception = answer_accident  # aiosmtpd's name for it


class Door(SMTP):
    """aiosmtpd's conversation with our own DATA."""

    line_length_limit = MOST_WAITING

    def __init__(self, house: House, **how: Any) -> None:
        """Hold one conversation for `house`; `how` as aiosmtpd takes it."""
        super().__init__(
            Handler(house),
            data_size_limit=house.most_bytes,
            enable_SMTPUTF8=True,
            timeout=IDLE_SECONDS,
            command_call_limit=MOST_COMMANDS,
            ident="Sekisho",
            **how,
        )
        self._house = house
        self._is_in_mail = False

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Take a mail in (RFC 5321, 4.1.1.4)."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
        elif arg:
            await self.push("501 5.5.4 Syntax: DATA")
        elif refusal := await self._counted():
            await self.push(refusal)
        else:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            answer = await self._take()
            self._set_post_data_state()  # type: ignore[no-untyped-call] # aiosmtpd has no type for it
            await self.push(answer)

    def data_received(self, data: bytes) -> None:
        """Hear of bytes: while a mail comes, whoever sends anything is not idle."""
        if self._is_in_mail:
            self._reset_timeout()
        super().data_received(data)

    async def _counted(self) -> str:
        """Count the mail before its body is taken; gives what to answer where it is to come later."""
        try:
            later = await self._house.run(partial(admit, self._house.ports, self._envelope(), size=self._said_size()))
        except (StorageUnavailableError, KeyUnavailableError) as accident:
            LOG.error("a mail could not be counted: %s", type(accident).__name__)  # noqa: TRY400 - values stay out of the log
            return NOT_NOW
        return TOO_MUCH if later else ""

    def _said_size(self) -> int:
        """Give the bytes that the sender has said the mail has (RFC 1870), 0 where it has said nothing."""
        options = self.envelope.mail_options if self.envelope is not None else []
        return next((int(option[5:]) for option in options if option.startswith("SIZE=")), 0)

    async def _take(self) -> str:
        """Read to the lone dot, whatever becomes of the mail: an answer in the middle of it would be read as another's."""
        mail, dots, is_end = _Mail(self._house, self._envelope(), said=self._said_size()), Dots(), False
        self._is_in_mail = True
        try:
            async with asyncio.timeout(MAIL_SECONDS):
                await mail.begin()
                while not is_end:
                    plain, is_end = dots.take(await self._piece())
                    await mail.add(plain)
                return await mail.end()
        except TimeoutError:
            self._writer.close()
            return TOO_SLOW
        finally:
            self._is_in_mail = False
            mail.drop()

    async def _piece(self) -> bytes:
        try:
            return await self._reader.readuntil(END)
        except asyncio.LimitOverrunError as more:
            return await self._reader.readexactly(more.consumed)

    def _envelope(self) -> Envelope:
        if self.session is None or self.envelope is None:
            message = "a conversation without its session"
            raise LookupError(message)
        peer: object = self.session.peer
        return Envelope(
            way="smtp",
            sender=(self.envelope.mail_from or "").encode("utf-8", "replace").decode()[:MOST_SENDER],
            recipients=tuple(dict.fromkeys(self.envelope.rcpt_tos)),
            peer=str(peer[0]) if isinstance(peer, tuple) else "",
        )


def _drop(begun: "asyncio.Future[Incoming | None]") -> None:
    incoming = None if begun.cancelled() or begun.exception() else begun.result()
    if incoming is not None:
        incoming.drop()


class _Mail:
    """A mail on its way from lines to what is kept; once it cannot be taken, it is read to its end and told so."""

    def __init__(self, house: House, envelope: Envelope, *, said: int) -> None:
        self._house, self._envelope, self._said = house, envelope, said
        self._incoming: Incoming | None = None
        self._waiting, self._size = bytearray(), 0
        self._refusal = ""

    async def begin(self) -> None:
        """Begin to keep it. Who hangs up meanwhile leaves a thread that has only begun: what it made is dropped."""
        beginning = asyncio.ensure_future(self._do(Incoming, self._house.ports, self._envelope))
        try:
            self._incoming = await asyncio.shield(beginning)
        except asyncio.CancelledError:
            beginning.add_done_callback(_drop)
            raise

    async def add(self, plain: bytes) -> None:
        self._size += len(plain)
        if self._size > self._house.most_bytes:
            self._refuse(TOO_LARGE.format(most=self._house.most_bytes))
        if self._refusal:
            return
        if len(plain) >= PIECE and not self._waiting:  # without another copy of it
            await self._write(plain)
            return
        self._waiting += plain
        if len(self._waiting) >= PIECE:
            await self._hand_on()

    async def end(self) -> str:
        if not self._refusal:
            await self._hand_on()
        done = None if self._refusal or self._incoming is None else await self._do(self._incoming.finish)
        if isinstance(done, MailFlaw):
            return FLAWS[done]
        if isinstance(done, Taken):
            await self._do(partial(settle, self._house.ports, self._envelope, size=self._size, said=self._said))
            return TAKEN.format(reference=done.mail_id)
        return self._refusal or NOT_NOW

    def drop(self) -> None:
        if self._incoming is not None:
            self._incoming.drop()

    async def _hand_on(self) -> None:
        piece = bytes(self._waiting)
        self._waiting.clear()
        await self._write(piece)

    async def _write(self, piece: bytes) -> None:
        if self._incoming is not None:
            await self._do(self._incoming.write, piece)

    async def _do(self, deed: Callable[..., Any], *arguments: object) -> Any:
        """Do what blocks in a thread; None: it could not be done, and what to say instead stands."""
        try:
            return await self._house.run(deed, *arguments)
        except StorageFullError:
            self._refuse(NO_ROOM)
        except (StorageUnavailableError, KeyUnavailableError) as accident:
            LOG.error("a mail could not be kept: %s", type(accident).__name__)  # noqa: TRY400 - values stay out of the log
            self._refuse(NOT_NOW)
        return None

    def _refuse(self, answer: str) -> None:
        self._refusal = self._refusal or answer
        self._waiting.clear()
        self.drop()
