"""Approving over HTTP: a program begins a login, a phone hears of it and approves, the program takes it up."""

import pytest

from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.approvals.listening import listening_token


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


@pytest.fixture
def person(add):
    return add(devices=(IOS,))


@pytest.fixture
def listens(program, person, ports):
    """Call as the person's phone; `listens("GET")` hears, `listens("POST", id, body)` decides."""
    device = person.factors[0]["id"]
    token = listening_token(ports.vault, device).reveal_text()

    def call(method, approval="", body=None, *, token=token, device=device):
        address = f"/key-app/phones/{device}/approvals" + (f"/{approval}" if approval else "")
        return program.call(method, address, body, token=token)

    return call


def approving(person, login, **changes):
    response = soft_device(person.factors[0]).answer(login["challenge"])
    return {"decision": "approve", "number": login["approval"]["number"], "response": response} | changes


# B054, B056
def test_a_login_is_heard_approved_and_taken_up_by_whoever_began_it(program, person, listens):
    login = program.begin(person).json()
    (asked,) = listens("GET").json()["approvals"]
    assert (asked["id"], asked["username"], asked["challenge"]) == (
        login["approval"]["id"],
        person.username,
        login["challenge"]["code"],
    )
    assert login["approval"]["number"] in asked["numbers"]
    assert program.call("POST", f"/logins/{login['id']}/approval").json()["approval"]["state"] == "pending"
    approved = listens("POST", asked["id"], approving(person, login))
    assert (approved.status_code, approved.json()) == (200, {"state": "approved"})
    assert program.call("GET", f"/logins/{login['id']}").json()["approval"]["state"] == "approved"
    taken = program.call("POST", f"/logins/{login['id']}/approval").json()
    assert (taken["state"], taken["grant"]["factor"]) == ("granted", "key_app")
    assert program.call("GET", "/me", token=taken["grant"]["access_token"]).status_code == 200
    assert listens("GET").json() == {"approvals": []}


def test_a_wrong_number_and_a_wrong_response_are_told_apart(program, person, listens):
    login = program.begin(person).json()
    (asked,) = listens("GET").json()["approvals"]
    wrong = listens("POST", asked["id"], approving(person, login, response="00000000")).json()
    assert (wrong["reason"], wrong["state"], wrong["attempts_left"]) == ("wrong_response", "pending", 4)
    other = next(number for number in asked["numbers"] if number != login["approval"]["number"])
    ended = listens("POST", asked["id"], approving(person, login, number=other))
    assert (ended.status_code, ended.json()["reason"], ended.json()["state"]) == (403, "conflict", "mismatched")
    assert "number" in ended.json()["title"]


@pytest.mark.parametrize(
    "body",
    [None, {}, {"decision": "maybe"}, {"decision": "approve", "number": 42, "response": "1"}, [1], {"number": "42"}],
)
def test_a_body_that_cannot_be_read_decides_nothing_and_counts_nothing(program, person, listens, body):
    login = program.begin(person).json()
    assert listens("POST", login["approval"]["id"], body).status_code in {400, 422}
    assert program.call("GET", f"/logins/{login['id']}").json()["challenge"]["attempts_left"] == 5
    assert listens("POST", login["approval"]["id"], approving(person, login)).status_code == 200


def test_not_me_ends_the_login_with_its_reason_and_cancel_does_not(program, person, listens):
    first, second = program.begin(person).json(), program.begin(person).json()
    assert listens("POST", first["approval"]["id"], {"decision": "cancel"}).json() == {"state": "cancelled"}
    assert program.call("GET", f"/logins/{first['id']}").json()["state"] == "challenge"
    assert listens("POST", second["approval"]["id"], {"decision": "not_me"}).json() == {"state": "denied"}
    refused = program.call("GET", f"/logins/{second['id']}")
    assert (refused.status_code, refused.json()["refusal"]["reason"]) == (403, "conflict")
    assert "turned away" in refused.json()["title"]


def test_whoever_has_no_token_of_this_phone_finds_nothing(program, person, listens, add, ports):
    login, other = program.begin(person).json(), add(devices=(IOS, DSC))
    stranger, card = (listening_token(ports.vault, factor["id"]).reveal_text() for factor in other.factors)
    session = program.enter(other)["access_token"]
    for token in (None, stranger, card, session, "listen_" + "0" * 64, "listen_"):
        assert listens("GET", token=token).status_code == 404
        assert listens("POST", login["approval"]["id"], {"decision": "not_me"}, token=token).status_code == 404
    assert listens("GET", device=other.factors[1]["id"], token=card).status_code == 404
    assert listens("POST", "apv_none", {"decision": "not_me"}).status_code == 404
    assert len(listens("GET").json()["approvals"]) == 1
