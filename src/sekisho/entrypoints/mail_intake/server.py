"""The mail server's process: listens, bounds how many talk at once, and clears up what was begun and never taken."""

import asyncio
import contextlib
import logging
import socket
import ssl
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from sekisho.core.errors import AddressTakenError, ConfigurationError, SekishoError
from sekisho.entrypoints.mail_intake.door import Door, House
from sekisho.settings import Settings
from sekisho.workflows.intake.tidy import tidy
from sekisho.workflows.ports import Ports

LOG: Final = logging.getLogger("sekisho.mail")
THREADS: Final = 4
MOST_TALKING: Final = 100
MOST_FROM_ONE: Final = 20  # a relay before us brings all mail from one address: its limit is the first
TIDY_SECONDS: Final = 600.0
TURNED_AWAY: Final = b"421 4.7.0 too many conversations; please come back later\r\n"


def serve(settings: Settings, ports: Ports, listener: socket.socket, *, stop: threading.Event) -> None:
    """Serve whoever knocks at `listener` until `stop` is set."""
    asyncio.run(_serve(settings, ports, listener, stop=stop))


def listen(settings: Settings) -> socket.socket:
    """Take the door's port, so that nobody else can; who knocks waits. `ConfigurationError` names what cannot be."""
    _tls(settings)
    family = socket.AF_INET6 if ":" in settings.smtp_host else socket.AF_INET
    try:
        return socket.create_server((settings.smtp_host, settings.smtp_port), family=family, backlog=MOST_TALKING)
    except OSError:
        raise AddressTakenError(f"{settings.smtp_host}:{settings.smtp_port}") from None


async def _serve(settings: Settings, ports: Ports, listener: socket.socket, *, stop: threading.Event) -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd's own: it writes addresses down
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(THREADS, thread_name_prefix="mail") as pool:
        house = House(
            ports=ports,
            addresses=frozenset(settings.intake_addresses.values()),
            most_bytes=settings.most_mail_bytes,
            run=partial(loop.run_in_executor, pool),
        )
        guests = Guests(house, hostname=settings.smtp_name, tls_context=_tls(settings))
        async with await loop.create_server(guests.welcome, sock=listener):
            tidying = asyncio.create_task(_tidy_on(house))
            await loop.run_in_executor(None, stop.wait)
            tidying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await tidying


class Guests:
    """Who is talking now."""

    def __init__(self, house: House, *, hostname: str, tls_context: ssl.SSLContext | None) -> None:
        """Hold the conversations of `house` under the name `hostname`."""
        self._house = house
        self._how: dict[str, Any] = {"hostname": hostname, "tls_context": tls_context}
        self._talking: Counter[str] = Counter()

    def welcome(self) -> asyncio.Protocol:
        """Begin a conversation."""
        return _Guest(self, self._house, loop=asyncio.get_running_loop(), **self._how)

    def come(self, peer: str) -> bool:
        """Note that somebody has come; False: there are too many."""
        if self._talking.total() >= MOST_TALKING or self._talking[peer] >= MOST_FROM_ONE:
            return False
        self._talking[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        """Note that somebody has gone."""
        self._talking[peer] -= 1
        if self._talking[peer] <= 0:
            del self._talking[peer]


class _Guest(Door):
    """A conversation that is counted."""

    def __init__(self, guests: Guests, house: House, **how: Any) -> None:
        super().__init__(house, **how)
        self._guests, self._peer = guests, ""

    def connection_made(self, transport: Any) -> None:
        """Let in whoever may talk; after STARTTLS it is the same conversation."""
        peer = transport.get_extra_info("peername")
        if not self._peer:
            address = str(peer[0]) if isinstance(peer, tuple) else "local"
            if not self._guests.come(address):
                transport.write(TURNED_AWAY)
                transport.close()
                return
            self._peer = address
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Count who has gone."""
        if self._peer:
            self._guests.leave(self._peer)
            self._peer = ""
            super().connection_lost(error)


async def _tidy_on(house: House) -> None:
    while True:
        try:
            removed = await house.run(tidy, house.ports)
            if removed:
                LOG.info("removed %d mails that were begun and never taken", removed)
        except SekishoError as accident:
            LOG.warning("could not clear up: %s", type(accident).__name__)
        await asyncio.sleep(TIDY_SECONDS)


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.smtp_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.smtp_certificate, settings.smtp_key)
    except (OSError, ssl.SSLError):
        raise ConfigurationError("SEKISHO_SMTP_CERTIFICATE") from None
    return context
