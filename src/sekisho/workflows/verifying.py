"""Telling a right answer from a wrong one, for every kind; the only place where a sealed secret is opened for it."""

from dataclasses import dataclass
from typing import assert_never

from sekisho.core.authenticators import code_card, dsc_plus, key_app, temporary_passcode
from sekisho.core.authenticators.device_key import verify_response
from sekisho.core.authenticators.entry import Unreadable
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    CodeCard,
    PermanentDevice,
    Platform,
    TemporaryPasscode,
)
from sekisho.core.secret import Secret
from sekisho.workflows.ports import Hasher, Vault
from sekisho.workflows.records import AuthenticatorSecrets


def key_place(authenticator_id: AuthenticatorId) -> str:
    """Name the place that an authenticator's key is sealed for."""
    return f"authenticator/{authenticator_id}/key"


def most_wrong(authenticator: PermanentDevice | TemporaryPasscode) -> int:
    """Give how many wrong answers in a row end it."""
    match authenticator:
        case PermanentDevice(kind=AuthenticatorKind.KEY_APP, platform=platform):
            return key_app.MOST_WRONG[platform or Platform.ANDROID]
        case PermanentDevice():
            return dsc_plus.MOST_WRONG
        case TemporaryPasscode():
            return temporary_passcode.MOST_WRONG
        case _:
            assert_never(authenticator)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """What an answer is verified with, its key already open. A passcode has no key, only a hash."""

    authenticator: Authenticator
    key: Secret
    suite: str = ""
    passcode_hash: str = ""


def open_secrets(vault: Vault, secrets: AuthenticatorSecrets) -> Opened:
    """Open the sealed key. Raises `SealBrokenError` or `KeyUnavailableError`: nothing is decided then."""
    authenticator = secrets.authenticator
    match authenticator:
        case PermanentDevice() | CodeCard():
            key = vault.open(secrets.sealed_key, place=key_place(authenticator.id))
            return Opened(authenticator=authenticator, key=key, suite=secrets.suite)
        case TemporaryPasscode():
            return Opened(authenticator=authenticator, key=Secret(b""), passcode_hash=secrets.passcode_hash)
        case _:
            assert_never(authenticator)


def verify(hasher: Hasher, opened: Opened, *, question: str, typed: str) -> bool:
    """Verify what was typed."""
    match opened.authenticator:
        case PermanentDevice():
            return verify_response(opened.key, suite=opened.suite, challenge=question, typed=typed)
        case CodeCard():
            return code_card.verify(opened.key, code_card.indices(question), typed)
        case TemporaryPasscode():
            code = temporary_passcode.read(typed)
            return not isinstance(code, Unreadable) and hasher.matches(opened.passcode_hash, code)
        case _:
            assert_never(opened.authenticator)
