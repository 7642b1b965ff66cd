"""The phone turns a request away: *cancel* ends the request alone, *this is not me* ends the login and tells the holder.

Whoever sees a request that is not their own has learned that somebody knows the password. Nothing is locked: the next login is
answered by hand, and for an hour nobody is asked in the app again.
"""

from sekisho.core.authenticators.approvals import ApprovalEvent, ApprovalState, state_at
from sekisho.core.events import Happening
from sekisho.core.reasons import Manner, Reason
from sekisho.core.secret import Secret
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.approvals.answer import Found, Heard, find, lost, move, refuse
from sekisho.workflows.approvals.outcomes import ApprovalMoved, ApprovalRefused
from sekisho.workflows.outcomes import LoginUnknown
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.step import Step, resume, stop


def turn_away_approval(
    ports: Ports, heard: Heard, *, event: ApprovalEvent
) -> ApprovalMoved | ApprovalRefused | LoginUnknown:
    """Cancel or deny; `LoginUnknown`: no such request for this phone."""
    found = find(ports, heard)
    if isinstance(found, LoginUnknown):
        return found
    state = state_at(found.approval.standing, ports.clock.now())
    if state is not ApprovalState.PENDING:
        return refuse(ports, found, state, door=heard.door)
    try:
        with ports.store.transaction() as tx:
            return _turn_away(ports, tx, heard, found, event=event)
    except LostRaceError:
        return lost(ports, found, door=heard.door)


def _turn_away(ports: Ports, tx: Transaction, heard: Heard, found: Found, *, event: ApprovalEvent) -> ApprovalMoved:
    now = ports.clock.now()
    tx.verify_time(now)
    state = move(tx, found.approval, event, now=now)
    if event is ApprovalEvent.DENY and not tx.settle_login(found.login.id_hash, outcome="", is_over=False):
        raise LostRaceError
    step = resume(ports, tx, found.login, bearer=Secret(""), door=heard.door, now=now)
    if event is ApprovalEvent.DENY:
        _tell(step, found)
    else:
        tx.record(step.claim.event(Happening.APPROVAL_CANCELLED, approval=found.approval.id))
    return ApprovalMoved(state=state)


def _tell(step: Step, found: Found) -> None:
    """Refuse the login, and tell the holder on every address where it came from: the browser, not the phone."""
    view = stop(step, Reason.CONFLICT, happening=Happening.APPROVAL_DENIED, manner=Manner.TURNED_AWAY)
    params = {
        "browser": found.approval.browser,
        "address": found.approval.address,
        "reference": view.refusal.reference if view.refusal else "",
    }
    message = OutgoingMessage(holder_id=step.holder.id, message="approval_denied", at=step.claim.now, params=params)
    step.tx.announce(message)
