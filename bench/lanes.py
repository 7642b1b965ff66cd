"""Lanes that take turns: each is a process of its own, and only one of them works at any time.

The machine's speed drifts from second to second, by far more than what is to be measured. So all lanes do a short slice in turn,
round after round, and only ratios of what was done within the same run are printed.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median, quantiles
from typing import Any

Maker = Callable[..., Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """What one turn did: how many, in how long, for how much processor time of the side that is measured, and of its clients."""

    count: int
    seconds: float
    processor_seconds: float
    client_seconds: float = 0.0


class Lane:
    """A worker in another process, asked by method names."""

    def __init__(self, process: Any, pipe: Connection) -> None:
        self._process, self._pipe = process, pipe

    def ask(self, method: str, *arguments: object) -> Any:
        self._pipe.send((method, arguments))
        answer = self._pipe.recv()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def end(self) -> None:
        self._pipe.send(("close", ()))
        self._process.join(30)


@contextmanager
def lane(make: Maker, *arguments: object) -> Iterator[Lane]:
    """Start a worker made by `make(*arguments)`; it must have `slice` and `close`."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, make, arguments))
    process.start()
    started = Lane(process, here)
    try:
        if isinstance(failure := here.recv(), BaseException):
            raise failure
        yield started
    finally:
        if process.is_alive():
            started.end()


def _serve(pipe: Connection, make: Maker, arguments: tuple[object, ...]) -> None:
    try:
        worker = make(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other side must hear of it
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        method, given = pipe.recv()
        if method == "close":
            worker.close()
            return
        try:
            pipe.send(getattr(worker, method)(*given))
        except Exception as error:  # noqa: BLE001 - as above
            pipe.send(error)


@contextmanager
def lanes(makers: dict[str, tuple[Any, ...]]) -> Iterator[dict[str, Lane]]:
    """Start all, by name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(lane(*made)) for name, made in makers.items()}


def alternate(running: dict[str, Lane], *, rounds: int, size: float) -> dict[str, list[Slice]]:
    """Let all lanes do a slice each, round after round; there and back, so that a steady drift cancels out."""
    done: dict[str, list[Slice]] = {name: [] for name in running}
    for each in running.values():
        each.ask("slice", size)  # the first turn warms up
    for turn in range(rounds):
        for name in list(running)[:: -1 if turn % 2 else 1]:
            done[name].append(running[name].ask("slice", size))
    return done


def rate(slices: list[Slice]) -> float:
    """How many a second."""
    return sum(each.count for each in slices) / sum(each.seconds for each in slices)


def core_rate(slices: list[Slice]) -> float:
    """How many for a second of processor time."""
    return sum(each.count for each in slices) / sum(each.processor_seconds for each in slices)


def ratio(slices: list[Slice], against: list[Slice]) -> str:
    """The ratio of the rates: of the whole run, and in brackets the quartiles over the rounds."""
    rounds = [rate([one]) / rate([other]) for one, other in zip(slices, against, strict=True)]
    low, _, high = quantiles(rounds, n=4) if len(rounds) > 1 else (rounds[0], median(rounds), rounds[0])
    return f"{rate(slices) / rate(against):5.2f} ({low:.2f} to {high:.2f})"
