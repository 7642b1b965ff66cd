"""Companions of the server: processes of their own, started and ended with it, revived, and gone when it is gone."""

import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Final

from sekisho import wiring
from sekisho.core.errors import SekishoError
from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.site.signals import relayed
from sekisho.entrypoints.worker.documents import keep_documents
from sekisho.entrypoints.worker.loop import run_rounds
from sekisho.entrypoints.worker.post import keep_post
from sekisho.settings import Settings, read_settings, to_environment
from sekisho.workflows.ports import Ports

LOG: Final = logging.getLogger("sekisho.companion")
STOP_SECONDS: Final = 10.0
REVIVED_AFTER_SECONDS: Final = 1.0
"""Whoever dies as soon as it lives costs a start a second, and is told in the log each time."""
DEMO_PAUSE_SECONDS: Final = 1.0
"""In the demo time jumps: whoever moves the clock looks at the outbox next."""

Work = Callable[..., None]  # work(settings, ports, *arguments, stop=...): done until `stop` is set


class Companion:
    """One companion: the process, and the thread that keeps it alive."""

    def __init__(
        self, settings: Settings, work: Work, *arguments: object, name: str, waits_at: tuple[socket.socket, ...] = ()
    ) -> None:
        """Describe it; it reads the same settings from its environment. It starts when somebody knocks at one of `waits_at`."""
        self._settings, self._name, self._waits_at = settings, name, waits_at
        self._told = (wiring.is_demo_process(), work, arguments)
        self._turn = threading.Lock()  # a process that starts while it is told to end would be waited for, for ever
        self._is_ended = threading.Event()
        self._process: BaseProcess | None = None
        self._keeper = threading.Thread(target=self._keep, name=f"keeper of {name}", daemon=True)
        self._woken, self._bell = socket.socketpair()  # ends the wait for whoever knocks

    def start(self) -> None:
        """Start it, unless it is to end already."""
        os.environ.update(to_environment(self._settings))
        with self._turn:
            if not self._is_ended.is_set():
                if not self._waits_at:
                    self._begin()
                self._keeper.start()

    def end(self) -> None:
        """Tell it to end, and wait until it has."""
        with self._turn:
            self._is_ended.set()
            self._bell.close()
            process = self._process
            if process is not None:
                process.terminate()
        if self._keeper.ident is not None:
            self._keeper.join(STOP_SECONDS)
            if process is not None and self._keeper.is_alive():
                process.kill()
            self._keeper.join()
        self._woken.close()

    def _keep(self) -> None:
        """Begin it when it is wanted, and whenever it has ended without being told to."""
        while True:
            if self._process is None and self._waits_at:
                wait([*self._waits_at, self._woken])
            with self._turn:
                process = self._process or (None if self._is_ended.is_set() else self._begin())
            if process is None:
                return
            process.join()
            self._process = None
            if self._is_ended.wait(REVIVED_AFTER_SECONDS):
                return
            LOG.error("%s ended by itself (%s) and is started again", self._name, process.exitcode)

    def _begin(self) -> BaseProcess:
        self._process = multiprocessing.get_context("spawn").Process(
            target=be_companion, args=self._told, name=self._name, daemon=True
        )
        self._process.start()
        return self._process


def be_companion(is_demo: bool, work: Work, arguments: tuple[object, ...]) -> None:  # noqa: FBT001 - a process target takes what it is given
    """Be that process: work until told to stop, or until whoever started it is gone."""
    if is_demo:
        wiring.declare_demo()
    keep_log()
    stop = stop_at_signals()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server tells when to end
    threading.Thread(target=_stop_when_orphaned, args=(stop,), daemon=True).start()
    settings = read_settings()
    try:
        work(settings, wiring.start(settings).ports, *arguments, stop=stop)
    except SekishoError as accident:
        LOG.error("cannot go on: %s", type(accident).__name__)  # noqa: TRY400 - values stay out of the log
        raise SystemExit(1) from None


def keep_rounds(settings: Settings, ports: Ports, *, stop: threading.Event) -> None:
    """Do what is on a schedule: the work of the worker's companion."""
    pause = DEMO_PAUSE_SECONDS if wiring.is_demo_process() else settings.worker_pause.total_seconds()
    keep_all(settings, ports, stop=stop, pause_seconds=pause)


def keep_all(settings: Settings, ports: Ports, *, stop: threading.Event, pause_seconds: float) -> None:
    """Do what is on a schedule, and beside it look at documents and send what waits, until `stop` is set."""
    documents = threading.Thread(
        target=keep_documents,
        args=(ports, lambda: wiring.start_engine(settings, ports)),
        kwargs={"stop": stop},
        name="documents",
    )
    ways = wiring.open_ways_out(settings)
    post = threading.Thread(target=keep_post, args=(installation(), ways), kwargs={"stop": stop}, name="post")
    for beside in (documents, post):
        beside.start()
    run_rounds(ports, stop=stop, pause_seconds=pause_seconds)
    for beside in (documents, post):
        beside.join()


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
