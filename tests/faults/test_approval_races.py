"""Many hands at one request, in two processes, on both databases: one answer counts, one session is opened, three are pending."""

from collections import Counter

import pytest

from sekisho.adapters.storage.approval_rows import ApprovalRow
from sekisho.adapters.storage.rows import LoginRow, OutboxRow, SessionRow
from sekisho.testing.claimant import attempt, right_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import IOS, PASSWORD, Person, Wanted, add_person
from sekisho.workflows.approvals.listening import list_approvals, listening_token
from sekisho.workflows.ports import Ports
from sekisho.workflows.sign_in import sign_in

from .companions import Crowd, Json

ROUNDS = [pytest.param(2, id="2 rounds"), pytest.param(50, id="50 rounds", marks=pytest.mark.slow)]
pytestmark = pytest.mark.timeout(1800)


def begun(ports: Ports) -> tuple[Person, Json]:
    """Begin a login of somebody new; gives every deed upon its request, with what each needs."""
    person = add_person(ports, Wanted(devices=(IOS,)))
    login = sign_in(ports, attempt(person))
    assert login.id is not None
    assert login.approval is not None
    return person, {
        "device": person.factors[0]["id"],
        "approval": login.approval.id,
        "number": login.approval.number,
        "login_id": login.id.reveal_text(),
        "response": right_answer(person, login),
    }


def outcomes(results: list[list[Json]]) -> Counter[str]:
    return Counter(result.get("error") or result["state"] for told in results for result in told)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_approvals_and_many_claims_one_counts_and_one_session_is_opened(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        person, deed = begun(ports_on)
        approved = outcomes(crowd.rush(*([deed | {"deed": "approve"}] for _ in range(4))))
        assert approved["ApprovalMoved approved"] == 1
        assert approved.total() == 4
        claimed = crowd.rush(*([deed | {"deed": "claim"}] for _ in range(6)))
        assert sum(result["token"] is not None for told in claimed for result in told) == 1
        assert SessionRow.objects.filter(holder_id=person.holder_id).count() == 1
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("against", ["answer", "cancel", "deny"])
def test_an_approval_and_what_runs_against_it_are_never_both_true(
    ports_on: Ports, crowd: Crowd, rounds: int, against: str
) -> None:
    for _ in range(rounds):
        person, deed = begun(ports_on)
        one, other = deed | {"deed": "approve"}, deed | {"deed": against}
        found = outcomes(crowd.rush([one], [other], [one], [other]))
        state = ApprovalRow.objects.get(id=deed["approval"]).state
        sessions = SessionRow.objects.filter(holder_id=person.holder_id).count()
        assert found["ApprovalMoved approved"] == (state == "approved")
        assert sessions == found["granted"] == (against == "answer" and state == "pending")
        if against == "deny":
            told = OutboxRow.objects.filter(holder_id=person.holder_id, message="approval_denied").count()
            refused = LoginRow.objects.filter(holder_id=person.holder_id, outcome="refused").count()
            assert (told, refused) == ((2, 1) if state == "denied" else (0, 0))
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_logins_at_once_three_are_asked_in_the_app(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(IOS,)))
        deed = {"deed": "sign_in", "username": person.username, "password": PASSWORD}
        assert outcomes(crowd.rush(*([deed] for _ in range(8)))) == {"challenge": 8}
        assert ApprovalRow.objects.filter(account_id=person.account).count() == 3
        device = person.factors[0]["id"]
        heard = list_approvals(ports_on, device=device, token=listening_token(ports_on.vault, device))
        assert isinstance(heard, tuple)
        assert len(heard) == 3
    assert violations(ports_on) == ()
