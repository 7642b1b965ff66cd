"""A passkey (W3C Web Authentication): a key pair in the holder's own device or password manager, which signs for this site alone.

It is phishing-resistant: the browser tells it where it is, and it answers nobody else. What is signed and how is judged by an
adapter (`workflows.ports.PasskeyJudge`); here stands what the house keeps of a passkey and what it holds against it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import bind_device, bind_first_device
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PasskeyHandle, PermanentDevice
from sekisho.core.secret import Secret
from sekisho.core.transitions import Hindrance, NotAllowed

CHALLENGE_BYTES: Final = 32
ALGORITHMS: Final = (-7, -8, -257)
"""Keys that are taken, by their numbers in COSE: ECDSA on P-256, EdDSA, RSA with SHA-256; the first is asked for first."""

MADE_WITHIN: Final = timedelta(minutes=10)
"""How long after the proof a new passkey may be made."""

MOST_HELD: Final = 10
"""Passkeys of one account: every device of a household, and an end to a list that grows."""

MOST_WRONG: Final = 100
"""Wrong answers in a row that block it. Nothing can be guessed: ten would only let whoever has the password stop it (D24)."""

LONGEST_RESPONSE: Final = 8192
"""Signs of an answer in JSON. Real ones have under two thousand; a key of 4096 bits, three."""

_CREDENTIAL_LENGTH: Final = 2  # bytes that say how long the credential's id is
_HELD: Final = frozenset({DeviceState.ACTIVE, DeviceState.SUSPENDED, DeviceState.BLOCKED})


@dataclass(frozen=True, kw_only=True, slots=True)
class PasskeyKey:
    """What answers are verified with: the credential's id and its public key (COSE). Public, and sealed against exchange."""

    credential: bytes
    public_key: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePasskey:
    """A passkey as its authenticator presents it, all that it claims being true."""

    key: PasskeyKey
    handle: PasskeyHandle
    counted: int
    is_synced: bool  # kept in more than one place, by whoever keeps the holder's passwords


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A right answer: how many uses it counts, and whether the passkey is kept elsewhere as well by now."""

    counted: int
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Unfit:
    """Not an answer of this passkey to this question at this site, by a person it has recognised.

    `why` is for whoever searches a fault; nobody is told.
    """

    why: str


def pack(key: PasskeyKey) -> Secret:
    """Put both together, ready to be sealed: whoever can write into the database puts no key of their own there."""
    length = len(key.credential).to_bytes(_CREDENTIAL_LENGTH, "big")
    return Secret(length + key.credential + key.public_key)


def unpack(packed: Secret) -> PasskeyKey:
    """Take a packed key apart."""
    value = packed.reveal()
    end = _CREDENTIAL_LENGTH + int.from_bytes(value[:_CREDENTIAL_LENGTH], "big")
    return PasskeyKey(credential=value[_CREDENTIAL_LENGTH:end], public_key=value[end:])


def is_copied(*, counted: int, seen: int) -> bool:
    """Tell whether an answer that counts `seen` uses comes from a copy: the one before it counted as many, or more.

    Synced passkeys count nothing and always say 0. One that counted once goes on counting.
    """
    return (counted > 0 or seen > 0) and seen <= counted


def passkeys_held(account: Account) -> tuple[PermanentDevice, ...]:
    """Give the passkeys that are in use, set aside or stopped: none of them is made a second time."""
    held = (one for one in account.authenticators if isinstance(one, PermanentDevice))
    return tuple(one for one in held if one.kind is AuthenticatorKind.PASSKEY and one.state in _HELD)


def bind_passkey(account: Account, passkey: PermanentDevice, *, is_first: bool, now: datetime) -> Account | NotAllowed:
    """Put a passkey to use that has just been made; those before it stay, and whatever stood in for a device ends."""
    if len(passkeys_held(account)) >= MOST_HELD:
        return NotAllowed(event="bind", because=Hindrance.TOO_MANY)
    return (bind_first_device if is_first else bind_device)(account, passkey, now=now)
