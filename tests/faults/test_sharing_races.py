"""One device wanted by many at once, in two processes, on both databases: shared once with each, ended once, never shared lost."""

from collections import Counter

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.adapters.storage.share_rows import DeviceShareRow
from sekisho.testing.claimant import DOOR, right_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import IOS, Person
from sekisho.testing.sharing import add_owner, ask_to_share, log_in_borrower, share
from sekisho.testing.visiting import Guest, log_in
from sekisho.workflows.devices.share import answer_sharing
from sekisho.workflows.devices.stop_sharing import begin_stopping
from sekisho.workflows.outcomes import LoginView
from sekisho.workflows.ports import Ports

from .companions import Crowd, Json

ROUNDS = [pytest.param(1, id="1 round"), pytest.param(50, id="50 rounds", marks=pytest.mark.slow)]
pytestmark = pytest.mark.timeout(1800)


def last_answer(here: Guest, owner: Person) -> Json:
    """Go as far as the question to the owner's device; gives the call that answers it."""
    asked = ask_to_share(here, owner)
    following = answer_sharing(here.ports, here.visitor, answered=here.answered(asked))
    return {"deed": "answer_sharing"} | answer_of(here, following)


def answer_of(here: Guest, view: object) -> Json:
    assert isinstance(view, LoginView)
    return {"token": here.token.reveal_text(), "response": right_answer(here.person, view)}


def outcomes(results: list[list[Json]]) -> Counter[str]:
    flat = [result for told in results for result in told]
    return Counter(result.get("error") or result["state"] for result in flat)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_many_requests_of_one_user_name_at_once_one_shares_the_device(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        owner = add_owner(ports_on)
        first = log_in_borrower(ports_on, owner, devices=(IOS,))
        second = log_in(ports_on, person=first.person)
        calls = [last_answer(here, owner) for here in (first, second)]
        found = outcomes(crowd.rush(*([call] for call in calls * 2)))
        assert found["DeviceDone"] == 1
        assert set(found) <= {"DeviceDone", "SharingRefused", "LoginView", "RefusalView"}
        shares = DeviceShareRow.objects.filter(account_id=first.person.account)
        assert list(shares.values_list("state", flat=True)) == ["active"]
        told = OutboxRow.objects.filter(holder_id=owner.holder_id, message="own.device_shared")
        assert told.count() == 2
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_device_reported_lost_while_two_user_names_ask_for_it_serves_nobody(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        owner = add_owner(ports_on)
        others = [log_in_borrower(ports_on, owner, devices=(IOS,)) for _ in range(2)]
        calls = [last_answer(here, owner) for here in others]
        there = log_in(ports_on, person=owner)
        lost = {"deed": "report_lost", "token": there.token.reveal_text(), "device": owner.factors[0]["id"]}
        found = outcomes(crowd.rush([calls[0]], [lost], [calls[1]]))
        assert set(found) <= {"DeviceDone", "SharingRefused", "LoginView", "RefusalView"}
        assert AuthenticatorRow.objects.get(id=owner.factors[0]["id"]).state == "lost"
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_owner_and_borrower_who_end_a_sharing_at_once_end_it_once(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        owner = add_owner(ports_on)
        here = log_in_borrower(ports_on, owner, devices=(IOS,))
        share(here, owner)
        row = DeviceShareRow.objects.get(account_id=here.person.account)
        there = log_in(ports_on, person=owner)
        calls = []
        for guest in (here, there):
            asked = begin_stopping(ports_on, guest.visitor, share_id=row.id, retyped=guest.retyped, door=DOOR)
            calls.append({"deed": "stop_sharing", "share": row.id} | answer_of(guest, asked))
        found = outcomes(crowd.rush(*([call] for call in calls)))
        assert found["DeviceDone"] == 1
        assert sum(found.values()) == 2
        assert not {*found} - {"DeviceDone", "LoginView", "RefusalView"}
        assert DeviceShareRow.objects.get(id=row.id).state == "ended"
    assert violations(ports_on) == ()
