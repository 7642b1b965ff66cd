"""No second factor for trading, and back again (B104 to B108). The portal goes on asking.

Out takes user name, password and an answer of the strongest device in use; in takes nothing. It ends by itself as soon as a
device goes out of use.
"""

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account, opt_in, opt_out
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Trace, leave, refuse
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceDone
from sekisho.workflows.devices.proving import ACCOUNT, Answered, Effected, Task, ask, conclude, written
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ProofAsked, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.step import Step

TASK = Task(deed=HolderDeed.OPT_OUT, subject=ACCOUNT, happening=Happening.TRADING_OPTED_OUT)


def begin_opting_out(ports: Ports, visitor: Visitor, *, retyped: Retyped | None, door: Door) -> ProofAsked:
    """Ask the strongest device in use."""
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
        account = tx.account(holder.account_number)
    after = opt_out(account, residence=holder.residence, barred=ports.terms.no_opt_out)
    if isinstance(after, NotAllowed) or account.has_opted_out:
        return refuse(ports, visitor, reason=Reason.CONFLICT, deed=TASK.deed)
    return ask(ports, visitor, TASK, retyped=retyped, door=door)


def finish_opting_out(ports: Ports, visitor: Visitor, *, answered: Answered) -> DeviceAnswer:
    """Take the answer; from now on the trading platform asks the password alone."""

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        del by
        after = opt_out(account, residence=step.holder.residence, barred=step.ports.terms.no_opt_out)
        return written(step, after, device=None)

    return conclude(ports, visitor, TASK, answered=answered, effect=effect)


def opt_back_in(ports: Ports, visitor: Visitor, *, door: Door) -> DeviceDone | RefusalView:
    """Ask the second factor everywhere again."""
    deed = HolderDeed.OPT_IN
    if not may(deed, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=deed)
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        holder = tx.holder(visitor.holder_id)
        before = tx.account(holder.account_number)
        if before.has_opted_out and write_changes(tx, before, opt_in(before)):
            actor = Actor(kind="holder", id=holder.id)
            trace = Trace(happening=Happening.TRADING_OPTED_IN, door=door, now=now, actor=actor)
            return leave(ports, tx, holder, trace)
    return refuse(ports, visitor, reason=Reason.CONFLICT, deed=deed)
