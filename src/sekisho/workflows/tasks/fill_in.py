"""Filling in a sensitive task, before anything is proved: kept for the session under an id of its own, for half an hour.

Two tabs fill in two tasks, and each answer fits its own (SES-12). Nothing here is done to the account.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, kind_of
from sekisho.core.reasons import Reason
from sekisho.core.tasks.details import DetailFlaw
from sekisho.core.tasks.task import Task, TaskFlawed, TaskKind, read_task
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.tasks.outcomes import Answerer, TaskBeyond
from sekisho.workflows.tasks.recent import Recent, read_recent
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
    judged = judge(ports, visitor, task)
    if isinstance(judged, TaskFlawed | TaskBeyond | RefusalView):
        return judged
    draft = TaskDraft(
        id=ports.dice.token(prefix=DRAFT_PREFIX).reveal_text(),
        session=visitor.session_id,
        task=task,
        at=ports.clock.now(),
    )
    with ports.store.transaction() as tx:
        tx.keep_task(draft)
    return draft


def judge(
    ports: Ports, visitor: Visitor, task: Task, *, factor: str = ""
) -> tuple[Answerer, ...] | TaskFlawed | TaskBeyond | RefusalView:
    """Give what may answer for a task, or tell what stands in its way already: in that of `factor`, or else of the first."""
    if not may(task.deed, visitor.scopes):
        return refuse_access(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=task.deed.value)
    now = ports.clock.now()
    with ports.store.reading() as tx:
        account = account_as_of(ports, tx, tx.holder(visitor.holder_id).account_number, now=now)
        recent = read_recent(ports, tx, account.number, now=now)
        flaw = flaw_of(tx, account, task)
    if flaw is not None:
        return flaw
    able = _able(account, task, recent, visitor=visitor)
    if not able:
        return refuse_access(ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed=task.deed.value)
    by = next((one for one in able if one.held.id == factor), able[0])
    return TaskBeyond(factor=by.kind, window=by.beyond, left=by.left) if by.beyond else able


def _able(account: Account, task: Task, recent: Recent, *, visitor: Visitor) -> tuple[Answerer, ...]:
    """Give what leaves enough open first; of that, what opened this session, then the strongest."""
    held = (account.find(id_) for id_ in answerers(account, task.deed, subject=ANY, now=recent.now))

    def answerer(one: Authenticator) -> Answerer:
        left = recent.left(kind_of(one))
        return Answerer(held=one, left=left, beyond=left.reached_by(task.cents))

    def rank(one: Answerer) -> tuple[bool, bool]:
        is_beyond = one.beyond is not None
        return is_beyond, is_beyond or one.kind is not visitor.factor

    return tuple(sorted((answerer(one) for one in held if one is not None), key=rank))  # the strongest comes first


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
