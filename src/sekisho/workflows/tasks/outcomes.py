"""What the doors get back about a sensitive task."""

from dataclasses import dataclass
from datetime import datetime

from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorKind, kind_of
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import Task
from sekisho.core.tasks.withdrawals import Left, Window
from sekisho.workflows.outcomes import LoginView, RefusalView
from sekisho.workflows.work.tasks import BankInstruction, Withdrawal


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDone:
    """A task is done: which, when, under which reference, proved with what."""

    task: Task
    at: datetime
    reference: str
    factor: AuthenticatorKind


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskBeyond:
    """The withdrawal goes beyond what `factor` leaves open now in `window`; nothing was done."""

    factor: AuthenticatorKind
    window: Window
    left: Left


@dataclass(frozen=True, kw_only=True, slots=True)
class Answerer:
    """One authenticator that may answer for a task: what it leaves open now, and the window that the task goes beyond, if any."""

    held: Authenticator
    left: Left
    beyond: Window | None

    @property
    def kind(self) -> AuthenticatorKind:
        """Give its kind, which the ceiling follows (B077)."""
        return kind_of(self.held)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofGiven:
    """A proof for one task, shown once; whoever spends it, in the same session, has the task done."""

    proof: Secret
    expires_at: datetime


TaskAnswer = TaskDone | TaskBeyond | LoginView | RefusalView
"""A task done, one that is too much, a wrong answer with what is still asked, or a refusal before any question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyView:
    """Where money may go, what was withdrawn lately, and what each factor at hand leaves open now, strongest first."""

    banks: tuple[BankInstruction, ...]
    withdrawals: tuple[Withdrawal, ...]
    left: tuple[tuple[AuthenticatorKind, Left], ...]
