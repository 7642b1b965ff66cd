"""The card for programs: requested, fetched with the same token within ten minutes, activated with two values."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PasscodeState
from sekisho.testing import people
from sekisho.workflows.verifying import key_place

AWAY = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)


@pytest.fixture
def holder(program, add):
    """A holder with a passcode who is logged in: the person and the token."""
    person = add(devices=(AWAY,), passcode=PasscodeState.LIVE)
    return person, program.enter(person)["access_token"]


def values_of(house, indices, *, card):
    row = AuthenticatorRow.objects.get(id=card)
    key = house.ports.vault.open(bytes(row.sealed_key), place=key_place(card))
    return "".join(code_card.cell(key, index) for index in indices)


def request(program, token):
    answer = program.call("POST", "/me/code-card", token=token)
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def fetch(program, url, token):
    return program.call("GET", url.removeprefix("/api/v1"), token=token)


def test_a_card_is_requested_asked_and_activated(program, holder, house, clock):
    _, token = holder
    card = request(program, token)
    assert set(card) == {"card", "serial", "image_url", "pdf_url", "shown_until"}
    asked = program.call("POST", "/me/code-card/challenge", token=token).json()
    values = values_of(house, asked["indices"], card=card["card"])
    done = program.call("POST", "/me/code-card/activation", {"values": values}, token=token)
    assert done.status_code == 200
    assert list(done.json()) == ["expires_at", "access_token"]
    ends_at = (clock.now() + timedelta(days=21)).isoformat().replace("+00:00", "Z")
    assert done.json()["expires_at"] == ends_at
    assert program.call("GET", "/me", token=token).status_code == 401  # ASVS 7.2.4: the old token is dead
    me = program.call("GET", "/me", token=done.json()["access_token"]).json()
    assert (me["factor"], me["scopes"]) == ("code_card", ["portal:full"])


@pytest.mark.parametrize(
    ("name", "kind", "begins"),
    [
        ("code-card-a4.png", "image/png", b"\x89PNG"),
        ("code-card-card.png", "image/png", b"\x89PNG"),
        ("code-card-a4.pdf", "application/pdf", b"%PDF-"),
        ("code-card-large.pdf", "application/pdf", b"%PDF-"),
        ("code-card-a4.svg", "image/svg+xml", b"<svg"),
        ("code-card-large-2.svg", "image/svg+xml", b"<svg"),
    ],
)
def test_its_pictures_are_fetched_with_the_token_of_the_session(program, holder, name, kind, begins):
    _, token = holder
    root = request(program, token)["image_url"].rpartition("/")[0]
    answer = fetch(program, f"{root}/{name}", token)
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(begins)


@pytest.mark.parametrize("name", ["code-card-a4-2.svg", "code-card-a4.gif", "card.png", "code-card-large-2.pdf", "x"])
def test_a_picture_that_does_not_exist_is_not_found(program, holder, name):
    _, token = holder
    root = request(program, token)["image_url"].rpartition("/")[0]
    assert fetch(program, f"{root}/{name}", token).status_code == 404


def test_another_session_another_address_and_another_time_find_no_picture(program, holder, add, clock):
    person, token = holder
    card = request(program, token)
    elsewhere = program.enter(person)["access_token"]
    stranger = program.enter(add(devices=(people.DSC,)))["access_token"]
    for other in (elsewhere, stranger):
        answer = fetch(program, card["image_url"], other)
        assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")
    wrong = card["image_url"].replace("code-card/", "code-card/0", 1)
    assert fetch(program, wrong, token).status_code == 404
    assert fetch(program, card["image_url"], None).status_code == 401
    clock.advance(timedelta(minutes=10))
    gone = fetch(program, card["pdf_url"], token)
    assert (gone.status_code, gone.json()["title"]) == (404, "The card is no longer shown")


def test_asking_again_gives_the_same_card_and_the_same_two_cells(program, holder):
    _, token = holder
    assert request(program, token) == request(program, token)
    first, second = (program.call("POST", "/me/code-card/challenge", token=token).json() for _ in range(2))
    assert first == second


def test_wrong_values_are_refused_with_the_tries_that_are_left(program, holder, house):
    _, token = holder
    card = request(program, token)
    asked = program.call("POST", "/me/code-card/challenge", token=token).json()
    right = values_of(house, asked["indices"], card=card["card"])
    wrong = right[3:] + right[:3]
    answer = program.call("POST", "/me/code-card/activation", {"values": wrong}, token=token)
    body = answer.json()
    assert (answer.status_code, body["reason"], body["attempts_left"]) == (403, "wrong_response", 2)
    assert answer["Content-Type"] == "application/problem+json"
    assert "card is not active yet" in body["detail"]


@pytest.mark.parametrize("body", [{}, {"values": 5}, {"values": ""}, {"values": "AAAAAA", "card": "x"}, [], "AAAAAA"])
def test_a_body_of_another_shape_is_refused_and_counts_as_a_wrong_answer(program, holder, body):
    _, token = holder
    request(program, token)
    before = program.call("POST", "/me/code-card/challenge", token=token).json()
    assert program.call("POST", "/me/code-card/activation", body, token=token).status_code in {400, 422}
    after = program.call("POST", "/me/code-card/challenge", token=token).json()
    assert after == before | {"attempts_left": before["attempts_left"] - 1}


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_call_that_is_no_answer_counts_nothing(program, holder, method):
    _, token = holder
    request(program, token)
    before = program.call("POST", "/me/code-card/challenge", token=token).json()
    assert program.call(method, "/me/code-card/activation", token=token).status_code == 405
    assert program.call("POST", "/me/code-card/activation", {}).status_code == 401
    assert program.call("POST", "/me/code-card/challenge", token=token).json() == before


def test_without_a_card_nothing_is_asked_and_nothing_activated(program, holder):
    _, token = holder
    for path, body in (("/challenge", None), ("/activation", {"values": "AAAAAA"})):
        answer = program.call("POST", f"/me/code-card{path}", body, token=token)
        assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")


def test_a_second_card_in_a_row_is_refused_with_the_telephone(program, holder, house):
    _, token = holder
    card = request(program, token)
    asked = program.call("POST", "/me/code-card/challenge", token=token).json()
    values = values_of(house, asked["indices"], card=card["card"])
    token = program.call("POST", "/me/code-card/activation", {"values": values}, token=token).json()["access_token"]
    answer = program.call("POST", "/me/code-card", token=token)
    assert (answer.status_code, answer.json()["reason"]) == (403, "verification_required")
    assert any("phone" in step for step in answer.json()["next_steps"])


@pytest.mark.parametrize("path", ["", "/challenge", "/activation"])
def test_a_session_that_may_not_is_refused_with_the_reason(program, add, path):
    token = program.enter(add(devices=(people.DSC,)), surface="trading")["access_token"]
    body = {"values": "AAAAAA"} if path == "/activation" else None
    answer = program.call("POST", f"/me/code-card{path}", body, token=token)
    assert (answer.status_code, answer.json()["reason"]) == (403, "scope_insufficient")


def test_too_many_cards_are_refused_with_the_moment(program, add):
    person = add(devices=(AWAY,), passcode=PasscodeState.LIVE)
    answers = [program.call("POST", "/me/code-card", token=program.enter(person)["access_token"]) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["retry_at"]
