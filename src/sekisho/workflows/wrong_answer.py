"""What a wrong answer does: it is recorded, the holder may be told, and the tenth one ends the authenticator."""

from typing import assert_never

from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.kinds import (
    Authenticator,
    CodeCard,
    DeviceState,
    PasscodeState,
    PermanentDevice,
    TemporaryPasscode,
)
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.throttle import SECOND_FACTOR, Admitted, Verdict
from sekisho.workflows.factors import factor_views
from sekisho.workflows.outcomes import LoginState, LoginView
from sekisho.workflows.ports import Transaction
from sekisho.workflows.posing import challenge_view
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.refusing import record_refusal
from sekisho.workflows.step import Step, choices, refused_step, stop
from sekisho.workflows.verifying import most_wrong


def refuse_wrong(step: Step, *, authenticator: Authenticator, wrong_in_row: int, verdict: Verdict) -> LoginView:
    """Refuse a wrong answer; the same question stays while tries are left."""
    if isinstance(authenticator, CodeCard):
        return _refuse_cells(step, authenticator, wrong_in_row=wrong_in_row)
    if wrong_in_row >= most_wrong(authenticator):
        reason = shut_out(step.tx, authenticator)
        view = stop(step, reason, happening=Happening.RESPONSE_REFUSED)
        message = "passcode_dead" if isinstance(authenticator, TemporaryPasscode) else "device_blocked"
        _tell(step, message, view)
        return view
    view = _again_or_over(step, authenticator)
    if isinstance(verdict, Admitted) and verdict.tries.in_row == SECOND_FACTOR.free:
        _tell(step, "second_factor_failing", view)
    return view


def shut_out(tx: Transaction, authenticator: PermanentDevice | TemporaryPasscode) -> Reason:
    """End an authenticator that was answered wrongly too often, and name the reason."""
    match authenticator:
        case PermanentDevice():
            for state in (DeviceState.ACTIVE, DeviceState.SUSPENDED):
                tx.set_authenticator_state(authenticator.id, old=state, new=DeviceState.BLOCKED)
            return Reason.DEVICE_SUSPENDED
        case TemporaryPasscode():
            tx.set_authenticator_state(authenticator.id, old=PasscodeState.LIVE, new=PasscodeState.DEAD)
            return Reason.PASSCODE_DEAD
        case _:
            assert_never(authenticator)


def _refuse_cells(step: Step, card: CodeCard, *, wrong_in_row: int) -> LoginView:
    if wrong_in_row >= code_card.MOST_TRIES and step.login.challenge is not None:
        step.tx.spend_cells(card.id, code_card.indices(step.login.challenge.question), now=step.claim.now)
        return stop(step, Reason.WRONG_RESPONSE, happening=Happening.RESPONSE_REFUSED)
    return _again_or_over(step, card)


def _again_or_over(step: Step, authenticator: Authenticator) -> LoginView:
    latest = step.tx.login(step.login.id_hash)
    challenge = latest.challenge if latest else None
    if challenge is None or challenge.tries >= challenge.most_tries:
        return stop(step, Reason.WRONG_RESPONSE, happening=Happening.RESPONSE_REFUSED)
    left = challenge.most_tries - challenge.tries
    refusal = record_refusal(
        step.ports,
        step.tx,
        claim=step.claim,
        reason=Reason.WRONG_RESPONSE,
        happening=Happening.RESPONSE_REFUSED,
        attempts_left=left,
    )
    view = refused_step(step, refusal, factors=factor_views(step.account, choices(step)))
    return LoginView(
        id=view.id,
        state=LoginState.CHALLENGE,
        surface=view.surface,
        mode=view.mode,
        factors=view.factors,
        challenge=challenge_view(challenge, authenticator),
        refusal=refusal,
    )


def _tell(step: Step, message: str, view: LoginView) -> None:
    params = {"reference": view.refusal.reference if view.refusal else ""}
    step.tx.send(OutgoingMessage(holder_id=step.holder.id, message=message, at=step.claim.now, params=params))
