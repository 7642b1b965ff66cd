"""`sekisho serve` as a process: it starts, answers, keeps secrets out of its log, and ends when it is told to."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

import sekisho

LOGIN_ID = "login_" + "A" * 43
TOKEN = "sat_" + "B" * 43
PASSWORD = "a password that nobody has"
COUNTERS = "counters-for-nobody-else"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Server:
    def __init__(self, process, port, log):
        self.process, self.port, self.log = process, port, log

    def ask(self, method, path, body=None, **headers):
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def wait(self):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError):
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        pytest.fail("the server did not start")

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def folder(tmp_path):
    """Where the server is started from."""
    return tmp_path


@pytest.fixture
def server(installed, tmp_path, folder):
    port = free_port()
    log = tmp_path / "log"
    settings = {
        "SEKISHO_DATA_DIR": str(installed),
        "SEKISHO_PORT": str(port),
        "SEKISHO_SMTP_PORT": "0",
        "SEKISHO_WORKERS": "2",
        "SEKISHO_METRICS_TOKEN": COUNTERS,
        "LANG": "en_GB.UTF-8",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    with log.open("wb") as file:
        command = [sys.executable, "-m", "sekisho.entrypoints.cli", "serve", "--all"]
        process = subprocess.Popen(command, env=settings, stdout=file, stderr=file, cwd=folder)
        started = Server(process, port, log)
        try:
            started.wait()
            yield started
        finally:
            if process.poll() is None:
                with suppress(subprocess.TimeoutExpired):  # asked first: whoever is killed leaves its workers behind
                    started.end(signal.SIGINT)
            if process.poll() is None:
                process.kill()
                process.wait(30)


def test_a_server_answers_counts_and_ends_and_its_log_holds_no_secret(server):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    attempt = {"username": "kaede314", "password": PASSWORD, "surface": "portal", "mode": "live"}
    server.ask("POST", "/api/v1/logins", json.dumps(attempt), **headers)
    for method, path in [
        ("GET", f"/api/v1/logins/{LOGIN_ID}"),
        ("PUT", f"/api/v1/logins/{LOGIN_ID}/factor"),
        ("POST", f"/api/v1/logins/{LOGIN_ID}/response"),
        ("BREW", f"/api/v1/logins/{LOGIN_ID}"),
        ("GET", f"/api/v1/logins/{LOGIN_ID}%00"),
        ("GET", f"/api/v1/logins/{LOGIN_ID}?x=%ff"),
        ("GET", f"/en/{LOGIN_ID}"),
        ("GET", "/api/v1/me"),
        ("DELETE", "/api/v1/session"),
        ("POST", "/en/"),
    ]:
        status, _, _ = server.ask(method, path, json.dumps({"response": PASSWORD}), **headers)
        assert status < 500, (method, path)
    assert server.ask("GET", "/healthz", Host="wrong.example")[0] == 200
    assert server.ask("GET", "/en/", Host="wrong.example")[0] == 400
    assert server.ask("GET", "/demo")[0] == 404
    assert server.ask("GET", "/demo/clock")[0] == 404
    counted = sum(
        float(line.rsplit(" ", 1)[1])
        for line in server.ask("GET", "/metrics", Authorization=f"Bearer {COUNTERS}")[2].splitlines()
        if line.startswith("sekisho_answers_total{")
    )
    assert counted >= 13  # whichever worker answered
    assert server.end(signal.SIGTERM) == 0
    said = server.log.read_text()
    for secret in (LOGIN_ID, TOKEN, PASSWORD, COUNTERS, "kaede314"):
        assert secret not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("folder", [Path(sekisho.__file__).parent / "core"], ids=["a package's folder"])
def test_a_server_serves_from_whatever_folder_it_is_started(server, folder):
    assert (folder / "__init__.py").exists()
    assert server.ask("GET", "/readyz")[0] == 200


def workers_of(parent):
    """The children that multiprocessing started to work, by what Linux says of all processes."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_child = f"\nPPid:\t{parent}\n" in (folder / "status").read_text()
            if is_child and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def say_hello(server):
    """Give what the mail door says first; it takes the port before the server starts, and keeps it while it is revived."""
    port = int(re.search(r"Taking mail in on 127\.0\.0\.1, port (\d+)", server.log.read_text())[1])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        return wire.recv(100)


