"""What the server keeps of a permanent device, its OCRA key and PIN hash, and how a response is verified with it.

The two travel sealed as one value, so that a key cannot be paired with another device's PIN. The PIN itself is never kept:
RFC 6287 takes its hash, and the server tells a wrong PIN only by the wrong response.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sekisho.core.authenticators.entry import DIGITS, Unreadable, read_code
from sekisho.core.ocra import Inputs, Suite, verify
from sekisho.core.secret import Secret

KEY_BYTES: Final = 32
PIN_HASH_BYTES: Final = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceKey:
    """An opened device key: 32 bytes, and the SHA-256 of the PIN or nothing."""

    key: Secret
    pin_hash: Secret | None


def pack(key: Secret, *, pin: Secret | None) -> Secret:
    """Put key and PIN hash together, ready to be sealed."""
    hashed = b"" if pin is None else hashlib.sha256(pin.reveal()).digest()
    return Secret(key.reveal() + hashed)


def unpack(packed: Secret) -> DeviceKey:
    """Take a packed key apart. Raises `ValueError` on any other length, which only a programming error produces."""
    value = packed.reveal()
    if len(value) not in (KEY_BYTES, KEY_BYTES + PIN_HASH_BYTES):
        message = "a packed device key has 32 or 64 bytes"
        raise ValueError(message)
    hashed = value[KEY_BYTES:]
    return DeviceKey(key=Secret(value[:KEY_BYTES]), pin_hash=Secret(hashed) if hashed else None)


LOWEST_CHALLENGE: Final = 100_000
HIGHEST_CHALLENGE: Final = 999_999
"""Six digits without a leading zero: in RFC 6287's QN format a leading zero would make two challenges one (see `ocra`)."""

_parsed = lru_cache(maxsize=32)(Suite.parse)


def verify_response(packed: Secret, *, suite: str, challenge: str, typed: str) -> bool:
    """Tell whether `typed`, however decorated, is the response to `challenge`; compared as text, in constant time."""
    parsed = _parsed(suite)
    response = read_code(typed, alphabet=DIGITS, length=parsed.digits)
    if isinstance(response, Unreadable):
        return False
    opened = unpack(packed)
    inputs: Inputs = {"question": challenge}
    if opened.pin_hash is not None:
        inputs["pin_hash"] = opened.pin_hash.reveal()
    return bool(verify(parsed, opened.key.reveal(), response=response, **inputs))
