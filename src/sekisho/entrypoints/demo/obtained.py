"""What a person of the demo got after being made, a device by post or a card drawn in the portal, opened so that it is playable.

A real installation opens such a key at no door. A passcode is not here: nobody keeps it, whoever played the call wrote it down.
Of a passkey there is but its id: what answers for it is the browser.
"""

import hashlib
from functools import lru_cache
from typing import Any

from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.device_key import unpack
from sekisho.core.authenticators.kinds import Authenticator, CodeCard, PermanentDevice, TemporaryPasscode
from sekisho.core.secret import Secret
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import AuthenticatorSecrets
from sekisho.workflows.verifying import key_place


def obtained_factor(ports: Ports, tx: Transaction, held: Authenticator) -> dict[str, Any] | None:
    """Write one authenticator as `people.json` has it; None where its secret is nowhere."""
    if isinstance(held, TemporaryPasscode):
        return None
    if isinstance(held, PermanentDevice) and held.passkey is not None:  # its key is in the browser that made it
        return {"id": held.id, "kind": held.kind.value}
    secrets = tx.secrets(held.id)
    packed = ports.vault.open(secrets.sealed_key, place=key_place(held.id))
    match held:
        case PermanentDevice():
            return {"id": held.id, "kind": held.kind.value} | _device(held, secrets, packed)
        case CodeCard():
            cells = {str(index): code_card.cell(packed, index) for index in range(1, secrets.cells + 1)}
            return {"id": held.id, "kind": "code_card", "serial": held.serial, "cells": cells}


def _device(held: PermanentDevice, secrets: AuthenticatorSecrets, packed: Secret) -> dict[str, Any]:
    opened = unpack(packed)
    pin = _pin(opened.pin_hash.reveal()) if opened.pin_hash else ""
    platform = {"platform": held.platform.value} if held.platform else {}
    return platform | {"suite": secrets.suite, "key_hex": opened.key.reveal().hex()} | ({"pin": pin} if pin else {})


@lru_cache(maxsize=256)
def _pin(pin_hash: bytes) -> str:
    """Find four digits by trying all of them; whoever chose something longer has to know it."""
    digits = (f"{number:04}" for number in range(10_000))
    return next((pin for pin in digits if hashlib.sha256(pin.encode()).digest() == pin_hash), "")
