"""Sensitive tasks at once, in two processes, on both databases: a proof is spent once, and no ceiling is passed by being quick."""

from collections import Counter

import pytest

from sekisho.core.tasks.task import Task, TaskKind, read_task
from sekisho.testing.claimant import DOOR, right_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import IOS
from sekisho.testing.visiting import Guest, log_in
from sekisho.workflows.outcomes import LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.tasks.outcomes import ProofGiven
from sekisho.workflows.tasks.show_money import show_money
from sekisho.workflows.tasks.verify_identity import give_proof, verify_identity

from .companions import Crowd, Json

BANK = {"bank": "青葉銀行", "branch": "本店", "account": "1234567", "payee": "セキショ ハナ"}
pytestmark = pytest.mark.timeout(1800)


def proved(ports: Ports, guest: Guest, kind: TaskKind, details: dict[str, str]) -> Json:
    """Verify identity for a task; gives the call that spends the proof."""
    task = read_task(kind, details)
    assert isinstance(task, Task)
    asked = verify_identity(ports, guest.visitor, task, retyped=guest.retyped, door=DOOR)
    assert isinstance(asked, LoginView)
    assert asked.id is not None
    response = right_answer(guest.person, asked)
    given = give_proof(ports, guest.visitor, proof_id=asked.id, response=response, door=DOOR)
    assert isinstance(given, ProofGiven)
    return {
        "deed": "spend_proof",
        "token": guest.token.reveal_text(),
        "task": kind.value,
        "details": details,
        "proof": given.proof.reveal_text(),
    }


def states(results: list[list[Json]]) -> Counter[str]:
    return Counter(result.get("error") or result["state"] for told in results for result in told)


def test_of_ten_who_spend_one_proof_at_once_one_has_it(ports_on: Ports, crowd: Crowd) -> None:
    guest = log_in(ports_on, devices=(IOS,))
    call = proved(ports_on, guest, TaskKind.BANK_INSTRUCTION, BANK)
    assert states(crowd.rush(*([call] for _ in range(10)))) == {"TaskDone": 1, "ProofMissing": 9}
    assert len(show_money(ports_on, guest.visitor).banks) == 1
    assert violations(ports_on) == ()


def test_withdrawals_at_once_stay_below_the_ceiling_together(ports_on: Ports, crowd: Crowd) -> None:
    guest = log_in(ports_on, devices=(IOS,))
    crowd.rush([proved(ports_on, guest, TaskKind.BANK_INSTRUCTION, BANK)])
    (bank,) = show_money(ports_on, guest.visitor).banks
    details = [{"amount": f"{300_000 + number}", "bank": bank.id} for number in range(6)]
    calls = [proved(ports_on, guest, TaskKind.WITHDRAWAL, one) for one in details]
    found = states(crowd.rush(*([call] for call in calls)))
    assert set(found) <= {"TaskDone", "TaskBeyond", "RefusalView"}
    assert 1 <= found["TaskDone"] <= 3
    assert sum(one.cents for one in show_money(ports_on, guest.visitor).withdrawals) <= 100_000_000
    assert violations(ports_on) == ()
