"""This side of the fence: hands a file in, takes pixels out, and sees to it that whatever opened the file is gone.

One nursery for each process that asks, started at the first file and again whenever it is lost; one file at a time, each in a
child of its own. What comes back is measured (`wire`) and never decoded: a child that a file took over can lie about that file's
pixels, and about nothing else.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final, TypeVar

from sekisho.adapters.fence.wire import ENDED, MOST_PAGES, WALL_SECONDS, Garbled, Pixels, read_frame
from sekisho.core.intake.pictures import MOST_BYTES, PictureFlaw

NURSERY: Final = "sekisho.adapters.fence.nursery"
GRACE_SECONDS: Final = 10  # beyond the nursery's own time: then the nursery itself is at fault
_KILLED_FOR_WEIGHT: Final = frozenset(
    {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL}
)
"""By the kernel or the nursery; or by itself, as allocators end a process that gets no more memory."""

Taken = TypeVar("Taken")


class Fence:
    """Opens files from outside. May be used by several threads; each process needs its own."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._nursery: _Nursery | None = None

    def open(self, content: bytes, take: Callable[[Pixels], Taken]) -> tuple[Taken, ...] | PictureFlaw:
        """Give what `take` makes of each page, called as the pages come, or why there are none."""
        if not content:
            return PictureFlaw.EMPTY
        if len(content) > MOST_BYTES:
            return PictureFlaw.TOO_LARGE
        with self._turn:
            if self._nursery is None or self._nursery.is_gone():
                self.close()
                self._nursery = _Nursery()
            try:
                return self._nursery.open(content, take)
            except (OSError, Garbled):  # the nursery itself does not answer in time, or not at all
                self.close()
                return PictureFlaw.TOO_HEAVY

    def close(self) -> None:
        """End the nursery, if there is one; the next file starts another."""
        if self._nursery is not None:
            self._nursery.end()
            self._nursery = None


class _Nursery:
    """A nursery that runs, and the socket that it is told on."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._control, far = socket.socketpair()
        self._control.settimeout(WALL_SECONDS + GRACE_SECONDS)
        with far:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, nothing of a request in it
                [sys.executable, "-m", NURSERY, str(far.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LANG": "C.UTF-8"},
                pass_fds=(far.fileno(),),
                start_new_session=True,
            )
        self._hear()

    def is_gone(self) -> bool:
        """Tell whether it has ended, or belongs to the process that this one was forked from."""
        return self._owner != os.getpid() or self._process.poll() is not None

    def open(self, content: bytes, take: Callable[[Pixels], Taken]) -> tuple[Taken, ...] | PictureFlaw:
        mine, childs = socket.socketpair()
        with mine:
            mine.settimeout(WALL_SECONDS + GRACE_SECONDS)
            with childs:
                socket.send_fds(self._control, [b"f"], [childs.fileno()])
            found = _converse(mine, content, take)
        ended = self._hear()
        if found is not None:
            return found
        return PictureFlaw.TOO_HEAVY if ended in _KILLED_FOR_WEIGHT else PictureFlaw.BROKEN

    def end(self) -> None:
        self._control.close()
        if self._owner != os.getpid():
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _hear(self) -> int:
        said = self._control.recv(ENDED.size, socket.MSG_WAITALL)
        if len(said) != ENDED.size:
            raise Garbled
        ended: int = ENDED.unpack(said)[0]
        return ended


def _converse(
    mine: socket.socket, content: bytes, take: Callable[[Pixels], Taken]
) -> tuple[Taken, ...] | PictureFlaw | None:
    """Hand the file in and take the answer; None where the child broke off or said what is no answer."""
    pages = list[Taken]()
    try:
        mine.sendall(content)
        mine.shutdown(socket.SHUT_WR)
        with mine.makefile("rb") as source:
            while len(pages) <= MOST_PAGES:
                frame = read_frame(source)
                if isinstance(frame, PictureFlaw):
                    return frame
                if frame is None:
                    return tuple(pages) or None
                pages.append(take(frame))
    except TimeoutError:
        raise
    except (OSError, Garbled):
        return None
    return None
