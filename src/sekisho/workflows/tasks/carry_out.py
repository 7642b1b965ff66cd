"""Doing a sensitive task that was proved: money asked for, a bank instruction added, an address changed.

The ceiling follows the factor that answered (B077) and is judged in the transaction that does it. The holder is told on every
address, the one that is replaced too, with a link that stops it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.desk.masking import mask
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.stops import OwnDeed
from sekisho.core.tasks.task import Task, TaskKind
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.claim import new_reference
from sekisho.workflows.devices.deed import Trace, leave
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.tasks.outcomes import TaskBeyond, TaskDone
from sekisho.workflows.tasks.recent import read_recent
from sekisho.workflows.work.tasks import BankInstruction, Withdrawal


@dataclass(frozen=True, kw_only=True, slots=True)
class _Proved:
    """One task, proved by `factor`, in its transaction."""

    ports: Ports
    tx: Transaction
    holder: HolderRecord
    task: Task
    factor: AuthenticatorKind
    now: datetime
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Effect:
    """What a task left: what stops it, what the message says, what the trail keeps."""

    stopped_by: OwnDeed
    subject: Mapping[str, str]
    told: Mapping[str, str]
    detail: Mapping[str, str]


def carry_out(
    ports: Ports,
    tx: Transaction,
    holder: HolderRecord,
    task: Task,
    *,
    factor: AuthenticatorKind,
    door: Door,
    now: datetime,
) -> TaskDone | TaskBeyond | Reason:
    """Do the task, whole; a reason says why it cannot be done as things are now. Raises `LostRaceError` for a lost race."""
    proved = _Proved(
        ports=ports, tx=tx, holder=holder, task=task, factor=factor, now=now, reference=new_reference(ports.dice)
    )
    effect = DEEDS[task.kind](proved)
    if not isinstance(effect, _Effect):
        return effect
    trace = Trace(
        happening=HAPPENED[task.kind],
        door=door,
        now=now,
        actor=Actor(kind="holder", id=holder.id),
        detail={"proved_with": factor.value, **effect.detail},
        params=dict(effect.told),
        reference=proved.reference,
        stopped_as=effect.stopped_by,
        touched=dict(effect.subject),
    )
    leave(ports, tx, holder, trace)
    return TaskDone(task=task, at=now, reference=proved.reference, factor=factor)


def _withdraw(proved: _Proved) -> _Effect | TaskBeyond | Reason:
    ports, tx, task, account = proved.ports, proved.tx, proved.task, proved.holder.account_number
    bank = tx.hold_bank_instruction(task["bank"], account=account)
    if bank is None:
        return Reason.CONFLICT
    seen = tx.withdrawals_asked(account)
    left = read_recent(ports, tx, account, now=proved.now).left(proved.factor)
    if window := left.reached_by(task.cents):
        return TaskBeyond(factor=proved.factor, window=window, left=left)
    withdrawal = Withdrawal(
        id=draw_id(ports.dice, prefix="wdr_"),
        account=account,
        holder_id=proved.holder.id,
        bank=bank.id,
        cents=task.cents,
        factor=proved.factor,
        at=proved.now,
        reference=proved.reference,
    )
    if not tx.add_withdrawal(withdrawal, after=seen):
        raise LostRaceError
    return _Effect(
        stopped_by=OwnDeed.WITHDRAW,
        subject={"withdrawal": withdrawal.id},
        told={"amount": task["amount"], "bank": f"{bank.bank} {mask(bank.number)}"},
        detail={"amount": task["amount"], "bank": bank.id, "withdrawal": withdrawal.id},
    )


def _instruct_bank(proved: _Proved) -> _Effect:
    task = proved.task
    bank = BankInstruction(
        id=draw_id(proved.ports.dice, prefix="bank_"),
        account=proved.holder.account_number,
        bank=task["bank"],
        branch=task["branch"],
        number=task["account"],
        payee=task["payee"],
        added_at=proved.now,
        reference=proved.reference,
    )
    proved.tx.add_bank_instruction(bank)
    return _Effect(
        stopped_by=OwnDeed.INSTRUCT_BANK,
        subject={"bank": bank.id},
        told={"bank": f"{bank.bank} {mask(bank.number)}"},
        detail={"bank": bank.id},
    )


def _change_contact(proved: _Proved) -> _Effect | Reason:
    changed = proved.task.contact
    if changed is None:
        message = "a task without an address changes none"
        raise LookupError(message)
    kind, new = changed
    contacts = proved.tx.contacts(proved.holder.id)
    old = contacts.of(kind).value
    if old == new:
        return Reason.CONFLICT
    if not proved.tx.change_contact(proved.holder.id, kind, old=old, new=new, now=proved.now):
        raise LostRaceError
    back = contacts.to_restore(kind, proved.now)
    put_back = {} if back is None or back == new else {"back": back}
    return _Effect(
        stopped_by=OwnDeed.CHANGE_OWN_CONTACT,
        subject={"contact": kind.value, "new": new, **put_back},
        told={"contact": kind.value},
        detail={"contact": kind.value},
    )


DEEDS: Final[Mapping[TaskKind, Callable[[_Proved], _Effect | TaskBeyond | Reason]]] = MappingProxyType(
    {
        TaskKind.WITHDRAWAL: _withdraw,
        TaskKind.BANK_INSTRUCTION: _instruct_bank,
        TaskKind.EMAIL_CHANGE: _change_contact,
        TaskKind.PHONE_CHANGE: _change_contact,
        TaskKind.PERSONAL_DATA: _change_contact,
    }
)
HAPPENED: Final = MappingProxyType(
    {
        TaskKind.WITHDRAWAL: Happening.WITHDRAWAL_REQUESTED,
        TaskKind.BANK_INSTRUCTION: Happening.BANK_INSTRUCTED,
        TaskKind.EMAIL_CHANGE: Happening.CONTACT_CHANGED,
        TaskKind.PHONE_CHANGE: Happening.CONTACT_CHANGED,
        TaskKind.PERSONAL_DATA: Happening.CONTACT_CHANGED,
    }
)
