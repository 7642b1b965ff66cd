"""Which of a holder's own proofs may answer for a change of the locks: never a weaker one than what the change touches.

`permits` says what kind of proof a deed asks; here stand the authenticators that can give it, now. The order of protection is
the source's (B037): the Digital Security Card+, then the key app and with it the passkey, then the card; a passcode answers for
nothing.
"""

from datetime import datetime
from types import MappingProxyType
from typing import Final, assert_never

from sekisho.core.access.ceilings import may_step_up
from sekisho.core.access.permits import PERMITS, HolderDeed, OwnProof
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import block_device, report_lost
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    CardState,
    DeviceState,
    PermanentDevice,
    kind_of,
)
from sekisho.core.authenticators.proofs import Proof, proof_of
from sekisho.core.transitions import NotAllowed

RANKS: Final = MappingProxyType(
    {
        AuthenticatorKind.TEMPORARY_PASSCODE: 0,
        AuthenticatorKind.CODE_CARD: 1,
        AuthenticatorKind.KEY_APP: 2,
        AuthenticatorKind.PASSKEY: 2,
        AuthenticatorKind.DSC_PLUS: 3,
    }
)
PROTECTS: Final = frozenset({DeviceState.ACTIVE, DeviceState.SUSPENDED, DeviceState.BLOCKED})
"""States in which a device stands between the account and whoever has the password, or can come back to do so."""


def answerers(
    account: Account, deed: HolderDeed, *, subject: AuthenticatorId, now: datetime
) -> tuple[AuthenticatorId, ...]:
    """Give the authenticators that may answer for `deed`, strongest first; none: it cannot be done in the portal now."""
    match PERMITS[deed].own_proof:
        case OwnProof.NONE:
            return ()
        case OwnProof.DEVICE | OwnProof.DEVICE_AND_MAIL | OwnProof.TWO_CELLS:
            return (subject,)
        case OwnProof.STEP_UP:
            return _able(account, least=_least(account, deed, subject), now=now)
        case never:
            assert_never(never)


def may_have_answered(account: Account, deed: HolderDeed, *, by: AuthenticatorId, subject: AuthenticatorId) -> bool:
    """Tell whether what `by` answered a short while ago may still be built on: it was not stopped, and none stronger has come.

    A card whose last two cells were that very answer still counts.
    """
    held = account.find(by)
    if held is None or held.state not in {DeviceState.ACTIVE, CardState.ACTIVE, CardState.EXHAUSTED}:
        return False
    return may_step_up(kind_of(held)) and RANKS[kind_of(held)] >= _least(account, deed, subject)


def put_out_of_use(
    account: Account, device_id: AuthenticatorId, *, factor: AuthenticatorKind | None
) -> Account | NotAllowed:
    """Stop a device that a session reports; a proof as strong ends it, what a weaker one stops can come back.

    What is still on its way has never stood between anybody and the account: reported, it is lost.
    """
    held = account.find(device_id)
    if not isinstance(held, PermanentDevice) or held.state not in PROTECTS or _is_as_strong(factor, held):
        return report_lost(account, device_id)
    return account if held.state is DeviceState.BLOCKED else block_device(account, device_id)


def is_last_usable(account: Account, device_id: AuthenticatorId) -> bool:
    """Tell whether a device is the only one in use or set aside: without it only the desk could let its holder in again."""
    usable = [
        held.id for held in account.authenticators if _is_device(held, {DeviceState.ACTIVE, DeviceState.SUSPENDED})
    ]
    return usable == [device_id]


def _able(account: Account, *, least: int, now: datetime) -> tuple[AuthenticatorId, ...]:
    able = [
        held
        for held in account.authenticators
        if proof_of(held, now) in {Proof.DEVICE, Proof.CARD}
        and may_step_up(kind_of(held))
        and RANKS[kind_of(held)] >= least
    ]
    return tuple(held.id for held in sorted(able, key=lambda held: -RANKS[kind_of(held)]))


def _least(account: Account, deed: HolderDeed, subject: AuthenticatorId) -> int:
    """Retiring touches one device, an order the strongest in use; everything else, the stopped ones too.

    So nobody opens a deed by stopping the device that guards it. A replacement can be ordered all the same: it goes by post, to
    the address of record.
    """
    if deed is HolderDeed.WITHDRAW:
        return RANKS[AuthenticatorKind.CODE_CARD]  # the ceiling follows the factor that answers (B077)
    if deed is HolderDeed.RETIRE_DEVICE:
        touched = account.find(subject)
        return RANKS[kind_of(touched)] if touched is not None and _is_device(touched, PROTECTS) else 0
    stopped = set[DeviceState]() if deed is HolderDeed.ORDER_DEVICE else {DeviceState.BLOCKED}
    guarding = [held for held in account.authenticators if _is_device(held, {DeviceState.ACTIVE, *stopped})]
    return max((RANKS[kind_of(held)] for held in guarding), default=0)


def _is_as_strong(factor: AuthenticatorKind | None, device: PermanentDevice) -> bool:
    return factor is not None and RANKS[factor] >= RANKS[device.kind]


def _is_device(held: object, states: frozenset[DeviceState] | set[DeviceState]) -> bool:
    return isinstance(held, PermanentDevice) and held.state in states