def test_whatever_dies_is_replaced_and_ctrl_c_ends_everything(server):
    assert say_hello(server).startswith(b"220 ")
    first = workers_of(server.process.pid)
    schedule, mail, *workers = sorted(first)  # the companions are started first
    assert len(workers) == 2
    for died in (schedule, mail, workers[0]):
        os.kill(died, signal.SIGKILL)  # what it had accepted is lost with it; a client asks again
    until = time.monotonic() + 30
    while len(set(workers_of(server.process.pid)) - set(first)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(set(workers_of(server.process.pid)) - set(first)) == 3
    assert say_hello(server).startswith(b"220 ")
    server.wait()
    assert server.ask("GET", "/healthz")[0] == 200
    assert server.end(signal.SIGINT) == 0
    assert not re.search("Traceback", server.log.read_text())


def test_keys_taken_away_close_the_doors_and_brought_back_open_them(server, installed):
    headers = {"Content-Type": "application/json"}
    attempt = json.dumps({"username": "kaede314", "password": PASSWORD, "surface": "portal", "mode": "live"})
    away = (installed / "keys.json").rename(installed / "away.json")
    status, answered, _ = server.ask("POST", "/api/v1/logins", attempt, **headers)
    assert status == 503
    assert answered["Retry-After"]
    assert server.ask("GET", "/readyz")[0] == 503
    away.rename(installed / "keys.json")
    assert server.ask("POST", "/api/v1/logins", attempt, **headers)[0] == 403
    assert server.ask("GET", "/readyz")[0] == 200


# ── The demo stays out ───────────────────────────────────────────────────────────────────────────────────────


def run_python(program, **settings):
    return subprocess.run([sys.executable, "-c", program], env=settings, capture_output=True, text=True, check=False)


def test_the_demo_cannot_be_imported_by_a_process_that_was_not_started_as_one():
    ended = run_python("import sekisho.entrypoints.demo")
    assert ended.returncode == 1
    assert "ImportError" in ended.stderr


@pytest.mark.parametrize("name", ["DEMO", "IS_DEMO", "PROCESS_IS_DEMO"])
def test_no_variable_makes_a_process_a_demo(name):
    assert run_python("import sekisho.entrypoints.demo", **{f"SEKISHO_{name}": "1", name: "1"}).returncode == 1


def test_a_real_application_has_loaded_nothing_of_the_demo(installed):
    program = (
        "import sys; from sekisho.entrypoints.site.wsgi import make_application; make_application();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(*(name for name in sys.modules if 'demo' in name.split('.')))"
    )
    ended = run_python(program, SEKISHO_DATA_DIR=str(installed))
    assert (ended.returncode, ended.stdout.strip()) == (0, ""), ended.stderr


def begun(port, path, *, body, length):
    """Send a request with full headers and only the beginning of its body."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n"
    connection.sendall(head.encode() + body)
    return connection


def test_many_half_sent_bodies_stop_nobody(server):
    slow = [begun(server.port, "/api/v1/logins", body=b'{"us', length="Content-Length: 60000") for _ in range(40)]
    try:
        assert server.ask("GET", "/healthz")[0] == 200
        assert server.ask("GET", "/en/")[0] == 200
    finally:
        for connection in slow:
            connection.close()


def test_a_body_that_does_not_come_is_told_so(server):
    with closing(begun(server.port, "/api/v1/logins", body=b"{", length="Content-Length: 60000")) as slow:
        assert slow.recv(64).startswith(b"HTTP/1.1 408")


def test_a_body_in_chunks_is_read(server):
    body = b'{"username": "nobody000", "password": "wrong", "surface": "portal", "mode": "live"}'
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    with closing(begun(server.port, "/api/v1/logins", body=chunks, length="Transfer-Encoding: chunked")) as chunked:
        assert chunked.recv(64).startswith(b"HTTP/1.1 403")


def test_a_header_with_an_underscore_passes_for_no_other(server):
    for name, language in (("Accept_Language", "en"), ("Accept-Language", "ja")):
        assert server.ask("GET", "/api/v1/me", **{name: "ja"})[1]["Content-Language"] == language
