"""What a process of the fence gives up, for good, before it looks at a file from outside.

Some of it holds everywhere (descriptors, memory, processor time, a clean environment), some where the machine permits
(network, file system, another user): what cannot be had is gone without, and docs/decisions/0026-pictures.md says what remains.
"""

import ctypes
import os
import resource
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

MEMORY: Final = 1536 * 1024 * 1024
PROCESSOR_SECONDS: Final = 20
NOBODY: Final = 65534

_NEW_USER: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000
_DEATH_SIGNAL: Final = 1
_DUMPABLE: Final = 4
_NO_NEW_PRIVILEGES: Final = 38
_CAPABILITIES: Final = 0x20080522  # _LINUX_CAPABILITY_VERSION_3

_libc: Final = ctypes.CDLL(None, use_errno=True)


def leave_network() -> None:
    """Leave the network behind, as root or as a user whom the machine lets have a name space; before any thread is made."""
    if _libc.unshare(_NEW_NETWORK) != 0:
        _libc.unshare(_NEW_USER | _NEW_NETWORK)
    _libc.prctl(_DUMPABLE, 0, 0, 0, 0)  # nobody of the same user may look into this process, its children neither


def empty_folder() -> int | None:
    """Give a descriptor of a folder that exists no more, so that nothing can ever lie in it; None where none can be made."""
    with suppress(OSError):
        path = tempfile.mkdtemp(prefix="sekisho-")
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        Path(path).rmdir()
        return folder
    return None


def shut_in(room: int | None, *, has_threads: bool) -> None:
    """Give up files, network, privileges; bound memory and time. Descriptors that are open stay good for bytes.

    `has_threads`: libheif's decoder does nothing without one of its own; everything else makes no thread and no process, either.
    """
    if room is not None:
        with suppress(OSError):
            os.fchdir(room)
            os.chroot(".")
    if os.geteuid() == 0:
        with suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    _drop_capabilities()
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),  # no file, no socket, no pipe is opened any more
    ):
        resource.setrlimit(limit, (value, value))
    if not has_threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    _libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)  # after the change of user, which would forget it
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _drop_capabilities() -> None:
    head = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    _libc.capset(ctypes.byref(head), ctypes.byref((ctypes.c_uint32 * 6)()))
