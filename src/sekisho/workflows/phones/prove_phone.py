"""The first response of a phone puts it to use, and ends the phone before it in the same transaction (B059, B061).

Counted before it is compared, like every answer, but on the registration: a wrong one is a slip of the finger, and nothing could
be guessed with it elsewhere. What the registration was built on is judged again with the answer: the session, the proof, the
password, the number. No session changes its evidence here: one whose own proof ends with this is over, and the phone logs in.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sekisho.core.access.guards import may_have_answered
from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import bind_first_device
from sekisho.core.authenticators.device_key import pack, unpack, verify_response
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    PermanentDevice,
    Platform,
)
from sekisho.core.authenticators.phones import (
    MOST_TRIES,
    bind_phone,
    phones_in_use,
    read_phone_pin,
)
from sekisho.core.authenticators.soft_pin import PinFlaw, PinRejected
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.stops import OwnDeed
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Trace, leave, own_device
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginUnknown, RefusalView
from sekisho.workflows.phones.admission import MOVE, id_of, token_print, turn_away
from sekisho.workflows.phones.outcomes import PhonePinRefused, PhoneRegistered
from sekisho.workflows.phones.waiting import hindrance_to_move
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.verifying import key_place
from sekisho.workflows.work.phones import RegistrationRecord

PhoneProof = PhoneRegistered | PhonePinRefused | RefusalView | LoginUnknown


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstResponse:
    """What a phone sends: to which registration, under which token. `pin` where its system asks one."""

    registration: str
    token: Secret
    response: str
    door: Door
    pin: Secret | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Proof:
    """A right answer on its way into the books."""

    ports: Ports
    kept: RegistrationRecord
    holder: HolderRecord
    packed: Secret
    door: Door
    now: datetime


def prove_phone(ports: Ports, sent: FirstResponse) -> PhoneProof:
    """Verify the first response and put the phone to use; `LoginUnknown`: no such registration."""
    now, printed = ports.clock.now(), token_print(ports.vault, sent.token)
    with ports.store.reading() as tx:
        kept = tx.registration(printed)
        holder = None if kept is None else tx.holder(kept.holder_id)
    if kept is None or holder is None or id_of(printed) != sent.registration:
        return LoginUnknown()
    if kept.not_before is not None and now < kept.not_before:
        return _refuse(ports, Reason.CONFLICT, sent.door, holder, retry_at=kept.not_before)
    flaw = _flaw(kept, holder, sent.pin)
    if flaw is not None:
        return PhonePinRefused(why=flaw)
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        tries = tx.reserve_registration(printed, most=MOST_TRIES, now=now)
    if tries is None:
        return _refuse(ports, Reason.CHALLENGE_EXPIRED, sent.door, holder)
    key = unpack(ports.vault.open(kept.sealed_key, place=key_place(kept.device_id))).key
    packed = pack(key, pin=sent.pin if kept.platform is Platform.ANDROID else None)
    if not verify_response(packed, suite=kept.suite, challenge=kept.challenge, typed=sent.response):
        return _refuse(ports, Reason.WRONG_RESPONSE, sent.door, holder, attempts_left=MOST_TRIES - tries)
    activate_due(ports, kept.account, now=now)
    done: PhoneRegistered | Reason = Reason.CONFLICT
    with suppress(LostRaceError), ports.store.transaction() as tx:
        proof = _Proof(ports=ports, kept=kept, holder=holder, packed=packed, door=sent.door, now=now)
        done = _put_to_use(tx, proof)
    return _refuse(ports, done, sent.door, holder) if isinstance(done, Reason) else done


def _flaw(kept: RegistrationRecord, holder: HolderRecord, pin: Secret | None) -> PinFlaw | None:
    """Tell what is wrong with the PIN; where the phone's own lock guards the key, none is taken."""
    if kept.platform is not Platform.ANDROID:
        return None if pin is None else PinFlaw.SHAPE
    if pin is None:
        return PinFlaw.SHAPE
    judged = read_phone_pin(pin, on_file=(holder.phone, holder.account_number))
    return judged.why if isinstance(judged, PinRejected) else None


def _refuse(
    ports: Ports,
    reason: Reason,
    door: Door,
    holder: HolderRecord,
    *,
    retry_at: datetime | None = None,
    attempts_left: int | None = None,
) -> RefusalView:
    with ports.store.transaction() as tx:
        return turn_away(
            ports,
            tx,
            reason=reason,
            door=door,
            now=ports.clock.now(),
            holder=holder,
            retry_at=retry_at,
            attempts_left=attempts_left,
        )


def _put_to_use(tx: Transaction, proof: _Proof) -> PhoneRegistered | Reason:
    kept, now = proof.kept, proof.now
    tx.verify_time(now)
    if not tx.finish_registration(kept.token_print, now=now):
        return Reason.RESPONSE_USED
    before = tx.account(kept.account)
    hindrance = _hindrance(tx, proof, before)
    if hindrance is not None:
        return hindrance
    phone = PermanentDevice(
        id=kept.device_id, kind=AuthenticatorKind.KEY_APP, state=DeviceState.ACTIVE, platform=kept.platform
    )
    is_first = kept.deed == HolderDeed.BIND_FIRST_DEVICE
    after = (bind_first_device if is_first else bind_phone)(before, phone, now=now)
    if isinstance(after, NotAllowed):
        return Reason.CONFLICT
    if not write_changes(tx, before, after):
        raise LostRaceError
    sealed = proof.ports.vault.seal(proof.packed, place=key_place(kept.device_id))
    bound = own_device(after, kept.device_id) or phone
    tx.add_device(after, bound, suite=kept.suite, sealed_key=sealed, at=now)
    tx.pose_question(kept.device_id, kept.challenge)  # it is never asked again
    if is_first:  # whatever the password alone had opened is over
        tx.end_sessions(kept.holder_id, now=now)
    return _leave(tx, proof, bound, replaced=phones_in_use(before))


def _leave(
    tx: Transaction, proof: _Proof, bound: PermanentDevice, *, replaced: tuple[PermanentDevice, ...]
) -> PhoneRegistered:
    trace = Trace(
        happening=Happening.PHONE_MOVED if replaced else Happening.PHONE_REGISTERED,
        door=proof.door,
        now=proof.now,
        actor=Actor(kind="holder", id=proof.holder.id),
        device=bound,
        detail={"deed": proof.kept.deed, "replaced": " ".join(one.id for one in replaced)},
        stopped_as=OwnDeed.MOVE_PHONE if replaced else OwnDeed.REGISTER_PHONE,
        touched={"authenticator": bound.id},
    )
    done = leave(proof.ports, tx, proof.holder, trace)
    return PhoneRegistered(
        device=bound,
        username=proof.holder.username,
        has_replaced=bool(replaced),
        at=done.at,
        reference=done.reference,
    )


def _hindrance(tx: Transaction, proof: _Proof, account: Account) -> Reason | None:
    """Tell what has changed since the registration was begun; None: nothing that matters."""
    kept = proof.kept
    if kept.deed == MOVE:
        return hindrance_to_move(proof.ports, tx, kept, account, now=proof.now)
    session = tx.session(kept.session)
    if session is None or session.expires_at <= proof.now:
        return Reason.CHALLENGE_EXPIRED
    if kept.deed == HolderDeed.BIND_FIRST_DEVICE:
        return None  # the deed itself looks whether it is the first
    by = AuthenticatorId(kept.proved_by)
    is_good = may_have_answered(account, HolderDeed.BIND_DEVICE, by=by, subject=by)
    return None if is_good else Reason.STEP_UP_REQUIRED
