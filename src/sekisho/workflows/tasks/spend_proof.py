"""Doing a sensitive task for a program: the task and a proof for exactly it, in one call.

A proof that was given for something else is used up by the attempt and does nothing (CHB-02); somebody else's is not touched.
"""

from collections.abc import Mapping
from contextlib import suppress

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import may
from sekisho.core.authenticators.kinds import kind_of
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import Task, TaskFlawed, TaskKind, read_task
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ProofMissing, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.tasks.carry_out import carry_out
from sekisho.workflows.tasks.fill_in import ANY
from sekisho.workflows.tasks.outcomes import TaskBeyond, TaskDone
from sekisho.workflows.tasks.verify_identity import PRINT, purpose_of


def spend_proof(
    ports: Ports, visitor: Visitor, *, kind: TaskKind, given: Mapping[str, str], proof: Secret | None, door: Door
) -> TaskDone | TaskBeyond | TaskFlawed | ProofMissing | RefusalView:
    """Do a task, or tell what it lacks. Raises `StorageUnavailableError`: nothing is done, and the proof is as it was."""
    task = read_task(kind, given)
    if isinstance(task, TaskFlawed):
        return task
    if not may(task.deed, visitor.scopes):
        return refuse_access(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=task.deed.value)
    outcome: TaskDone | TaskBeyond | Reason = Reason.STEP_UP_REQUIRED
    if proof is not None:
        outcome = Reason.CONFLICT
        with suppress(LostRaceError):
            outcome = _spend(ports, visitor, task, proof=proof, door=door)
    if not isinstance(outcome, Reason):
        return outcome
    refusal = refuse_access(ports, visitor, reason=outcome, deed=task.deed.value)
    return ProofMissing(refusal) if outcome is Reason.STEP_UP_REQUIRED else refusal


def _spend(ports: Ports, visitor: Visitor, task: Task, *, proof: Secret, door: Door) -> TaskDone | TaskBeyond | Reason:
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        print_ = ports.vault.fingerprint(proof.reveal_text(), purpose=PRINT)
        spent = tx.spend_proof(print_, session=visitor.session_id, now=now)
        if spent is None:
            return Reason.STEP_UP_REQUIRED
        wanted = purpose_of(ports, task)
        holder = tx.holder(visitor.holder_id)
        account = account_as_of(ports, tx, holder.account_number, now=now)
        by = account.find(spent.answered)
        is_able = by is not None and by.id in answerers(account, task.deed, subject=ANY, now=now)
        if by is None or not is_able or (spent.deed, spent.subject) != (wanted.deed, wanted.subject):
            return Reason.STEP_UP_REQUIRED
        return carry_out(ports, tx, holder, task, factor=kind_of(by), door=door, now=now)
