"""Starting and ending the demo as anybody would, and that nothing else can start it."""

import os
import smtplib
import socket
import sqlite3
import ssl
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

INTAKE = ("newaccounts@sekisho.example", "newaccounts.uk@sekisho.example")


def sekisho(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "sekisho.entrypoints.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        cwd="/",
    )


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_it_starts_says_where_everything_is_takes_mail_and_ends_with_ctrl_c(start, stop, tmp_path):
    port = free_port()
    gate = free_port()
    process, origin = start(tmp_path / "data", "--smtp-port", str(port), "--gateway-tls-port", str(gate))
    for path in ("/demo", "/demo/people.json", "/card/", "/api/v1/openapi.json", "/ja/", "/en/trader/", "/healthz"):
        assert httpx.get(origin + path, trust_env=False, timeout=30).status_code == 200, path
    httpx.post(origin + "/demo/clock", json={"now": "2030-01-01T00:00:00Z"}, trust_env=False)
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        for address in INTAKE:
            client.sendmail("taro@example.com", [address], f"To: {address}\r\nSubject: U1234567 PID\r\n\r\n")
    for address, issuer in ((f"http://localhost:{gate}", True), (f"https://localhost:{gate}", tmp_path / "data")):
        trust = issuer is True or ssl.create_default_context(cafile=issuer / "gateway-issuer.pem")
        assert httpx.get(f"{address}/probe", verify=trust, trust_env=False, timeout=30).json()["port"] == gate
    code, rest = stop(process)
    assert code == 0
    for said in ("/api/v1/openapi.json", f"127.0.0.1:{port}", f"localhost:{gate}", *INTAKE):
        assert said in rest
    assert "Traceback" not in rest
    with pytest.raises(httpx.ConnectError):
        httpx.get(origin + "/healthz", trust_env=False)
    with closing(sqlite3.connect(tmp_path / "data" / "sekisho.sqlite3")) as database:
        kept = database.execute(
            "SELECT recipients, received_at / 1000000 / 60 FROM mail ORDER BY recipients"
        ).fetchall()
    minute = datetime(2030, 1, 1, tzinfo=UTC).timestamp() // 60
    assert [(address, at - minute < 2) for address, at in kept] == [(address, True) for address in sorted(INTAKE)]


def test_what_happened_is_kept_until_a_fresh_demo_is_wanted(start, stop, tmp_path):
    process, origin = start(tmp_path / "data")
    made = httpx.post(origin + "/demo/people", json={"state": "open"}, trust_env=False).json()
    stop(process)
    for arguments, is_there in (((), True), (("--fresh",), False)):
        process, origin = start(tmp_path / "data", *arguments)
        names = {person["username"] for person in httpx.get(origin + "/demo/people.json", trust_env=False).json()}
        assert (made["username"] in names) is is_there
        stop(process)


def test_nothing_of_a_real_installation_reaches_a_demo(start, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere.invalid/real")
    monkeypatch.setenv("SEKISHO_SECURE_COOKIES", "true")
    monkeypatch.setenv("SEKISHO_HOST", "0.0.0.0")  # noqa: S104 - what must not be listened on
    _, origin = start(tmp_path / "data")
    assert httpx.get(origin + "/readyz", trust_env=False).status_code == 200


@pytest.mark.parametrize("option", ["--port", "--smtp-port", "--gateway-port", "--gateway-tls-port"])
def test_a_taken_port_is_one_sentence_and_1(tmp_path, option):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = sekisho("demo", "--port", "0", option, str(port), "--data", str(tmp_path / "data"))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert str(port) in ended.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("arguments", [(), ("--fresh",)])
def test_a_folder_of_something_else_is_one_sentence_and_1(tmp_path, arguments):
    (tmp_path / "letter.txt").write_text("dear")
    ended = sekisho("demo", "--port", "0", "--data", str(tmp_path), *arguments)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_real_process_cannot_import_the_demo():
    for module in ("demo", "demo.movable_clock", "demo.urls", "demo.run"):
        tried = subprocess.run(
            [sys.executable, "-c", f"import sekisho.entrypoints.{module}"], capture_output=True, text=True, check=False
        )
        assert tried.returncode == 1
        assert "ImportError" in tried.stderr


def test_a_real_service_does_not_start_on_a_demos_data(start, stop, tmp_path):
    stop(start(tmp_path / "data")[0])
    ended = sekisho("serve", SEKISHO_DATA_DIR=str(tmp_path / "data"))
    assert ended.returncode == 1
    assert "demo" in ended.stderr


@pytest.mark.slow
def test_the_whole_tree_stays_below_250_mb(start, tmp_path):
    process, origin = start(tmp_path / "data")
    for _ in range(20):
        httpx.get(origin + "/demo", trust_env=False, timeout=30)
    assert sum(memory_of(pid) for pid in tree_of(process.pid)) < 250 * 1024


def tree_of(pid):
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree_of(int(child))


def memory_of(pid):
    """Proportional set size in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
