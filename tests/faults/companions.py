"""A crowd: two more processes at the store of the test, told in lines of JSON what to do (see `crowd`)."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from sekisho.testing.clock import FixedClock
from sekisho.testing.people import Person

Json = dict[str, Any]
PATIENCE_SECONDS = 60


class Companion:
    """One more process; what it is told and tells are lines of JSON."""

    def __init__(self, folder: Path) -> None:
        program = Path(__file__).with_name("crowd.py")
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore::ResourceWarning", str(program), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.hear()

    def say(self, line: Json) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the companion is gone"
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@dataclass
class Life:
    """What a child acknowledged before it was killed."""

    used: list[Json]
    wrong_responses: list[str]
    wrong_passwords: list[str]


@dataclass
class Crowd:
    """Two companions at one store."""

    companions: tuple[Companion, ...]
    clock: FixedClock

    def prepare(self) -> None:
        """Point both at the database and the time of this test."""
        database = {name: value for name, value in connections.settings["default"].items() if name != "TEST"}
        if database["ENGINE"].endswith(
            "sqlite3"
        ):  # what races is looked at here, not how long a busy machine lets wait
            database = database | {"OPTIONS": database["OPTIONS"] | {"timeout": PATIENCE_SECONDS}}
        for companion in self.companions:
            companion.say({"do": "use", "database": database, "now": self.clock.now().isoformat()})
            companion.hear()

    def rush(self, *lists: Sequence[Json], most_numbers: int | None = None) -> list[list[Json]]:
        """Do all lists of deeds at the same moment, every second list in the other process."""
        self.prepare()
        halves = [lists[number :: len(self.companions)] for number in range(len(self.companions))]
        for companion, half in zip(self.companions, halves, strict=True):
            companion.say({"do": "rush", "lists": half, "most_numbers": most_numbers})
        for companion in self.companions:
            companion.hear()
        for companion in self.companions:
            companion.say({"go": True})
        return [told for companion in self.companions for told in companion.hear()]

    def live_and_die(self, people: Sequence[Person], *, seed: int) -> Life:
        """Let a child sign people in and kill it at a moment that nobody knows; the last of the people is a victim."""
        self.prepare()
        companion = self.companions[0]
        companion.say({"do": "live", "people": [asdict(person) for person in people], "seed": seed})
        pid, dice = companion.hear()["pid"], random.Random(seed)
        heard = [
            companion.hear() for _ in range(dice.randint(1, 12))
        ]  # so that it has come to life, however slow the machine
        time.sleep(dice.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        while "is_gone" not in (said := companion.hear()):
            heard.append(said)
        assert [said for said in heard if "stuck" in said] == []
        return Life(
            used=[said["used"] for said in heard if "used" in said],
            wrong_responses=[said["wrong_response"] for said in heard if "wrong_response" in said],
            wrong_passwords=[said["wrong_password"] for said in heard if "wrong_password" in said],
        )
