"""Both ways in, in one process: the SMTP door, and beside it the poller where a mailbox is named."""

import socket
import threading
from typing import Final

from sekisho.entrypoints.mail_intake import server
from sekisho.entrypoints.mail_intake.poller import Poller, poll_on
from sekisho.settings import Settings
from sekisho.workflows.ports import Ports

LAST_SECONDS: Final = 5.0
"""For the mail that the poller has in hand; one that is not done by then was not moved, and is taken next time."""


def take_mail_in(settings: Settings, ports: Ports, listener: socket.socket, *, stop: threading.Event) -> None:
    """Take in whatever comes, either way, until `stop` is set."""
    polling = _polling(settings, ports, stop=stop)
    server.serve(settings, ports, listener, stop=stop)
    if polling is not None:
        polling.join(LAST_SECONDS)


def _polling(settings: Settings, ports: Ports, *, stop: threading.Event) -> threading.Thread | None:
    if settings.imap is None:
        return None
    how = {"stop": stop, "pause_seconds": settings.imap_pause.total_seconds()}
    poller = Poller(settings, settings.imap, ports)
    thread = threading.Thread(target=poll_on, args=(poller,), kwargs=how, name="poller", daemon=True)
    thread.start()
    return thread
