"""Moving to a new phone, entirely on the new one (B066, B067): name and password, then what else the holder has.

The physical device answers where one is in use. Where none is, a code goes to the telephone on file, if it has stood there for 14
days; because telephone numbers are stolen, a phone moved by the code alone can answer for the first time only a day later, after
every address was told and could stop it, and not at all if the old phone was used meanwhile. No timer takes the old phone away:
the new one's response does. Everything else is the desk's (B068).
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorKind, Platform, kind_of
from sekisho.core.authenticators.phones import ANSWERED_WITHIN, MOVE_LASTS, ByCode, ByDevice, judge_move
from sekisho.core.desk.masking import mask
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.stops import OwnDeed
from sekisho.workflows.answering import LostRaceError, answer
from sekisho.workflows.devices.deed import Trace, leave
from sekisho.workflows.devices.mailed_code import CodeSent, count_code, send_code
from sekisho.workflows.door import Door
from sekisho.workflows.factors import factor_view
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginUnknown, LoginView, RefusalView
from sekisho.workflows.phones.admission import MOVE, admitted, draw_phone, event_of, password_print
from sekisho.workflows.phones.errand import NOT_HERE, find_errand, id_of, open_errand, refusal_of, typed_for
from sekisho.workflows.phones.outcomes import CodeAsked, MoveBegun, PhoneAdmitted
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove import done, not_done
from sekisho.workflows.prove_password import prove_password
from sekisho.workflows.records import LoginRecord
from sekisho.workflows.step import Step, ask, note, resume, stop
from sekisho.workflows.work.devices import MailedCode
from sekisho.workflows.work.phones import RegistrationRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveResponse:
    """What the new phone sends: for which move, under which bearer value."""

    move: str
    token: Secret
    response: str
    door: Door


def begin_move(
    ports: Ports, *, username: str, password: Secret, platform: Platform, door: Door
) -> MoveBegun | RefusalView:
    """Prove the password and ask what else there is, or say who can help."""
    proved = prove_password(ports, typed_for(MOVE, username=username, password=password, door=door))
    if isinstance(proved, RefusalView):
        return proved
    with ports.store.transaction() as tx:
        return _ask(open_errand(ports, tx, proved, subject=platform.value))


def finish_move(ports: Ports, sent: MoveResponse) -> PhoneAdmitted | RefusalView | LoginUnknown:
    """Take the device's response or the code, and admit the new phone."""
    login = find_errand(ports, sent.token, id_=sent.move, purpose=MOVE)
    if login is None:
        return LoginUnknown()
    if login.challenge is None:
        return _finish_by_code(ports, login, sent)
    given: list[PhoneAdmitted] = []

    def conclude(step: Step, by: Authenticator) -> LoginView:
        if not step.tx.settle_login(login.id_hash, outcome="granted", is_over=True):
            raise LostRaceError
        judged = _judge(step)
        if not isinstance(judged, ByDevice) or judged.device.id != by.id:
            return not_done(step)
        given.append(_admit(step, judged, proved_by=by))
        return done(step)

    view = answer(ports, login, bearer=sent.token, response=sent.response, door=sent.door, conclude=conclude)
    if view.state is LoginState.GRANTED and given:
        return given[-1]
    return view.refusal or LoginUnknown()


def _ask(step: Step) -> MoveBegun | RefusalView:
    judged = NOT_HERE.get(step.holder.credentials) or _judge(step)
    match judged:
        case Reason():
            return refusal_of(stop(step, judged))
        case ByDevice(device=device):
            view = ask(step, (device.id,), first=device.id, happening=Happening.PROOF_ASKED)
            if view.challenge is None:
                return refusal_of(view)
            return _begun(step, expires_at=view.challenge.expires_at, asked=view.challenge)
        case ByCode(phone=phone, number=number):
            sent = CodeSent(
                subject=_subject(step),
                to=number,
                message="own.move_code",
                happening=Happening.PHONE_CODE_SENT,
                kind=AuthenticatorKind.KEY_APP,
            )
            send_code(step.ports, step.tx, step.holder, sent, door=step.claim.door, now=step.claim.now)
            asked = CodeAsked(sent_to=mask(number), factor=factor_view(phone))
            return _begun(step, expires_at=step.login.expires_at, asked=asked)
        case never:
            assert_never(never)


