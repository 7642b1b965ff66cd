"""The browser that began a login takes up its approval: the session is opened for it, and for nobody else.

Its bearer is the login's own id, which no phone and no other browser has. The policy is asked anew, as after an answer by hand.
"""

from contextlib import suppress

from sekisho.core.authenticators.approvals import ApprovalEvent, ApprovalState, state_at
from sekisho.core.secret import Secret
from sekisho.workflows.answer_challenge import enter
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.approvals.answer import move
from sekisho.workflows.claim import login_print
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginUnknown, LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.show_login import show_login
from sekisho.workflows.step import resume


def claim_approval(ports: Ports, *, login_id: Secret, door: Door) -> LoginView | LoginUnknown:
    """Open the session of an approved login, once; a login that is not approved is shown as it stands."""
    now = ports.clock.now()
    id_hash = login_print(ports.vault, login_id.reveal_text())
    with suppress(LostRaceError), ports.store.transaction() as tx:
        tx.verify_time(now)
        login, approval = tx.login(id_hash), tx.approval_of_login(id_hash)
        if login is None:
            return LoginUnknown()
        if (
            approval is None
            or login.expires_at <= now
            or state_at(approval.standing, now) is not ApprovalState.APPROVED
        ):
            raise LostRaceError
        step = resume(ports, tx, login, bearer=login_id, door=door, now=now)
        answered = step.account.find(approval.device_id)
        if answered is None:
            raise LostRaceError
        move(tx, approval, ApprovalEvent.CLAIM, now=now)
        return enter(step, answered)
    return show_login(ports, login_id=login_id)
