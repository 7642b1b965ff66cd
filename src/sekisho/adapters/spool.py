"""A body too large for memory on its way through: written once, read once, on disk under no name and under a key of its own.

What is left on the disk's blocks afterwards is AES-256 in counter mode, whose key was only ever in this process.
"""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from sekisho.adapters.system import random_bytes
from sekisho.core.errors import StorageFullError, StorageUnavailableError

if TYPE_CHECKING:
    from typing_extensions import Buffer

KEY_BYTES: Final = 32
BLOCK_BYTES: Final = 16
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Spool(RawIOBase):
    """One body. All is written before anything is read; then it reads like a file, forwards only."""

    def __init__(self, folder: Path) -> None:
        """Open a file in `folder` that has no name there. Raises as `write` does."""
        super().__init__()
        cipher = Cipher(AES(random_bytes(KEY_BYTES)), CTR(random_bytes(BLOCK_BYTES)))
        self._sealing, self._opening = cipher.encryptor(), cipher.decryptor()
        with _accidents():
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - lives until `close`
        self._is_read = False
        self.size = 0

    def write(self, piece: "Buffer", /) -> int:
        """Add a piece, all of it. Raises `StorageFullError` / `StorageUnavailableError`."""
        left = memoryview(self._sealing.update(bytes(piece)))
        length = len(left)
        with _accidents():
            while left:
                left = left[self._file.write(left) :]
        self.size += length
        return length

    def readable(self) -> bool:
        """Tell that it reads like any file, lines included (PEP 3333)."""
        return True

    def readinto(self, room: "Buffer", /) -> int:
        """Give what comes next, as much as there is room for."""
        if not self._is_read:
            self._file.seek(0)
            self._is_read = True
        view = memoryview(room).cast("B")
        piece = self._opening.update(self._file.read(len(view)))
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
        super().close()


@contextmanager
def _accidents() -> Iterator[None]:
    try:
        yield
    except OSError as accident:
        kind = StorageFullError if accident.errno in FULL else StorageUnavailableError
        raise kind(accident.strerror) from accident
