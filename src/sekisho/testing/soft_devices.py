"""Software for what a holder keeps in the pocket: key app, Digital Security Card+, passkey, code card, a noted passcode.

Each is built from one factor of the demo's `people.json` and answers a challenge as the API gives it. Responses come from
`sekisho.core.ocra`, so a test that signs in with them computes what a real device would.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sekisho.core.ocra import Inputs, Suite, respond
from sekisho.testing.soft_passkey import SoftPasskey

Json = Mapping[str, Any]


class SoftDevice(Protocol):
    """Anything that can answer a challenge of the API."""

    @property
    def id(self) -> str:
        """The factor's id, as the login names it."""
        ...

    def answer(self, challenge: Json) -> str:
        """Give the response that the holder would type."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class SoftOcraDevice:
    """A key app or a Digital Security Card+: six digits in, eight out, whatever PIN is typed."""

    id: str
    suite: str
    key: bytes
    pin: str | None = None

    def respond_to(self, code: str, *, pin: str | None = None) -> str:
        """Compute the response to `code`; `pin` is what is typed instead of the right one."""
        inputs: Inputs = {"question": code}
        suite = Suite.parse(self.suite)
        typed = self.pin if pin is None else pin
        if typed is not None and suite.pin_hash_function is not None:
            inputs["pin"] = typed
        return respond(suite, self.key, **inputs)

    def answer(self, challenge: Json) -> str:
        """Answer the six digits shown."""
        return self.respond_to(challenge["code"])


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperCard:
    """A printed code card: index to value."""

    id: str
    cells: Mapping[int, str]

    def answer(self, challenge: Json) -> str:
        """Read both cells, one after the other, without a space."""
        return "".join(self.cells[int(index)] for index in challenge["indices"])


@dataclass(frozen=True, kw_only=True, slots=True)
class NotedPasscode:
    """A temporary passcode, written down while the agent read it."""

    id: str
    passcode: str

    def answer(self, challenge: Json) -> str:
        """Give the passcode; the challenge says nothing."""
        del challenge
        return self.passcode


def soft_phone(registration: Json, *, pin: str | None = None) -> SoftOcraDevice:
    """Build the phone that was given `registration` by the API; its id is known once it is in use."""
    padded = registration["key"] + "=" * (-len(registration["key"]) % 4)
    return SoftOcraDevice(id="", suite=registration["suite"], key=base64.urlsafe_b64decode(padded), pin=pin)


def soft_device(factor: Json) -> SoftDevice:
    """Build the device of one factor of `people.json`. Raises `ValueError` for a kind that is not known here."""
    match factor["kind"]:
        case "key_app" | "dsc_plus":
            key = bytes.fromhex(factor["key_hex"])
            return SoftOcraDevice(id=factor["id"], suite=factor["suite"], key=key, pin=factor.get("pin"))
        case "passkey":
            return SoftPasskey(id=factor["id"], secret=int(factor["key_hex"], 16))
        case "code_card":
            return PaperCard(id=factor["id"], cells={int(index): value for index, value in factor["cells"].items()})
        case "temporary_passcode":
            return NotedPasscode(id=factor["id"], passcode=factor["passcode"])
        case other:
            message = f"no soft device for {other!r}"
            raise ValueError(message)


def answer(person: Json, challenge: Json) -> str:
    """Answer a login's challenge with whatever this person of `people.json` holds."""
    wanted = challenge["factor"]["id"]
    factor = next(factor for factor in person["factors"] if factor["id"] == wanted)
    return soft_device(factor).answer(challenge)
