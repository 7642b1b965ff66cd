"""The login calls, sentence by sentence: what opens, what is refused, and what stays the same for whom."""

from datetime import timedelta

import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.testing import people
from sekisho.wiring import trail_entries
from sekisho.wording.articles.treatment import article_of
from sekisho.wording.language import Language

EVERY_PROOF = {
    "dsc_plus": {"devices": (people.DSC,)},
    "key_app on iOS": {"devices": (people.IOS,)},
    "key_app on Android": {"devices": (people.ANDROID,)},
    "code_card": {"card": CardState.ACTIVE},
    "temporary_passcode": {"passcode": PasscodeState.LIVE},
}
SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)


@pytest.mark.parametrize("surface", ["portal", "trading"])
@pytest.mark.parametrize("wanted", EVERY_PROOF.values(), ids=EVERY_PROOF)
def test_every_kind_of_proof_opens_both_surfaces(program, add, answers, wanted, surface):
    person = add(**wanted)
    begun = program.begin(person, surface=surface)
    assert begun.status_code == 201
    login = begun.json()
    assert (login["state"], login["surface"], login["mode"]) == ("challenge", surface, "live")
    done = program.answer(login, answers(person, login))
    assert done.status_code == 200
    grant = done.json()["grant"]
    assert grant["scopes"] == ["portal:full" if surface == "portal" else "trading:live"]
    assert grant["factor"] == login["challenge"]["kind"]
    assert grant["account"] == person.account
    assert program.call("GET", "/me", token=grant["access_token"]).status_code == 200


@pytest.mark.parametrize(("wanted", "asks"), [(EVERY_PROOF["dsc_plus"], "code"), (EVERY_PROOF["code_card"], "indices")])
def test_a_challenge_holds_what_its_kind_asks_and_nothing_else(program, add, wanted, asks):
    challenge = program.begin(add(**wanted)).json()["challenge"]
    assert {"kind", "factor", "expires_at", "attempts_left", asks} <= challenge.keys()
    assert ({"code", "indices"} - {asks}).isdisjoint(challenge)
    assert challenge["expires_at"].endswith("Z")


def test_six_digits_without_a_leading_zero_or_two_different_cells(program, add):
    code = program.begin(add(devices=(people.DSC,))).json()["challenge"]["code"]
    first, second = program.begin(add(card=CardState.ACTIVE)).json()["challenge"]["indices"]
    assert len(code) == 6
    assert code[0] != "0"
    assert first != second


def test_a_passcode_challenge_says_nothing(program, add):
    challenge = program.begin(add(passcode=PasscodeState.LIVE)).json()["challenge"]
    assert {"code", "indices"}.isdisjoint(challenge)


@pytest.mark.fact("A065", "A066", "A067", "A068")
def test_a_closed_account_enters_the_portal_with_the_password_alone(program, add):
    login = program.begin(add(state=AccountState.CLOSED, devices=(people.DSC,)))
    assert login.status_code == 201
    assert login.json()["state"] == "granted"
    assert login.json()["grant"]["scopes"] == ["portal:statements"]


def test_several_devices_are_a_choice(program, add, answers):
    person = add(devices=(people.DSC, people.IOS))
    login = program.begin(person).json()
    other = next(factor for factor in login["factors"] if factor["id"] != login["challenge"]["factor"]["id"])
    chosen = program.call("PUT", f"/logins/{login['id']}/factor", {"factor": other["id"]})
    assert chosen.status_code == 200
    assert chosen.json()["challenge"]["factor"] == other
    stale = program.answer(login, answers(person, login))
    assert stale.json()["reason"] == "wrong_response"
    fresh = program.answer(login, answers(person, chosen.json()))
    assert fresh.json()["state"] == "granted"


def test_a_factor_of_somebody_else_is_not_found(program, add):
    foreign = add(devices=(people.DSC,)).factors[0]["id"]
    login = program.begin(add(devices=(people.IOS,))).json()
    refused = program.call("PUT", f"/logins/{login['id']}/factor", {"factor": foreign})
    assert (refused.status_code, refused.json()["reason"]) == (404, "not_found")


def test_the_access_token_is_shown_once(program, add, answers):
    person = add(devices=(people.DSC,))
    login = program.begin(person).json()
    program.answer(login, answers(person, login))
    shown = program.call("GET", f"/logins/{login['id']}")
    assert shown.status_code == 200
    assert shown.json()["state"] == "granted"
    assert b"sat_" not in shown.content


def test_a_login_can_be_looked_at_between_its_halves(program, add):
    login = program.begin(add(devices=(people.DSC,))).json()
    shown = program.call("GET", f"/logins/{login['id']}")
    assert shown.status_code == 200
    assert shown.json()["challenge"] == login["challenge"]


