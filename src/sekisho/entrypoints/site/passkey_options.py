"""What `navigator.credentials` is called with, in the JSON of Web Authentication (sections 5.1.9 and 5.1.10).

Every question names the one passkey that may answer: what else this site has made in the browser, such as the key that unlocks
Sekisho Key, is never offered. Recognising the person is required; no attestation is asked, because nothing would follow from it.
"""

from typing import Any, Final

from sekisho.core.authenticators.kinds import PasskeyHandle
from sekisho.core.authenticators.passkey import ALGORITHMS
from sekisho.workflows.outcomes import PasskeyAsked
from sekisho.workflows.passkeys.outcomes import PasskeyToMake

Json = dict[str, Any]

TIMEOUT: Final = 120_000
"""Milliseconds; the page gives up by its own clock as well, because not every browser does."""


def request_options(asked: PasskeyAsked, *, site: str) -> Json:
    """Write what `navigator.credentials.get()` takes."""
    return {
        "challenge": asked.challenge,
        "rpId": site,
        "allowCredentials": [_descriptor(asked.handle)],
        "userVerification": "required",
        "timeout": TIMEOUT,
    }


def creation_options(to_make: PasskeyToMake, *, site: str, brand: str) -> Json:
    """Write what `navigator.credentials.create()` takes."""
    return {
        "challenge": to_make.challenge,
        "rp": {"id": site, "name": brand},
        "user": {"id": to_make.user, "name": to_make.username, "displayName": to_make.username},
        "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in ALGORITHMS],
        "excludeCredentials": [_descriptor(handle) for handle in to_make.held],
        "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
        "attestation": "none",
        "timeout": TIMEOUT,
    }


def _descriptor(handle: PasskeyHandle) -> Json:
    transports = {"transports": list(handle.transports)} if handle.transports else {}
    return {"type": "public-key", "id": handle.credential} | transports
