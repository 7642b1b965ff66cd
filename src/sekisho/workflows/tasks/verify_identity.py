"""Verifying identity for one sensitive task (A125 to A158): user name and password again, then challenge and response.

The proof is bound to this session and to the text of exactly this task: change anything and the response is void (RTS Art. 5).
On pages the right answer does the task at once; a program gets a proof for it, spent within five minutes.
"""

from datetime import timedelta
from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import Authenticator, kind_of
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import SHAPES, Task, TaskFlawed
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.claim import new_reference, proof_print
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginView, ProofAsked, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove import Purpose, answer_or_refuse, asked_now, done, not_done
from sekisho.workflows.reauthenticate import Retyped, ask_again
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.step import Step
from sekisho.workflows.tasks.carry_out import carry_out
from sekisho.workflows.tasks.fill_in import ANY, judge
from sekisho.workflows.tasks.outcomes import ProofGiven, TaskAnswer, TaskBeyond, TaskDone
from sekisho.workflows.work.tasks import TaskDraft, TaskProof

PREFIX: Final = "taskproof_"
VALID_FOR: Final = timedelta(minutes=5)
PRINT: Final = "task proof"
"""What the print of a proof is made for."""


def purpose_of(ports: Ports, task: Task) -> Purpose:
    """Give what an answer for `task` is bound to."""
    return Purpose(deed=task.deed, subject=ports.vault.fingerprint(task.text(), purpose="task"))


def verify_identity(
    ports: Ports, visitor: Visitor, task: Task, *, retyped: Retyped, door: Door
) -> ProofAsked | TaskFlawed | TaskBeyond:
    """Prove the password again, then put the question to what was chosen."""
    able = judge(ports, visitor, task, factor=retyped.factor)
    if isinstance(able, TaskFlawed | TaskBeyond | RefusalView):
        return able
    held = tuple(one.held for one in able)
    return ask_again(ports, visitor, held, purpose=purpose_of(ports, task), retyped=retyped, door=door)


def asked_for(ports: Ports, visitor: Visitor, task: Task) -> ChallengeView | None:
    """Give the question that this session may answer now for `task`, if there is one."""
    return asked_now(ports, visitor, purpose=purpose_of(ports, task))


def finish_task(ports: Ports, visitor: Visitor, draft: TaskDraft, *, response: str, door: Door) -> TaskAnswer:
    """Take the answer for what was filled in, and do it, in the transaction that spends the answer; once for each draft."""
    finished: list[TaskDone | TaskBeyond] = []

    def concluded(step: Step, by: Authenticator) -> LoginView:
        if not _is_able(step, by, draft.task.deed):
            return not_done(step, Reason.STEP_UP_REQUIRED)
        if not step.tx.spend_task(draft.id):
            raise LostRaceError
        outcome = carry_out(
            step.ports, step.tx, step.holder, draft.task, factor=kind_of(by), door=door, now=step.claim.now
        )
        if isinstance(outcome, Reason):
            return not_done(step, outcome)
        finished.append(outcome)
        return done(step) if isinstance(outcome, TaskDone) else not_done(step, Reason.STEP_UP_REQUIRED)

    purpose = purpose_of(ports, draft.task)
    view = answer_or_refuse(
        ports, visitor, purpose=purpose, proof_id=None, response=response, door=door, conclude=concluded
    )
    return finished[-1] if finished and isinstance(view, LoginView) else view


def give_proof(
    ports: Ports, visitor: Visitor, *, proof_id: Secret, response: str, door: Door
) -> ProofGiven | LoginView | RefusalView:
    """Take the answer and give a proof for the task that it was asked for: once, for this session, within five minutes."""
    purpose = _purpose_under(ports, proof_id)
    if purpose is None:
        return refuse_access(ports, visitor, reason=Reason.NOT_FOUND, deed="verify_identity")
    given: list[ProofGiven] = []

    def concluded(step: Step, by: Authenticator) -> LoginView:
        if not _is_able(step, by, purpose.deed):
            return not_done(step, Reason.STEP_UP_REQUIRED)
        given.append(_keep_proof(step, by, visitor=visitor))
        return done(step)

    view = answer_or_refuse(
        ports, visitor, purpose=purpose, proof_id=proof_id, response=response, door=door, conclude=concluded
    )
    return given[-1] if given and isinstance(view, LoginView) and view.state is LoginState.GRANTED else view


def _keep_proof(step: Step, by: Authenticator, *, visitor: Visitor) -> ProofGiven:
    ports, now, deed = step.ports, step.claim.now, HolderDeed(step.login.purpose)
    bearer = ports.dice.token(prefix=PREFIX)
    proof = TaskProof(
        print=ports.vault.fingerprint(bearer.reveal_text(), purpose=PRINT),
        holder_id=step.holder.id,
        session=visitor.session_id,
        deed=deed,
        subject=step.login.subject,
        answered=by.id,
        given_at=now,
        expires_at=now + VALID_FOR,
    )
    step.tx.give_proof(proof)
    step.tx.record(
        Event(
            happening=Happening.IDENTITY_VERIFIED,
            at=now,
            actor=Actor(kind="holder", id=step.holder.id),
            holder=step.holder.id,
            account=step.holder.account_number,
            reference=new_reference(ports.dice),
            surface=visitor.surface.value,
            detail={"deed": deed.value, "proved_with": kind_of(by).value, "channel": step.claim.door.channel},
        )
    )
    return ProofGiven(proof=bearer, expires_at=proof.expires_at)


def _purpose_under(ports: Ports, proof_id: Secret) -> Purpose | None:
    """Find what a question was put for; whose it is, `answer_proof` looks at."""
    with ports.store.reading() as tx:
        login = tx.login(proof_print(ports.vault, proof_id.reveal_text()))
    if login is None or login.purpose not in {shape.deed for shape in SHAPES.values()}:
        return None
    return Purpose(deed=HolderDeed(login.purpose), subject=login.subject)


def _is_able(step: Step, by: Authenticator, deed: HolderDeed) -> bool:
    """Ask again: a stronger one may have come since the question was put."""
    return by.id in answerers(step.account, deed, subject=ANY, now=step.claim.now)
