"""Sekisho Key over HTTP: a soft phone is registered, moved and given another PIN, and nothing else gets a key."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.core.authenticators.kinds import CardState
from sekisho.testing import people
from sekisho.testing.invariants import violations
from sekisho.testing.soft_devices import soft_phone
from sekisho.workflows.records import outbox_place

APP = "/key-app"
PHONE_PIN = "k4e!9"


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


def state_of(id_):
    return AuthenticatorRow.objects.get(id=id_).state


def code_sent(ports, message):
    row = OutboxRow.objects.filter(message=message).latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()


def told(message):
    return OutboxRow.objects.filter(message=message).count()


def own(person):
    return {"username": person.username, "password": people.PASSWORD}


def invite(program, person, answers, ports):
    """Have a Session ID shown, by the strongest proof or the mailed code; gives the answer of the portal's side."""
    token = program.enter(person)["access_token"]
    ports.clock.advance(timedelta(seconds=1))
    asked = program.call("POST", "/me/devices/phones", own(person), token=token).json()
    if asked["state"] == "code":
        answer = {"code": code_sent(ports, "own.phone_code")}
    else:
        answer = {"proof": asked["id"], "response": answers(person, asked)}
    return token, program.call("POST", "/me/devices/phones/response", answer, token=token)


def admit(program, invitation, *, platform="android"):
    return program.call("POST", f"{APP}/registrations", {"session_id": invitation["session_id"], "platform": platform})


def prove(program, registration, *, pin=PHONE_PIN, response=None):
    phone = soft_phone(registration, pin=pin)
    sent = {"response": response or phone.respond_to(registration["challenge"])}
    sent |= {"pin": pin} if "PSHA256" in registration["suite"] else {}
    address = f"{APP}/registrations/{registration['registration']}/response"
    return program.call("POST", address, sent, token=registration["token"])


def carried(registration, device, *, pin=PHONE_PIN):
    """Put the phone into a pocket, in the shape of `people.json`."""
    phone = soft_phone(registration, pin=pin)
    factor = {"id": device["id"], "kind": "key_app", "suite": phone.suite, "key_hex": phone.key.hex()}
    return factor | ({"pin": pin} if "PSHA256" in phone.suite else {})


def begin_move(program, person, **body):
    wanted = {"username": person.username, "password": people.PASSWORD, "platform": "android"} | body
    return program.call("POST", f"{APP}/moves", wanted)


def finish_move(program, move, response):
    return program.call("POST", f"{APP}/moves/{move['move']}/response", {"response": response}, token=move["token"])


# ── Registering ──────────────────────────────────────────────────────────────────────────────────────────────


# B061, B064
@pytest.mark.parametrize("platform", ["ios", "android"])
def test_a_first_phone_is_registered_with_the_mailed_code_and_logs_in(program, add, answers, ports, platform):
    person = add()
    token, invited = invite(program, person, answers, ports)
    assert (invited.status_code, invited.json()["moves"]) == (201, False)
    assert invited.json()["link"] == f"/key/#register={invited.json()['session_id']}"
    admitted = admit(program, invited.json(), platform=platform)
    assert admitted.status_code == 201
    assert admitted.json()["username"] == person.username
    assert "not_before" not in admitted.json()
    done = prove(program, admitted.json())
    assert (done.status_code, done.json()["replaced"], done.json()["device"]["platform"]) == (200, False, platform)
    assert told("own.phone_registered") == 2
    assert program.call("GET", "/me", token=token).status_code == 401
    person.factors.append(carried(admitted.json(), done.json()["device"]))
    grant = program.enter(person)
    assert (grant["factor"], grant["scopes"]) == ("key_app", ["portal:full"])
    waiting = program.call(
        "GET", f"{APP}/phones/{done.json()['device']['id']}/approvals", token=done.json()["listening"]
    )
    assert waiting.json() == {"approvals": []}
    listed = program.call("GET", "/me/devices", token=grant["access_token"]).json()
    assert [(one["id"], one["state"]) for one in listed] == [(done.json()["device"]["id"], "active")]


