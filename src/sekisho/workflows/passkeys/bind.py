"""The passkey that a session has made comes into use; with it ends whatever stood in for a device.

What the invitation was built on is judged again: the session, the proof, whether it is the first. No session changes its evidence
here: one whose own proof ends with this is over, and the passkey logs in, which shows at once that it works.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.access.guards import may_have_answered
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.authenticators.passkey import MadePasskey, Unfit, bind_passkey, pack
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.stops import OwnDeed
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Detail, Trace, leave, own_device, refuse
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_authenticator_id
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.phones.rename import read_name
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.verifying import key_place
from sekisho.workflows.work.passkeys import PasskeyInvitation

DEED: Final = HolderDeed.BIND_DEVICE


@dataclass(frozen=True, kw_only=True, slots=True)
class Presented:
    """What a browser sends: the new passkey in JSON, and the name that its holder gives it ("": that of its kind)."""

    response: str
    name: str
    door: Door


@dataclass(frozen=True, kw_only=True, slots=True)
class _Coming:
    """A fitting passkey on its way into the books."""

    ports: Ports
    invited: PasskeyInvitation
    made: MadePasskey
    name: str
    door: Door
    now: datetime


def make_passkey(ports: Ports, visitor: Visitor, presented: Presented) -> DeviceDone | RefusalView:
    """Judge what the browser has made for this session's invitation, and put it to use."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        invited = tx.passkey_invitation(visitor.session_id)
    name = read_name(presented.name)
    if invited is None or invited.expires_at <= now:
        return refuse(ports, visitor, reason=Reason.CHALLENGE_EXPIRED, deed=DEED)
    if name is None or not may(HolderDeed(invited.deed), visitor.scopes):
        reason = Reason.CONFLICT if name is None else Reason.SCOPE_INSUFFICIENT
        return refuse(ports, visitor, reason=reason, deed=DEED)
    made = ports.passkeys.made(presented.response, challenge=invited.challenge)
    if isinstance(made, Unfit):
        return refuse(ports, visitor, reason=Reason.WRONG_RESPONSE, deed=DEED)
    activate_due(ports, invited.account, now=now)
    done: DeviceDone | Reason = Reason.CONFLICT
    with suppress(LostRaceError), ports.store.transaction() as tx:
        coming = _Coming(ports=ports, invited=invited, made=made, name=name, door=presented.door, now=now)
        done = _put_to_use(tx, coming)
    return refuse(ports, visitor, reason=done, deed=DEED) if isinstance(done, Reason) else done


def _put_to_use(tx: Transaction, coming: _Coming) -> DeviceDone | Reason:
    invited, now, ports = coming.invited, coming.now, coming.ports
    tx.verify_time(now)
    if not tx.spend_passkey_invitation(invited.session, challenge=invited.challenge, now=now):
        return Reason.RESPONSE_USED
    before = tx.account(invited.account)
    hindrance = _hindrance(tx, coming, before)
    if hindrance is not None:
        return hindrance
    passkey = PermanentDevice(
        id=draw_authenticator_id(ports.dice),
        kind=AuthenticatorKind.PASSKEY,
        state=DeviceState.ACTIVE,
        name=coming.name,
        passkey=coming.made.handle,
    )
    is_first = invited.deed == HolderDeed.BIND_FIRST_DEVICE
    after = bind_passkey(before, passkey, is_first=is_first, now=now)
    if isinstance(after, NotAllowed):
        return Reason.CONFLICT
    if not write_changes(tx, before, after):
        raise LostRaceError
    bound = own_device(after, passkey.id) or passkey
    sealed = ports.vault.seal(pack(coming.made.key), place=key_place(passkey.id))
    tx.add_device(after, bound, suite="", sealed_key=sealed, at=now)
    if not tx.add_passkey(passkey.id, coming.made):  # another account has it: of whom, nobody is told
        raise LostRaceError
    if is_first:  # whatever the password alone had opened is over
        tx.end_sessions(invited.holder_id, now=now)
    return _leave(tx, coming, bound)


def _leave(tx: Transaction, coming: _Coming, bound: PermanentDevice) -> DeviceDone:
    holder = tx.holder(coming.invited.holder_id)
    detail: Detail = {
        "deed": coming.invited.deed,
        "proved_by": coming.invited.proved_by,
        "is_synced": coming.made.is_synced,
    }
    trace = Trace(
        happening=Happening.PASSKEY_BOUND,
        door=coming.door,
        now=coming.now,
        actor=Actor(kind="holder", id=holder.id),
        device=bound,
        detail=detail,
        stopped_as=OwnDeed.BIND_PASSKEY,
        touched={"authenticator": bound.id},
    )
    return leave(coming.ports, tx, holder, trace)


def _hindrance(tx: Transaction, coming: _Coming, account: Account) -> Reason | None:
    """Tell what has changed since the invitation; None: nothing that matters."""
    session = tx.session(coming.invited.session)
    if session is None or session.expires_at <= coming.now:
        return Reason.CHALLENGE_EXPIRED
    if coming.invited.deed == HolderDeed.BIND_FIRST_DEVICE:
        return None  # the deed itself looks whether it is the first
    by = AuthenticatorId(coming.invited.proved_by)
    is_good = may_have_answered(account, HolderDeed.BIND_DEVICE, by=by, subject=by)
    return None if is_good else Reason.STEP_UP_REQUIRED
