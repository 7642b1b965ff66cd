"""Judging what a passkey signs (W3C Web Authentication Level 3, sections 7.1 and 7.2), by py_webauthn.

Implements `ports.PasskeyJudge`. RP ID and origin are those of the installation. Beyond what the library looks at: the credential
is the one that was asked, the page was in no frame of another site, and the counter is left to the core, which hears of it only
once the signature has held (the library compares it before, so that anybody could claim a copy).
"""

import base64
import json
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from sekisho.core.authenticators.kinds import PasskeyHandle
from sekisho.core.authenticators.passkey import ALGORITHMS, LONGEST_RESPONSE, MadePasskey, PasskeyKey, Signed, Unfit

TRANSPORTS: Final = ("internal", "hybrid", "usb", "nfc", "ble", "smart-card")
DEFAULT_PORTS: Final = {"https": 443, "http": 80}
MOST_CREDENTIAL: Final = 1023
"""Bytes of a credential's id."""

Found = TypeVar("Found", MadePasskey, Signed)


class WebAuthenticationJudge:
    """One site: `origin` is where the installation is reached, such as https://login.example.com."""

    def __init__(self, origin: str) -> None:
        """Take the origin as browsers write it: lower case, without the port that goes without saying."""
        parts = urlsplit(origin)
        self._site = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
        self._origin = f"{parts.scheme}://{self._site}{port}"

    @property
    def site(self) -> str:
        """See `ports.PasskeyJudge`."""
        return self._site

    def made(self, response: str, *, challenge: str) -> MadePasskey | Unfit:
        """See `ports.PasskeyJudge`."""
        from webauthn import verify_registration_response  # noqa: PLC0415 - it brings OpenSSL's whole binding along
        from webauthn.helpers.cose import COSEAlgorithmIdentifier  # noqa: PLC0415 - likewise

        def judge(given: dict[str, Any]) -> MadePasskey | Unfit:
            verified = verify_registration_response(
                credential=given,
                expected_challenge=_bytes(challenge),
                expected_rp_id=self._site,
                expected_origin=self._origin,
                require_user_verification=True,
                supported_pub_key_algs=[COSEAlgorithmIdentifier(number) for number in ALGORITHMS],
            )
            if len(verified.credential_id) > MOST_CREDENTIAL or verified.credential_id != _bytes(given["id"]):
                return Unfit("another credential than it says")
            return MadePasskey(
                key=PasskeyKey(credential=verified.credential_id, public_key=verified.credential_public_key),
                handle=PasskeyHandle(_text(verified.credential_id), _transports(given)),
                counted=verified.sign_count,
                is_synced=verified.credential_backed_up,
            )

        return _judged(response, judge)

    def signed(self, response: str, *, challenge: str, key: PasskeyKey) -> Signed | Unfit:
        """See `ports.PasskeyJudge`."""
        from webauthn import verify_authentication_response  # noqa: PLC0415 - likewise

        def judge(given: dict[str, Any]) -> Signed | Unfit:
            verified = verify_authentication_response(
                credential=given,
                expected_challenge=_bytes(challenge),
                expected_rp_id=self._site,
                expected_origin=self._origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=0,
                require_user_verification=True,
            )
            if verified.credential_id != key.credential:
                return Unfit("another credential than was asked")
            return Signed(counted=verified.new_sign_count, is_synced=verified.credential_backed_up)

        return _judged(response, judge)


def _judged(response: str, judge: Callable[[dict[str, Any]], Found | Unfit]) -> Found | Unfit:
    if len(response) > LONGEST_RESPONSE:
        return Unfit("too long")
    try:
        given = json.loads(response)
        if not isinstance(given, dict) or _is_framed(given):
            return Unfit("no answer, or given inside another site's page")
        return judge(given)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes do to the parsers is a wrong answer, never an accident
        return Unfit(type(error).__name__)


def _is_framed(given: dict[str, Any]) -> bool:
    client = json.loads(_bytes(given["response"]["clientDataJSON"]))
    return client.get("crossOrigin", False) is not False or "topOrigin" in client


def _transports(given: dict[str, Any]) -> tuple[str, ...]:
    named = given["response"].get("transports") or ()
    return tuple(one for one in TRANSPORTS if one in named)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "===")


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
