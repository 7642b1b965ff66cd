"""Full logins per second over HTTP, against the rate at which all cores compute bare Argon2id.

    ./dev run python -m bench.logins                                  # both databases at 1,000, PostgreSQL at 1,000,000, too
    ./dev run python -m bench.logins --houses sqlite:1000 --threads 1

A login is a password, a question and its answer: two calls, one Argon2id, one verification. The server has one worker for each
core. Aim: at least 85 % of the bound that Argon2id sets.

What is whose: the server's processor time is that of its processes and the database's; the clients are threads of the lane's own
process, on the same cores, and what they use is counted apart. The plain ratio lets them pay for nothing: it is what was done on
this machine. The ratio without clients takes their processor time off the clock, as if they sat elsewhere.
"""

import argparse
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, pairwise
from random import Random
from time import perf_counter, process_time, sleep
from typing import Final

from argon2 import PasswordHasher
from bench import processes
from bench.clients import Client
from bench.houses import PASSWORD, House, browser_mark, houses
from bench.lanes import Slice, alternate, core_rate, lanes, rate, ratio
from bench.prepared import Preparer, answer_to
from bench.verifiers import start_server, stop_server

from sekisho.adapters.hashing import LANES, MEMORY_KIB, PASSES

CORES: Final = os.cpu_count() or 1
CONNECTIONS: Final = 8 * CORES
"""So many that each worker always has some, however the kernel deals them out."""
WARM_SECONDS: Final = 0.3
POOL: Final = 400


class Counted:
    """Threads that do one thing over and over, and how often they did it between two moments."""

    def __init__(self, deeds: Sequence[Callable[[], None]]) -> None:
        self._deeds, self._is_over, self.done = deeds, threading.Event(), 0
        self._failure: BaseException | None = None

    def within(self, seconds: float) -> tuple[int, float]:
        """Count while all are at work; gives the count and the time it took."""
        threads = [threading.Thread(target=self._repeat, args=(deed,)) for deed in self._deeds]
        for thread in threads:
            thread.start()
        sleep(WARM_SECONDS)
        before, begun = self.done, perf_counter()
        sleep(seconds)
        count, took = self.done - before, perf_counter() - begun
        self._is_over.set()
        for thread in threads:
            thread.join()
        if self._failure:
            raise self._failure
        return count, took

    def _repeat(self, deed: Callable[[], None]) -> None:
        try:
            while not self._is_over.is_set():
                deed()
                self.done += 1
        except BaseException as failure:  # noqa: BLE001 - told by whoever waits
            self._failure = failure


class Argon2Lane:
    """Argon2id at the product's own cost in one thread for each core; the library lets go of the interpreter."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._stored = self._argon2.hash(PASSWORD)

    def slice(self, seconds: float) -> Slice:
        used = process_time()
        counted = Counted([self._verify] * CORES)
        count, took = counted.within(seconds)
        used = (process_time() - used) * count / counted.done  # some were done before and after
        return Slice(count=count, seconds=took, processor_seconds=used)

    def close(self) -> None:
        """Nothing is held."""

    def _verify(self) -> None:
        self._argon2.verify(self._stored, PASSWORD)


class LoginLane:
    """Clients that log in one after the other, each time another holder."""

    def __init__(self, house: House, threads: int) -> None:
        numbers = Random().sample(range(1, house.accounts + 1), min(house.accounts, POOL * CONNECTIONS))
        preparer = Preparer(house)
        preparer.seal(numbers)
        preparer.close()
        self._house = house
        self._server, self._port = start_server(house, workers=CORES, threads=threads)
        self._holders = [cycle(numbers[start::CONNECTIONS]) for start in range(CONNECTIONS)]

    def slice(self, seconds: float) -> Slice:
        clients = [Client(self._port) for _ in range(CONNECTIONS)]  # the server closes those that say nothing for long
        deeds = [partial(_log_in, client, holders) for client, holders in zip(clients, self._holders, strict=True)]
        used, own = self._processor_seconds(), process_time()
        counted = Counted(deeds)
        count, took = counted.within(seconds)
        share = count / counted.done  # some were done before and after
        used, own = (self._processor_seconds() - used) * share, (process_time() - own) * share
        for client in clients:
            client.close()
        return Slice(count=count, seconds=took, processor_seconds=used, client_seconds=own)

    def close(self) -> None:
        stop_server(self._server)

    def _processor_seconds(self) -> float:
        return processes.processor_seconds(self._server.pid) + self._house.database_seconds()


def _log_in(client: Client, holders: Iterator[int]) -> None:
    number = next(holders)
    mark = browser_mark(number)
    wanted = {"username": f"bench{number}", "password": PASSWORD, "surface": "portal", "mode": "live"}
    status, login = client.post("/api/v1/logins", wanted, browser_mark=mark)
    if status != 201:
        raise RuntimeError(login)
    _, response = answer_to(login["challenge"]["code"])
    status, login = client.post(f"/api/v1/logins/{login['id']}/response", {"response": response}, browser_mark=mark)
    if status != 200:
        raise RuntimeError(login)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--houses", default="sqlite:1000,postgresql:1000,postgresql:1000000", help="database:accounts")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--slice", type=float, default=3, help="seconds of one turn")
    parser.add_argument("--threads", type=int, default=0, help="of one worker; 0: as the server has them by itself")
    asked = parser.parse_args()
    wanted = [(database, int(size)) for database, size in (one.split(":") for one in asked.houses.split(","))]
    with houses(wanted) as built:
        measure(built, rounds=asked.rounds, seconds=asked.slice, threads=asked.threads)


def measure(built: list[House], *, rounds: int, seconds: float, threads: int) -> None:
    makers = {"bare Argon2id": (Argon2Lane,)} | {house.name: (LoginLane, house, threads) for house in built}
    with lanes(makers) as running:
        done = alternate(running, rounds=rounds, size=seconds)
    bound = done["bare Argon2id"]
    print(f"\nbare Argon2id on {CORES} cores: {rate(bound):.1f}/s, {1e3 / core_rate(bound):.1f} ms of a core each")
    for house in built:
        report(house, done[house.name], bound)
    for first, last in pairwise(built):
        if first.database == last.database:
            print(f"  {last.name} to {first.accounts:,}: {ratio(done[last.name], done[first.name])}")


def report(house: House, slices: list[Slice], bound: list[Slice]) -> None:
    apart = [replace(each, seconds=each.seconds - each.client_seconds / CORES) for each in slices]
    clients = 1e3 * sum(each.client_seconds for each in slices) / sum(each.count for each in slices)
    print(f"  {house.name}: {rate(slices):.1f} logins/s")
    print(f"    to the bound {ratio(slices, bound)}; without the clients' processor time {ratio(apart, bound)}")
    print(
        f"    processor time of one login: server and database {1e3 / core_rate(slices):.1f} ms, "
        f"{core_rate(slices) / core_rate(bound):.2f} of the bound; clients {clients:.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
