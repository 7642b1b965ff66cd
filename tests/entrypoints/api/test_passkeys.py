"""Passkeys over HTTP: made by a program's own authenticator, asked with options, answered with an object or with its text."""

import json
from datetime import timedelta

import pytest

from sekisho.testing.invariants import violations
from sekisho.testing.people import IOS, PASSKEY, PASSWORD
from sekisho.testing.soft_devices import soft_device
from sekisho.testing.soft_passkey import SoftPasskey, b64

PASSKEYS = "/me/devices/passkeys"
NEW = SoftPasskey(secret=31)


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


@pytest.mark.parametrize("form", [json.loads, str], ids=["object", "text"])
def test_a_login_is_asked_with_the_options_of_one_passkey_and_answered_in_either_form(program, add, form):
    person = add(devices=(PASSKEY, PASSKEY))
    passkey = soft_device(person.factors[0])
    login = program.begin(person).json()
    options = login["challenge"]["public_key"]
    assert (options["rpId"], options["userVerification"]) == ("localhost", "required")
    assert [one["id"] for one in options["allowCredentials"]] == [b64(passkey.credential)]
    assert "code" not in login["challenge"]
    assert [factor["name"] for factor in login["factors"]] == ["Passkey", "Passkey"]
    granted = program.answer(login, form(passkey.sign(options["challenge"]))).json()
    assert granted["grant"]["factor"] == "passkey"
    assert granted["grant"]["withdrawal_limits"]["per_day"] == 1_000_000


def test_only_what_a_passkey_gives_may_be_longer_than_what_is_typed(program, add):
    login = program.begin(add(devices=(IOS,))).json()
    assert program.answer(login, "1" * 257).status_code == 422
    assert program.answer(login, {"id": "a", "response": {}}).status_code == 422
    assert program.answer(login, "{" + "1" * 400).json()["reason"] == "wrong_response"


def test_a_passkey_is_made_after_the_strongest_proof_and_is_in_the_list_by_its_name(program, add, answers, ports):
    person = add(devices=(IOS,))
    token = program.enter(person)["access_token"]
    ports.clock.advance(timedelta(seconds=1))
    assert program.call("POST", PASSKEYS, token=token).status_code == 401
    own = {"username": person.username, "password": PASSWORD}
    asked = program.call("POST", PASSKEYS, own, token=token).json()
    answer = {"proof": asked["id"], "response": answers(person, asked)}
    invited = program.call("POST", f"{PASSKEYS}/response", answer, token=token)
    assert invited.status_code == 201
    options = invited.json()["public_key"]
    assert options["rp"] == {"id": "localhost", "name": "Sekisho Securities"}
    assert person.username not in options["user"]["id"]
    made = {"credential": json.loads(NEW.make(options["challenge"])), "name": "Notebook"}
    done = program.call("POST", f"{PASSKEYS}/credential", made, token=token)
    assert done.status_code == 200
    assert done.json()["device"] | {"kind": "passkey", "name": "Notebook", "state": "active"} == done.json()["device"]
    listed = program.call("GET", "/me/devices", token=token).json()
    assert "Notebook" in [one["name"] for one in listed]
    again = program.call("POST", f"{PASSKEYS}/credential", made, token=token)
    assert (again.status_code, again.json()["reason"]) == (403, "challenge_expired")
