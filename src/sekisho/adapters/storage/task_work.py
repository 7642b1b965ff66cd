"""`work.tasks` over one database connection."""

import json
from collections.abc import Sequence
from datetime import datetime

from sekisho.adapters.storage import task_statements as statements
from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.tasks.task import Cents, Task, TaskKind
from sekisho.core.tasks.withdrawals import Withdrawn
from sekisho.workflows.work.tasks import BankInstruction, TaskDraft, TaskProof, Withdrawal


class TaskWork(Work):
    """Drafts, proofs, bank instructions and withdrawals."""

    def keep_task(self, draft: TaskDraft) -> None:
        """See `work.tasks`."""
        told = (draft.id, draft.session, draft.task.kind.value, json.dumps(draft.task.details))
        self._driver.run(statements.KEEP_DRAFT, (*told, to_stored(draft.at)))

    def task_draft(self, draft_id: str, *, session: str) -> TaskDraft | None:
        """See `work.tasks`."""
        row = self._driver.one(statements.DRAFT, (draft_id, session))
        if row is None:
            return None
        id_, session, kind, details, at = row
        task = Task(kind=TaskKind(kind), details=tuple((name, value) for name, value in json.loads(details)))
        return TaskDraft(id=id_, session=session, task=task, at=from_stored(at))

    def spend_task(self, draft_id: str) -> bool:
        """See `work.tasks`."""
        return self._driver.one(statements.SPEND_DRAFT, (draft_id,)) is not None

    def forget_tasks(self, *, before: datetime, most: int) -> int:
        """See `work.sweeping`."""
        old = (to_stored(before), most)
        return max(len(self._driver.all(one, old)) for one in (statements.FORGET_DRAFTS, statements.FORGET_PROOFS))

    def give_proof(self, proof: TaskProof) -> None:
        """See `work.tasks`."""
        bound = (proof.print, proof.holder_id, proof.session, proof.deed.value, proof.subject, proof.answered)
        self._driver.run(statements.GIVE_PROOF, (*bound, to_stored(proof.given_at), to_stored(proof.expires_at)))

    def spend_proof(self, print_: str, *, session: str, now: datetime) -> TaskProof | None:
        """See `work.tasks`."""
        row = self._driver.one(statements.SPEND_PROOF, (to_stored(now), print_, session, to_stored(now)))
        return None if row is None else _proof(row)

    def bank_instructions(self, account: str) -> Sequence[BankInstruction]:
        """See `work.tasks`."""
        return [_bank(row) for row in self._driver.all(statements.BANKS, (account,))]

    def hold_bank_instruction(self, instruction_id: str, *, account: str) -> BankInstruction | None:
        """See `work.tasks`."""
        row = self._driver.one(statements.HOLD_BANK, (instruction_id, account))
        return None if row is None else _bank(row)

    def add_bank_instruction(self, instruction: BankInstruction) -> None:
        """See `work.tasks`."""
        where = (instruction.bank, instruction.branch, instruction.number, instruction.payee)
        told = (to_stored(instruction.added_at), instruction.reference)
        self._driver.run(statements.ADD_BANK, (instruction.id, instruction.account, *where, *told))

    def end_bank_instruction(self, instruction_id: str, *, now: datetime) -> bool:
        """See `work.tasks`."""
        is_ended = self._driver.one(statements.END_BANK, (to_stored(now), instruction_id)) is not None
        if is_ended:
            self._driver.run(statements.STOP_WITHDRAWALS_TO, (to_stored(now), instruction_id))
        return is_ended

    def withdrawals(self, account: str, *, most: int) -> Sequence[Withdrawal]:
        """See `work.tasks`."""
        return [_withdrawal(row) for row in self._driver.all(statements.WITHDRAWALS, (account, most))]

    def withdrawn_since(self, account: str, since: datetime) -> Sequence[Withdrawn]:
        """See `work.tasks`."""
        rows = self._driver.all(statements.WITHDRAWN, (account, to_stored(since)))
        return [Withdrawn(at=from_stored(at), cents=Cents(cents)) for at, cents in rows]

    def withdrawals_asked(self, account: str) -> int:
        """See `work.tasks`."""
        return self._number(statements.WITHDRAWALS_ASKED, (account,)) or 0

    def add_withdrawal(self, withdrawal: Withdrawal, *, after: int) -> bool:
        """See `work.tasks`."""
        whose = (withdrawal.id, withdrawal.account, withdrawal.holder_id, withdrawal.bank)
        told = (withdrawal.cents, withdrawal.factor.value, to_stored(withdrawal.at), withdrawal.reference)
        return self._driver.one(statements.ADD_WITHDRAWAL, (*whose, *told, after + 1)) is not None

    def stop_withdrawal(self, withdrawal_id: str, *, now: datetime) -> bool:
        """See `work.tasks`."""
        return self._driver.one(statements.STOP_WITHDRAWAL, (to_stored(now), withdrawal_id)) is not None


def _proof(row: Row) -> TaskProof:
    print_, holder_id, session, deed, subject, answered, given_at, expires_at = row
    return TaskProof(
        print=print_,
        holder_id=holder_id,
        session=session,
        deed=HolderDeed(deed),
        subject=subject,
        answered=AuthenticatorId(answered),
        given_at=from_stored(given_at),
        expires_at=from_stored(expires_at),
    )


def _bank(row: Row) -> BankInstruction:
    id_, account, bank, branch, number, payee, added_at, reference = row
    return BankInstruction(
        id=id_,
        account=account,
        bank=bank,
        branch=branch,
        number=number,
        payee=payee,
        added_at=from_stored(added_at),
        reference=reference,
    )


def _withdrawal(row: Row) -> Withdrawal:
    id_, account, holder_id, bank, cents, factor, at, reference, stopped_at, bank_name = row
    return Withdrawal(
        id=id_,
        account=account,
        holder_id=holder_id,
        bank=bank,
        cents=Cents(cents),
        factor=AuthenticatorKind(factor),
        at=from_stored(at),
        reference=reference,
        stopped_at=from_stored(stopped_at),
        bank_name=bank_name,
    )
