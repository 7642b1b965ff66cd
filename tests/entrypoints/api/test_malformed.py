"""What cannot be read is refused with a problem document, counted where a try could hide in it, and never repeated."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.entrypoints.api.json_body import MalformedBodyError, read_json
from sekisho.testing import people

RIGHT = {"username": "nobody99", "password": "x", "surface": "portal", "mode": "live"}
MARK = "zq7w"  # never said by the server itself

UNREADABLE = {
    "no JSON": b"username=nobody99",
    "cut off": b'{"username": "nob',
    "two values": b"{}{}",
    "a key twice": b'{"username": "a", "username": "b", "password": "x", "surface": "portal", "mode": "live"}',
    "bad UTF-8": b'{"username": "\xff\xfe"}',
    "UTF-16": json.dumps(RIGHT).encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(RIGHT).encode(),
    "NUL": json.dumps(RIGHT | {"username": "a\0b"}).encode(),
    "NUL in a key": json.dumps(RIGHT | {"a\0b": "c"}).encode(),
    "a lone surrogate": b'{"username": "\\ud800", "password": "x", "surface": "portal", "mode": "live"}',
    "NaN": b'{"username": NaN}',
    "Infinity": b'{"username": -Infinity}',
    "a nesting bomb": b"[" * 20_000,
    "a closed nesting bomb": b"[" * 5_000 + b"]" * 5_000,
    "objects in objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "a number of 5,000 digits": b'{"username": ' + b"9" * 5_000 + b"}",
}
UNFIT = {
    "nothing": b"",
    "an array": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "an unknown field": json.dumps(RIGHT | {MARK: "1"}).encode(),
    "a field missing": json.dumps({"username": "nobody99"}).encode(),
    "a number for a name": json.dumps(RIGHT | {"username": 5}).encode(),
    "true for a name": json.dumps(RIGHT | {"username": True}).encode(),
    "a list for a name": json.dumps(RIGHT | {"username": ["nobody99"]}).encode(),
    "an object for a password": json.dumps(RIGHT | {"password": {"$ne": ""}}).encode(),
    "an unknown surface": json.dumps(RIGHT | {"surface": MARK}).encode(),
    "a mode in capitals": json.dumps(RIGHT | {"mode": "LIVE"}).encode(),
    "a name of 257 signs": json.dumps(RIGHT | {"username": "a" * 257}).encode(),
    "a password of 1,025 bytes": json.dumps(RIGHT | {"password": "x" * 1025}).encode(),
    "a password of 342 signs in 1,026 bytes": json.dumps(RIGHT | {"password": "鍵" * 342}).encode(),
}


def is_problem(answer, status, reason="malformed"):
    body = answer.json()
    assert answer.status_code == status, body
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert body["status"] == status
    assert body["reason"] == reason
    assert body["reference"]
    assert answer.headers["Content-Language"] == "en"
    assert MARK.encode() not in answer.content
    assert b"nobody99" not in answer.content


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_a_body_that_can_be_read_in_no_or_two_ways_is_400(program, raw):
    is_problem(program.call("POST", "/logins", raw=raw), 400)


@pytest.mark.parametrize("raw", UNFIT.values(), ids=UNFIT)
def test_a_body_with_wrong_fields_is_422(program, raw):
    is_problem(program.call("POST", "/logins", raw=raw), 422)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "text/json",
        "",
    ],
)
def test_only_json_in_utf8_is_read(program, content_type):
    is_problem(program.call("POST", "/logins", raw=json.dumps(RIGHT).encode(), content_type=content_type), 400)


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_in_utf8_is_read_however_it_is_announced(program, content_type):
    answer = program.call("POST", "/logins", raw=json.dumps(RIGHT).encode(), content_type=content_type)
    assert answer.json()["reason"] == "bad_credentials"


def test_more_than_64_kib_is_not_read(program):
    is_problem(program.call("POST", "/logins", raw=b" " * (64 * 1024 + 1)), 413, "too_large")


def test_the_longest_password_is_hashed_and_the_query_is_ignored(program):
    body = RIGHT | {"password": "x" * 1024}
    answer = program.call("POST", "/logins?username=alice314&username=bob&surface=trading", body)
    assert answer.json()["reason"] == "bad_credentials"
    assert answer.json()["surface"] == "portal"


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/logins"), ("PATCH", "/me"), ("GET", "/session"), ("POST", "/openapi.json"), ("TRACE", "/me")],
)
def test_a_method_that_is_none_is_405_and_says_which_are(program, method, path):
    answer = program.call(method, path)
    is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/logins/", "/me/", "/me/nothing", "/logins/a/b/c", "/%0a", "/me%0a", "/docs"]
)
def test_an_address_that_is_none_is_404(program, path):
    is_problem(program.call("GET", path), 404, "not_found")


def test_head_is_answered_like_get(program):
    assert program.call("HEAD", "/openapi.json").status_code == 200
    assert program.call("HEAD", "/me").status_code == 401


# ── A garbled answer is a wrong answer (CHB-20) ──────────────────────────────────────────────────────────────

GARBLED = {
    "a number": b'{"response": 12345678}',
    "an array": b'{"response": ["12345678"]}',
    "an object": b'{"response": {"a": "1"}}',
    "true": b'{"response": true}',
    "null": b'{"response": null}',
    "10 kB": json.dumps({"response": "1" * 10_000}).encode(),
    "nothing": b"",
    "an empty text": b'{"response": ""}',
    "no JSON": b"response=12345678",
    "NUL": b'{"response": "\\u0000"}',
    "twice": b'{"response": "1", "response": "2"}',
    "more": b'{"response": "1", "idx": "1,2"}',
    "too large": b" " * (64 * 1024 + 1),
}


@pytest.mark.parametrize("raw", GARBLED.values(), ids=GARBLED)
def test_a_garbled_answer_is_refused_and_costs_a_try(program, add, raw):
    login = program.begin(add(devices=(people.DSC,))).json()
    answer = program.call("POST", f"/logins/{login['id']}/response", raw=raw)
    assert answer.status_code in {400, 413, 422}
    left = program.call("GET", f"/logins/{login['id']}").json()["challenge"]["attempts_left"]
    assert left == login["challenge"]["attempts_left"] - 1


def test_garbling_goes_on_no_longer_than_guessing(program, add, answers):
    person = add(devices=(people.DSC,))
    login = program.begin(person).json()
    for _ in range(5):
        program.call("POST", f"/logins/{login['id']}/response", raw=b"[]")
    assert program.answer(login, answers(person, login)).status_code in {403, 429}


# ── Bearers ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "sat_" + "A" * 43,
        "Bearer sat_ " + "A" * 43,
        "Bearer sat_" + "A" * 43 + ", Bearer sat_" + "B" * 43,
        "Bearer\tsat_" + "A" * 43,
        "Bearer sat_" + "A" * 1000,
    ],
)
def test_a_bearer_that_is_none_is_401(program, header):
    answer = program.call("GET", "/me", Authorization=header) if header else program.call("GET", "/me")
    is_problem(answer, 401, "session_required")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_login_id_opens_nothing(program, add):
    login = program.begin(add(devices=(people.DSC,))).json()
    is_problem(program.call("GET", "/me", token=login["id"]), 401, "session_required")


def test_the_pages_cookie_opens_nothing(program, add):
    program.http.cookies["sekisho_session"] = program.enter(add(devices=(people.DSC,)))["access_token"]
    is_problem(program.call("GET", "/me"), 401, "session_required")


# ── Whatever comes ───────────────────────────────────────────────────────────────────────────────────────────

GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(RIGHT, GARBAGE))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=200)
    | GARBAGE.map(lambda value: json.dumps(value).encode())
    | FIELDS.map(lambda value: json.dumps(value).encode())
)
def test_garbage_is_never_an_accident(program, raw):
    answer = program.call("POST", "/logins", raw=raw)
    assert answer.status_code in {201, 400, 403, 422, 429}
    assert answer.json()["reason"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(login_id=st.text(min_size=1, max_size=60), response=st.text(max_size=60))
def test_garbage_in_path_and_answer_is_never_an_accident(program, login_id, response):
    from urllib.parse import quote

    path = f"/logins/{quote(login_id.encode('utf-8', 'surrogatepass'), safe='')}/response"
    answer = program.call("POST", path, raw=json.dumps({"response": response}).encode())
    assert answer.status_code in {400, 404, 405, 422}


@given(value=GARBAGE)
def test_what_is_read_is_what_was_written(value):
    """Either the strict reader refuses, or it reads what any reader reads."""
    raw = json.dumps(value).encode()
    try:
        read = read_json(raw)
    except MalformedBodyError:
        return
    assert json.dumps(read, sort_keys=True) == json.dumps(json.loads(raw), sort_keys=True)
