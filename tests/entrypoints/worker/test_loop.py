"""The worker's loop: a round at once, then one after each pause; a failed one ends nothing; old rows go once an hour."""

import logging
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.core.errors import StorageUnavailableError
from sekisho.entrypoints.worker.loop import SWEPT_EVERY, run_rounds


class Stop(threading.Event):
    """Counts the pauses, does something in each, and is set after the last; nobody really waits."""

    def __init__(self, *deeds):
        super().__init__()
        self.deeds = list(deeds)

    def wait(self, timeout=None):
        assert timeout == 60
        if not self.deeds:
            self.set()
            return True
        self.deeds.pop(0)()
        return False


class BrokenStore:
    """A store that answers nothing."""

    def transaction(self):
        raise StorageUnavailableError

    reading = transaction


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.INFO, logger="sekisho.worker")
    return lambda word: sum(word in record.getMessage() for record in caplog.records)


def test_old_rows_are_swept_at_the_start_and_then_once_an_hour(ports, clock, said):
    def pass_time(span):
        return lambda: clock.advance(span)

    minute = timedelta(minutes=1)
    run_rounds(
        ports, stop=Stop(pass_time(SWEPT_EVERY - minute), pass_time(minute), pass_time(minute)), pause_seconds=60
    )
    assert said("swept") == 2


def test_a_store_that_does_not_answer_ends_no_worker(ports, said):
    broken = replace(ports, store=BrokenStore())
    run_rounds(broken, stop=Stop(lambda: None, lambda: None), pause_seconds=60)
    assert said("round failed: StorageUnavailableError") == 3


def test_a_worker_told_to_stop_in_its_first_round_sweeps_nothing(ports, said):
    stop = Stop()
    stop.set()
    run_rounds(ports, stop=stop, pause_seconds=60)
    assert said("swept") == 0
