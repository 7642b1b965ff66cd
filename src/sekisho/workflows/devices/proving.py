"""Deeds upon a device that ask a proof of their own: user name and password, the question to one that may answer, then the deed.

Which ones may is `core.access.guards`; the question is bound to this session, this deed and this device (`workflows.prove`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import PERMITS, HolderDeed, OwnProof, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, kind_of
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.accounts import own_account
from sekisho.workflows.answering import LostRaceError, Rekeyed
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Detail, Kept, Trace, leave, own_device, reason_of, refuse
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceDone
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ChallengeView, LoginState, LoginView, ProofAsked, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove import Purpose, answer_or_refuse, asked_now, done, not_done
from sekisho.workflows.reauthenticate import Retyped, ask_again
from sekisho.workflows.step import Step

Effect = Callable[[Step, Account, AuthenticatorId], "Effected | Reason"]
"""What a right answer does: from the step, the account before it and who answered, in the same transaction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effected:
    """A deed done but for its trace."""

    device: AuthenticatorId | None
    after: Account
    detail: Detail | None = None
    kept: Kept = field(default_factory=Kept)
    also: tuple[str, ...] = ()  # accounts that are told as well


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A deed and what it is done to. `subject` is an own device's id, or the print of what exactly is wanted."""

    deed: HolderDeed
    subject: str
    happening: Happening
    is_told: bool = True  # to the holder, on every address
    owner: str = ""  # the account whose device answers, where it is not the visitor's own

    def purpose(self) -> Purpose:
        """Give what the proof is bound to."""
        return Purpose(deed=self.deed, subject=self.subject)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An answer as it came in."""

    proof_id: Secret | None  # None: the newest one of the session
    response: str
    door: Door


ACCOUNT: Final = "account"
"""The subject of a deed that is done to the account as a whole."""


def ask(ports: Ports, visitor: Visitor, task: Task, *, retyped: Retyped | None, door: Door) -> ProofAsked:
    """Prove the password again, then put the question of a deed to the chosen one of those that may answer for it."""
    able = offer(ports, visitor, task)
    if isinstance(able, RefusalView):
        return able
    return ask_again(ports, visitor, able, purpose=task.purpose(), retyped=retyped, door=door)


def offer(ports: Ports, visitor: Visitor, task: Task) -> tuple[Authenticator, ...] | RefusalView:
    """Give what may answer for a deed, or refuse it before anything is typed. What opened this session is the first."""
    if not may(task.deed, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=task.deed)
    account = own_account(ports, visitor)
    ids = answerers(account, task.deed, subject=AuthenticatorId(task.subject), now=ports.clock.now())
    able = [one for one in map(account.find, ids) if one is not None]
    if not able and PERMITS[task.deed].own_proof is OwnProof.STEP_UP:
        return refuse(ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed=task.deed)
    return tuple(sorted(able, key=lambda one: kind_of(one) is not visitor.factor))


def conclude(
    ports: Ports,
    visitor: Visitor,
    task: Task,
    *,
    answered: Answered,
    effect: Effect,
    rekeyed: Rekeyed | None = None,
) -> DeviceAnswer:
    """Verify the answer and do the deed in the transaction that spends it."""
    if not may(task.deed, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=task.deed)
    finished: list[DeviceDone] = []

    def concluded(step: Step, by: Authenticator) -> LoginView:
        return _finish(step, by, task=task, effect=effect, finished=finished)

    view = answer_or_refuse(
        ports,
        visitor,
        purpose=task.purpose(),
        proof_id=answered.proof_id,
        response=answered.response,
        door=answered.door,
        conclude=concluded,
        rekeyed=rekeyed,
    )
    if isinstance(view, RefusalView):
        return view
    return finished[-1] if view.state is LoginState.GRANTED and finished else view


def asked_for(ports: Ports, visitor: Visitor, task: Task) -> ChallengeView | None:
    """Give the question that this session may answer now for `task`, if there is one."""
    return asked_now(ports, visitor, purpose=task.purpose(), owner=task.owner)


def written(step: Step, after: Account | NotAllowed, *, device: AuthenticatorId | None) -> Effected | Reason:
    """Write what the core computed, or give its "no"; a lost race takes everything back."""
    if isinstance(after, NotAllowed):
        return reason_of(after)
    if not write_changes(step.tx, step.account, after):
        raise LostRaceError
    return Effected(device=device, after=after)


def _finish(step: Step, by: Authenticator, *, task: Task, effect: Effect, finished: list[DeviceDone]) -> LoginView:
    now = step.claim.now
    subject = AuthenticatorId(task.subject)
    is_able = by.id in answerers(
        step.account, task.deed, subject=subject, now=now
    )  # a stronger one may have come since
    effected = effect(step, step.account, by.id) if is_able else Reason.STEP_UP_REQUIRED
    if isinstance(effected, Reason):
        return not_done(step, effected)
    device = own_device(effected.after, effected.device) if effected.device else None
    detail: Detail = {"proved_with": kind_of(by).value, **(effected.detail or {}), **effected.kept.detail}
    trace = Trace(
        happening=task.happening,
        door=step.claim.door,
        now=now,
        actor=Actor(kind="holder", id=step.holder.id),
        device=device,
        detail=detail,
        is_told=task.is_told,
        also=effected.also,
    )
    left = leave(step.ports, step.tx, step.holder, trace)
    finished.append(replace(left, access_token=effected.kept.access_token))
    return done(step)