def _begun(step: Step, *, expires_at: datetime, asked: ChallengeView | CodeAsked) -> MoveBegun:
    return MoveBegun(id=id_of(step.login.id_hash), token=step.bearer, expires_at=expires_at, asked=asked)


def _judge(step: Step) -> ByDevice | ByCode | Reason:
    stopped_at = step.tx.stopped_at(step.account.number)
    contacts = step.tx.contacts(step.holder.id)
    return judge_move(step.account, contacts, stopped_at=stopped_at, now=step.claim.now)


def _finish_by_code(ports: Ports, login: LoginRecord, sent: MoveResponse) -> PhoneAdmitted | RefusalView:
    now = ports.clock.now()
    code: MailedCode | Reason = Reason.CHALLENGE_EXPIRED
    if not login.is_over and now < login.expires_at:
        code = count_code(ports, _subject_of(login.holder_id), sent.response)
    with suppress(LostRaceError), ports.store.transaction() as tx:
        step = resume(ports, tx, login, bearer=sent.token, door=sent.door, now=now)
        if isinstance(code, Reason):
            return refusal_of(note(step, code, happening=Happening.PHONE_REFUSED))
        return _admit_by_code(step, code)
    with ports.store.transaction() as tx:
        step = resume(ports, tx, login, bearer=sent.token, door=sent.door, now=now)
        return refusal_of(note(step, Reason.RESPONSE_USED, happening=Happening.PHONE_REFUSED))


def _admit_by_code(step: Step, code: MailedCode) -> PhoneAdmitted | RefusalView:
    tx = step.tx
    if not tx.settle_login(step.login.id_hash, outcome="granted", is_over=True):
        raise LostRaceError
    if not tx.spend_mailed_code(code.subject, code_print=code.code_print):
        raise LostRaceError
    judged = _judge(step)
    if not isinstance(judged, ByCode):
        return refusal_of(not_done(step))
    return _admit(step, judged, proved_by=None)


def _admit(step: Step, judged: ByDevice | ByCode, *, proved_by: Authenticator | None) -> PhoneAdmitted:
    """Give the new phone its key. By the code alone it waits, and every address is told now, with the link that stops it."""
    ports, now = step.ports, step.claim.now
    not_before = now + ports.terms.phone_waits_for if proved_by is None else None
    wanted = RegistrationRecord(
        account=step.account.number,
        holder_id=step.holder.id,
        deed=MOVE,
        made_at=now,
        expires_at=now + ANSWERED_WITHIN if not_before is None else not_before + MOVE_LASTS,
        proved_by=proved_by.id if proved_by else "",
        replaces=judged.phone.id,
        password_print=password_print(ports.vault, step.holder),
        not_before=not_before,
    )
    drawn = draw_phone(ports, wanted, Platform(step.login.subject))
    kept = replace(drawn.registration, admitted_at=now)
    step.tx.begin_registration(kept)
    _leave(step, kept, proved_by=proved_by)
    return admitted(drawn, kept, holder=step.holder, account=step.account)


def _leave(step: Step, kept: RegistrationRecord, *, proved_by: Authenticator | None) -> None:
    door, now, holder = step.claim.door, step.claim.now, step.holder
    if proved_by is not None:
        proof = kind_of(proved_by).value
        step.tx.record(
            event_of(Happening.PHONE_ADMITTED, door=door, now=now, holder=holder, deed=MOVE, proved_with=proof)
        )
        return
    trace = Trace(
        happening=Happening.PHONE_MOVE_ASKED,
        door=door,
        now=now,
        actor=Actor(kind="claimant", id=holder.id),
        detail={"deed": MOVE, "proved_with": "mailed code", "replaces": kept.replaces},
        params={"takes_place_at": kept.not_before.isoformat()} if kept.not_before else {},
        stopped_as=OwnDeed.ASK_MOVE,
        touched={"registration": kept.token_print, "authenticator": kept.device_id},
    )
    leave(step.ports, step.tx, holder, trace)


def _subject(step: Step) -> str:
    return _subject_of(step.holder.id)


def _subject_of(holder_id: str) -> str:
    return f"move of {holder_id}"
