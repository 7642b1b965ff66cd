"""The three lanes of `second_factor`: the bare loop, the service layer in this process, and the server over HTTP."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, process_time
from typing import Any, Final

from bench import processes
from bench.bare import Bare
from bench.clients import Client, free_port, wait_for_page
from bench.houses import House
from bench.lanes import Slice
from bench.prepared import Prepared, Preparer

from sekisho.core.secret import Secret
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginView

CONNECTIONS: Final = 4
VALUES: Final = re.compile(r"'[^']*'|X'[0-9A-F]*'|\b(?:NULL|\d+)\b")


class BareLane:
    """The driver, the keys and a loop."""

    def __init__(self, house: House) -> None:
        self._house, self._preparer, self._bare = house, Preparer(house), Bare(house)

    def slice(self, count: float) -> Slice:
        return _timed(self._house, self._preparer.prepare(int(count)), self._bare.verify)

    def statements(self) -> list[str]:
        (login,) = self._preparer.prepare(1)
        return _traced(self._bare.connection, lambda: self._bare.verify(login))

    def close(self) -> None:
        self._preparer.close()
        self._bare.close()


class ServiceLane:
    """`workflows.answer_challenge` on the real adapters, as a worker of the server has them."""

    def __init__(self, house: House) -> None:
        os.environ.update(house.environment())
        from sekisho import wiring
        from sekisho.settings import read_settings

        self._house, self._preparer = house, Preparer(house)
        self._wiring, self._built = wiring, wiring.start(read_settings())

    def slice(self, count: float) -> Slice:
        return _timed(self._house, self._preparer.prepare(int(count)), self._verify)

    def statements(self) -> list[str]:
        from django.db import connection

        first, login = self._preparer.prepare(2)
        self._verify(first)  # opens the connection
        return _traced(connection.connection, lambda: self._verify(login))

    def trail(self) -> str:
        """What the audit trail says to all that the lanes of this house wrote."""
        return repr(self._wiring.verify_trail(self._built))

    def close(self) -> None:
        self._preparer.close()

    def _verify(self, login: Prepared) -> None:
        mark = Secret(login.browser_mark)
        door = Door(channel="api", address="192.0.2.1", browser="bench", browser_mark=mark)
        view = answer_challenge(self._built.ports, login_id=login.bearer, response=login.response, door=door)
        if not isinstance(view, LoginView) or view.state is not LoginState.GRANTED:
            raise RuntimeError(view)


class HttpLane:
    """One worker of the server, a few kept connections. Processor time is the server's, not the client's."""

    def __init__(self, house: House) -> None:
        self._house, self._preparer = house, Preparer(house)
        self._server, self._port = start_server(house, workers=1)

    def slice(self, count: float) -> Slice:
        waiting = self._preparer.prepare(int(count))
        clients = [Client(self._port) for _ in range(CONNECTIONS)]  # the server closes those that say nothing for long
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            begun, used = perf_counter(), self._processor_seconds()
            for answering in [pool.submit(_answer_all, client, waiting) for client in clients]:
                answering.result()
            seconds, used = perf_counter() - begun, self._processor_seconds() - used
        for client in clients:
            client.close()
        return Slice(count=int(count), seconds=seconds, processor_seconds=used)

    def close(self) -> None:
        stop_server(self._server)
        self._preparer.close()

    def _processor_seconds(self) -> float:
        return processes.processor_seconds(self._server.pid) + self._house.database_seconds()


def _answer_all(client: Client, waiting: list[Prepared]) -> None:
    """Answer until nothing waits; several do so at once."""
    while True:
        try:
            login = waiting.pop()
        except IndexError:
            return
        path = f"/api/v1/logins/{login.bearer.reveal_text()}/response"
        status, answer = client.post(path, {"response": login.response}, browser_mark=login.browser_mark)
        if status != 200:
            raise RuntimeError(answer)


def start_server(house: House, *, workers: int, threads: int = 0) -> tuple["subprocess.Popen[bytes]", int]:
    """Start `sekisho serve` on a free port and wait until it answers; 0 threads: as many as it takes by itself."""
    port = free_port()
    chosen = {"SEKISHO_PORT": str(port), "SEKISHO_WORKERS": str(workers)}
    if threads:
        chosen["SEKISHO_THREADS"] = str(threads)
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.sekisho_program", "serve"],
        env=house.environment(**chosen),
        stdout=subprocess.DEVNULL,
    )
    wait_for_page(port, "/healthz")
    return server, port


def stop_server(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    server.wait(30)


def _timed(house: House, waiting: list[Prepared], verify: Callable[[Prepared], None]) -> Slice:
    begun, used = perf_counter(), process_time() + house.database_seconds()
    for login in waiting:
        verify(login)
    seconds = perf_counter() - begun
    used = process_time() + house.database_seconds() - used
    return Slice(count=len(waiting), seconds=seconds, processor_seconds=used)


def _traced(connection: Any, deed: Callable[[], None]) -> list[str]:
    """The statements of one deed as SQLite saw them, without their values."""
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    deed()
    connection.set_trace_callback(None)
    return [VALUES.sub("?", statement) for statement in seen]