# B059, B065
def test_registering_another_phone_is_a_move_and_the_one_before_it_ends(program, add, answers, ports):
    person = add(devices=(people.IOS,), card=CardState.ACTIVE)
    old = person.factor("key_app")["id"]
    token, invited = invite(program, person, answers, ports)
    admitted = admit(program, invited.json()).json()
    assert (invited.json()["moves"], admitted["moves"]) == (True, True)
    done = prove(program, admitted).json()
    assert done["replaced"] is True
    assert (state_of(old), state_of(done["device"]["id"])) == ("retired", "active")
    assert state_of(person.factor("code_card")["id"]) == "retired"
    assert told("own.phone_moved") == 2
    assert program.call("GET", "/me", token=token).status_code == 401


def test_a_session_that_rests_on_the_physical_device_goes_on(program, add, answers, ports):
    person = add(devices=(people.IOS, people.DSC))
    token, invited = invite(program, person, answers, ports)
    assert prove(program, admit(program, invited.json()).json()).status_code == 200
    assert program.call("GET", "/me", token=token).json()["factor"] == "dsc_plus"


# B060
def test_one_phone_serves_several_user_names_each_with_a_key_of_its_own(program, add, answers, ports):
    keys = set()
    for person in (add(), add()):
        admitted = admit(program, invite(program, person, answers, ports)[1].json()).json()
        assert prove(program, admitted).status_code == 200
        keys.add(admitted["key"])
    assert len(keys) == 2


def test_unknown_used_and_late_session_ids_are_one_answer(program, add, answers, ports, clock):
    invited = invite(program, add(devices=(people.IOS,)), answers, ports)[1].json()
    late = invite(program, add(devices=(people.IOS,)), answers, ports)[1].json()
    assert admit(program, invited).status_code == 201
    clock.advance(timedelta(minutes=10))
    answered = [admit(program, one) for one in (invited, late, {"session_id": "K7MQ-2PXR-9TDA"}, {"session_id": "-"})]
    assert {one.status_code for one in answered} == {403}
    assert {one.json()["reason"] for one in answered} == {"challenge_expired"}
    assert len({str({**one.json(), "reference": ""}) for one in answered}) == 1


def test_a_session_id_is_read_in_any_width_and_case(program, add, answers, ports):
    invited = invite(program, add(devices=(people.IOS,)), answers, ports)[1].json()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in invited["session_id"].lower())
    assert admit(program, {"session_id": f" {wide} "}).status_code == 201


def test_a_new_invitation_ends_the_one_before_it(program, add, answers, ports):
    person = add(devices=(people.IOS,))
    older = invite(program, person, answers, ports)[1].json()
    newer = invite(program, person, answers, ports)[1].json()
    assert admit(program, older).status_code == 403
    assert admit(program, newer).status_code == 201


def test_an_invitation_dies_with_its_session(program, add, answers, ports):
    token, invited = invite(program, add(devices=(people.IOS,)), answers, ports)
    program.call("DELETE", "/session", token=token)
    assert admit(program, invited.json()).status_code == 403


