"""A mail server that is killed at any step of taking a mail in: what was answered 250 is there, once, byte for byte.

strace kills it as it enters a system call (security.md F-01), and tells in which order they came (F-02).
"""

import os
import re
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from sekisho.adapters.keyring import Keyring
from sekisho.adapters.objects import SealedFolder
from sekisho.adapters.vault import FileVault

PATIENCE = 60
OURS = "newaccounts@sekisho.example"
PROGRAM = [sys.executable, "-m", "sekisho.entrypoints.cli"]
LAST = {"write": 2, "fsync": 2, "rename": 1, "pwrite64": 60, "fdatasync": 6, "sendto": 6}
"""The system calls on the way, and how many of a kind there may be; 250 is the sixth line that a conversation hears."""

AT_EVERY_RUN = [("fsync", 1), ("rename", 1), ("fsync", 2), ("fdatasync", 1), ("sendto", 6)]
WHERE_ONE_THREAD_DOES_BOTH = ("fdatasync", 2)
"""Of the row, after that of the count; strace counts each thread by itself, and the door has several."""
pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed; ./dev test installs it"),
]


class Server:
    """`sekisho mail` as a process, started anew whenever it was killed."""

    def __init__(self, folder):
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        self.environment = {
            "SEKISHO_DATA_DIR": str(folder),
            "SEKISHO_SMTP_PORT": str(self.port),
            "SEKISHO_MAIL_SENDER_HOURLY": "1000000",  # one sender sends all of these tests' mails
            "PATH": "/usr/bin:/bin",
        }
        self.environment |= {"PYTHONPATH": ":".join(sys.path), "LC_ALL": "C.UTF-8"}
        subprocess.run([*PROGRAM, "init"], env=self.environment, check=True, capture_output=True)
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [*PROGRAM, "mail"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said = self.process.stdout.readline()
        assert str(self.port).encode() in said, said

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
        if self.process:
            self.process.communicate(timeout=PATIENCE)

    def watch(self, *options, log):
        """Attach strace to it; gives strace's process."""
        command = ["strace", "-f", "-qq", "-o", str(log), *options, "-p", str(self.process.pid)]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE)
        until = time.monotonic() + PATIENCE
        while not self._is_traced():
            assert tracer.poll() is None, tracer.stderr.read()
            assert time.monotonic() < until
        return tracer

    def _is_traced(self):
        tasks = list(Path(f"/proc/{self.process.pid}/task").iterdir())
        return all("TracerPid:\t0\n" not in (task / "status").read_text() for task in tasks)

    def send(self, mail):
        """Give whether 250 was heard."""
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE, local_hostname="client.example") as client:
                client.sendmail("taro@example.com", [OURS], mail)
        except (smtplib.SMTPException, OSError):
            return False
        return True

    def files(self):
        """Give every file that lies among the objects."""
        return list((self.folder / "objects").iterdir())

    def kept(self):
        """Give the id of every mail's row, and its bytes."""
        with closing(sqlite3.connect(self.folder / "sekisho.sqlite3")) as database:
            ids = [id_ for (id_,) in database.execute("SELECT id FROM mail ORDER BY received_at, id")]
        objects = SealedFolder(self.folder / "objects", vault=FileVault(Keyring(self.folder / "keys.json")))
        return {id_: b"".join(objects.read(id_)) for id_ in ids}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of these tests' own, running."""
    one = Server(tmp_path_factory.mktemp("mail") / "house")
    one.start()
    yield one
    one.end()


def mail(number):
    return f"Subject: U1234567 PID\r\nMessage-ID: <{number}@example.com>\r\n\r\n{'x' * 70}\r\n{number}\r\n".encode()


def kill_and_send_again(server, log, *, call, nth, number):
    """Kill it as it enters that call for the nth time in this mail; False: it never did, and the mail was taken."""
    inject = f"inject={call}:signal=SIGKILL:when={nth}"
    tracer = server.watch("-e", f"trace={call}", "-e", inject, log=log)
    was_heard = server.send(mail(number))
    if was_heard:
        tracer.terminate()
        tracer.communicate(timeout=PATIENCE)
        return False
    server.process.communicate(timeout=PATIENCE)
    tracer.communicate(timeout=PATIENCE)
    server.start()
    assert server.send(mail(number))
    return True


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([*AT_EVERY_RUN, WHERE_ONE_THREAD_DOES_BOTH], id="the five steps"),
        *(
            pytest.param(
                [(call, nth) for call, last in LAST.items() for nth in range(1, last + 1)],
                id=f"every step, {turn}",
                marks=pytest.mark.slow,
            )
            for turn in range(20)
        ),
    ],
)
def test_what_was_answered_250_is_there_once_however_the_server_is_killed(server, tmp_path, steps):
    killed, sent = [], list(server.kept().values())
    for number, (call, nth) in enumerate(steps, start=len(sent)):
        if (call, nth - 1) in steps and (call, nth - 1) not in killed:
            continue  # there are fewer of this kind
        if kill_and_send_again(server, tmp_path / "log", call=call, nth=nth, number=number):
            killed.append((call, nth))
        sent.append(mail(number))
        assert list(server.kept().values()) == sent
    assert set(AT_EVERY_RUN) <= set(killed)
    server.end()
    for path in server.files():
        os.utime(path, (0, 0))
    server.start()  # it clears up before anything else
    until = time.monotonic() + PATIENCE
    while {path.name for path in server.files()} != set(server.kept()):
        assert time.monotonic() < until, server.files()
    assert list(server.kept().values()) == sent


def test_the_file_is_durable_before_its_name_its_name_before_the_row_and_the_row_before_250(server, tmp_path):
    log = tmp_path / "log"
    tracer = server.watch("-e", "trace=fsync,fdatasync,rename,sendto", log=log)
    assert server.send(mail("a mail of its own"))
    tracer.terminate()
    tracer.communicate(timeout=PATIENCE)
    calls = [re.sub(r"^\d+ +", "", line) for line in log.read_text().splitlines() if "unfinished" not in line]
    done = [re.sub(r"^<\.\.\. (\w+) resumed>.*", r"\1", call).partition("(")[0] for call in calls]
    taken = next(at for at, call in enumerate(calls) if call.startswith("sendto") and "250 2.0.0 taken" in call)
    order = [call for call in done[:taken] if call != "sendto"]
    assert order[0] == "fdatasync"  # it was counted before its body was taken
    written = order.index("fsync")
    assert order[written : written + 3] == ["fsync", "rename", "fsync"]
    assert "fdatasync" in order[written + 3 :]
