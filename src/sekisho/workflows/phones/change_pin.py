"""A new PIN for the key app (B069), in the app itself: a response under the PIN in force and one under the new one.

The first response is counted, and stops the phone at the tenth wrong one, like any answer of a device with a PIN. The second one
shows that the new PIN arrived as it was meant; the key stays the same. Only after the first one is the new PIN compared with what
is on file: before it, whoever has the password alone would learn the telephone number, digit by digit.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_key import pack, unpack, verify_response
from sekisho.core.authenticators.kinds import (
    Authenticator,
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    Platform,
)
from sekisho.core.authenticators.phones import read_phone_pin
from sekisho.core.authenticators.soft_pin import PinRejected
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.stops import OwnDeed
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.answering import LostRaceError, answer
from sekisho.workflows.devices.deed import Trace, leave, own_device
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginUnknown, LoginView, RefusalView
from sekisho.workflows.phones.errand import NOT_HERE, find_errand, id_of, open_errand, refusal_of, typed_for
from sekisho.workflows.phones.outcomes import PhonePinRefused, PinChangeBegun, PinChanged, PinChangeRefused
from sekisho.workflows.ports import Ports
from sekisho.workflows.posing import draw_question
from sekisho.workflows.prove import done, not_done
from sekisho.workflows.prove_password import prove_password
from sekisho.workflows.records import LoginRecord
from sekisho.workflows.step import Step, ask, stop
from sekisho.workflows.verifying import key_place

PURPOSE = "change_phone_pin"
PinChange = PinChanged | PinChangeRefused | PhonePinRefused | RefusalView | LoginUnknown


@dataclass(frozen=True, kw_only=True, slots=True)
class PinResponses:
    """What the app sends: a response under the PIN in force, one under the new one, and the new one."""

    change: str
    token: Secret
    present: str
    new: str
    pin: Secret
    door: Door


def begin_pin_change(
    ports: Ports, *, username: str, password: Secret, device: str, door: Door
) -> PinChangeBegun | RefusalView:
    """Prove the password and draw both challenges for one of the holder's own phones."""
    proved = prove_password(ports, typed_for(PURPOSE, username=username, password=password, door=door))
    if isinstance(proved, RefusalView):
        return proved
    with ports.store.transaction() as tx:
        account = account_as_of(ports, tx, proved.holder.account_number, now=proved.claim.now)
        hindrance = NOT_HERE.get(proved.holder.credentials) or _hindrance(account, device)
        second = "" if hindrance else draw_question(ports, tx, AuthenticatorId(device))
        step = open_errand(ports, tx, proved, subject=second)
        if hindrance is not None:
            return refusal_of(stop(step, hindrance))
        phone = AuthenticatorId(device)
        view = ask(step, (phone,), first=phone, happening=Happening.PROOF_ASKED)
    if view.challenge is None or view.challenge.code is None:
        return refusal_of(view)
    return PinChangeBegun(
        id=id_of(step.login.id_hash),
        token=step.bearer,
        challenges=(view.challenge.code, second),
        expires_at=view.challenge.expires_at,
    )


def finish_pin_change(ports: Ports, sent: PinResponses) -> PinChange:
    """Verify both responses and seal the key with the new PIN."""
    login = find_errand(ports, sent.token, id_=sent.change, purpose=PURPOSE)
    if login is None or login.challenge is None:
        return LoginUnknown()
    judged = read_phone_pin(sent.pin, on_file=())
    if isinstance(judged, PinRejected):
        return PhonePinRefused(why=judged.why)
    changed: list[PinChanged | PhonePinRefused] = []
    view = answer(
        ports,
        login,
        bearer=sent.token,
        response=sent.present,
        door=sent.door,
        conclude=_concluding(ports, login, sent, changed),
    )
    if changed and (view.state is LoginState.GRANTED or isinstance(changed[-1], PhonePinRefused)):
        return changed[-1]
    if view.challenge is not None and view.refusal is not None:
        return PinChangeRefused(refusal=view.refusal, challenges=(login.challenge.question, login.subject))
    return view.refusal or LoginUnknown()


def _concluding(
    ports: Ports, login: LoginRecord, sent: PinResponses, changed: list[PinChanged | PhonePinRefused]
) -> Callable[[Step, Authenticator], LoginView]:
    def conclude(step: Step, by: Authenticator) -> LoginView:
        if not step.tx.settle_login(login.id_hash, outcome="granted", is_over=True):
            raise LostRaceError
        if _hindrance(step.account, by.id) is not None:
            return not_done(step)
        judged = read_phone_pin(sent.pin, on_file=(step.holder.phone, step.holder.account_number))
        if isinstance(judged, PinRejected):
            changed.append(PhonePinRefused(why=judged.why))
            return not_done(step)
        kept = step.tx.secrets(by.id)
        packed = pack(unpack(ports.vault.open(kept.sealed_key, place=key_place(by.id))).key, pin=sent.pin)
        if not verify_response(packed, suite=kept.suite, challenge=login.subject, typed=sent.new):
            return not_done(step)
        sealed = ports.vault.seal(packed, place=key_place(by.id))
        if not step.tx.replace_key(by.id, sealed_key=sealed, old=kept.sealed_key):
            raise LostRaceError
        changed.append(_leave(step, by))
        return done(step)

    return conclude


def _leave(step: Step, by: Authenticator) -> PinChanged:
    device = own_device(step.account, by.id)
    trace = Trace(
        happening=Happening.PHONE_PIN_CHANGED,
        door=step.claim.door,
        now=step.claim.now,
        actor=Actor(kind="holder", id=step.holder.id),
        device=device,
        stopped_as=OwnDeed.CHANGE_PHONE_PIN,
        touched={"authenticator": by.id},
    )
    told = leave(step.ports, step.tx, step.holder, trace)
    return PinChanged(at=told.at, reference=told.reference)


def _hindrance(account: Account, device_id: str) -> Reason | None:
    """Tell why this phone's PIN may not be changed; None: it may."""
    device = own_device(account, device_id)
    if device is None or device.kind is not AuthenticatorKind.KEY_APP:
        return Reason.NOT_FOUND
    if device.state is not DeviceState.ACTIVE:
        return Reason.DEVICE_NOT_ACTIVE
    return None if device.platform is Platform.ANDROID else Reason.CONFLICT