@pytest.mark.parametrize(
    "login_id", ["login_" + "A" * 43, "login_short", "sat_" + "A" * 43, "1", "%00", "..%2f..", "%F0%9F"]
)
@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [("GET", "", None), ("PUT", "/factor", {"factor": "x"}), ("POST", "/response", {"response": "1"})],
)
def test_an_unknown_login_is_not_found(program, login_id, method, rest, body):
    answer = program.call(method, f"/logins/{login_id}{rest}", body)
    assert answer.status_code in {400, 404}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────


def is_refused(answer, status, reason):
    body = answer.json()
    assert answer.status_code == status, body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert body["status"] == status
    assert body["reason"] == body["refusal"]["reason"] == reason
    assert body["reference"] == body["refusal"]["reference"]
    assert body["title"] == body["refusal"]["title"]
    assert body["detail"] == body["refusal"]["explanation"]
    assert body["refusal"]["next_steps"]
    assert body["refusal"]["article"] == article_of(Reason(reason), language=Language.EN)
    return body


def test_a_wrong_answer_is_refused_and_may_be_repeated(program, add, answers):
    person = add(devices=(people.DSC,))
    login = program.begin(person).json()
    body = is_refused(program.answer(login, "00000000"), 403, "wrong_response")
    assert body["state"] == "challenge"
    assert body["challenge"]["code"] == login["challenge"]["code"]
    assert (
        body["refusal"]["attempts_left"]
        == body["challenge"]["attempts_left"]
        == login["challenge"]["attempts_left"] - 1
    )
    assert program.answer(login, answers(person, login)).json()["state"] == "granted"


def test_an_answer_is_taken_once(program, add, answers):
    person = add(devices=(people.DSC,))
    login = program.begin(person).json()
    right = answers(person, login)
    assert program.answer(login, right).status_code == 200
    is_refused(program.answer(login, right), 403, "response_used")


def test_an_answer_to_another_login_is_wrong_in_both(program, add, answers):
    person = add(devices=(people.DSC,))
    first, second = program.begin(person).json(), program.begin(person).json()
    is_refused(program.answer(second, answers(person, first)), 403, "wrong_response")
    assert program.answer(first, answers(person, first)).json()["state"] == "granted"


def test_an_answer_with_somebody_elses_device_is_wrong(program, add, answers):
    one, other = add(devices=(people.DSC,)), add(devices=(people.DSC,))
    login, foreign = program.begin(one).json(), program.begin(other).json()
    is_refused(program.answer(login, answers(other, foreign)), 403, "wrong_response")


def test_a_challenge_ends_after_five_minutes(program, add, answers, clock):
    person = add(devices=(people.DSC,))
    login = program.begin(person).json()
    clock.advance(timedelta(minutes=5))
    is_refused(program.answer(login, answers(person, login)), 403, "challenge_expired")
    shown = program.call("GET", f"/logins/{login['id']}")
    assert (shown.status_code, shown.json()["state"]) == (403, "refused")


REFUSED_AFTER_THE_PASSWORD = {
    "not approved": ({"state": AccountState.APPLIED, "devices": (people.DSC,)}, "trading", "account_not_approved"),
    "closed": ({"state": AccountState.CLOSED}, "trading", "account_closed"),
    "rejected": ({"state": AccountState.REJECTED}, "portal", "account_rejected"),
    "no second factor": ({}, "trading", "no_second_factor"),
    "passcode dead": ({"passcode": PasscodeState.DEAD}, "portal", "passcode_dead"),
    "card exhausted": ({"card": CardState.EXHAUSTED, "cells_left": 0}, "portal", "card_exhausted"),
    "suspended": ({"devices": (SUSPENDED,)}, "trading", "device_suspended"),
    "lost": ({"devices": ((AuthenticatorKind.DSC_PLUS, None, DeviceState.LOST),)}, "portal", "no_second_factor"),
}


@pytest.mark.parametrize(
    ("wanted", "surface", "reason"), REFUSED_AFTER_THE_PASSWORD.values(), ids=REFUSED_AFTER_THE_PASSWORD
)
def test_after_the_password_the_exact_reason_is_told(program, add, answers, wanted, surface, reason):
    person = add(**wanted)
    answer = program.begin(person, surface=surface)
    if answer.status_code == 201:
        answer = program.answer(answer.json(), answers(person, answer.json()))
    body = is_refused(answer, 403, reason)
    assert body["state"] == "refused"
    assert any("phone" in step for step in body["refusal"]["next_steps"]) or body["refusal"]["next_steps"][0].get("url")


def test_paper_without_a_paper_account_is_told(program, add):
    is_refused(program.begin(add(devices=(people.DSC,)), surface="trading", mode="paper"), 403, "no_paper_account")


