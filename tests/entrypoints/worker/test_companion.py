"""The worker beside a server: started and ended with it, however closely the two meet."""

import multiprocessing
import threading

import pytest

from sekisho.entrypoints.worker.companion import Companion, keep_rounds
from sekisho.settings import Settings


@pytest.mark.parametrize("_", range(4))
def test_nothing_is_left_running_when_it_is_told_to_end_while_it_starts(_, tmp_path, monkeypatch):
    monkeypatch.setenv("SEKISHO_DATA_DIR", str(tmp_path))
    companion = Companion(Settings(data_dir=tmp_path), keep_rounds, name="worker")
    starting = threading.Thread(target=companion.start)
    starting.start()
    companion.end()
    starting.join()
    assert multiprocessing.active_children() == []
