"""Own devices for programs: challenge first, deed second, and nobody else's device is even there."""

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.testing import people

SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
ORDERED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.REQUESTED)


def post(program, token, device, deed, body=None):
    return program.call("POST", f"/me/devices/{device}/{deed}", body, token=token)


def named(person, **more):
    return {"username": person.username, "password": people.PASSWORD} | more


@pytest.mark.fact("A094", "A095")
def test_a_suspended_device_is_reactivated_in_two_calls(program, add, answers):
    person = add(devices=(SUSPENDED,), card=CardState.ACTIVE)
    id_ = person.factor("dsc_plus")["id"]
    token = program.enter(person)["access_token"]
    asked = post(program, token, id_, "reactivate", named(person))
    assert (asked.status_code, asked.json()["state"], asked.json()["challenge"]["kind"]) == (
        201,
        "challenge",
        "dsc_plus",
    )
    proof = asked.json()
    done = post(program, token, id_, "reactivate/response", {"proof": proof["id"], "response": answers(person, proof)})
    assert (done.status_code, done.json()["state"], done.json()["device"]["state"]) == (200, "done", "active")
    assert program.call("GET", "/me", token=token).status_code == 401  # ASVS 7.2.4: the old token is dead
    assert program.call("GET", "/me", token=done.json()["access_token"]).json()["factor"] == "dsc_plus"


@pytest.mark.fact("A094")
def test_right_after_a_login_with_the_device_one_call_is_enough(program, add):
    person = add(devices=(SUSPENDED,))
    token = program.enter(person)["access_token"]
    done = post(program, token, person.factors[0]["id"], "reactivate")
    assert (done.status_code, done.json()["event"]) == (200, "device_reactivated")
    assert program.call("GET", "/me", token=done.json()["access_token"]).json()["scopes"] == ["portal:full"]


# RFC 9470
def test_without_user_name_and_password_a_program_is_told_to_verify_identity(program, add):
    person = add(devices=(people.DSC, people.IOS))
    token = program.enter(person)["access_token"]
    missing = post(program, token, person.factor("key_app")["id"], "retire")
    assert (missing.status_code, missing.json()["reason"]) == (401, "step_up_required")
    assert missing["WWW-Authenticate"].startswith('Bearer error="insufficient_user_authentication"')
    wrong = post(program, token, person.factor("key_app")["id"], "retire", named(person, password="wrong"))
    assert (wrong.status_code, wrong.json()["reason"]) == (403, "bad_credentials")


# B076
def test_a_device_is_named_and_then_retired_with_the_one_that_was_chosen(program, add, answers):
    person = add(devices=(people.DSC, people.DSC, people.IOS))
    token = program.enter(person)["access_token"]
    id_ = person.factor("key_app")["id"]
    renamed = post(program, token, id_, "rename", {"name": " Old phone "})
    assert (renamed.status_code, renamed.json()["device"]["name"]) == (200, "Old phone")
    chosen = person.factors[1]["id"]
    proof = post(program, token, id_, "retire", named(person, factor=chosen)).json()
    assert proof["challenge"]["factor"]["id"] == chosen
    assert {factor["id"] for factor in proof["factors"]} == {one["id"] for one in person.factors}
    done = post(program, token, id_, "retire/response", {"proof": proof["id"], "response": answers(person, proof)})
    assert (done.status_code, done.json()["device"]["state"]) == (200, "retired")


def test_a_wrong_answer_keeps_the_question_and_counts(program, add, answers):
    person = add(devices=(SUSPENDED,), card=CardState.ACTIVE)
    id_ = person.factor("dsc_plus")["id"]
    token = program.enter(person)["access_token"]
    proof = post(program, token, id_, "reactivate", named(person)).json()
    wrong = post(program, token, id_, "reactivate/response", {"proof": proof["id"], "response": "00000000"})
    assert (wrong.status_code, wrong.json()["reason"]) == (403, "wrong_response")
    assert wrong.json()["challenge"]["code"] == proof["challenge"]["code"]
    right = {"proof": proof["id"], "response": answers(person, proof)}
    assert post(program, token, id_, "reactivate/response", right).status_code == 200


