"""One step of a login whose password is proved, and its three ends: asked, let in, turned away.

Everything a step writes is written in its one transaction; the doors get the view only after it has committed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Granted, Refused
from sekisho.core.accounts import Account
from sekisho.core.authenticators.due import awaits_activation
from sekisho.core.authenticators.kinds import AuthenticatorId, kind_of
from sekisho.core.events import Happening
from sekisho.core.help.leads import Lead, holding_of, lead_of
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import UNANSWERED_TOLD_AT
from sekisho.workflows.accounts import account_as_of, account_in_time
from sekisho.workflows.alarms import alarm_unanswered
from sekisho.workflows.approvals.ask import ask_approval
from sekisho.workflows.claim import Claim, new_reference
from sekisho.workflows.door import Door
from sekisho.workflows.factors import factor_views
from sekisho.workflows.granting import open_session
from sekisho.workflows.outcomes import FactorView, LoginState, LoginView, RefusalView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.posing import NotPosed, pose
from sekisho.workflows.records import SIGN_IN, HolderRecord, LoginRecord
from sekisho.workflows.refusing import record_refusal, remember_expiry


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Who is at which login, in which transaction. `bearer` is the login's id as its claimant knows it."""

    ports: Ports
    tx: Transaction
    claim: Claim
    holder: HolderRecord
    account: Account
    login: LoginRecord
    bearer: Secret

    def view(self, state: LoginState) -> LoginView:
        """Show the login in `state`, with nothing more."""
        return LoginView(id=self.bearer, state=state, surface=self.claim.surface, mode=self.claim.mode)


def resume(ports: Ports, tx: Transaction, login: LoginRecord, *, bearer: Secret, door: Door, now: datetime) -> Step:
    """Take up a stored login, with its account as it is now."""
    holder = tx.holder(login.holder_id)
    claim = Claim(holder=holder, surface=login.surface, mode=login.mode, door=door, now=now, purpose=login.purpose)
    account = account_as_of(ports, tx, holder.account_number, now=now)
    return Step(ports=ports, tx=tx, claim=claim, holder=holder, account=account, login=login, bearer=bearer)


def choices(step: Step) -> tuple[AuthenticatorId, ...]:
    """Give what this login may be answered with now, best first; a proof inside a session, with what was asked alone."""
    if step.login.purpose != SIGN_IN:
        return ()
    evidence = Evidence(credentials=step.login.credentials)
    decision = decide(step.account, evidence, surface=step.login.surface, mode=step.login.mode, now=step.claim.now)
    match decision:
        case FactorRequired(offered=offered):
            return offered
        case Refused(alternatives=alternatives):
            return alternatives
        case Granted():
            return ()
    assert_never(decision)


def ask(step: Step, offered: tuple[AuthenticatorId, ...], *, first: AuthenticatorId, happening: Happening) -> LoginView:
    """Put a question to `first`; the holder may choose any other of `offered`."""
    authenticator = step.account.find(first)
    if authenticator is None:
        message = "the policy offered an authenticator that the account does not have"
        raise LookupError(message)
    posed = pose(step.ports, step.tx, login=step.login, authenticator=authenticator, now=step.claim.now)
    factors = factor_views(step.account, offered)
    if isinstance(posed, NotPosed):
        others = tuple(factor for factor in factors if factor.id != first)
        return stop(step, posed.reason, retry_at=posed.retry_at, can_continue_with=others)
    kind = posed.view.factor.kind
    if posed.unanswered >= UNANSWERED_TOLD_AT:
        alarm_unanswered(step.ports, step.tx, step.holder, claim=step.claim, kind=kind)
    approval = ask_approval(
        step.ports,
        step.tx,
        claim=step.claim,
        holder=step.holder,
        login=step.login,
        authenticator=authenticator,
        challenge_id=posed.challenge_id,
    )
    step.tx.record(step.claim.event(happening, factor=kind, approval=approval.id if approval else ""))
    return replace(step.view(LoginState.CHALLENGE), factors=factors, challenge=posed.view, approval=approval)


def let_in(step: Step, granted: Granted, *, answered: AuthenticatorId | None) -> LoginView:
    """Open the session and end the login."""
    grant = open_session(
        step.ports,
        step.tx,
        claim=step.claim,
        holder=step.holder,
        account=step.account,
        granted=_foreseen(step, granted, answered=answered),
        answered=answered,
    )
    view = step.view(LoginState.GRANTED)
    return LoginView(id=view.id, state=view.state, surface=view.surface, mode=view.mode, grant=grant)


def _foreseen(step: Step, granted: Granted, *, answered: AuthenticatorId | None) -> Granted:
    if not awaits_activation(step.account):
        return granted
    in_time = account_in_time(step.ports, step.tx, step.account.number)
    evidence = Evidence(credentials=step.login.credentials, answered=answered)
    surface, mode = step.login.surface, step.login.mode
    return in_time.foreseen(granted, evidence, surface=surface, mode=mode, now=step.claim.now)


def turn_away(step: Step, refused: Refused) -> LoginView:
    """Say no with the exact reason; a suspended device may still be offered."""
    remember_expiry(step.tx, step.account, now=step.claim.now)
    others = factor_views(step.account, refused.alternatives)
    return stop(step, refused.reason, retry_at=refused.retry_at, can_continue_with=others)


def note(
    step: Step,
    reason: Reason,
    *,
    happening: Happening,
    retry_at: datetime | None = None,
    manner: Manner | None = None,
) -> LoginView:
    """Say no and record it, without settling the login."""
    refusal = record_refusal(
        step.ports,
        step.tx,
        claim=step.claim,
        reason=reason,
        happening=happening,
        retry_at=retry_at,
        manner=manner,
        lead=lead_for(step, reason, manner=manner),
    )
    return refused_step(step, refusal)


def lead_for(step: Step, reason: Reason, *, manner: Manner | None = None) -> Lead | None:
    """Give where a refusal of this login leads, by what was asked and what the account holds."""
    asked = step.account.find(step.login.challenge.authenticator_id) if step.login.challenge else None
    kind = None if asked is None else kind_of(asked)
    return lead_of(reason, manner=manner, asked=kind, holding=holding_of(step.account))


def stop(
    step: Step,
    reason: Reason,
    *,
    happening: Happening = Happening.SIGN_IN_REFUSED,
    retry_at: datetime | None = None,
    can_continue_with: tuple[FactorView, ...] = (),
    manner: Manner | None = None,
) -> LoginView:
    """Settle the login as refused, before the trail's head is taken; it is over unless something is left to continue with."""
    reference = new_reference(step.ports.dice)
    step.tx.settle_login(
        step.login.id_hash,
        outcome="refused",
        reason=reason,
        reference=reference,
        is_over=not can_continue_with,
    )
    refusal = record_refusal(
        step.ports,
        step.tx,
        claim=step.claim,
        reason=reason,
        happening=happening,
        retry_at=retry_at,
        can_continue_with=can_continue_with,
        reference=reference,
        manner=manner,
        lead=lead_for(step, reason, manner=manner),
    )
    return refused_step(step, refusal, factors=can_continue_with)


def refused_step(step: Step, refusal: RefusalView, *, factors: tuple[FactorView, ...] = ()) -> LoginView:
    """Show the refused login."""
    view = step.view(LoginState.REFUSED)
    return LoginView(
        id=view.id, state=view.state, surface=view.surface, mode=view.mode, factors=factors, refusal=refusal
    )
