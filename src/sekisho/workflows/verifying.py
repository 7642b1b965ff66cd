"""Telling a right answer from a wrong one, for every kind; the only place where a sealed secret is opened for it."""

from dataclasses import dataclass
from typing import assert_never

from sekisho.core.authenticators import code_card, dsc_plus, key_app, passkey, temporary_passcode
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
from sekisho.core.authenticators.passkey import Signed, Unfit
from sekisho.core.secret import Secret
from sekisho.workflows.ports import PasskeyJudge, Ports, Vault
from sekisho.workflows.records import AuthenticatorSecrets


def key_place(authenticator_id: AuthenticatorId) -> str:
    """Name the place that an authenticator's key is sealed for."""
    return f"authenticator/{authenticator_id}/key"


def most_wrong(authenticator: PermanentDevice | TemporaryPasscode) -> int:
    """Give how many wrong answers in a row end it."""
    match authenticator:
        case PermanentDevice(kind=AuthenticatorKind.KEY_APP, platform=platform):
            return key_app.MOST_WRONG[platform or Platform.ANDROID]
        case PermanentDevice(kind=AuthenticatorKind.PASSKEY):
            return passkey.MOST_WRONG
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
    counted: int = 0  # how many uses a passkey's last answer counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Right:
    """The answer is right; a passkey's says how many uses it counts."""

    signed: Signed | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrong:
    """The answer is wrong; or it is a passkey's, and an answer before it counted as many uses, or more."""

    is_copied: bool = False


Verdict = Right | Wrong


def open_secrets(vault: Vault, secrets: AuthenticatorSecrets) -> Opened:
    """Open the sealed key. Raises `SealBrokenError` or `KeyUnavailableError`: nothing is decided then."""
    authenticator = secrets.authenticator
    match authenticator:
        case PermanentDevice() | CodeCard():
            key = vault.open(secrets.sealed_key, place=key_place(authenticator.id))
            return Opened(authenticator=authenticator, key=key, suite=secrets.suite, counted=secrets.counted)
        case TemporaryPasscode():
            return Opened(authenticator=authenticator, key=Secret(b""), passcode_hash=secrets.passcode_hash)
        case _:
            assert_never(authenticator)


def verify(ports: Ports, opened: Opened, *, question: str, typed: str) -> Verdict:
    """Verify what was typed, or what a passkey has signed."""
    match opened.authenticator:
        case PermanentDevice(kind=AuthenticatorKind.PASSKEY):
            return _verify_passkey(ports.passkeys, opened, question=question, response=typed)
        case PermanentDevice():
            return _told(verify_response(opened.key, suite=opened.suite, challenge=question, typed=typed))
        case CodeCard():
            return _told(code_card.verify(opened.key, code_card.indices(question), typed))
        case TemporaryPasscode():
            code = temporary_passcode.read(typed)
            is_right = not isinstance(code, Unreadable) and ports.hasher.matches(opened.passcode_hash, code)
            return _told(is_right)
        case _:
            assert_never(opened.authenticator)


def _told(is_right: bool) -> Verdict:  # noqa: FBT001 - it takes no flag, it names one
    return Right() if is_right else Wrong()


def _verify_passkey(judge: PasskeyJudge, opened: Opened, *, question: str, response: str) -> Verdict:
    signed = judge.signed(response, challenge=question, key=passkey.unpack(opened.key))
    if isinstance(signed, Unfit):
        return Wrong()
    is_copied = passkey.is_copied(counted=opened.counted, seen=signed.counted)
    return Wrong(is_copied=True) if is_copied else Right(signed=signed)
