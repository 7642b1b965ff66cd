"""Whole files in a folder, each sealed under a key of its own that the vault seals: originals of mails and pictures.

Implements `ports.Objects`. A file is a mark, the sealed key, and pieces of AES-256-GCM in the STREAM construction (Hoang,
Reyhanitabar, Rogaway, Vizár 2015): the nonce counts the pieces and marks the last one, so that none can be left out, swapped or
cut off. Memory is that of one piece, whatever the size. Durable is: written, synced, renamed, the folder synced.
"""

import errno
import os
import re
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sekisho.adapters.system import random_bytes
from sekisho.core.errors import SealBrokenError, StorageFullError, StorageUnavailableError
from sekisho.core.secret import Secret
from sekisho.workflows.ports import Vault

MARK: Final = b"SKO1"
KEY_BYTES: Final = 32
PIECE: Final = 256 * 1024  # of plain text
TAG: Final = 16
DRAFT: Final = ".part"
NAME: Final = re.compile(r"[a-z0-9_-]{1,64}", re.ASCII)
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
LENGTH: Final = struct.Struct(">H")
NONCE: Final = struct.Struct(">xxxQB")  # 12 bytes: three of zero, which piece, whether it is the last


class SealedFolder:
    """A folder of sealed files on this machine."""

    def __init__(self, folder: Path, *, vault: Vault) -> None:
        """Keep in `folder`, which is made where it is missing, what `vault` has the keys of."""
        self._folder, self._vault = folder, vault

    def begin(self, name: str) -> "Draft":
        """See `ports.Objects`."""
        path = self._path(name)
        key = random_bytes(KEY_BYTES)
        sealed = self._vault.seal(Secret(key), place=_place(name))
        with _accidents():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = Draft(path, key=key)
            draft.begin(MARK + LENGTH.pack(len(sealed)) + sealed)
        return draft

    def read(self, name: str) -> Iterator[bytes]:
        """See `ports.Objects`."""
        try:
            file = self._path(name).open("rb")
        except FileNotFoundError:
            raise LookupError(name) from None
        with file, _accidents():
            cipher = AESGCM(self._key(file, name))
            count, piece = 0, file.read(PIECE + TAG)
            while True:
                following = file.read(PIECE + TAG)
                try:
                    yield cipher.decrypt(NONCE.pack(count, not following), piece, MARK)
                except InvalidTag:
                    raise SealBrokenError(_place(name)) from None
                if not following:
                    return
                count, piece = count + 1, following

    def remove(self, name: str) -> None:
        """See `ports.Objects`."""
        with _accidents():
            for path in (self._path(name), self._path(name).with_suffix(DRAFT)):
                path.unlink(missing_ok=True)

    def left_behind(self, *, before: timedelta) -> Iterator[str]:
        """See `ports.Objects`. By the file's own time, which no clock of a demo moves."""
        if not self._folder.is_dir():
            return
        oldest = time.time() - before.total_seconds()
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # somebody else was faster
                if path.stat().st_mtime < oldest and NAME.fullmatch(path.stem):
                    yield path.stem

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(name)
        return self._folder / name

    def _key(self, file: BinaryIO, name: str) -> bytes:
        head = file.read(len(MARK) + LENGTH.size)
        if len(head) < len(MARK) + LENGTH.size or not head.startswith(MARK):
            raise SealBrokenError(_place(name))
        sealed = file.read(LENGTH.unpack(head[len(MARK) :])[0])
        return self._vault.open(sealed, place=_place(name)).reveal()


class Draft:
    """A file that is being written beside its place; `ports.ObjectDraft`."""

    def __init__(self, path: Path, *, key: bytes) -> None:
        """Write to a neighbour of `path`, sealed under `key`."""
        self._path, self._cipher = path, AESGCM(key)
        self._part = path.with_suffix(DRAFT)
        self._waiting = bytearray()
        self._count = 0
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)

    def begin(self, head: bytes) -> None:
        """Write what stands before the pieces."""
        self._write(head)

    def write(self, piece: bytes) -> None:
        """See `ports.ObjectDraft`."""
        self._waiting += piece
        while (
            len(self._waiting) > PIECE
        ):  # what is left at the end is the last piece, and is never empty but for an empty file
            with _accidents():
                self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]

    def keep(self) -> None:
        """See `ports.ObjectDraft`."""
        with _accidents():
            self._seal(bytes(self._waiting), is_last=True)
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.rename(self._path)
            _sync(self._path.parent)

    def drop(self) -> None:
        """See `ports.ObjectDraft`."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._write(self._cipher.encrypt(NONCE.pack(self._count, is_last), piece, MARK))
        self._count += 1

    def _write(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[self._file.write(left) :]


def _place(name: str) -> str:
    return f"object/{name}/key"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _accidents() -> Iterator[None]:
    try:
        yield
    except OSError as accident:
        if accident.errno in FULL:
            raise StorageFullError(accident.strerror) from accident
        raise StorageUnavailableError(accident.strerror) from accident
