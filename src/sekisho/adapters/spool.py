"""A body too large for memory on its way through: written once, read once, on disk under no name and under a key of its own.

What is left on the disk's blocks afterwards is AES-256 in counter mode, whose key was only ever in this process.
"""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from sekisho.adapters.system import random_bytes
from sekisho.core.errors import StorageFullError, StorageUnavailableError

KEY_BYTES: Final = 32
BLOCK_BYTES: Final = 16
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Spool:
    """One body. All is written before anything is read; then it reads like a file, forwards only."""

    def __init__(self, folder: Path) -> None:
        """Open a file in `folder` that has no name there. Raises as `write` does."""
        cipher = Cipher(AES(random_bytes(KEY_BYTES)), CTR(random_bytes(BLOCK_BYTES)))
        self._sealing, self._opening = cipher.encryptor(), cipher.decryptor()
        with _accidents():
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - lives until `close`
        self._is_read = False
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Add a piece. Raises `StorageFullError` / `StorageUnavailableError`."""
        self.size += len(piece)
        left = memoryview(self._sealing.update(piece))
        with _accidents():
            while left:
                left = left[self._file.write(left) :]

    def read(self, size: int = -1) -> bytes:
        """Give the next `size` bytes, fewer at the end; all that are left without it."""
        if not self._is_read:
            self._file.seek(0)
            self._is_read = True
        return self._opening.update(self._file.read(size))

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()


@contextmanager
def _accidents() -> Iterator[None]:
    try:
        yield
    except OSError as accident:
        kind = StorageFullError if accident.errno in FULL else StorageUnavailableError
        raise kind(accident.strerror) from accident
