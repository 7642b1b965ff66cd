"""A passkey in software: a real P-256 key that signs real authenticator data and client data, honest or not.

Made by hand from the formats of Web Authentication (sections 5.8.1, 6.1 and 6.5), so that a test meets the judging library with
bytes that it did not write itself.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from sekisho.core.authenticators.kinds import PasskeyHandle
from sekisho.core.authenticators.passkey import MadePasskey, PasskeyKey

Json = Mapping[str, Any]
PRESENT: Final = 0x01
VERIFIED: Final = 0x04
ATTESTED: Final = 0x40
ORIGIN: Final = "http://localhost:8000"


@dataclass(frozen=True, kw_only=True, slots=True)
class SoftPasskey:
    """One credential. `counted` is what the next answer says; 0 for ever, as synced passkeys do."""

    id: str = ""
    secret: int
    origin: str = ORIGIN
    site: str = "localhost"
    flags: int = PRESENT | VERIFIED
    counted: int = 0
    frame: Json | None = None  # what the client data says beyond the necessary

    @property
    def credential(self) -> bytes:
        """Give the credential's id."""
        return hashlib.sha256(f"credential {self.secret}".encode()).digest()

    def answer(self, challenge: Json) -> str:
        """Answer a challenge of the API."""
        return self.sign(challenge["public_key"]["challenge"])

    def sign(self, challenge: str, **lies: Any) -> str:
        """Sign a challenge; `lies` are members said otherwise than they are."""
        told = replace(self, **lies)
        client = _client(told, "webauthn.get", challenge)
        data = _data(told, told.flags)
        signature = _key(told).sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return self._presented(response)

    def make(self, challenge: str, **lies: Any) -> str:
        """Present the passkey as newly made."""
        told = replace(self, **lies)
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + self._public()
        data = _data(told, told.flags | ATTESTED) + attested
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59" + len(data).to_bytes(2, "big") + data
        client = _client(told, "webauthn.create", challenge)
        response = {"clientDataJSON": b64(client), "attestationObject": b64(attestation), "transports": ["internal"]}
        return self._presented(response)

    def made(self) -> MadePasskey:
        """Give what the house keeps of it."""
        return MadePasskey(
            key=PasskeyKey(credential=self.credential, public_key=self._public()),
            handle=PasskeyHandle(b64(self.credential), ("internal",)),
            counted=0,
            is_synced=False,
        )

    def _presented(self, response: Json) -> str:
        named = {"id": b64(self.credential), "rawId": b64(self.credential), "type": "public-key"}
        return json.dumps({**named, "response": response, "clientExtensionResults": {}})

    def _public(self) -> bytes:
        point = _key(self).public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return (
            bytes.fromhex("a5010203262001215820") + x + bytes.fromhex("225820") + y
        )  # {1: 2, 3: -7, -1: 1, -2: x, -3: y}


def _key(told: SoftPasskey) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(told.secret, ec.SECP256R1())


def _client(told: SoftPasskey, kind: str, challenge: str) -> bytes:
    said = {"type": kind, "challenge": challenge, "origin": told.origin, "crossOrigin": False, **(told.frame or {})}
    return json.dumps(said).encode()


def _data(told: SoftPasskey, flags: int) -> bytes:
    return hashlib.sha256(told.site.encode()).digest() + bytes([flags]) + told.counted.to_bytes(4, "big")


def b64(value: bytes) -> str:
    """Write bytes as Web Authentication does: base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
