"""One physical device for several user names of one person: who may share what, and how a sharing begins and ends (B094 to B101).

The device stays its owner's: one key, one PIN, one count of wrong answers, one life. A borrower has it among the own devices,
marked by `lent_by`. What is done about a sharing is here; who must answer for it is `sekisho.core.access`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.access.guards import PROTECTS, RANKS
from sekisho.core.accounts import Account, AccountState
from sekisho.core.authenticators.device_deeds import bind_device, has_never_proved, without_interims
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    PermanentDevice,
)
from sekisho.core.authenticators.proofs import Proof, proof_of
from sekisho.core.transitions import Hindrance, NotAllowed, read_lifecycle


@unique
class ShareState(StrEnum):
    """The life of one sharing: one device, one borrower."""

    PENDING = "pending"  # Compliance looks at it (B100)
    ACTIVE = "active"
    DECLINED = "declined"  # by Compliance, or taken back by who asked
    ENDED = "ended"


@unique
class ShareEvent(StrEnum):
    """What can happen to a sharing."""

    SHARE = "share"
    ASK = "ask"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    END = "end"


SHARE_LIFE: Final = read_lifecycle(
    "sharing of a device",
    """
    event     from                    to        by        because
    share     (new), ended, declined  active    holder    one client; password and device of the owner answered (B099)
    ask       (new), ended, declined  pending   holder    likewise, but two clients: Compliance looks first (B100)
    approve   pending                 active    reviewer  the papers are of one person
    decline   pending                 declined  reviewer  they are not, or the device is no longer fit
    withdraw  pending                 declined  holder    by the owner or by the borrower
    end       active                  ended     holder    likewise, or by the link in the message
    """,
    states=ShareState,
    events=ShareEvent,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who stands behind an account, as far as two accounts can be compared; "" is not known, and matches nothing.

    `entity` is the client's number in the house's books. `identification` is a keyed print of birth date, citizenship, country of
    legal residence, and kind and number of the identity document (`core.identification`).
    """

    entity: str = ""
    identification: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """One of the two user names: its account as it is now, and the person."""

    account: Account
    person: Person


@unique
class Match(StrEnum):
    """Why two user names count as one person's (B096)."""

    SAME_ENTITY = "same_entity"
    SAME_IDENTIFICATION = "same_identification"


BEGINS_WITH: Final = {Match.SAME_ENTITY: ShareEvent.SHARE, Match.SAME_IDENTIFICATION: ShareEvent.ASK}
"""Most are approved at once; two clients with the papers of one person are a matter for Compliance (B100)."""


@unique
class ShareFlaw(StrEnum):
    """Why a device is not shared; the first that applies is told, once the owner's password was proved."""

    SAME_ACCOUNT = "same_account"
    ALREADY_SHARED = "already_shared"
    NOT_ONE_PERSON = "not_one_person"  # B096
    TEMPORARY_DEVICE = "temporary_device"  # B097
    NO_DEVICE = "no_device"  # the other user name has none of its own in use
    LESS_SECURE = "less_secure"  # B098, B101
    KEY_APP = "key_app"  # B095
    PASSKEY = "passkey"  # likewise: it is in its holder's own devices


@dataclass(frozen=True, kw_only=True, slots=True)
class Sharable:
    """This device of the owner may be shared, for this reason."""

    device: PermanentDevice
    match: Match


NOT_SHARED: Final = MappingProxyType(
    {AuthenticatorKind.KEY_APP: ShareFlaw.KEY_APP, AuthenticatorKind.PASSKEY: ShareFlaw.PASSKEY}
)
"""What nobody can hand on: what is in the holder's own telephone."""

IN_LIFE: Final = frozenset({AccountState.APPLIED, AccountState.OPEN})
"""States of an account that needs a device, and whose devices somebody watches over."""

INTERIM: Final = frozenset({Proof.CARD, Proof.PASSCODE_FULL, Proof.PASSCODE_CARD_ONLY})