@pytest.mark.parametrize(
    "raw", [b'{"proof": ', b'{"response": "12345678"}', b'{"proof": "x", "response": 5}', b" " * 70_000]
)
@pytest.mark.parametrize("deed", ["reactivate", "activate"])
def test_a_body_that_cannot_be_read_counts_as_a_wrong_answer(program, add, deed, raw):
    state = DeviceState.SUSPENDED if deed == "reactivate" else DeviceState.DELIVERED
    person = add(devices=((AuthenticatorKind.DSC_PLUS, None, state),), card=CardState.ACTIVE)
    id_ = person.factor("dsc_plus")["id"]
    token = program.enter(person)["access_token"]
    post(program, token, id_, deed, named(person))
    answer = program.call("POST", f"/me/devices/{id_}/{deed}/response", raw=raw, token=token)
    assert answer.status_code in {400, 413, 422}
    assert AuthenticatorRow.objects.get(id=id_).wrong_in_row == 1


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("reactivate", None),
        ("activate", None),
        ("lost", {"status": "lost"}),
        ("not-arrived", None),
        ("rename", {"name": "mine"}),
        ("retire", None),
        ("return", {"reason": "damage"}),
        ("reactivate/response", {"proof": "proof_x", "response": "1"}),
        ("activate/response", {"proof": "proof_x", "response": "1"}),
        ("retire/response", {"proof": "proof_x", "response": "1"}),
    ],
)
def test_somebody_elses_device_is_answered_like_one_that_never_was(program, add, deed, body):
    other = add(devices=(people.DSC,))
    token = program.enter(add(devices=(people.DSC,)))["access_token"]
    theirs = post(program, token, other.factors[0]["id"], deed, body)
    nobodys = post(program, token, "fac_nobody", deed, body)
    assert theirs.status_code == nobodys.status_code == 404
    assert {**theirs.json(), "reference": ""} == {**nobodys.json(), "reference": ""}


def test_a_reported_device_is_blocked_with_one_call(program, add):
    person = add(devices=(people.DSC, people.IOS))
    token = program.enter(person)["access_token"]
    done = post(program, token, person.factor("key_app")["id"], "lost", {"status": "stolen"})
    assert (done.status_code, done.json()["device"]["state"]) == (200, "lost")


@pytest.mark.parametrize("body", [{}, {"status": "eaten"}, {"status": "lost", "reason": "x"}, {"status": 1}])
def test_a_body_is_taken_strictly(program, add, body):
    person = add(devices=(people.DSC,))
    token = program.enter(person)["access_token"]
    assert post(program, token, person.factors[0]["id"], "lost", body).status_code == 422


@pytest.mark.fact("A114", "A118")
def test_a_posted_device_is_held_and_activated(program, add, answers, ports):
    from sekisho.testing.posting import send

    person = add(devices=(people.IOS, ORDERED))
    id_ = send(ports, person)
    token = program.enter(person)["access_token"]
    held = post(program, token, id_, "not-arrived")
    assert (held.status_code, held.json()["device"]["is_held"]) == (200, True)
    proof = post(program, token, id_, "activate", named(person)).json()
    done = post(program, token, id_, "activate/response", {"proof": proof["id"], "response": answers(person, proof)})
    assert (done.status_code, done.json()["device"]["state"]) == (200, "active")


def test_a_return_gives_the_address_of_its_form(program, add):
    person = add(devices=(people.DSC,))
    token = program.enter(person)["access_token"]
    done = post(program, token, person.factors[0]["id"], "return", {"reason": "damage"})
    assert done.json()["form"].endswith(f"/{person.factors[0]['id']}/return/form")


def test_a_card_only_session_lists_and_does_nothing_else(program, add, clock):
    from datetime import timedelta

    person = add(devices=(SUSPENDED,), passcode=PasscodeState.LIVE)
    clock.advance(timedelta(hours=49))
    token = program.enter(person)["access_token"]
    assert program.call("GET", "/me/devices", token=token).status_code == 200
    id_ = person.factors[0]["id"]
    for deed, body in (("reactivate", None), ("lost", {"status": "lost"}), ("return", {"reason": "damage"})):
        refused = post(program, token, id_, deed, body)
        assert (refused.status_code, refused.json()["reason"]) == (403, "scope_insufficient")


def test_the_answers_fit_the_document(program, add, answers):
    import jsonschema_rs

    document = program.call("GET", "/openapi.json").json()

    def fits(answer, path):
        response = document["paths"][f"/api/v1/me/devices{path}"]["post"]["responses"][str(answer.status_code)]
        (media,) = response["content"].values()
        schema = {**media["schema"], "components": document["components"]}
        assert not [str(error) for error in jsonschema_rs.validator_for(schema).iter_errors(answer.json())]
        return answer.json()

    person = add(devices=(SUSPENDED,), card=CardState.ACTIVE)
    id_ = person.factor("dsc_plus")["id"]
    token = program.enter(person)["access_token"]
    asked = post(program, token, id_, "reactivate")
    assert asked.status_code == 401
    fits(asked, "/{device_id}/reactivate")
    proof = fits(post(program, token, id_, "reactivate", named(person)), "/{device_id}/reactivate")
    path = "/{device_id}/reactivate/response"
    body = {"proof": proof["id"], "response": "00000000"}
    fits(post(program, token, id_, "reactivate/response", body), path)
    fits(post(program, token, id_, "reactivate/response", body | {"response": answers(person, proof)}), path)
    fits(post(program, token, id_, "activate"), "/{device_id}/activate")
    fits(post(program, token, id_, "rename", {"name": "Travel card"}), "/{device_id}/rename")
    fits(post(program, token, id_, "retire", named(person)), "/{device_id}/retire")
    fits(post(program, token, "fac_nobody", "lost", {"status": "lost"}), "/{device_id}/lost")
    fits(post(program, token, id_, "return", {"reason": "damage"}), "/{device_id}/return")
