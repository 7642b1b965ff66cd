"""The program as a shell sees it: a process with an environment of its own."""

import os
import shutil
import subprocess
import sys
from functools import partial

import pytest

PROGRAM = [sys.executable, "-m", "sekisho.entrypoints.cli"]
KEPT = ("PATH", "HOME", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR")


def environment(**settings):
    own = {name: os.environ[name] for name in KEPT if name in os.environ}
    return own | {"LANG": "en_GB.UTF-8"} | settings


def run_program(folder, *arguments, **settings):
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        env=environment(**{"SEKISHO_DATA_DIR": str(folder / "data")} | settings),
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def sekisho(tmp_path):
    """Runs the program on a data folder of its own; settings are keyword arguments."""
    return partial(run_program, tmp_path)


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture(scope="session")
def installed_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    assert run_program(folder, "init").returncode == 0
    return folder / "data"


@pytest.fixture
def installed(installed_once, data):
    """A new installation, copied from one that `sekisho init` made."""
    shutil.copytree(installed_once, data)
    return data


@pytest.fixture(scope="session")
def trailed_once(installed_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trailed")
    shutil.copytree(installed_once, folder / "data")
    lines = ["username,account,state,language,residence,email,phone,password"]
    lines += [f"holder{n},U100000{n},open,ja,JP,h{n}@example.jp,+81-3-0000-000{n},password of {n}" for n in range(5)]
    (folder / "people.csv").write_text("\n".join(lines))
    assert run_program(folder, "account", "import", "people.csv").returncode == 0
    return folder / "data"


@pytest.fixture
def trailed(trailed_once, data):
    """An installation with five entries in its trail."""
    shutil.copytree(trailed_once, data)
    return data
