"""Slow hashing of passwords and passcodes: Argon2id over a peppered digest (RFC 9106, ASVS 5.0 appendix C).

Implements `ports.Hasher`. The pepper is a key outside the database, applied first as HMAC-SHA-256, so a stolen database
gives nothing to guess against. What is stored names the pepper's version: `1$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
"""

import hmac
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from sekisho.adapters.keyring import Keyring
from sekisho.core.passwords import MOST_BYTES  # the doors refuse longer ones in words; here they only never match
from sekisho.core.secret import Secret

MEMORY_KIB: Final = 19_456
PASSES: Final = 2
LANES: Final = 1
SALT_BYTES: Final = 16
HASH_BYTES: Final = 32
AT_ONCE: Final = 4  # 76 MiB at most, and no caller waits behind more than a few
NOBODYS: Final = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${'A' * 22}${'A' * 43}"
"""A well-formed hash that nobody's password has; comparing with it costs what comparing with a real one costs."""


class Argon2Hasher:
    """Argon2id with a pepper; at most `at_once` computations run in this process, the others wait their turn."""

    def __init__(self, keyring: Keyring, *, at_once: int = AT_ONCE) -> None:
        """Take the pepper from `keyring`."""
        self._keyring = keyring
        self._turns = BoundedSemaphore(at_once)
        self._argon2 = PasswordHasher(
            time_cost=PASSES,
            memory_cost=MEMORY_KIB,
            parallelism=LANES,
            salt_len=SALT_BYTES,
            hash_len=HASH_BYTES,
            type=Type.ID,
        )

    def hash(self, secret: Secret) -> str:
        """Give the encoded hash to store; `ValueError` for more than 1,024 bytes."""
        if len(secret) > MOST_BYTES:
            message = "a secret to be hashed has at most 1024 bytes"
            raise ValueError(message)
        version, pepper = self._keyring.current("pepper")
        with self._turns:
            return f"{version}{self._argon2.hash(_peppered(pepper, secret))}"

    def matches(self, stored: str | None, secret: Secret) -> bool:
        """Compare at the full cost, whoever is asked for; only a right secret for a real hash is True."""
        version, encoded = _parts(stored)
        can_match = encoded is not None and len(secret) <= MOST_BYTES
        pepper = self._pepper(version)
        with self._turns:
            is_right = self._verify(encoded or NOBODYS, _peppered(pepper, secret))
        return can_match and is_right

    def is_outdated(self, stored: str) -> bool:
        """Tell whether `stored` has another pepper or other parameters than a new hash would have."""
        version, encoded = _parts(stored)
        current, _ = self._keyring.current("pepper")
        return encoded is None or version != current or self._argon2.check_needs_rehash(encoded)

    def _pepper(self, version: int | None) -> bytes:
        return self._keyring.current("pepper")[1] if version is None else self._keyring.of_version("pepper", version)

    def _verify(self, encoded: str, peppered: bytes) -> bool:
        try:
            return self._argon2.verify(encoded, peppered)
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError):  # what is stored is no hash: the clock must not tell that either
            return encoded != NOBODYS and self._verify(NOBODYS, peppered)


def _peppered(pepper: bytes, secret: Secret) -> bytes:
    return hmac.digest(pepper, secret.reveal(), "sha256")


def _parts(stored: str | None) -> tuple[int | None, str | None]:
    """Split into the pepper's version and the encoded hash; (None, None) for what is no hash of ours."""
    version, sign, rest = (stored or "").partition("$")
    if not sign or not version.isascii() or not version.isdigit():
        return None, None
    return int(version), sign + rest
