"""Answers that go on: server-sent events on the event loop, with no thread held while nothing changes.

The application answers the request as any other, in a thread, and leaves word of what is watched; the front sends that answer as
the beginning of a stream. One look each second, in one thread, serves all streams of a worker, for the database is all that
processes share. A lost stream loses nothing: a new one begins with what stands then.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, Literal

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]  # granian documents it there without `as`

WATCHED: Final = "sekisho.watched"
"""Where a request's environ says what its answer goes on with."""

EVERY: Final = 1.0
HERE_EVERY: Final = 15.0
LASTS: Final = 300.0
MOST: Final = 1000  # streams of one worker
MOST_OF_ONE: Final = 4  # of one phone or login; the newest stay
HERE: Final = b": here\n\n"
FULL: Final = 503
FULL_HEADERS: Final = [("content-type", "text/plain"), ("retry-after", "5"), ("cache-control", "no-store")]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """A phone by its id, or a login by the hash of its bearer."""

    what: Literal["phone", "login"]
    id: str


Look = Callable[[frozenset[Watched]], Mapping[Watched, bytes]]
"""Gives the event that tells how each stands now; what is missing is told nothing."""


@dataclass(eq=False, slots=True)
class _Stream:
    watched: Watched
    said: bytes
    news: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)


class Streams:
    """All streams of one worker."""

    def __init__(self, look: Look, pool: Executor) -> None:
        """Take what looks after all that is watched, and the threads in which it may."""
        self._look, self._pool = look, pool
        self._open: list[_Stream] = []
        self._looking: asyncio.Task[None] | None = None
        self._is_stopping = False

    async def send(self, protocol: Any, headers: list[tuple[str, str]], *, watched: Watched, first: bytes) -> None:
        """Send `first` and every change after it, until its time is over, the client is gone or the worker ends."""
        if self._is_stopping or len(self._open) >= MOST:
            protocol.response_str(FULL, FULL_HEADERS, "Too many are waiting.\n")
            return
        stream = self._begin(watched, first)
        gone = asyncio.ensure_future(_gone(protocol))
        try:
            with suppress(ProtocolClosed):
                transport = protocol.response_stream(200, [pair for pair in headers if pair[0] != "content-length"])
                await transport.send_bytes(first)
                await self._go_on(transport, stream, gone)
        finally:
            self._open.remove(stream)
            gone.cancel()

    def stop(self) -> None:
        """End every stream, and begin none."""
        self._is_stopping = True
        for stream in self._open:
            stream.news.put_nowait(None)

    def _begin(self, watched: Watched, first: bytes) -> _Stream:
        same = [one for one in self._open if one.watched == watched]
        for one in same[: max(0, len(same) - MOST_OF_ONE + 1)]:
            one.news.put_nowait(None)
        stream = _Stream(watched, first)
        self._open.append(stream)
        if self._looking is None:
            _on_ending(asyncio.get_running_loop(), self.stop)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look_after())
        return stream

    async def _go_on(self, transport: Any, stream: _Stream, gone: "asyncio.Future[None]") -> None:
        ends_at = monotonic() + LASTS
        while not gone.done() and (left := ends_at - monotonic()) > 0:
            news = asyncio.ensure_future(stream.news.get())
            await asyncio.wait((news, gone), timeout=min(HERE_EVERY, left), return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                news.cancel()
                return
            if news.cancel():
                await transport.send_bytes(HERE)
                continue
            said = news.result()
            if said is None:
                return
            await transport.send_bytes(said)

    async def _look_after(self) -> None:
        loop = asyncio.get_running_loop()
        while self._open:
            await asyncio.sleep(EVERY)
            watched = frozenset(stream.watched for stream in self._open)
            try:
                seen = await loop.run_in_executor(self._pool, self._look, watched)
            except Exception:  # whatever it was, the next look may succeed, and nothing hangs on this one
                log.exception("what is watched could not be looked at")
                continue
            for stream in self._open:
                said = seen.get(stream.watched, stream.said)
                if said != stream.said:
                    stream.said = said
                    stream.news.put_nowait(said)


async def _gone(protocol: Any) -> None:
    await protocol.client_disconnect()


def _on_ending(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    """Call `end` when the worker is told to end: the server would wait for open streams until it kills them.

    The loop's own handler of these signals is the server's and stays: it is woken by a descriptor, and what stands as Python's
    handler beside that is nothing.
    """

    def ended(*_: object) -> None:
        loop.call_soon_threadsafe(end)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ended)
        signal.siginterrupt(number, False)  # noqa: FBT003 - positional only
