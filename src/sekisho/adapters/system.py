"""The real clock and the real dice; the only module that touches either.

Implements `ports.Clock` and `ports.Dice`. Chance comes from the operating system's cryptographic source.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sekisho.core.secret import Secret

TOKEN_BYTES = 32  # 256 bits; ASVS 7.2.3 demands 128


def random_bytes(count: int) -> bytes:
    """Draw `count` bytes: nonces, salts and keys of the other adapters."""
    return secrets.token_bytes(count)


class SystemClock:
    """The machine's time in UTC."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC, to the microsecond."""
        return datetime.now(UTC)


class SystemDice:
    """Uniform draws from the operating system."""

    def token(self, *, prefix: str) -> Secret:
        """Draw 256 bits as URL-safe text behind `prefix`."""
        return Secret(prefix + secrets.token_urlsafe(TOKEN_BYTES))

    def number(self, *, low: int, high: int) -> int:
        """Draw uniformly from low to high, both included."""
        return low + secrets.randbelow(high - low + 1)

    def sample(self, population: Sequence[int], *, count: int) -> tuple[int, ...]:
        """Draw `count` different members, in random order."""
        return tuple(secrets.SystemRandom().sample(population, count))

    def text(self, *, alphabet: str, length: int) -> str:
        """Draw `length` characters of `alphabet`, uniformly."""
        return "".join(secrets.choice(alphabet) for _ in range(length))
