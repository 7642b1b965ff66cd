"""A value that must not be seen: it prints blank, compares in constant time, and is opened only where it is spent.

Bearer values that leave the house wear a prefix (`sat_`, `login_`), so that a leaked one is recognised by a scanner.
"""

import hmac
from typing import Final, NoReturn

BLANK: Final = "Secret(…)"


class Secret:
    """Bytes that are never printed, pickled or compared in the open."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes | str) -> None:
        """Wrap `value`; text is kept as UTF-8."""
        self._value = value.encode() if isinstance(value, str) else bytes(value)

    def reveal(self) -> bytes:
        """Open the secret. Call it in the expression that spends the value, and nowhere else."""
        return self._value

    def reveal_text(self) -> str:
        """Open the secret as UTF-8 text."""
        return self._value.decode()

    def __len__(self) -> int:
        """Give the length in bytes, which is no secret."""
        return len(self._value)

    def __repr__(self) -> str:
        """Stay blank in logs, tracebacks and debuggers."""
        return BLANK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        """Stay blank in f-strings, whatever the format asks for."""
        return BLANK

    def __eq__(self, other: object) -> bool:
        """Compare in constant time; a secret equals only a secret."""
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    def __hash__(self) -> int:
        """Refuse: a hash table would keep a trace of the value."""
        message = "a Secret is not hashable"
        raise TypeError(message)

    def __reduce__(self) -> NoReturn:
        """Refuse: a pickle would keep the value in the open."""
        message = "a Secret is not picklable"
        raise TypeError(message)
