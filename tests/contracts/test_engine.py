"""A flow outlives a kill: what ended is not run again, what was cut off is, and what fails three times is set aside for people."""

import os
import subprocess
import sys
import textwrap

import pytest

from sekisho.adapters.engine import TRIES, PlainSerializer, StepFailedError

PROGRAM = """
    import os, pathlib, sys, time
    from sekisho.adapters.engine import DurableEngine
    from sekisho.core.errors import StorageUnavailableError
    from sekisho.workflows.ports import Run

    folder = pathlib.Path(sys.argv[1])

    def say(word, about):
        with (folder / "told").open("a") as told:
            told.write(f"{word} {about}\\n")

    def first(ports, about):
        say("first", about)
        return "given"

    def second(ports, about):
        say("second", about)
        if about == "poison" or (about == "cut" and not (folder / "cut").exists()):
            (folder / about).touch()
            os.kill(os.getpid(), 9)
        if about == "faulty":
            raise ValueError("Taro Yamada")
        if about == "away" and not (folder / "back").exists():
            raise StorageUnavailableError("away")
        return ""

    def flow(step, about):
        assert step("first", first, about) == "given"
        step("second", second, about)

    engine = DurableEngine(None, {"flow": flow}, database=f"sqlite:///{folder}/flows.sqlite3", release=lambda: None)
    asked = sys.argv[2:]
    for about in asked:
        if engine.run_of("flow", about) is Run.IDLE:
            engine.start("flow", about)
    until = time.monotonic() + 30
    while time.monotonic() < until and any(engine.run_of("flow", about) is Run.GOES_ON for about in asked):
        time.sleep(0.05)
    print(*[engine.run_of("flow", about).value for about in asked])
    engine.end()
"""


@pytest.fixture
def run(tmp_path):
    """Run a worker's life on one folder; gives how it ended and what it said."""

    def once(*abouts):
        command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path), *abouts]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ))

    return once


def told(folder):
    return (folder / "told").read_text().splitlines()


def test_after_a_kill_the_step_that_ended_is_not_run_again_and_the_one_that_was_cut_off_is(run, tmp_path):
    assert run("cut").returncode == -9
    assert run("cut").stdout == "idle\n"
    assert told(tmp_path) == ["first cut", "second cut", "second cut"]


def test_what_fails_is_tried_three_times_and_told_by_its_kind_alone(run, tmp_path):
    assert run("faulty").stdout == "failed\n"
    assert told(tmp_path).count("second faulty") == TRIES
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("flows.sqlite3*"))
    assert b"Yamada" not in kept


def test_where_what_it_needs_is_away_nothing_has_failed_and_it_runs_when_that_is_back(run, tmp_path):
    assert run("away").stdout == "idle\n"
    (tmp_path / "back").touch()
    assert run("away", "other").stdout == "idle idle\n"
    assert told(tmp_path)[-2:] == ["first other", "second other"]


@pytest.mark.slow
def test_what_kills_its_worker_each_time_is_set_aside_and_the_next_goes_on(run, tmp_path):
    ends = [run("poison", "next").returncode for _ in range(TRIES + 1)]
    assert ends == [-9] * (TRIES + 1)
    assert run("poison", "next").stdout == "failed idle\n"
    assert "second next" in told(tmp_path)


def test_nothing_is_unpickled():
    plain = PlainSerializer()
    assert plain.deserialize(plain.serialize({"args": ["doc_1"], "kwargs": {}})) == {"args": ["doc_1"], "kwargs": {}}
    fault = plain.deserialize(plain.serialize(ValueError("Taro Yamada")))
    assert isinstance(fault, StepFailedError)
    assert str(fault) == "ValueError"
