"""What a wrong answer does: it is recorded, the holder may be told, and the tenth one ends the authenticator."""

from dataclasses import replace
from typing import assert_never

from sekisho.core import throttle
from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.kinds import (
    Authenticator,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)
from sekisho.core.desk.possible import POSTED
from sekisho.core.events import Actor, Happening
from sekisho.core.messages import manner_of
from sekisho.core.reasons import Manner, Reason
from sekisho.core.throttle import SECOND_FACTOR, Admitted, Tries
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.factors import factor_views
from sekisho.workflows.outcomes import LoginState, LoginView
from sekisho.workflows.posing import challenge_view
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.refusing import record_refusal
from sekisho.workflows.sharers import tell_sharers
from sekisho.workflows.step import Step, choices, lead_for, refused_step, stop
from sekisho.workflows.verifying import most_wrong


def refuse_wrong(
    step: Step, *, authenticator: Authenticator, wrong_in_row: int, verdict: Admitted, is_copied: bool = False
) -> LoginView:
    """Refuse a wrong answer; the same question stays while tries are left.

    One that shows a passkey to be a copy is no more to whoever sent it, and more to its holder, who is told everywhere.
    """
    view = _refuse(step, authenticator=authenticator, wrong_in_row=wrong_in_row, verdict=verdict)
    if is_copied:
        _tell_of_copy(step, authenticator, view)
    return view


def _refuse(step: Step, *, authenticator: Authenticator, wrong_in_row: int, verdict: Admitted) -> LoginView:
    if not isinstance(authenticator, CodeCard) and wrong_in_row >= most_wrong(authenticator):
        return _shut_out_and_stop(step, authenticator)
    if isinstance(authenticator, CodeCard) and wrong_in_row >= code_card.MOST_TRIES and step.login.challenge:
        step.tx.spend_cells(authenticator.id, code_card.indices(step.login.challenge.question), now=step.claim.now)
        view = stop(
            step,
            Reason.WRONG_RESPONSE,
            happening=Happening.RESPONSE_REFUSED,
            retry_at=verdict.tries.closed_until,
        )
    else:
        view = _again_or_over(step, authenticator, tries=verdict.tries)
    if verdict.tries.in_row == SECOND_FACTOR.free:
        _tell(step, "second_factor_failing", view)
    return view


def _shut_out_and_stop(step: Step, authenticator: PermanentDevice | TemporaryPasscode) -> LoginView:
    """The last wrong answer that the authenticator bears; whatever else the holder has may go on."""
    reason, manner = shut_out(step, authenticator)
    after = replace(step, account=account_as_of(step.ports, step.tx, step.account.number, now=step.claim.now))
    others = factor_views(after.account, choices(after))
    view = stop(after, reason, happening=Happening.RESPONSE_REFUSED, can_continue_with=others, manner=manner)
    message = _tell(step, "passcode_dead" if isinstance(authenticator, TemporaryPasscode) else "device_blocked", view)
    if isinstance(authenticator, PermanentDevice):
        actor, blocked = Actor(kind="claimant", id=step.holder.id), Happening.AUTHENTICATOR_BLOCKED
        for event in tell_sharers(step.tx, message, device=authenticator.id, happening=blocked, actor=actor):
            step.tx.record(event)
    return view


def shut_out(step: Step, authenticator: PermanentDevice | TemporaryPasscode) -> tuple[Reason, Manner | None]:
    """End an authenticator that was answered wrongly too often, and with a device the opt-out; name the reason.

    A posted one stays posted: what stops it is its count, until it activates itself or the desk lets it answer again.
    """
    tx = step.tx
    match authenticator:
        case PermanentDevice():
            tx.end_opt_outs(authenticator.id)
            for state in (DeviceState.ACTIVE, DeviceState.SUSPENDED):
                tx.set_authenticator_state(authenticator.id, old=state, new=DeviceState.BLOCKED)
            is_posted = authenticator.state in POSTED
            return Reason.DEVICE_SUSPENDED, Manner.WRONG_ANSWERS_POSTED if is_posted else Manner.WRONG_ANSWERS
        case TemporaryPasscode():
            tx.set_authenticator_state(authenticator.id, old=PasscodeState.LIVE, new=PasscodeState.DEAD)
            return Reason.PASSCODE_DEAD, None
        case _:
            assert_never(authenticator)


def _again_or_over(step: Step, authenticator: Authenticator, *, tries: Tries) -> LoginView:
    latest = step.tx.login(step.login.id_hash)
    challenge = latest.challenge if latest else None
    manner = manner_of(Reason.WRONG_RESPONSE, authenticator)
    refused = Happening.RESPONSE_REFUSED
    if tries.closed_until is not None or challenge is None or challenge.tries >= challenge.most_tries:
        return stop(step, Reason.WRONG_RESPONSE, happening=refused, retry_at=tries.closed_until, manner=manner)
    left = min(challenge.most_tries - challenge.tries, throttle.left(SECOND_FACTOR, tries))
    refusal = record_refusal(
        step.ports,
        step.tx,
        claim=step.claim,
        reason=Reason.WRONG_RESPONSE,
        happening=refused,
        attempts_left=left,
        manner=manner,
        lead=lead_for(step, Reason.WRONG_RESPONSE, manner=manner),
    )
    view = refused_step(step, refusal, factors=factor_views(step.account, choices(step)))
    return LoginView(
        id=view.id,
        state=LoginState.CHALLENGE,
        surface=view.surface,
        mode=view.mode,
        factors=view.factors,
        challenge=replace(challenge_view(challenge, authenticator), attempts_left=left),
        refusal=refusal,
    )


def _tell_of_copy(step: Step, authenticator: Authenticator, view: LoginView) -> None:
    door, reference = step.claim.door, view.refusal.reference if view.refusal else ""
    params = {"browser": door.browser, "address": door.address, "reference": reference}
    step.tx.announce(
        OutgoingMessage(holder_id=step.holder.id, message="passkey_copied", at=step.claim.now, params=params)
    )
    event = step.claim.event(Happening.PASSKEY_COPIED, factor=kind_of(authenticator))
    step.tx.record(replace(event, detail={**event.detail, "authenticator": authenticator.id, "refusal": reference}))


def _tell(step: Step, message: str, view: LoginView) -> OutgoingMessage:
    params = {"reference": view.refusal.reference if view.refusal else ""}
    outgoing = OutgoingMessage(holder_id=step.holder.id, message=message, at=step.claim.now, params=params)
    step.tx.send(outgoing)
    return outgoing
