"""Many at once, in two processes, on both databases: one winner, and never more evaluated than is allowed."""

import os
from collections import Counter
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection

from sekisho.adapters.storage.passkey_rows import PasskeyRow
from sekisho.adapters.storage.rows import AuthenticatorRow, SessionRow, TriesRow
from sekisho.core.authenticators.kinds import CardState, PasscodeState
from sekisho.testing.claimant import attempt, right_answer, wrong_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, PASSKEY, PASSWORD, Person, Wanted, add_person
from sekisho.testing.soft_passkey import SoftPasskey
from sekisho.workflows.outcomes import LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import TryKind
from sekisho.workflows.sign_in import sign_in

from .companions import Crowd, Json

ROUNDS = [pytest.param(3, id="3 rounds"), pytest.param(200, id="200 rounds", marks=pytest.mark.slow)]
AT_ONCE = 20
pytestmark = pytest.mark.timeout(1800)


def answer_to(login: LoginView, response: str) -> Json:
    assert login.id is not None
    return {"deed": "answer", "login_id": login.id.reveal_text(), "response": response}


def sign_in_of(person: Person, password: str = PASSWORD) -> Json:
    return {"deed": "sign_in", "username": person.username, "password": password}


def reasons(results: list[list[Json]]) -> Counter[str]:
    """How each deed ended: the state where nothing was refused, the accident where there was one."""
    flat = [result for told in results for result in told]
    return Counter(result.get("error") or result["reason"] or result["state"] for result in flat)


def counted(subject: str, kind: TryKind) -> int:
    row = TriesRow.objects.get(subject=subject, kind=kind.value)
    return len(row.moments.split())


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize(
    "wanted",
    [Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE), Wanted(devices=(PASSKEY,))],
    ids=["device", "card", "passkey"],
)
def test_of_twenty_right_answers_at_once_exactly_one_opens_a_session(
    ports_on: Ports, crowd: Crowd, wanted: Wanted, rounds: int
) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, wanted)
        login = sign_in(ports_on, attempt(person))
        deed = answer_to(login, right_answer(person, login))
        found = reasons(crowd.rush(*([deed] for _ in range(AT_ONCE))))
        assert found["granted"] == 1
        assert set(found) <= {"granted", "response_used", "challenge_expired", "throttled"}
        assert SessionRow.objects.filter(holder_id=person.holder_id).count() == 1
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_a_passkey_and_its_copy_that_count_alike_only_one_comes_in(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(PASSKEY,)))
        passkey = SoftPasskey(secret=int(person.factors[0]["key_hex"], 16), counted=9)
        logins = [sign_in(ports_on, attempt(person)) for _ in range(4)]
        asked = [(login, login.challenge.passkey) for login in logins if login.challenge]
        deeds = [answer_to(login, passkey.sign(one.challenge)) for login, one in asked if one]
        found = reasons(crowd.rush(*([deed] for deed in deeds)))
        assert found["granted"] == 1
        assert set(found) <= {"granted", "response_used", "wrong_response"}
        assert PasskeyRow.objects.get(authenticator__account_id=person.account).counted == 9
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_right_and_wrong_answers_to_one_login_at_once_never_lock_each_other_up(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    granted = 0
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(IOS,)))
        login = sign_in(ports_on, attempt(person))
        right, wrong = (answer_to(login, find(person, login)) for find in (right_answer, wrong_answer))
        found = reasons(crowd.rush(*([deed] for deed in [right, wrong, wrong, right] * 5)))
        assert found["StorageUnavailableError"] == 0
        assert found["granted"] <= 1
        granted += found["granted"]
    assert SessionRow.objects.count() == granted
    assert violations(ports_on) == ()


