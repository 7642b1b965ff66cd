"""How many mails a second the mail door takes, and how much memory one large mail holds.

    ./dev run python -m bench.mails

Against a bare loop that makes the same bytes durable as the door must: written, synced, renamed, the folder synced, one after the
other; no conversation, no seal, no row. The door is `sekisho mail` as installed, asked over real SMTP by several connections. Aim: 70 %.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench import processes
from bench.clients import free_port
from bench.lanes import Slice, alternate, core_rate, lanes, rate, ratio

MEGABYTE = 1_000_000
SIZES = {"20 KB": 20_000, "3 MB": 3 * MEGABYTE}
LARGE = 25 * MEGABYTE
OURS = b"newaccounts@sekisho.example"
LINE = b"x" * 76 + b"\r\n"  # as base64 is written
KILOBYTE = 1024
MAILS_OF_A_CONNECTION = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--connections", type=int, default=8)
    wanted = parser.parse_args()
    for name, size in SIZES.items():
        with TemporaryDirectory(prefix="sekisho-bench-mails-", dir=wanted_folder()) as folder:
            made = {
                "bare": (Bare, folder, size),
                "door": (DoorLane, folder, size, wanted.connections),
            }
            with lanes(made) as running:
                done = alternate(running, rounds=wanted.rounds, size=wanted.seconds)
        print(
            f"{name}: bare {rate(done['bare']):.0f}/s, door {rate(done['door']):.0f}/s: {ratio(done['door'], done['bare'])}; "
            f"processor time of a mail {1000 / core_rate(done['door']):.1f} ms, bare {1000 / core_rate(done['bare']):.1f} ms",
            flush=True,
        )
    print(f"a mail of 25 MB: the process grows by {growth() / MEGABYTE:.1f} MB")


def wanted_folder() -> str | None:
    """A folder on a disk: what lies in memory is synced in no time."""
    return os.environ.get("SEKISHO_BENCH_FOLDER")


class Bare:
    """Files made durable, and nothing else."""

    def __init__(self, folder: str, size: int) -> None:
        self._folder, self._size = Path(folder) / "bare", size
        self._folder.mkdir()
        self._numbers = count()

    def slice(self, seconds: float) -> Slice:
        begun, used = perf_counter(), process_time()
        handle, mails = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY), 0
        while perf_counter() - begun < seconds:
            path = self._folder / str(next(self._numbers))
            with path.with_suffix(".part").open("wb", buffering=0) as file:
                file.write(letter(mails, self._size))
                os.fsync(file.fileno())
            path.with_suffix(".part").rename(path)
            os.fsync(handle)
            mails += 1
        os.close(handle)
        return Slice(count=mails, seconds=perf_counter() - begun, processor_seconds=process_time() - used)

    def close(self) -> None:
        pass


class DoorLane:
    """`sekisho mail`, and senders that keep their connections."""

    def __init__(self, folder: str, size: int, connections: int) -> None:
        self._opened = open_door(Path(folder) / "door")
        self._process, port = self._opened.__enter__()
        self._senders = [Sender(port) for _ in range(connections)]
        self._size, self._numbers = size, count()

    def slice(self, seconds: float) -> Slice:
        begun, used = perf_counter(), processes.processor_seconds(self._process.pid)

        def send_on(sender: Sender) -> int:
            sent = 0
            while perf_counter() - begun < seconds:
                sender.send(letter(next(self._numbers), self._size))
                sent += 1
            return sent

        with ThreadPoolExecutor(len(self._senders)) as pool:
            mails = sum(pool.map(send_on, self._senders))
        return Slice(
            count=mails,
            seconds=perf_counter() - begun,
            processor_seconds=processes.processor_seconds(self._process.pid) - used,
        )

    def close(self) -> None:
        for sender in self._senders:
            sender.close()
        self._opened.__exit__(None, None, None)


class Sender:
    """One connection, over which mail after mail is sent; now and then a new one, as the door wants it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._numbers = count(1)
        self._connect()

    def send(self, mail: bytes) -> None:
        if next(self._numbers) % MAILS_OF_A_CONNECTION == 0:
            self.close()
            self._connect()
        self._ask(b"MAIL FROM:<%d-%d@bench.example>\r\n" % (id(self), next(self._numbers)))
        self._ask(b"RCPT TO:<" + OURS + b">\r\n")
        self._ask(b"DATA\r\n")
        self._ask(mail + b".\r\n")

    def close(self) -> None:
        self._socket.close()

    def _connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._hear()
        self._ask(b"HELO bench.example\r\n")

    def _ask(self, said: bytes) -> None:
        self._socket.sendall(said)
        self._hear()

    def _hear(self) -> None:
        heard = self._socket.recv(1000)
        if heard[:1] not in {b"2", b"3"} or not heard.endswith(b"\n"):
            raise ConnectionError(heard)


@contextmanager
def open_door(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """Start it on an installation of its own; gives the process and the port."""
    port = free_port()
    settings = os.environ | {"SEKISHO_DATA_DIR": str(folder), "SEKISHO_SMTP_PORT": str(port), "LC_ALL": "C.UTF-8"}
    program = [sys.executable, "-m", "bench.sekisho_program"]
    subprocess.run([*program, "init"], env=settings, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*program, "mail"], env=settings, stdout=subprocess.PIPE)
    try:
        if process.stdout is None or str(port).encode() not in process.stdout.readline():
            raise ConnectionError("the door did not open")
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def letter(number: int, size: int) -> bytes:
    """A mail of its own."""
    head = b"Subject: U1234567 PID\r\nMessage-ID: <%d.%d@bench.example>\r\n\r\n" % (os.getpid(), number)
    return head + LINE * (size // len(LINE))


def growth() -> int:
    """By how many bytes the door's process grows at most while a large mail comes in."""
    with (
        TemporaryDirectory(prefix="sekisho-bench-mails-") as folder,
        open_door(Path(folder) / "door") as (process, port),
    ):
        sender = Sender(port)
        sender.send(letter(1, 1000))
        before = resident(process.pid, "VmRSS")
        Path(f"/proc/{process.pid}/clear_refs").write_text("5", "ascii")  # the peak begins anew
        sender.send(letter(2, LARGE))
        grown = resident(process.pid, "VmHWM") - before
        sender.close()
    return grown


def resident(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * KILOBYTE


if __name__ == "__main__":
    main()
