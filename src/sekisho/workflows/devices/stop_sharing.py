"""A device is no longer shared: ended by the owner or by the borrower, with a proof as strong as whatever guards the account.

What waits for Compliance is taken back without one. A borrower's last usable device is left alone: nobody could come in any more.
"""

from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.sharing import ShareEvent, ShareState, is_missed_by
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.devices.deed import Detail, Trace, leave, own_device, refuse
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceBegun, DeviceDone
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.sharers import end_share
from sekisho.workflows.step import Step
from sekisho.workflows.work.sharing import Share

DEED: Final = HolderDeed.STOP_SHARING


def begin_stopping(
    ports: Ports, visitor: Visitor, *, share_id: str, retyped: Retyped | None, door: Door
) -> DeviceBegun:
    """Ask a proof for the end of a sharing; take a request back at once."""
    with ports.store.reading() as tx:
        share = _own_share(tx, visitor, share_id)
        reason = Reason.NOT_FOUND if share is None else _hindrance(tx, share)
    if share is None or reason is not None:
        return refuse(ports, visitor, reason=reason or Reason.NOT_FOUND, deed=DEED)
    if share.state is ShareState.PENDING:
        return _withdraw(ports, visitor, share, door=door)
    return ask(ports, visitor, task_of(share_id), retyped=retyped, door=door)


def is_request(ports: Ports, visitor: Visitor, share_id: str) -> bool:
    """Tell whether a sharing only waits for Compliance: then it is taken back at once."""
    with ports.store.reading() as tx:
        share = _own_share(tx, visitor, share_id)
    return share is not None and share.state is ShareState.PENDING


def finish_stopping(ports: Ports, visitor: Visitor, *, share_id: str, answered: Answered) -> DeviceAnswer:
    """Take the answer and end the sharing."""

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        del by
        share = _own_share(step.tx, visitor, share_id)
        if share is None or share.state is not ShareState.ACTIVE:
            return Reason.CONFLICT
        reason = _hindrance(step.tx, share)
        if reason is not None:
            return reason
        if not end_share(step.tx, share, ShareEvent.END, now=step.claim.now):
            raise LostRaceError
        return Effected(device=share.device, after=account, detail=_detail(share), also=(share.owner, share.borrower))

    return conclude(ports, visitor, task_of(share_id), answered=answered, effect=effect)


def task_of(share_id: str) -> Task:
    """Give the deed upon this sharing."""
    return Task(deed=DEED, subject=share_id, happening=Happening.SHARING_STOPPED)


def _withdraw(ports: Ports, visitor: Visitor, share: Share, *, door: Door) -> DeviceDone | RefusalView:
    if not may(DEED, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=DEED)
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        if end_share(tx, share, ShareEvent.WITHDRAW, now=now):
            holder = tx.holder(visitor.holder_id)
            trace = Trace(
                happening=Happening.SHARING_STOPPED,
                door=door,
                now=now,
                actor=Actor(kind="holder", id=holder.id),
                device=own_device(tx.account(share.owner), share.device),
                detail=_detail(share),
                also=(share.owner, share.borrower),
            )
            return leave(ports, tx, holder, trace)
    return refuse(ports, visitor, reason=Reason.CONFLICT, deed=DEED)


def _own_share(tx: Transaction, visitor: Visitor, share_id: str) -> Share | None:
    """Find a sharing of this account; somebody else's does not exist here (REC-03)."""
    share = tx.share(share_id)
    number = tx.holder(visitor.holder_id).account_number
    return share if share is not None and number in (share.owner, share.borrower) else None


def _hindrance(tx: Transaction, share: Share) -> Reason | None:
    if share.state not in (ShareState.PENDING, ShareState.ACTIVE):
        return Reason.CONFLICT
    is_used = share.state is ShareState.ACTIVE
    return Reason.CONFLICT if is_used and is_missed_by(tx.account(share.borrower), share.device) else None


def _detail(share: Share) -> Detail:
    return {"share": share.id, "owner": share.owner, "borrower": share.borrower}