def test_racing_right_answers_take_back_only_their_own_question(ports_on: Ports, crowd: Crowd) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    logins = [sign_in(ports_on, attempt(person)) for _ in range(7)]
    deed = answer_to(logins[3], right_answer(person, logins[3]))
    assert reasons(crowd.rush(*([deed] for _ in range(AT_ONCE))))["granted"] == 1
    assert counted(person.factors[0]["id"], TryKind.CHALLENGES) == 6


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_sixty_wrong_answers_at_once_five_are_evaluated(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(IOS,)))
        logins = [sign_in(ports_on, attempt(person)) for _ in range(6)]
        deeds = [answer_to(login, wrong_answer(person, login)) for login in logins] * 10
        found = reasons(crowd.rush(*(deeds[number::AT_ONCE] for number in range(AT_ONCE))))
        assert found["wrong_response"] == 5
        assert found.keys() <= {"wrong_response", "throttled", "challenge_expired"}  # the fifth ends its own login
        assert AuthenticatorRow.objects.get(id=person.factors[0]["id"]).wrong_in_row == 5
        row = TriesRow.objects.get(subject=person.holder_id, kind=TryKind.SECOND_FACTOR.value)
        assert row.in_row == 5
        assert counted(person.holder_id, TryKind.SECOND_FACTOR_MONTH) == 5
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_forty_wrong_passwords_at_once_ten_are_evaluated(ports_on: Ports, crowd: Crowd, rounds: int) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(devices=(DSC,)))
        deed = sign_in_of(person, "a wrong password")
        found = reasons(crowd.rush(*([deed, deed] for _ in range(AT_ONCE))))
        assert found == {"bad_credentials": 10, "locked": 30}
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_cells_answered_from_two_logins_at_once_open_one_session(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(card=CardState.ACTIVE))
        logins = [sign_in(ports_on, attempt(person)) for _ in range(2)]
        deeds = [answer_to(login, right_answer(person, login)) for login in logins]
        assert reasons(crowd.rush(*([deed] for deed in deeds * 2)))["granted"] == 1
        assert SessionRow.objects.filter(holder_id=person.holder_id).count() == 1
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_sign_ins_that_race_for_a_cards_first_question_are_asked_the_same_two_cells(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    for _ in range(rounds):
        person = add_person(ports_on, Wanted(card=CardState.ACTIVE))
        results = crowd.rush(
            *([sign_in_of(person)] for _ in range(8))
        )  # of more than ten at once some find the door closed
        assert reasons(results) == {"challenge": 8}
        assert len({tuple(result["indices"]) for told in results for result in told}) == 1
        assert counted(person.factors[0]["id"], TryKind.CHALLENGES) == 1
    assert violations(ports_on) == ()


def test_no_question_is_put_to_a_device_twice_although_the_dice_hardly_know_another(
    ports_on: Ports, crowd: Crowd, clock: FixedClock
) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    asked: list[str] = []
    for _ in range(3):
        for expected in ({"challenge": 8}, {"challenge": 2, "throttled": 6}):
            results = crowd.rush(*([sign_in_of(person)] for _ in range(8)), most_numbers=40)
            assert reasons(results) == expected
            asked += [result["code"] for told in results for result in told if result["code"]]
        clock.advance(timedelta(hours=1))
    assert len(set(asked)) == len(asked) == 30
    assert violations(ports_on) == ()


@pytest.mark.parametrize("rounds", [pytest.param(2, id="short"), pytest.param(60, id="long", marks=pytest.mark.slow)])
def test_people_who_go_about_at_once_end_in_no_deadlock_and_violate_nothing(
    ports_on: Ports, crowd: Crowd, rounds: int
) -> None:
    everything = Wanted(devices=(DSC, IOS), card=CardState.ACTIVE, passcode=PasscodeState.LIVE)
    for number in range(rounds):
        people = [
            add_person(ports_on, wanted)
            for wanted in (everything, Wanted(card=CardState.ACTIVE), Wanted(devices=(IOS,)))
        ]
        deeds = [
            {
                "deed": "go_about",
                "people": [asdict(person) for person in people],
                "passwords": [PASSWORD] * 9 + ["guess"],
                "seed": 1000 * number + thread,
                "times": 3,
            }
            for thread in range(AT_ONCE)
        ]
        results = crowd.rush(*([deed] for deed in deeds))
        accidents = [result for told in results for result in told if "error" in result]
        assert accidents == []
        assert violations(ports_on) == ()


def test_the_races_run_in_two_other_processes(crowd: Crowd) -> None:
    pids = {companion.process.pid for companion in crowd.companions}
    assert len(pids | {os.getpid()}) == 3
    assert connection.vendor in {"sqlite", "postgresql"}
