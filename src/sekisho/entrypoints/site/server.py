"""The web server: granian, some workers of one thread or more, no access log. Blocks until it is told to stop.

A proxy with TLS stands before it; it listens on this machine only unless told otherwise.
"""

import multiprocessing
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final, cast

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from sekisho import wiring
from sekisho.core.errors import AddressTakenError
from sekisho.entrypoints.site import measures
from sekisho.entrypoints.site.logs import CONFIGURATION
from sekisho.entrypoints.site.signals import relayed
from sekisho.entrypoints.site.wsgi import make_demo_front, make_front
from sekisho.settings import Settings, to_environment

HEADER_MILLISECONDS: Final = 10_000
HEADER_BYTES: Final = 64 * 1024  # of all headers of one request together
STOP_SECONDS: Final = 10
MOST_WAITING: Final = 4096  # requests of one worker that are not whole yet, or wait for a thread


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. `AddressTakenError` names an address that cannot be listened on."""
    expect_free(settings.host, settings.port)
    multiprocessing.set_start_method("spawn", force=True)  # a worker inherits no connection and no half-read state
    os.environ.update(to_environment(settings))
    _share_measures(settings)
    server: Any = Granian(
        target="sekisho",  # a name for messages; the application comes from the loader below
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        backlog=MOST_WAITING,
        backpressure=MOST_WAITING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES),
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=CONFIGURATION,
    )
    wake = relayed(server.main_loop_interrupt.set)

    def interrupt(*_: object) -> None:
        server.interrupt_signal = True
        wake()

    server.signal_handler_interrupt = interrupt  # its own sets the event inside the handler
    server.serve(target_loader=_loader(), wrap_loader=False)


def _loader() -> Callable[..., Callable[..., Any]]:
    """Give each worker its application's maker itself: a name would be looked for in the working directory first.

    Granian's annotation knows no application with `__rsgi__`, which is what it asks for.
    """
    maker = make_demo_front if wiring.is_demo_process() else make_front
    return cast("Callable[..., Callable[..., Any]]", maker)


def _share_measures(settings: Settings) -> None:
    folder = settings.data_dir / "measures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ[measures.FOLDER] = str(folder)


def expect_free(host: str, port: int) -> None:
    """Raise `AddressTakenError` naming the address if it cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise AddressTakenError(f"{host}:{port}") from None
