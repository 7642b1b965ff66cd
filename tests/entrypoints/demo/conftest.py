"""A running demo, started as anybody would start it, and a visitor who plays its people with soft devices."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime

import httpx
import pytest

from sekisho.testing.soft_devices import answer

PATIENCE = 60
FREE_PORTS = ("--port", "0", "--smtp-port", "0")


@pytest.fixture(scope="session")
def rooms():
    """The demo's modules, which only a demo process may import; this process is none, so it says so and takes it back."""
    from sekisho import wiring

    wiring._Process.is_demo = True
    try:
        import sekisho.entrypoints.demo
    finally:
        wiring._Process.is_demo = False
    return sekisho.entrypoints.demo


def start_demo(folder, *arguments):
    """Start `sekisho demo` on a free port; gives the process and its origin."""
    environment = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "LC_MESSAGES"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "sekisho.entrypoints.cli", "demo", *FREE_PORTS, "--data", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment | {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
        cwd="/",
    )
    said = []
    until = time.monotonic() + PATIENCE
    for line in process.stdout:
        said.append(line)
        found = re.search(r"http://localhost:[0-9]+(?=/demo)", line)
        if found:
            return process, found[0]
        if time.monotonic() > until:
            break
    process.kill()
    raise AssertionError("".join(said))


def stop_demo(process):
    """Press Ctrl-C; gives the exit code and the last lines."""
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()  # not communicate(): what the reader above has buffered is read, too
    return process.wait(PATIENCE), rest


@dataclass
class Demo:
    """The demo as its visitor sees it."""

    http: httpx.Client

    def now(self):
        return datetime.fromisoformat(self.http.get("/demo/clock").raise_for_status().json()["now"])

    def go_to(self, moment):
        self.http.post("/demo/clock", json={"now": moment.isoformat()}).raise_for_status()

    def advance(self, duration):
        self.http.post("/demo/clock", json={"advance": duration}).raise_for_status()

    def make(self, state="open", **wish):
        answered = self.http.post("/demo/people", json={"state": state, **wish})
        assert answered.status_code == 201, answered.text
        return answered.json()

    def person(self, username):
        everybody = self.http.get("/demo/people.json").raise_for_status().json()
        return next(person for person in everybody if person["username"] == username)

    def begin(self, person, *, surface="portal", mode="live"):
        body = {"username": person["username"], "password": person["password"], "surface": surface, "mode": mode}
        return self.http.post("/api/v1/logins", json=body).json()

    def choose(self, person, login, kind):
        """Ask with the factor of `kind`, unless it is asked already."""
        if login.get("challenge", {}).get("kind") == kind:
            return login
        factor = next(factor["id"] for factor in person["factors"] if factor["kind"] == kind)
        return self.http.put(f"/api/v1/logins/{login['id']}/factor", json={"factor": factor}).json()

    def answer(self, person, login):
        response = answer(person, login["challenge"])
        return self.http.post(f"/api/v1/logins/{login['id']}/response", json={"response": response}).json()

    def enter(self, person, *, kind=None, **attempt):
        login = self.begin(person, **attempt)
        if kind and "id" in login and login["id"]:
            login = self.choose(person, login, kind)
        return self.answer(person, login) if login["state"] == "challenge" else login

    def session(self, person, **attempt):
        token = self.enter(person, **attempt)["grant"]["access_token"]
        return {"Authorization": f"Bearer {token}"}

    def look(self, path, headers):
        return self.http.get(f"/api/v1{path}", headers=headers).raise_for_status().json()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One demo for the tests of a module; its clock only goes forward in them."""
    process, origin = start_demo(tmp_path_factory.mktemp("demo") / "data")
    with httpx.Client(base_url=origin.replace("localhost", "127.0.0.1"), timeout=30, trust_env=False) as http:
        yield Demo(http)
    stop_demo(process)


@pytest.fixture
def start():
    """`start(folder, *arguments)` starts a demo and gives the process and its origin; what still runs at the end is stopped."""
    running = []

    def begin(folder, *arguments):
        running.append(start_demo(folder, *arguments))
        return running[-1]

    yield begin
    for process, _ in running:
        if process.poll() is None:
            stop_demo(process)


@pytest.fixture
def stop():
    return stop_demo
