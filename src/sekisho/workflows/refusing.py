"""Saying no: one reference number, one entry in the trail with the true reason, one view with what may be told."""

from datetime import datetime

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import CardState, CodeCard, PasscodeState, TemporaryPasscode
from sekisho.core.events import Happening
from sekisho.core.help.leads import Lead, lead_of
from sekisho.core.reasons import Manner, Reason
from sekisho.workflows.claim import Claim, new_reference
from sekisho.workflows.outcomes import FactorView, RefusalView
from sekisho.workflows.ports import Ports, Transaction


def record_refusal(
    ports: Ports,
    tx: Transaction,
    *,
    claim: Claim,
    reason: Reason,
    happening: Happening = Happening.SIGN_IN_REFUSED,
    retry_at: datetime | None = None,
    attempts_left: int | None = None,
    can_continue_with: tuple[FactorView, ...] = (),
    name_print: str = "",
    is_proved: bool = True,
    reference: str = "",
    manner: Manner | None = None,
    lead: Lead | None = None,
) -> RefusalView:
    """Record the refusal and give what is told. `is_proved`: the password was right, so the residence's number is shown.

    `reference` is given where it was drawn before, because a row that names it is written before the trail. The trail keeps
    what the claimant is advised, so that the desk reads out the same.
    """
    reference = reference or new_reference(ports.dice)
    lead = lead or lead_of(reason, manner=manner)
    advice = "" if lead is None else lead.written
    tx.record(claim.event(happening, reference=reference, reason=reason, name_print=name_print, advice=advice))
    return RefusalView(
        reason=reason,
        reference=reference,
        retry_at=retry_at,
        residence=claim.holder.residence if claim.holder and is_proved else "",
        attempts_left=attempts_left,
        can_continue_with=can_continue_with,
        manner=manner,
        lead=lead,
    )


def remember_expiry(tx: Transaction, account: Account, *, now: datetime) -> None:
    """Write down what has been seen expired, so that a clock set back does not revive it."""
    for authenticator in account.authenticators:
        match authenticator:
            case CodeCard(state=CardState.ACTIVE, expires_at=ends_at) if ends_at is not None and ends_at <= now:
                tx.set_authenticator_state(authenticator.id, old=CardState.ACTIVE, new=CardState.EXPIRED)
            case TemporaryPasscode(state=PasscodeState.LIVE, expires_at=ends_at) if ends_at <= now:
                tx.set_authenticator_state(authenticator.id, old=PasscodeState.LIVE, new=PasscodeState.EXPIRED)
            case _:
                pass
