"""The keyring: the one file outside the database from which every key is derived (ASVS 13.3.1).

It holds numbered master keys of 256 bits. `current` names the one that seals and peppers what is new, `lookup` the one
from which look-up keys come: those must stay while fingerprints made with them are stored. A process follows the file:
replaced, it is read anew; taken away, every use of a key fails closed.
"""

import base64
import binascii
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sekisho.adapters.system import random_bytes
from sekisho.core.errors import KeyUnavailableError

KEY_BYTES: Final = 32
FEWEST_DIFFERENT_BYTES: Final = 16  # 32 random bytes have fewer once in 10**19 draws; typed or repeated ones always do
FORMAT: Final = 1


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What one reading of the file gave."""

    masters: dict[int, bytes]
    current: int
    lookup: int
    derived: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def key_for(self, purpose: str, *, version: int) -> bytes:
        """Give the key for one purpose from one master key (HKDF-SHA-256); derived once, then remembered."""
        found = self.derived.get((purpose, version))
        if found is None:
            found = self.derived[purpose, version] = self._derive(purpose, version)
        return found

    def _derive(self, purpose: str, version: int) -> bytes:
        master = self.masters.get(version)
        if master is None:
            message = f"the keyring has no key of version {version}"
            raise KeyUnavailableError(message)
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"sekisho", info=purpose.encode()).derive(master)

    def __repr__(self) -> str:
        """Stay blank in logs and tracebacks."""
        return "Keys(…)"


class Keyring:
    """The keys in force, read from the file and kept as long as the file is the same."""

    def __init__(self, path: Path) -> None:
        """Read the file now; raises `KeyUnavailableError` naming it when it is missing, open to others or weak."""
        self._path = path
        self._read = _read(path)  # replaced as one value, so that threads never mix two readings

    @classmethod
    def create(cls, path: Path) -> Self:
        """Draw a first master key into a new file that only its owner may read; never replaces a file."""
        key = base64.b64encode(random_bytes(KEY_BYTES)).decode()
        document = {"sekisho_keyring": FORMAT, "current": 1, "lookup": 1, "keys": {"1": key}}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(document, file, indent=1)
            file.flush()
            os.fsync(descriptor)
        return cls(path)

    def current(self, purpose: str) -> tuple[int, bytes]:
        """Give the newest version and its key for `purpose`."""
        keys = self._follow()
        return keys.current, keys.key_for(purpose, version=keys.current)

    def of_version(self, purpose: str, version: int) -> bytes:
        """Give the key for `purpose` of an older version, while the file still has it."""
        return self._follow().key_for(purpose, version=version)

    def lookup(self, purpose: str) -> bytes:
        """Give the look-up key for `purpose`. It does not ask for the file again: this is on every request's path."""
        _, keys = self._read
        return keys.key_for(purpose, version=keys.lookup)

    def verify_presence(self) -> None:
        """Raise `KeyUnavailableError` unless the file is there and sound."""
        self._follow()

    def _follow(self) -> Keys:
        seen, keys = self._read
        try:
            is_same = _identity(os.stat(self._path)) == seen  # noqa: PTH116 - each sealing asks; Path.stat takes twice as long
        except OSError as error:
            raise _unavailable(self._path, error.strerror or "unreadable") from error
        if not is_same:
            self._read = _, keys = _read(self._path)
        return keys


Identity = tuple[int, int, int, int]


def _identity(found: os.stat_result) -> Identity:
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_mode


def _unavailable(path: Path, why: str) -> KeyUnavailableError:
    return KeyUnavailableError(f"{path}: {why}")


def _read(path: Path) -> tuple[Identity, Keys]:
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            content = file.read(1 << 20)
    except OSError as error:
        raise _unavailable(path, error.strerror or "unreadable") from error
    if not stat.S_ISREG(found.st_mode):
        raise _unavailable(path, "not a regular file")
    if found.st_mode & 0o077:
        raise _unavailable(path, f"others may use it (mode {stat.S_IMODE(found.st_mode):04o}, 0600 is wanted)")
    try:
        return _identity(found), _parse(content)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        why = str(error) if isinstance(error, _WeakKeyError) else "not a keyring of Sekisho"
        raise _unavailable(path, why) from None


class _WeakKeyError(ValueError):
    """A key that was typed, repeated or cut, not drawn."""


def _parse(content: bytes) -> Keys:
    document = cast("dict[str, object]", json.loads(content))
    if document["sekisho_keyring"] != FORMAT:
        raise ValueError(FORMAT)
    named = cast("dict[str, str]", document["keys"])
    masters = {int(version): _master(text) for version, text in named.items()}
    current, lookup = cast("int", document["current"]), cast("int", document["lookup"])
    if current not in masters or lookup not in masters:
        raise KeyError(current)
    return Keys(masters=masters, current=current, lookup=lookup)


def _master(text: str) -> bytes:
    master = base64.b64decode(text, validate=True)
    if len(master) < KEY_BYTES:
        message = f"a key of {len(master)} bytes is too short"
        raise _WeakKeyError(message)
    if len(set(master)) < FEWEST_DIFFERENT_BYTES:
        message = "a key repeats itself and was not drawn at random"
        raise _WeakKeyError(message)
    return master
