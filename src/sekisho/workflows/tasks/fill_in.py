"""Filling in a sensitive task, before anything is proved: kept for the session under an id of its own, for half an hour.

Two tabs fill in two tasks, and each answer fits its own (SES-12). Nothing here is done to the account.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, kind_of
from sekisho.core.reasons import Reason
from sekisho.core.tasks.details import DetailFlaw
from sekisho.core.tasks.task import Task, TaskFlawed, TaskKind, read_task
from sekisho.core.tasks.withdrawals import Left, Window, left_for, window_start
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.tasks.outcomes import TaskBeyond
from sekisho.workflows.work.tasks import TaskDraft

DRAFT_PREFIX: Final = "task_"
VALID_FOR: Final = timedelta(minutes=30)
ANY: Final = AuthenticatorId("")
"""A task is done to no authenticator."""


def fill_in(
    ports: Ports, visitor: Visitor, *, kind: TaskKind, given: Mapping[str, str]
) -> TaskDraft | TaskFlawed | TaskBeyond | RefusalView:
    """Read a task and keep it; told at once is what no answer could mend: a flaw, or more than every factor at hand opens."""
    task = read_task(kind, given)
    if isinstance(task, TaskFlawed):
        return task
    possible = judge(ports, visitor, task)
    if possible is not None:
        return possible
    draft = TaskDraft(
        id=ports.dice.token(prefix=DRAFT_PREFIX).reveal_text(),
        session=visitor.session_id,
        task=task,
        at=ports.clock.now(),
    )
    with ports.store.transaction() as tx:
        tx.keep_task(draft)
    return draft


def judge(ports: Ports, visitor: Visitor, task: Task) -> TaskFlawed | TaskBeyond | RefusalView | None:
    """Tell what already stands in the way of a task; None: an answer can do it."""
    if not may(task.deed, visitor.scopes):
        return refuse_access(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=task.deed.value)
    now = ports.clock.now()
    with ports.store.reading() as tx:
        account = account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=now)
        able = able_for(ports, tx, account, task, visitor=visitor, now=now)
        flaw = flaw_of(tx, account, task)
        left = left_now(ports, tx, account, by=able[0], now=now) if able and task.cents else None
    if flaw is not None:
        return flaw
    if not able:
        return refuse_access(ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed=task.deed.value)
    window = left.reached_by(task.cents) if left else None
    return TaskBeyond(factor=kind_of(able[0]), window=window, left=left) if left and window else None


def able_for(
    ports: Ports, tx: Transaction, account: Account, task: Task, *, visitor: Visitor, now: datetime
) -> tuple[Authenticator, ...]:
    """Give what may answer for a task, best first: what leaves enough open, then what opened this session, then the strongest."""
    held = [account.find(id_) for id_ in answerers(account, task.deed, subject=ANY, now=now)]
    able = [one for one in held if one is not None]  # strongest first

    def rank(one: Authenticator) -> tuple[bool, bool]:
        is_beyond = (
            bool(task.cents) and left_now(ports, tx, account, by=one, now=now).reached_by(task.cents) is not None
        )
        return is_beyond, is_beyond or kind_of(one) is not visitor.factor

    return tuple(sorted(able, key=rank))


def left_now(ports: Ports, tx: Transaction, account: Account, *, by: Authenticator, now: datetime) -> Left:
    """Tell what one authenticator leaves open now."""
    zone = ports.cutoff.zone
    since = window_start(Window.FIVE_BUSINESS_DAYS, now=now, zone=zone)
    return left_for(kind_of(by), tx.withdrawn_since(account.number, since), now=now, zone=zone)


def flaw_of(tx: Transaction, account: Account, task: Task) -> TaskFlawed | None:
    """Tell a detail that names nothing of this account: money goes to its own bank instructions only."""
    if task.kind is not TaskKind.WITHDRAWAL:
        return None
    is_ours = any(one.id == task["bank"] for one in tx.bank_instructions(account.number))
    return None if is_ours else TaskFlawed(flaws={"bank": DetailFlaw.UNREADABLE})


def draft_of(ports: Ports, visitor: Visitor, draft_id: str) -> TaskDraft | None:
    """Give what this session filled in under an id, if it is not too old."""
    with ports.store.reading() as tx:
        draft = tx.task_draft(draft_id, session=visitor.session_id)
    return draft if draft is not None and ports.clock.now() < draft.at + VALID_FOR else None
