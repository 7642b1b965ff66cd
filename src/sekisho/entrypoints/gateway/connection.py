"""One connection from its first byte: TLS or not, and a pair of streams. Nobody is waited for longer than told."""

import asyncio
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

LAST_SECONDS: Final = 1.0
MOST_UNREAD: Final = 16_384  # bytes that may lie in memory before the other side has to wait
MOST_DRAINED: Final = 65_536
TLS_RECORD: Final = b"\x16"  # a handshake record (RFC 8446, section 5.1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long a stranger is waited for, in seconds."""

    first_byte: float = 10.0
    request: float = 5.0  # from the first byte to the end of the first request, the handshake included


@dataclass(frozen=True, slots=True)
class Streams:
    """A connection that may be read and written."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    is_tls: bool

    async def say(self, said: bytes) -> None:
        """Write `said`, and wait while the other side reads too slowly."""
        self.writer.write(said)
        await self.writer.drain()

    async def close(self, *, last: bytes = b"") -> None:
        """Say `last` and end. What the other side still sends is thrown away unread: closing on it would take `last` back."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                if last:
                    await self.say(last)
                    await self._drain()
                self.writer.close()
                await self.writer.wait_closed()
        self.abort()

    def abort(self) -> None:
        """End at once."""
        self.writer.transport.abort()

    async def _drain(self) -> None:
        if self.writer.can_write_eof():
            self.writer.write_eof()
        left = MOST_DRAINED
        while left > 0 and (thrown_away := await self.reader.read(left)):
            left -= len(thrown_away)


async def first_byte(connection: socket.socket) -> bytes:
    """Wait for the first byte and leave it where it is; empty where the other side has gone."""
    while True:
        try:
            return connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            await _readable(connection)


async def begin(connection: socket.socket, tls: ssl.SSLContext | None) -> Streams:
    """Make streams of the connection, after the handshake where there is TLS. Raises `OSError` where it fails."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=MOST_UNREAD)
    protocol = asyncio.StreamReaderProtocol(reader)
    patience = {"ssl_shutdown_timeout": LAST_SECONDS} if tls else {}
    transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=tls, **patience)
    return Streams(reader, asyncio.StreamWriter(transport, protocol, reader, loop), tls is not None)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(connection, _tell, ready)
    try:
        await ready
    finally:
        loop.remove_reader(connection)


def _tell(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)
