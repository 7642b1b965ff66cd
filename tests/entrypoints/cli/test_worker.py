"""`sekisho worker`: one round on request, rounds until it is told to stop, and no round where it would be unsafe."""

import os
import signal
import subprocess
import sys

import pytest


@pytest.fixture
def worker(installed, tmp_path):
    settings = {"SEKISHO_DATA_DIR": str(installed), "LANG": "en_GB.UTF-8", "PYTHONUNBUFFERED": "1"}
    path = {name: os.environ[name] for name in ("PYTHONPATH", "PATH") if name in os.environ}
    command = [sys.executable, "-m", "sekisho.entrypoints.cli", "worker"]
    process = subprocess.Popen(
        command, env=path | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=tmp_path
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_until_it_is_told_to_stop_and_ends_cleanly(worker, number):
    assert worker.stdout.readline() == "Doing a round every 60 s; Ctrl-C ends it.\n"
    worker.send_signal(number)
    assert worker.wait(30) == 0
    assert "Traceback" not in worker.stdout.read()


def test_once_does_one_round_and_says_what_it_did(trailed, sekisho):
    done = sekisho("worker", "--once")
    assert done.returncode == 0
    assert done.stdout == "Devices activated: 0; announcements: 0.\n"
    assert "swept 0 logins" in done.stderr


def test_it_does_not_run_where_nothing_is_installed_nor_on_a_demo_s_data(sekisho, data):
    assert sekisho("worker", "--once").returncode == 1
    data.mkdir()
    (data / "demo.mark").touch()
    done = sekisho("worker", "--once")
    assert done.returncode == 1
    assert "demo" in done.stderr


def test_a_pause_below_a_second_is_no_setting(installed, sekisho):
    done = sekisho("worker", "--once", SEKISHO_WORKER_PAUSE="PT0.1S")
    assert done.returncode == 1
    assert "SEKISHO_WORKER_PAUSE" in done.stderr
