"""The phone approves: the number first, then the response to the login's own challenge.

A wrong number ends the request and is compared before anything is counted, so that whoever stole a listening token cannot spend
the holder's tries with it eight times out of nine. A response is counted, verified and spent like one typed by hand, in the
holder's budget; the month's cap is that of the browser which asks, for the phone is no browser of its own. Approving opens
nothing: the session is opened for the browser that began the login, when it comes for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.authenticators.approvals import (
    APPROVAL_LIFE,
    CLAIMED_WITHIN,
    ApprovalEvent,
    ApprovalState,
    is_right,
    state_at,
)
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.answering import LostRaceError, answer
from sekisho.workflows.approvals.listening import may_listen
from sekisho.workflows.approvals.outcomes import ApprovalMoved, ApprovalRefused
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, LoginUnknown, LoginView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import LoginRecord
from sekisho.workflows.step import Step, note, resume
from sekisho.workflows.work.approvals import ApprovalRecord

TOLD_AS: Final = {
    ApprovalState.EXPIRED: Reason.CHALLENGE_EXPIRED,
    ApprovalState.APPROVED: Reason.RESPONSE_USED,
    ApprovalState.CLAIMED: Reason.RESPONSE_USED,
}
"""Why a request that is not pending is refused; `conflict` where the login went another way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A call of the app upon one request."""

    device: str
    token: Secret
    approval: str
    door: Door


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The request that is meant, and its login."""

    approval: ApprovalRecord
    login: LoginRecord


def answer_approval(
    ports: Ports, heard: Heard, *, number: str, response: str
) -> ApprovalMoved | ApprovalRefused | LoginUnknown:
    """Approve a login; `LoginUnknown`: no such request for this phone."""
    found = find(ports, heard)
    if isinstance(found, LoginUnknown):
        return found
    approval, now = found.approval, ports.clock.now()
    state = state_at(approval.standing, now)
    if state is not ApprovalState.PENDING:
        return refuse(ports, found, state, door=heard.door)
    if not is_right(number, number=approval.number, numbers=approval.numbers):
        return _mismatched(ports, found, door=heard.door)

    def conclude(step: Step, answered: Authenticator) -> LoginView:
        del answered
        move(step.tx, approval, ApprovalEvent.APPROVE, now=step.claim.now, until=step.claim.now + CLAIMED_WITHIN)
        step.tx.record(step.claim.event(Happening.APPROVAL_GIVEN, approval=approval.id))
        return step.view(LoginState.GRANTED)

    view = answer(
        ports,
        found.login,
        bearer=Secret(""),
        response=response,
        door=heard.door,
        conclude=conclude,
        client=approval.client,
    )
    if view.refusal is None:
        return ApprovalMoved(state=ApprovalState.APPROVED)
    return ApprovalRefused(refusal=view.refusal, state=_state_now(ports, approval))


def find(ports: Ports, heard: Heard) -> Found | LoginUnknown:
    """Find the request that the app means; another phone's does not exist for it."""
    with ports.store.reading() as tx:
        if not may_listen(ports, tx, device=heard.device, token=heard.token):
            return LoginUnknown()
        approval = tx.approval(heard.approval, device=AuthenticatorId(heard.device))
        login = None if approval is None else tx.login(approval.login_hash)
    if approval is None or login is None:
        return LoginUnknown()
    return Found(approval=approval, login=login)


def move(
    tx: Transaction, approval: ApprovalRecord, event: ApprovalEvent, *, now: datetime, until: datetime | None = None
) -> ApprovalState:
    """Move a request as its lifecycle says, or leave the transaction: somebody else was faster."""
    old = approval.standing.state
    new = APPROVAL_LIFE.after(old, event)
    if not isinstance(new, ApprovalState) or not tx.move_approval(approval.id, old=old, new=new, now=now, until=until):
        raise LostRaceError
    return new


def refuse(ports: Ports, found: Found, state: ApprovalState, *, door: Door) -> ApprovalRefused:
    """Say, and record, that a request is not pending any more."""
    with ports.store.transaction() as tx:
        step = resume(ports, tx, found.login, bearer=Secret(""), door=door, now=ports.clock.now())
        view = note(step, TOLD_AS.get(state, Reason.CONFLICT), happening=Happening.RESPONSE_REFUSED)
    return refused(view, state)


def refused(view: LoginView, state: ApprovalState) -> ApprovalRefused:
    """Give the refusal of a login as one of a request."""
    if view.refusal is None:
        message = "only a login with a refusal is refused"
        raise ValueError(message)
    return ApprovalRefused(refusal=view.refusal, state=state)


def lost(ports: Ports, found: Found, *, door: Door) -> ApprovalRefused:
    """Refuse what somebody else was faster with."""
    return refuse(ports, found, _state_now(ports, found.approval), door=door)


def _state_now(ports: Ports, approval: ApprovalRecord) -> ApprovalState:
    with ports.store.reading() as tx:
        latest = tx.approval(approval.id, device=approval.device_id)
    return ApprovalState.OVER if latest is None else state_at(latest.standing, ports.clock.now())


def _mismatched(ports: Ports, found: Found, *, door: Door) -> ApprovalRefused:
    try:
        with ports.store.transaction() as tx:
            now = ports.clock.now()
            tx.verify_time(now)
            state = move(tx, found.approval, ApprovalEvent.MISMATCH, now=now)
            step = resume(ports, tx, found.login, bearer=Secret(""), door=door, now=now)
            view = note(step, Reason.CONFLICT, happening=Happening.APPROVAL_MISMATCHED)
            return refused(view, state)
    except LostRaceError:
        return lost(ports, found, door=door)
