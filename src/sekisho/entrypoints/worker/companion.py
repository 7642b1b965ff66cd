"""The worker as a companion of the server: a process of its own, started and ended with it, and gone when it is gone."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait
from typing import Final

from sekisho import wiring
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.site.signals import relayed
from sekisho.entrypoints.worker.loop import run_rounds
from sekisho.settings import Settings, read_settings, to_environment

STOP_SECONDS: Final = 10.0
DEMO_PAUSE_SECONDS: Final = 1.0
"""In the demo time jumps: whoever moves the clock looks at the outbox next."""


@contextlib.contextmanager
def accompanied(settings: Settings) -> Iterator[None]:
    """Run the worker beside whatever is done in the block."""
    companion = Companion(settings)
    companion.start()
    try:
        yield
    finally:
        companion.end()


class Companion:
    """One worker process."""

    def __init__(self, settings: Settings) -> None:
        """Describe it; it reads the same settings from its environment."""
        self._settings = settings
        self._turn = threading.Lock()  # a process that starts while it is told to end would be waited for, for ever
        self._is_ended = False
        self._process = multiprocessing.get_context("spawn").Process(
            target=run_companion, args=(wiring.is_demo_process(),), name="sekisho worker", daemon=True
        )

    def start(self) -> None:
        """Start it, unless it is to end already."""
        os.environ.update(to_environment(self._settings))
        with self._turn:
            if not self._is_ended:
                self._process.start()

    def end(self) -> None:
        """Tell it to end, and wait until it has."""
        with self._turn:
            self._is_ended = True
        if self._process.pid is None:
            return
        self._process.terminate()
        self._process.join(STOP_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def run_companion(is_demo: bool) -> None:  # noqa: FBT001 - a process target takes what it is given
    """Be that process: run rounds until told to stop, or until whoever started it is gone."""
    if is_demo:
        wiring.declare_demo()
    keep_log()
    stop = stop_at_signals()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server tells when to end
    threading.Thread(target=_stop_when_orphaned, args=(stop,), daemon=True).start()
    settings = read_settings()
    built = wiring.start(settings)
    pause = DEMO_PAUSE_SECONDS if is_demo else settings.worker_pause.total_seconds()
    run_rounds(built.ports, stop=stop, pause_seconds=pause)


def stop_at_signals() -> threading.Event:
    """Give the event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    handler = relayed(stop.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)
    return stop


def _stop_when_orphaned(stop: threading.Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        stop.set()
