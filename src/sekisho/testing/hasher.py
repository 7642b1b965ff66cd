"""A hasher that keeps the contract of the real one and costs nothing. For tests only: one pass of SHA-256 hides no password."""

import hashlib
import hmac
import secrets
from typing import Final

from sekisho.core.secret import Secret

PREFIX: Final = "quick$"
MOST_BYTES: Final = 1024


class QuickHasher:
    """`ports.Hasher` without the slowness."""

    def hash(self, secret: Secret) -> str:
        """Give a salted hash; `ValueError` for more than 1,024 bytes."""
        if len(secret) > MOST_BYTES:
            message = "a secret to be hashed has at most 1024 bytes"
            raise ValueError(message)
        salt = secrets.token_hex(8)
        return f"{PREFIX}{salt}${_digest(salt, secret)}"

    def matches(self, stored: str | None, secret: Secret) -> bool:
        """Compare; None, a foreign text and too long a secret never match."""
        salt, _, digest = (stored or "").removeprefix(PREFIX).partition("$")
        is_ours = stored is not None and stored.startswith(PREFIX) and len(secret) <= MOST_BYTES
        return hmac.compare_digest(digest.encode(), _digest(salt, secret).encode()) and is_ours

    def is_outdated(self, stored: str) -> bool:
        """Tell whether `stored` was made by something else."""
        return not stored.startswith(PREFIX)


def _digest(salt: str, secret: Secret) -> str:
    return hashlib.sha256(salt.encode() + secret.reveal()).hexdigest()