def judge_sharing(requester: Participant, owner: Participant, *, now: datetime) -> Sharable | ShareFlaw:
    """Decide whether `requester` may use the owner's strongest device, and why not."""
    match = match_of(requester.person, owner.person)
    if requester.account.number == owner.account.number:
        return ShareFlaw.SAME_ACCOUNT
    if match is None:
        return ShareFlaw.NOT_ONE_PERSON
    if has_temporary_device(requester.account, now) or has_temporary_device(owner.account, now):
        return ShareFlaw.TEMPORARY_DEVICE
    device = offered_by(owner.account)
    if device is None:
        return ShareFlaw.NO_DEVICE
    if any(held.id == device.id and held.state in PROTECTS for held in _devices(requester.account)):
        return ShareFlaw.ALREADY_SHARED
    if RANKS[device.kind] < max(_highest(requester.account), _highest(owner.account)):
        return ShareFlaw.LESS_SECURE
    if device.kind in NOT_SHARED:
        return NOT_SHARED[device.kind]
    return Sharable(device=device, match=match)


def match_of(one: Person, other: Person) -> Match | None:
    """Tell why two are one person; None: nothing says so. What is not known is never the same (B096)."""
    if one.entity and one.entity == other.entity:
        return Match.SAME_ENTITY
    if one.identification and one.identification == other.identification:
        return Match.SAME_IDENTIFICATION
    return None


def has_temporary_device(account: Account, now: datetime) -> bool:
    """Tell whether a passcode or a card stands in for a device now (B036, B097)."""
    return any(proof_of(held, now) in INTERIM for held in account.authenticators)


def offered_by(owner: Account) -> PermanentDevice | None:
    """Give the strongest of the owner's own devices in use; of several, the one that answered last (B098)."""
    own = [
        held
        for held in _devices(owner)
        if held.state is DeviceState.ACTIVE and not held.lent_by and owner.state in IN_LIFE
    ]
    return max(own, key=lambda held: (RANKS[held.kind], _used(held)), default=None)


def borrow(
    account: Account, device: PermanentDevice, *, owner: str, is_first: bool, now: datetime
) -> Account | NotAllowed:
    """Give the borrower the device; as with any other that comes into use by hand, what stood in for one ends."""
    if device.state is not DeviceState.ACTIVE:
        return NotAllowed(event=ShareEvent.SHARE, because=Hindrance.STATE, state=device.state.value)
    if is_first and not has_never_proved(account, now):
        return NotAllowed(event=ShareEvent.SHARE, because=Hindrance.HAD_A_DEVICE)
    kept = tuple(held for held in account.authenticators if held.id != device.id)  # one that was shared before
    return bind_device(replace(account, authenticators=kept), replace(device, lent_by=owner), now=now)


def seen_by_borrower(device: PermanentDevice, *, owner: str, state: ShareState) -> PermanentDevice:
    """Show a device as the borrower has it.

    One that is no longer shared stays with the borrower as retired: whoever once had a device never becomes somebody who has had
    none, for whom the password and a code sent by mail open the first binding.
    """
    is_shared = state is ShareState.ACTIVE
    return replace(device, lent_by=owner, state=device.state if is_shared else DeviceState.RETIRED)


def felt_by(account: Account, *, was: DeviceState, device: PermanentDevice) -> Account:
    """Give another account that uses `device`, after somebody changed its state.

    Brought back, it ends passcode and card there as well; put out of use, the opt-out from the second factor for trading.
    """
    if was is DeviceState.SUSPENDED and device.state is DeviceState.ACTIVE:
        return without_interims(account)
    return account if device.state is DeviceState.ACTIVE else replace(account, has_opted_out=False)


def is_missed_by(account: Account, device_id: AuthenticatorId) -> bool:
    """Tell whether a borrower could not come in without the device: then neither side takes it away."""
    usable = [held.id for held in _devices(account) if held.state in (DeviceState.ACTIVE, DeviceState.SUSPENDED)]
    return account.state in IN_LIFE and usable == [device_id]


def _devices(account: Account) -> list[PermanentDevice]:
    return [held for held in account.authenticators if isinstance(held, PermanentDevice)]


def _highest(account: Account) -> int:
    return max((RANKS[held.kind] for held in _devices(account) if held.state in PROTECTS), default=0)


def _used(device: PermanentDevice) -> float:
    return device.last_answered_at.timestamp() if device.last_answered_at else 0.0