@pytest.mark.fact("A069", "A070")
def test_live_credentials_open_paper_where_paper_is_chosen(program, add):
    grant = program.enter(add(devices=(people.DSC,), paper=True), surface="trading", mode="paper")
    assert grant["scopes"] == ["trading:paper"]
    assert grant["account"].startswith("DU")
    assert grant["mode"] == "paper"


def test_ten_wrong_passwords_close_the_door_with_the_seconds_to_wait(program, add):
    person = add(devices=(people.DSC,))
    for _ in range(10):
        is_refused(program.begin(person, password="not the right password"), 403, "bad_credentials")
    locked = program.begin(person)
    body = is_refused(locked, 429, "locked")
    assert locked.headers["Retry-After"] == str(24 * 60 * 60)
    assert body["refusal"]["retry_at"].endswith("Z")


def test_five_wrong_answers_in_a_row_make_wait(program, add):
    person = add(devices=(people.DSC,))
    login = program.begin(person).json()
    for _ in range(5):
        program.answer(login, "00000000")
    answer = program.answer(program.begin(person).json(), "00000000")
    is_refused(answer, 429, "throttled")
    assert int(answer.headers["Retry-After"]) == 300


# ── The same for everybody ───────────────────────────────────────────────────────────────────────────────────


def faceless(answer):
    body = answer.json()
    reference = body["reference"]
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, headers, len(answer.content), answer.content.replace(reference.encode(), b"")


def test_before_the_password_nothing_tells_who_exists(program, add):
    everybody = (
        add(devices=(people.DSC,)),
        add(),
        add(state=AccountState.CLOSED),
        add(state=AccountState.REJECTED),
        add(state=AccountState.APPLIED),
        "nobody99",
        "ｔｅｓｔｙ００１",
    )
    seen = [faceless(program.begin(one, password="not the right password")) for one in everybody]
    assert all(one == seen[0] for one in seen)
    assert "retry_at" not in program.begin("nobody99").json()["refusal"]


def test_a_locked_name_looks_the_same_whether_it_exists_or_not(program, add):
    known, unknown = add(devices=(people.DSC,)), "nobody99"
    for one in (known, unknown):
        for _ in range(10):
            program.begin(one, password="not the right password")
    right, wrong, nobody = (
        program.begin(known),
        program.begin(known, password="still not right"),
        program.begin(unknown),
    )
    assert faceless(right) == faceless(wrong) == faceless(nobody)
    assert right.headers["Retry-After"]


# ── Browsers, languages, leaving ─────────────────────────────────────────────────────────────────────────────


def test_a_grant_marks_the_browser(program, add):
    program.enter(add(devices=(people.DSC,)))
    mark = program.http.cookies["sekisho_browser"]
    assert mark.value.startswith("browser_")
    assert mark["httponly"]
    assert mark["samesite"] == "Lax"
    assert "sekisho_session" not in program.http.cookies


@pytest.mark.parametrize(
    ("wish", "language"),
    [("ja", "ja"), ("en", "en"), ("fr, ja;q=0.3, en;q=0.2", "ja"), ("en;q=0.1,ja;q=0.9", "ja"), ("fr", "en")],
)
def test_the_words_follow_the_wish(program, wish, language):
    answer = program.call(
        "POST",
        "/logins",
        {"username": "nobody99", "password": "x", "surface": "portal", "mode": "live"},
        **{"Accept-Language": wish},
    )
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]
    is_japanese = any("\u3040" <= sign <= "\u30ff" for sign in answer.json()["title"])
    assert is_japanese is (language == "ja")


def test_logging_out_ends_the_session(program, add):
    token = program.enter(add(devices=(people.DSC,)))["access_token"]
    left = program.call("DELETE", "/session", token=token)
    assert (left.status_code, left.content) == (204, b"")
    for method, path in (("GET", "/me"), ("DELETE", "/session")):
        answer = program.call(method, path, token=token)
        assert (answer.status_code, answer.json()["reason"]) == (401, "session_required")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_that_is_no_longer_granted_is_refused_under_a_reference_that_the_trail_has(program, add, clock):
    person = add(passcode=PasscodeState.LIVE)
    clock.advance(timedelta(hours=48) - timedelta(minutes=1))
    token = program.enter(person, surface="trading")["access_token"]
    clock.advance(timedelta(minutes=1))
    over = program.call("GET", "/me", token=token)
    assert (over.status_code, over.json()["reason"]) == (401, "passcode_no_longer_trades")
    (entry,) = (entry for entry in trail_entries() if entry["reference"] == over.json()["reference"])
    assert (entry["happening"], entry["reason"]) == ("session_ended", "passcode_no_longer_trades")
    assert program.call("GET", "/me", token=token).json()["reason"] == "session_required"
