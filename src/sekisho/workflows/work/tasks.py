"""What sensitive tasks need of a unit of work: what is wanted, the proofs for it, and what was done: banks and withdrawals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.tasks.task import Cents, Task
from sekisho.core.tasks.withdrawals import Withdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDraft:
    """A task that a session filled in; `id` stands in the addresses of its pages."""

    id: str
    session: str
    task: Task
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskProof:
    """A proof given for exactly one task, for a program to spend with the task; known by its print."""

    print: str
    holder_id: str
    session: str
    deed: HolderDeed
    subject: str  # the print of the task's text
    answered: AuthenticatorId  # what answered for it
    given_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class BankInstruction:
    """Where money may go: never changed, only ended."""

    id: str
    account: str  # ours
    bank: str
    branch: str
    number: str  # at the bank
    payee: str
    added_at: datetime
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal:
    """One withdrawal as it was asked for and proved; paying it out is the back office's."""

    id: str
    account: str
    holder_id: str
    bank: str  # the instruction's id
    cents: Cents
    factor: AuthenticatorKind
    at: datetime
    reference: str
    stopped_at: datetime | None = None
    bank_name: str = ""  # read with it, never written


class TaskWork(Protocol):
    """Drafts, proofs, bank instructions and withdrawals."""

    def keep_task(self, draft: TaskDraft) -> None:
        """Keep what a session filled in."""
        ...

    def task_draft(self, draft_id: str, *, session: str) -> TaskDraft | None:
        """Give what this session filled in under that id."""
        ...

    def spend_task(self, draft_id: str) -> bool:
        """Forget a draft, once."""
        ...

    def give_proof(self, proof: TaskProof) -> None:
        """Keep a proof."""
        ...

    def spend_proof(self, print_: str, *, session: str, now: datetime) -> TaskProof | None:
        """Use a proof of a session, once, before its end; None: there is none to use."""
        ...

    def bank_instructions(self, account: str) -> Sequence[BankInstruction]:
        """Give where money of an account may go, oldest first."""
        ...

    def hold_bank_instruction(self, instruction_id: str, *, account: str) -> BankInstruction | None:
        """Give one of an account that is not ended, and let nobody end it before this unit of work is over."""
        ...

    def add_bank_instruction(self, instruction: BankInstruction) -> None:
        """Add one."""
        ...

    def end_bank_instruction(self, instruction_id: str, *, now: datetime) -> bool:
        """End one, once, and stop what was to be withdrawn to it."""
        ...

    def withdrawals(self, account: str, *, most: int) -> Sequence[Withdrawal]:
        """Give the newest withdrawals of an account, newest first."""
        ...

    def withdrawn_since(self, account: str, since: datetime) -> Sequence[Withdrawn]:
        """Give what was asked for since then, stopped or not."""
        ...

    def withdrawals_asked(self, account: str) -> int:
        """Count every withdrawal of an account, stopped ones too."""
        ...

    def add_withdrawal(self, withdrawal: Withdrawal, *, after: int) -> bool:
        """Add one as the next of its account after so many; False: another came first, and the sums are old."""
        ...

    def stop_withdrawal(self, withdrawal_id: str, *, now: datetime) -> bool:
        """Stop one, once."""
        ...