def test_wrong_first_responses_are_counted_and_the_fifth_ends_the_registration(program, add, answers, ports):
    person = add(devices=(people.IOS,))
    admitted = admit(program, invite(program, person, answers, ports)[1].json()).json()
    left = [prove(program, admitted, response="00000000").json()["attempts_left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    refused = prove(program, admitted)
    assert (refused.status_code, refused.json()["reason"]) == (403, "challenge_expired")
    assert state_of(person.factor("key_app")["id"]) == "active"


def test_a_registration_is_ended_once_and_only_under_its_own_token(program, add, answers, ports):
    one, other = (admit(program, invite(program, add(), answers, ports)[1].json()).json() for _ in range(2))
    assert prove(program, one | {"token": other["token"]}).status_code == 404
    assert prove(program, one | {"registration": other["registration"]}).status_code == 404
    assert prove(program, one | {"token": None}).status_code == 404
    assert prove(program, one).status_code == 200
    assert prove(program, one).status_code == 403


# B062
@pytest.mark.parametrize(
    ("pin", "status", "flaw"),
    [
        ("123", 422, None),
        ("1234567", 422, None),
        ("12 4", 422, None),
        ("7777", 403, "repeated"),
        ("4321", 403, "sequence"),
        ("0000", 403, "repeated"),
        ("ab!9", 200, None),
        ("猫が好き", 200, None),
    ],
)
def test_a_pin_has_four_to_six_signs_and_is_not_the_first_that_a_finder_tries(
    program, add, answers, ports, pin, status, flaw
):
    admitted = admit(program, invite(program, add(), answers, ports)[1].json()).json()
    answered = prove(program, admitted, pin=pin)
    assert (answered.status_code, answered.json().get("pin_flaw")) == (status, flaw)
    if status != 200:
        assert prove(program, admitted).status_code == 200


def test_a_phone_with_a_lock_of_its_own_sends_no_pin_and_android_must(program, add, answers, ports):
    ios = admit(program, invite(program, add(), answers, ports)[1].json(), platform="ios").json()
    body = {"response": soft_phone(ios).respond_to(ios["challenge"]), "pin": PHONE_PIN}
    address = f"{APP}/registrations/{ios['registration']}/response"
    assert program.call("POST", address, body, token=ios["token"]).status_code == 422
    android = admit(program, invite(program, add(), answers, ports)[1].json()).json()
    response = soft_phone(android, pin=PHONE_PIN).respond_to(android["challenge"])
    address = f"{APP}/registrations/{android['registration']}/response"
    assert program.call("POST", address, {"response": response}, token=android["token"]).status_code == 422


# ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────


# B067
def test_the_physical_device_answers_for_a_move_and_the_new_phone_is_in_use_at_once(program, add, answers):
    person = add(devices=(people.ANDROID, people.DSC))
    move = begin_move(program, person).json()
    assert move["challenge"]["kind"] == "dsc_plus"
    admitted = finish_move(program, move, answers(person, move)).json()
    assert "not_before" not in admitted
    done = prove(program, admitted).json()
    assert done["replaced"] is True
    assert (state_of(person.factor("key_app")["id"]), state_of(person.factor("dsc_plus")["id"])) == (
        "retired",
        "active",
    )


# B066, B067
def test_a_move_by_the_code_alone_waits_a_day_and_is_told_at_once(program, add, ports, clock):
    person = add(devices=(people.ANDROID,))
    clock.advance(timedelta(minutes=1))
    move = begin_move(program, person).json()
    assert (move["challenge"]["kind"], "code" in move["challenge"]) == ("code", False)
    admitted = finish_move(program, move, code_sent(ports, "own.move_code")).json()
    assert told("own.phone_move_asked") == 2
    early = prove(program, admitted)
    assert (early.status_code, early.json()["reason"]) == (403, "conflict")
    assert early.json()["retry_at"] == admitted["not_before"]
    clock.advance(timedelta(hours=24))
    assert prove(program, admitted).json()["replaced"] is True
    assert state_of(person.factor("key_app")["id"]) == "retired"


def test_the_old_phone_s_use_calls_a_waiting_move_off(program, add, ports, clock):
    person = add(devices=(people.ANDROID,))
    clock.advance(timedelta(minutes=1))
    move = begin_move(program, person).json()
    admitted = finish_move(program, move, code_sent(ports, "own.move_code")).json()
    clock.advance(timedelta(hours=1))
    program.enter(person)
    clock.advance(timedelta(hours=24))
    refused = prove(program, admitted)
    assert (refused.status_code, refused.json()["reason"]) == (403, "conflict")
    assert state_of(person.factor("key_app")["id"]) == "active"


# B068
def test_before_the_password_is_proved_a_move_answers_like_a_login(program, add):
    person = add(devices=(people.ANDROID,))
    refused = [begin_move(program, person, password="wrong"), begin_move(program, person, username="nobody")]
    login = program.begin(person, password="wrong").json()["refusal"]
    for one in refused:
        body = one.json()
        assert (one.status_code, body["reason"]) == (403, "bad_credentials")
        assert (body["title"], body["explanation"]) == (login["title"], login["explanation"])
    assert told("own.move_code") == 0
    for _ in range(8):
        begin_move(program, person, password="wrong")
    assert program.begin(person).json()["reason"] == "locked"


# B068
def test_a_move_that_only_the_desk_can_help_with_says_so_with_a_telephone(program, add):
    person = add()
    refused = begin_move(program, person).json()
    assert refused["reason"] == "device_not_active"
    assert any("phone" in step for step in refused["next_steps"])


# CHB-20
def test_an_answer_to_a_move_that_cannot_be_read_counts_as_a_wrong_one(program, add):
    person = add(devices=(people.ANDROID, people.DSC))
    move = begin_move(program, person).json()
    address = f"{APP}/moves/{move['move']}/response"
    assert program.call("POST", address, {"respond": "1"}, token=move["token"]).status_code == 422
    assert AuthenticatorRow.objects.get(id=person.factor("dsc_plus")["id"]).wrong_in_row == 1


# ── The PIN ──────────────────────────────────────────────────────────────────────────────────────────────────


def change_pin(program, person, *, old=people.PIN, new=PHONE_PIN, sent=None):
    factor = person.factor("key_app")
    wanted = {"username": person.username, "password": people.PASSWORD, "device": factor["id"]}
    change = program.call("POST", f"{APP}/pin-changes", wanted).json()
    return change, answer_pin_change(program, person, change, old=old, new=new, sent=sent)


def answer_pin_change(program, person, change, *, old=people.PIN, new=PHONE_PIN, sent=None):
    from sekisho.testing.soft_devices import soft_device

    phone = soft_device(person.factor("key_app"))
    first, second = change["challenges"]
    responses = [phone.respond_to(first, pin=old), phone.respond_to(second, pin=new)]
    address = f"{APP}/pin-changes/{change['change']}/response"
    return program.call("POST", address, {"responses": responses, "pin": sent or new}, token=change["token"])


# B069
def test_a_new_pin_is_set_by_a_response_under_each(program, add):
    person = add(devices=(people.ANDROID,))
    _, changed = change_pin(program, person)
    assert changed.status_code == 200
    assert told("own.phone_pin_changed") == 2
    person.factor("key_app")["pin"] = PHONE_PIN
    assert program.enter(person)["factor"] == "key_app"


# B069
def test_a_wrong_present_pin_keeps_the_challenges_and_counts(program, add):
    person = add(devices=(people.ANDROID,))
    change, refused = change_pin(program, person, old="0000")
    assert (refused.status_code, refused.json()["reason"], refused.json()["attempts_left"]) == (
        403,
        "wrong_response",
        4,
    )
    assert refused.json()["challenges"] == change["challenges"]
    assert AuthenticatorRow.objects.get(id=person.factor("key_app")["id"]).wrong_in_row == 1
    assert answer_pin_change(program, person, change).status_code == 200


def test_a_new_pin_that_did_not_arrive_as_it_was_meant_changes_nothing(program, add):
    person = add(devices=(people.ANDROID,))
    _, refused = change_pin(program, person, sent="x9!q")
    assert (refused.status_code, refused.json()["reason"]) == (403, "conflict")
    assert program.enter(person)["factor"] == "key_app"


def test_a_new_pin_is_compared_with_what_is_on_file_only_after_the_right_present_one(program, add):
    person = add(devices=(people.ANDROID,))
    on_file = person.account[-4:]
    assert change_pin(program, person, new=on_file, old="0000")[1].json()["reason"] == "wrong_response"
    assert change_pin(program, person, new=on_file)[1].json()["pin_flaw"] == "on_file"
    assert program.enter(person)["factor"] == "key_app"


def test_the_pin_of_somebody_else_s_phone_and_of_one_without_is_not_changed(program, add):
    person, other = add(devices=(people.IOS,)), add(devices=(people.ANDROID,))
    wanted = {"username": person.username, "password": people.PASSWORD, "device": other.factor("key_app")["id"]}
    assert program.call("POST", f"{APP}/pin-changes", wanted).status_code == 404
    own = wanted | {"device": person.factor("key_app")["id"]}
    assert program.call("POST", f"{APP}/pin-changes", own).json()["reason"] == "conflict"


# ── Bad input ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/registrations", {"session_id": "K7MQ-2PXR-9TDA"}),
        ("/registrations", {"session_id": 12, "platform": "ios"}),
        ("/registrations", {"session_id": "K7MQ", "platform": "windows"}),
        ("/registrations", {"session_id": "K" * 65, "platform": "ios"}),
        ("/moves", {"username": "a", "password": "b", "platform": "ios", "more": 1}),
        ("/pin-changes", {"username": "a", "password": "b", "device": ""}),
        ("/pin-changes/x/response", {"responses": ["1"], "pin": "1234"}),
        ("/registrations/x/response", {"response": None}),
    ],
)
def test_a_body_that_does_not_fit_is_422_and_says_nothing_of_it(program, path, body):
    refused = program.call("POST", APP + path, body)
    assert (refused.status_code, refused.json()["reason"]) == (422, "malformed")
