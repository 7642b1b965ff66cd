"""What a store promises of sensitive tasks, on both databases: spent once, by its own session, and one after the other."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from sekisho.core.access.permits import HolderDeed
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.tasks.task import Cents, Task, TaskKind, read_task
from sekisho.testing.clock import START
from sekisho.testing.people import IOS, Person, Wanted, add_person
from sekisho.workflows.ports import Ports
from sekisho.workflows.work.tasks import BankInstruction, TaskDraft, TaskProof, Withdrawal

NOW = START
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(ports_on: Ports) -> Person:
    return add_person(ports_on, Wanted(devices=(IOS,)))


def bank_of(person: Person) -> BankInstruction:
    return BankInstruction(
        id="bank_1",
        account=person.account,
        bank="青葉銀行",
        branch="本店",
        number="1234567",
        payee="セキショ ハナ",
        added_at=NOW,
        reference="7K3-QX9-MAC",
    )


def withdrawal_of(person: Person, name: str, cents: int = 100) -> Withdrawal:
    return Withdrawal(
        id=f"wdr_{name}",
        account=person.account,
        holder_id=person.holder_id,
        bank="bank_1",
        cents=Cents(cents),
        factor=AuthenticatorKind.KEY_APP,
        at=NOW,
        reference="7K3-QX9-MAC",
        bank_name="青葉銀行",
    )


def test_a_draft_is_its_session_s_and_is_spent_once(ports_on: Ports) -> None:
    task = read_task(TaskKind.EMAIL_CHANGE, {"email": "new@example.com"})
    assert isinstance(task, Task)
    draft = TaskDraft(id="task_1", session="mine", task=task, at=NOW)
    with ports_on.store.transaction() as tx:
        tx.keep_task(draft)
        assert tx.task_draft("task_1", session="mine") == draft
        assert tx.task_draft("task_1", session="another") is None
        assert [tx.spend_task("task_1"), tx.spend_task("task_1")] == [True, False]


def test_a_proof_is_spent_once_in_its_session_and_before_its_end(ports_on: Ports, person: Person) -> None:
    proof = TaskProof(
        print="p",
        holder_id=person.holder_id,
        session="mine",
        deed=HolderDeed.WITHDRAW,
        subject="s",
        answered=AuthenticatorId(person.factors[0]["id"]),
        given_at=NOW,
        expires_at=NOW + MINUTE,
    )
    with ports_on.store.transaction() as tx:
        tx.give_proof(proof)
        assert tx.spend_proof("p", session="another", now=NOW) is None
        assert tx.spend_proof("p", session="mine", now=NOW + MINUTE) is None
        assert tx.spend_proof("p", session="mine", now=NOW) == proof
        assert tx.spend_proof("p", session="mine", now=NOW) is None


def test_of_two_withdrawals_that_saw_the_same_sums_one_is_kept(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        tx.add_bank_instruction(bank_of(person))
        seen = tx.withdrawals_asked(person.account)
        assert tx.add_withdrawal(withdrawal_of(person, "first"), after=seen)
        assert not tx.add_withdrawal(withdrawal_of(person, "second"), after=seen)
        assert tx.withdrawals(person.account, most=5) == [withdrawal_of(person, "first")]


def test_what_was_stopped_goes_on_counting_in_its_place(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        tx.add_bank_instruction(bank_of(person))
        tx.add_withdrawal(withdrawal_of(person, "first"), after=0)
        tx.add_withdrawal(withdrawal_of(person, "second", 250), after=1)
        assert sum(one.cents for one in tx.withdrawn_since(person.account, NOW)) == 350
        assert [tx.stop_withdrawal("wdr_first", now=NOW), tx.stop_withdrawal("wdr_first", now=NOW)] == [True, False]
        assert sum(one.cents for one in tx.withdrawn_since(person.account, NOW)) == 350
        assert tx.withdrawals_asked(person.account) == 2
        assert tx.withdrawn_since(person.account, NOW + MINUTE) == []


def test_a_bank_instruction_that_ends_takes_its_withdrawals_with_it(ports_on: Ports, person: Person) -> None:
    with ports_on.store.transaction() as tx:
        tx.add_bank_instruction(bank_of(person))
        tx.add_withdrawal(withdrawal_of(person, "first"), after=0)
        assert tx.bank_instructions(person.account) == [bank_of(person)]
        assert [tx.end_bank_instruction("bank_1", now=NOW), tx.end_bank_instruction("bank_1", now=NOW)] == [True, False]
        assert tx.bank_instructions(person.account) == []
        (stopped,) = tx.withdrawals(person.account, most=5)
        assert stopped.stopped_at == NOW


def test_nobody_ends_a_bank_instruction_while_a_withdrawal_to_it_is_being_written(
    ports_on: Ports, person: Person
) -> None:
    def end() -> None:
        with ports_on.store.transaction() as tx:
            tx.end_bank_instruction("bank_1", now=NOW)
        connection.close()

    with ports_on.store.transaction() as tx:
        tx.add_bank_instruction(bank_of(person))
    other = Thread(target=end)
    with ports_on.store.transaction() as tx:
        assert tx.hold_bank_instruction("bank_1", account="U9999999") is None
        assert tx.hold_bank_instruction("bank_1", account=person.account) == bank_of(person)
        other.start()
        other.join(timeout=0.3)  # whoever is not held up is done by then
        tx.add_withdrawal(withdrawal_of(person, "first"), after=0)
    other.join()
    with ports_on.store.transaction() as tx:
        assert tx.withdrawals(person.account, most=5)[0].stopped_at == NOW
        assert tx.hold_bank_instruction("bank_1", account=person.account) is None


def test_what_was_filled_in_and_given_is_forgotten_after_its_time(ports_on: Ports, person: Person) -> None:
    task = read_task(TaskKind.EMAIL_CHANGE, {"email": "new@example.com"})
    assert isinstance(task, Task)
    with ports_on.store.transaction() as tx:
        for name in ("task_1", "task_2"):
            tx.keep_task(TaskDraft(id=name, session="mine", task=task, at=NOW))
        assert tx.forget_tasks(before=NOW, most=9) == 0
        assert tx.forget_tasks(before=NOW + MINUTE, most=1) == 1
        assert tx.forget_tasks(before=NOW + MINUTE, most=9) == 1
