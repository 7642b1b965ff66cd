"""Sealing with keys outside the database: AES-256-GCM, the place bound in as associated data (ASVS 11.3.3).

Implements `ports.Vault`. A sealed value is: one byte of format, four of key version, twelve of nonce, then ciphertext and
tag; the first five are authenticated with the place. Fingerprints are HMAC-SHA-256 under a key of their own per purpose.
"""

import hmac
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sekisho.adapters.keyring import Keyring
from sekisho.adapters.system import random_bytes
from sekisho.core.errors import KeyUnavailableError, SealBrokenError
from sekisho.core.secret import Secret

FORMAT: Final = b"\x01"
HEADER_BYTES: Final = 5
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
LEAST_BYTES: Final = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


class FileVault:
    """The vault whose keys are in a keyring file."""

    def __init__(self, keyring: Keyring) -> None:
        """Seal and open with the keys of `keyring`."""
        self._keyring = keyring

    def seal(self, secret: Secret, *, place: str) -> bytes:
        """Seal for one place under the current key."""
        version, key = self._keyring.current("seal")
        header = FORMAT + version.to_bytes(HEADER_BYTES - 1, "big")
        nonce = random_bytes(NONCE_BYTES)
        return header + nonce + AESGCM(key).encrypt(nonce, secret.reveal(), header + place.encode())

    def open(self, sealed: bytes, *, place: str) -> Secret:
        """Open what was sealed for `place`, or raise `SealBrokenError` / `KeyUnavailableError`."""
        self._keyring.verify_presence()
        sealed = bytes(sealed)  # a driver may hand out a memoryview
        header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
        if len(sealed) < LEAST_BYTES or not header.startswith(FORMAT):
            raise SealBrokenError(place)
        key = self._key_of(header, place)
        try:
            return Secret(AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], header + place.encode()))
        except InvalidTag as error:
            raise SealBrokenError(place) from error

    def fingerprint(self, value: Secret | str, *, purpose: str) -> str:
        """Give a keyed hash in hex: equal values meet, and without the keyring nobody can try values out."""
        known = value.reveal() if isinstance(value, Secret) else value.encode()
        return hmac.digest(self._keyring.lookup(f"fingerprint:{purpose}"), known, "sha256").hex()

    def _key_of(self, header: bytes, place: str) -> bytes:
        try:
            return self._keyring.of_version("seal", int.from_bytes(header[1:], "big"))
        except KeyUnavailableError as error:  # the file is there (see `open`), so the version never was or is gone
            raise SealBrokenError(place) from error
