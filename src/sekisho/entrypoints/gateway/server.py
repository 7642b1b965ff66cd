"""The gateway's process: takes connections on both ports and tells probes, trading programs and strangers apart.

Port 4000 speaks TLS or not, as the first byte asks, and answers probes; whoever would log on there is sent to 4001, and
nothing of it is read. Port 4001 speaks TLS. Whatever else comes is closed without a word.
"""

import asyncio
import errno
import logging
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Final

from sekisho.entrypoints.gateway import probe
from sekisho.entrypoints.gateway.connection import (
    TLS_RECORD,
    Patience,
    Streams,
    begin,
    first_byte,
)
from sekisho.entrypoints.gateway.guests import Guests, network_of
from sekisho.entrypoints.gateway.listening import Listeners, allow_many_files, tls_context
from sekisho.entrypoints.gateway.turned_away import FIX_START, NOT_OPEN, UNENCRYPTED, turn_away
from sekisho.settings import Settings
from sekisho.workflows.ports import Clock, Ports

LOG: Final = logging.getLogger("sekisho.gateway")
ACCEPTED_AT_ONCE: Final = 64  # before whoever is here gets a turn
BREATH_SECONDS: Final = 0.1
NO_ROOM: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
START_BYTES: Final = 4
USUAL: Final = Patience()


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """One of the two ports: how it listens, and what it takes."""

    listener: socket.socket
    port: int
    is_for_programs: bool  # where programs log on; the other one sends them here
    answers_plain: bool


def serve(
    settings: Settings, ports: Ports, listeners: Listeners, *, stop: threading.Event, patience: Patience = USUAL
) -> None:
    """Serve whoever knocks until `stop` is set."""
    allow_many_files()
    asyncio.run(Gateway(settings, ports, patience).serve(listeners, stop=stop))


class Gateway:
    """Everything that stands at the gates of this process."""

    def __init__(self, settings: Settings, ports: Ports, patience: Patience) -> None:
        """Read the certificate once."""
        self._patience = patience
        self._tls = tls_context(settings)
        self._answers_plain = settings.gateway_plain_probes
        self._clock: Clock = ports.clock
        self._tls_port = settings.gateway.tls_port
        self._guests = Guests()

    async def serve(self, listeners: Listeners, *, stop: threading.Event) -> None:
        """Take connections until `stop` is set; then end them all."""
        gates = (
            _gate(listeners.plain, is_for_programs=False, answers_plain=True),
            _gate(listeners.tls, is_for_programs=True, answers_plain=self._answers_plain),
        )
        taking = [asyncio.create_task(self._take(gate)) for gate in gates]
        await asyncio.get_running_loop().run_in_executor(None, stop.wait)
        for task in taking:
            task.cancel()
        await asyncio.gather(*taking, *self._guests.end_all(), return_exceptions=True)

    async def _take(self, gate: Gate) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, peer = await loop.sock_accept(gate.listener)
            except OSError as accident:
                if accident.errno in NO_ROOM:
                    LOG.warning("no room for another connection: %s", accident.strerror)
                    await asyncio.sleep(BREATH_SECONDS)
                continue
            task = loop.create_task(self._receive(gate, connection))
            self._guests.come(task, network_of(str(peer[0])))
            task.add_done_callback(self._guests.leave)

    async def _receive(self, gate: Gate, connection: socket.socket) -> None:
        try:
            tls = await self._greet(gate, connection)
            async with asyncio.timeout(self._patience.request):
                await self._begin(gate, connection, tls)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            pass  # gone, too slow, or no language of ours: there is nobody to tell

    async def _greet(self, gate: Gate, connection: socket.socket) -> ssl.SSLContext | None:
        """Tell by the first byte whether TLS is wanted; who says nothing, or nothing for this gate, is closed."""
        try:
            async with asyncio.timeout(self._patience.first_byte):
                return self._wanted(gate, await first_byte(connection))
        except BaseException:  # ended from outside as well: nobody else has this connection yet
            connection.close()
            raise

    def _wanted(self, gate: Gate, first: bytes) -> ssl.SSLContext | None:
        if first == TLS_RECORD:
            return self._tls
        if not first or not gate.answers_plain:
            raise EOFError
        return None

    async def _begin(self, gate: Gate, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        streams = await begin(connection, tls)
        try:
            start = await streams.reader.readexactly(START_BYTES)
            if start in probe.METHODS:
                await self._answer_probe(gate, streams, start)
            elif start == FIX_START:
                told = NOT_OPEN if gate.is_for_programs else UNENCRYPTED.format(tls_port=self._tls_port)
                await streams.close(last=turn_away(told, now=self._clock.now()))
        finally:
            streams.abort()

    async def _answer_probe(self, gate: Gate, streams: Streams, start: bytes) -> None:
        rest = await streams.reader.readuntil(probe.END)
        now_ms = int(self._clock.now().timestamp() * 1000)
        reached = probe.Reached(port=gate.port, is_tls=streams.is_tls, now_ms=now_ms)
        await streams.close(last=probe.answer(start + rest, reached))


def _gate(listener: socket.socket, *, is_for_programs: bool, answers_plain: bool) -> Gate:
    listener.setblocking(False)  # noqa: FBT003 - positional only
    port = int(listener.getsockname()[1])
    return Gate(listener=listener, port=port, is_for_programs=is_for_programs, answers_plain=answers_plain)
