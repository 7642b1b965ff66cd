"""The process that the fence's children come from: it has loaded what they need, and has nothing else.

Started by `warden` with a bare environment. For each file it gets a socket, forks a child that is shut in and answers there, sees
to its end, and says how it ended. It never sees a file's bytes, and its children never see the socket that it is told on.
"""

import os
import signal
import socket
import sys

from sekisho.adapters.fence.opening import Flawed, may_be_heif, open_pages
from sekisho.adapters.fence.walls import empty_folder, leave_network, shut_in
from sekisho.adapters.fence.wire import ENDED, WALL_SECONDS, write_end, write_flaw, write_page
from sekisho.core.intake.pictures import MOST_BYTES


def main(control: socket.socket) -> None:
    """Serve until the other side is gone."""
    leave_network()
    room = empty_folder()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    control.sendall(ENDED.pack(0))  # ready
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message or not descriptors:
            return
        child = os.fork()
        if child == 0:
            _live(descriptors[0], control=control, room=room)
        os.close(descriptors[0])
        control.sendall(ENDED.pack(_end_of(child)))


def _end_of(child: int) -> int:
    """Wait for its end, and bring it about when it takes too long."""
    if signal.sigtimedwait({signal.SIGCHLD}, WALL_SECONDS) is None:
        os.kill(child, signal.SIGKILL)
        signal.sigtimedwait({signal.SIGCHLD}, WALL_SECONDS)  # the signal of that death is not the next child's
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _live(descriptor: int, *, control: socket.socket, room: int | None) -> None:
    """Be the child: shut in, answer, and end; never goes back to the loop."""
    code = 1
    try:
        control.close()
        with socket.socket(fileno=descriptor) as told:
            with told.makefile("rb") as source:
                content = source.read(MOST_BYTES + 1)
            shut_in(room, has_threads=may_be_heif(content))
            _answer(told, content)
        code = 0
    finally:
        os._exit(code)  # whatever was raised: what is left of it is the exit code


def _answer(told: socket.socket, content: bytes) -> None:
    with told.makefile("wb") as out:
        try:
            for page in open_pages(content):
                write_page(out, page)
            write_end(out)
        except Flawed as flawed:
            write_flaw(out, flawed.flaw)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        main(asked)
