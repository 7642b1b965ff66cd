"""Dealt dice: draws that look like chance and are the same in every run of the same seed."""

import base64
import hashlib
from collections.abc import Sequence
from threading import Lock

from sekisho.core.secret import Secret


class DealtDice:
    """`ports.Dice` from a seed: a stream of SHA-256 blocks; two of the same seed deal alike."""

    def __init__(self, seed: str = "sekisho") -> None:
        """Begin the stream that belongs to `seed`."""
        self._seed = seed
        self._dealt = 0
        self._lock = Lock()

    def token(self, *, prefix: str) -> Secret:
        """Deal 256 bits as URL-safe text behind `prefix`."""
        return Secret(prefix + base64.urlsafe_b64encode(self._block()).rstrip(b"=").decode())

    def number(self, *, low: int, high: int) -> int:
        """Deal a number from low to high, both included; 256 bits make the bias unmeasurable."""
        return low + int.from_bytes(self._block(), "big") % (high - low + 1)

    def sample(self, population: Sequence[int], *, count: int) -> tuple[int, ...]:
        """Deal `count` different members, in dealt order."""
        if count > len(population):
            message = "a sample is at most as large as its population"
            raise ValueError(message)
        left = list(population)
        return tuple(left.pop(self.number(low=0, high=len(left) - 1)) for _ in range(count))

    def text(self, *, alphabet: str, length: int) -> str:
        """Deal `length` characters of `alphabet`."""
        return "".join(alphabet[self.number(low=0, high=len(alphabet) - 1)] for _ in range(length))

    def _block(self) -> bytes:
        with self._lock:
            self._dealt += 1
            return hashlib.sha256(f"{self._seed}/{self._dealt}".encode()).digest()
