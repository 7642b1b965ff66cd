"""What a claimant may be told of a refusal: the true reason reduced to what this person may know.

No sentences here: `sekisho.wording` has them. Before the password is proved every reason becomes one of `reasons.UNIFORM`.
"""

from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorKind,
    CardState,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.reasons import UNIFORM, Manner, Reason


def told(reason: Reason, *, password_proved: bool) -> Reason:
    """Give the reason that may be shown: the exact one after the password, a uniform one before."""
    if password_proved or reason in UNIFORM:
        return reason
    return Reason.BAD_CREDENTIALS


def manner_of(reason: Reason, about: Authenticator | None) -> Manner | None:
    """Tell how it came to `reason`, from what the answered authenticator has become; None: the code says all there is."""
    match reason, about:
        case Reason.WRONG_RESPONSE, PermanentDevice(kind=AuthenticatorKind.PASSKEY):
            return Manner.PASSKEY
        case Reason.DEVICE_SUSPENDED, PermanentDevice(state=DeviceState.BLOCKED):
            return Manner.WRONG_ANSWERS
        case Reason.DEVICE_SUSPENDED, PermanentDevice(state=DeviceState.SHIPPED | DeviceState.DELIVERED):
            return Manner.WRONG_ANSWERS_POSTED
        case Reason.DEVICE_NOT_ACTIVE, PermanentDevice(state=DeviceState.BLOCKED):
            return Manner.BLOCKED
        case Reason.DEVICE_NOT_ACTIVE, PermanentDevice(state=DeviceState.LOST):
            return Manner.LOST
        case (
            Reason.DEVICE_NOT_ACTIVE,
            PermanentDevice(state=DeviceState.RETIRED)
            | CodeCard(state=CardState.RETIRED)
            | TemporaryPasscode(state=PasscodeState.ENDED),
        ):
            return Manner.ENDED
        case _:  # every other reason has one way to come about
            return None
