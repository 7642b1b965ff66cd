"""Sensitive tasks for programs (RFC 9470): verified for exactly one task, done once, and every flaw told by its field."""

import pytest

from sekisho.core.authenticators.kinds import CardState, PasscodeState
from sekisho.testing import people

BANK = {"bank": "Aoba Bank", "branch": "Main", "account": "1234567", "payee": "Hana Sekisho"}


@pytest.fixture
def ask(program, add, answers):
    """Somebody with a session who verifies and does tasks; `wanted` as in `testing.people.Wanted`."""

    class Asking:
        def __init__(self, **wanted):
            self.person = add(**wanted)
            self.token = program.enter(self.person)["access_token"]

        def get(self):
            return program.call("GET", "/me/money", token=self.token).json()

        def verify(self, task, details, **typed):
            who = {"username": self.person.username, "password": people.PASSWORD} | typed
            return program.call("POST", "/me/verifications", {"task": task, "details": details} | who, token=self.token)

        def answer(self, asked, response=None):
            body = {"response": response or answers(self.person, asked)}
            return program.call("POST", f"/me/verifications/{asked['id']}/response", body, token=self.token)

        def prove(self, task, details):
            return self.answer(self.verify(task, details).json()).json()["proof"]

        def do(self, task, details, proof=None):
            body = {"task": task, "details": details} | ({"proof": proof} if proof else {})
            return program.call("POST", "/me/tasks", body, token=self.token)

        def bank(self):
            self.do("bank_instruction", BANK, self.prove("bank_instruction", BANK))
            return self.get()["banks"][0]["id"]

    return Asking


@pytest.mark.fact("A125", "A126", "A128", "A129")
def test_a_task_without_a_proof_asks_for_one_and_with_it_is_done_once(ask):
    asking = ask(devices=(people.IOS,))
    refused = asking.do("bank_instruction", BANK)
    assert (refused.status_code, refused.json()["reason"]) == (401, "step_up_required")
    assert refused["WWW-Authenticate"] == 'Bearer error="insufficient_user_authentication", max_age=300'
    asked = asking.verify("bank_instruction", BANK)
    assert (asked.status_code, asked.json()["state"], asked.json()["challenge"]["kind"]) == (
        201,
        "challenge",
        "key_app",
    )
    proof = asking.answer(asked.json()).json()["proof"]
    done = asking.do("bank_instruction", BANK, proof)
    assert (done.status_code, done.json()["factor"]) == (201, "key_app")
    assert asking.do("bank_instruction", BANK, proof).status_code == 401
    assert [one["number"] for one in asking.get()["banks"]] == ["••••••67"]


def test_a_proof_for_100_is_none_for_9_100(ask):
    asking = ask(devices=(people.IOS,))
    bank = asking.bank()
    proof = asking.prove("withdrawal", {"amount": "100", "bank": bank})
    assert asking.do("withdrawal", {"amount": "9100", "bank": bank}, proof).status_code == 401
    assert asking.do("withdrawal", {"amount": "100", "bank": bank}, proof).status_code == 401  # used up
    assert asking.get()["withdrawals"] == []


def test_the_ceiling_is_told_with_what_is_left(ask):
    asking = ask(card=CardState.ACTIVE)
    bank = asking.bank()
    beyond = asking.verify("withdrawal", {"amount": "200000.01", "bank": bank}).json()
    assert (beyond["status"], beyond["reason"], beyond["window"], beyond["left"]) == (
        403,
        "step_up_required",
        "day",
        "200000.00",
    )
    assert asking.get()["left"] == [{"factor": "code_card", "today": "200000.00", "five_business_days": "600000.00"}]


@pytest.mark.parametrize(
    ("details", "flaws"),
    [
        ({}, {"amount": "missing", "bank": "missing"}),
        ({"amount": "1e9", "bank": "b"}, {"amount": "unreadable"}),
        ({"amount": "0", "bank": "b"}, {"amount": "nothing"}),
        ({"amount": "1", "bank": "b", "\u202eevil": "x"}, None),
    ],
)
def test_every_flaw_is_told_by_its_field_and_nothing_of_the_caller_s_is_repeated(ask, details, flaws):
    refused = ask(devices=(people.IOS,)).verify("withdrawal", details)
    assert (refused.status_code, refused.json().get("flaws")) == (422, flaws)
    assert "evil" not in refused.content.decode()


def test_a_wrong_password_and_a_wrong_answer_give_nothing(ask):
    asking = ask(devices=(people.IOS,))
    wrong = asking.verify("email_change", {"email": "new@example.com"}, password="wrong")
    assert (wrong.status_code, wrong.json()["reason"]) == (403, "bad_credentials")
    asked = asking.verify("email_change", {"email": "new@example.com"}).json()
    refused = asking.answer(asked, "00000000")
    assert (refused.status_code, refused.json()["reason"], "proof" in refused.json()) == (403, "wrong_response", False)


def test_an_answer_that_cannot_be_read_counts_as_a_wrong_one(ask, program):
    asking = ask(devices=(people.IOS,))
    asked = asking.verify("email_change", {"email": "new@example.com"}).json()
    path = f"/me/verifications/{asked['id']}/response"
    assert program.call("POST", path, {"response": 12345678}, token=asking.token).status_code == 422
    assert asking.answer(asked, "00000000").json()["refusal"]["attempts_left"] == 3


def test_a_passcode_verifies_nothing(ask):
    asking = ask(passcode=PasscodeState.LIVE)
    refused = asking.verify("email_change", {"email": "new@example.com"})
    assert (refused.status_code, refused.json()["reason"]) == (403, "step_up_required")


def test_another_session_s_verification_is_not_there(ask, program):
    asking, other = ask(devices=(people.IOS,)), ask(devices=(people.IOS,))
    asked = asking.verify("email_change", {"email": "new@example.com"}).json()
    stolen = program.call(
        "POST", f"/me/verifications/{asked['id']}/response", {"response": "12345678"}, token=other.token
    )
    assert (stolen.status_code, stolen.json()["reason"]) == (404, "not_found")
