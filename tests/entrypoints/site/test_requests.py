"""What every answer carries, and what no door ever has to read."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

ADDRESSES = [
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/ja/",
    "/en/",
    "/en/nowhere",
    "/api/v1/openapi.json",
    "/api/v1/me",
]
FORM = "application/x-www-form-urlencoded"


# ── Headers ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_frames_foreign_scripts_and_guessing(browser, address):
    headers = browser.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address != "/api/v1/openapi.json"])
def test_what_was_made_for_one_caller_is_kept_by_nobody(browser, address):
    assert browser.get(address).headers["Cache-Control"] == "no-store"


def test_https_is_demanded_where_cookies_are_secure_and_only_there(browser, house):
    assert browser.get("/healthz").headers["Strict-Transport-Security"].startswith("max-age=31536000")
    house(has_secure_cookies=False)
    fresh = Client(headers={"host": "localhost"})
    assert "Strict-Transport-Security" not in fresh.get("/healthz").headers


@pytest.mark.parametrize(
    ("wish", "page"),
    [
        ("ja", "/ja/"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "/ja/"),
        ("en-GB", "/en/"),
        ("de, en;q=0.5, ja;q=0.4", "/en/"),
        ("", "/en/"),
    ],
)
def test_the_root_leads_to_the_language_that_the_browser_likes_best(browser, wish, page):
    answer = browser.get("/", headers={"accept-language": wish})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)


def test_static_files_are_kept_for_ever_under_an_address_that_changes_with_them(browser):
    from django.conf import settings

    if not any(
        path.is_file()
        for folder in settings.SEKISHO_STATIC_FOLDERS
        for path in __import__("pathlib").Path(folder).rglob("*")
    ):
        pytest.skip("no static file yet")
    address = browser.get("/en/").content.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    answer = browser.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    b"".join(answer.streaming_content)


# ── Unsound requests ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a b", "local\x00host"])
def test_a_request_for_another_name_is_refused(browser, host):
    assert browser.get("/en/", headers={"host": host}).status_code == 400


def test_machines_may_ask_for_health_under_any_name(browser):
    assert browser.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("query", ["x=%00", "x=%ff", "%fe=1", "x=a%00b", "x=%c0%af"])
def test_a_query_that_is_not_utf_8_or_holds_nul_is_refused(browser, query):
    assert browser.get(f"/en/?{query}").status_code == 400


def test_a_path_with_nul_is_refused(browser):
    assert browser.get("/en/%00").status_code == 400


@pytest.mark.parametrize("body", ["a=%00", "a=%ff", "%ff=a", "a=%ed%a0%80", "a=\x00"])
def test_a_form_that_is_not_utf_8_or_holds_nul_is_refused(browser, body):
    assert browser.post("/en/", data=body.encode("latin-1"), content_type=FORM).status_code == 400


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xe9"]
)
def test_an_upload_without_a_boundary_is_refused(browser, content_type):
    assert browser.post("/en/", data=b"x", content_type=content_type).status_code == 400


def test_an_upload_with_nul_in_a_field_is_refused(browser):
    body = b'--b\r\nContent-Disposition: form-data; name="username"\r\n\r\na\0b\r\n--b--\r\n'
    assert browser.post("/en/", data=body, content_type="multipart/form-data; boundary=b").status_code == 400


def test_more_fields_than_any_form_of_ours_has_are_refused(browser):
    body = urlencode([(f"f{number}", "1") for number in range(2000)])
    strict = Client(
        enforce_csrf_checks=True, headers={"host": "localhost", "cookie": "__Host-sekisho_csrf=" + "a" * 32}
    )
    assert strict.post("/en/", data=body, content_type=FORM).status_code == 400


@pytest.mark.parametrize("address", ["/en/", "/api/v1/logins", "/en/nowhere"])
@pytest.mark.parametrize("content_type", [FORM, "application/json", "text/plain", "multipart/form-data; boundary=b"])
def test_more_than_a_mebibyte_is_refused_unread(browser, address, content_type):
    answer = browser.post(address, data=b"a" * ((1 << 20) + 1), content_type=content_type)
    assert answer.status_code == 413


def test_a_method_that_a_page_does_not_know_is_told_what_it_knows(browser):
    answer = browser.post("/en/history")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.content


def test_a_form_from_elsewhere_changes_nothing(browser):
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert strict.post("/en/", {"username": "a", "password": "b"}).status_code == 403
    assert strict.post("/en/", {"username": "a"}, headers={"origin": "https://evil.example"}).status_code == 403


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"]),
    address=st.sampled_from(
        [*ADDRESSES, "/api/v1/logins", "/api/v1/logins/x/factor", "/ja/trader/", "/api/v1/session"]
    ),
    query=st.binary(max_size=40),
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(st.none() | st.text(max_size=9) | st.integers(), st.lists).map(
            lambda value: json.dumps(value).encode()
        ),
    ),
    content_type=st.sampled_from(
        [FORM, "application/json", "multipart/form-data; boundary=b", "text/plain", "", "\xff"]
    ),
)
def test_no_request_whatever_is_answered_with_a_server_error(browser, method, address, query, body, content_type):
    answer = browser.generic(
        method, address, data=body, content_type=content_type, QUERY_STRING=query.decode("latin-1")
    )
    assert answer.status_code < 500, (method, address, query, body, content_type)


# ── How a fault is told ──────────────────────────────────────────────────────────────────────────────────────


def test_programs_get_a_problem_document_in_their_language(browser):
    answer = browser.get("/api/v1/me?x=%00", headers={"accept-language": "ja"})
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (said["status"], said["reason"]) == (400, "malformed")
    assert set(said) == {"type", "title", "status", "detail", "reason", "reference"}
    assert not said["title"].isascii()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_people_get_a_page_in_the_language_of_the_address(browser, language):
    answer = browser.get(f"/{language}/nowhere", headers={"accept-language": "xx"})
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.content.decode()
