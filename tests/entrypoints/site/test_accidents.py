"""What is answered, and what is logged, when something breaks behind a door: closed, plain, and without a word of anybody's."""

import json
import logging
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.conf import settings

from sekisho.core.errors import ClockWentBackError, KeyUnavailableError, SealBrokenError, StorageUnavailableError
from sekisho.entrypoints.site import logs

HIDDEN = "value-that-must-not-be-seen"
LOGIN = {"username": "kaede314", "password": HIDDEN, "surface": "portal", "mode": "live"}


class BrokenStore:
    def __init__(self, error):
        self.error = error

    @contextmanager
    def transaction(self):
        raise self.error
        yield

    reading = transaction


@pytest.fixture
def breaking(house, browser):
    def sign_in(error):
        house(ports=replace(settings.SEKISHO_INSTALLATION.ports, store=BrokenStore(error)))
        return browser.post("/api/v1/logins", data=json.dumps(LOGIN), content_type="application/json")

    return sign_in


@pytest.mark.parametrize("accident", [StorageUnavailableError, KeyUnavailableError, ClockWentBackError])
def test_an_accident_that_passes_is_503_and_says_when_to_come_back(breaking, accident):
    answer = breaking(accident(HIDDEN))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["reason"] == "unavailable"
    assert "access_token" not in answer.content.decode()


@pytest.mark.parametrize("accident", [SealBrokenError, RuntimeError, ValueError, KeyError, RecursionError, MemoryError])
def test_any_other_accident_is_500_without_detail(breaking, accident):
    answer = breaking(accident(HIDDEN))
    assert answer.status_code == 500
    assert HIDDEN not in answer.content.decode()
    assert accident.__name__ not in answer.content.decode()


def test_the_log_has_the_reference_the_route_and_the_place_and_no_message(breaking, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = breaking(RuntimeError(HIDDEN))
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("sekisho")]
    assert any(answer.json()["reference"] in line for line in lines)
    assert any("error=RuntimeError" in line and "route=/api/v1/logins" in line and ".py:" in line for line in lines)
    assert HIDDEN not in "\n".join(lines)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/nowhere"),
        ("GET", "/api/v1/me"),
        ("PUT", "/api/v1/logins"),
        ("POST", "/api/v1/logins"),
        ("GET", f"/api/v1/logins/login_{'a' * 43}"),
        ("GET", "/en/nowhere"),
    ],
)
def test_every_reference_that_is_told_leads_to_a_line_in_the_log_as_it_is_kept(browser, caplog, method, path):
    with caplog.at_level(logs.CONFIGURATION["root"]["level"]):
        answer = browser.generic(method, path)
    assert answer.status_code >= 400
    told = re.search(r"\b[0-9A-Z]{3}(-[0-9A-Z]{3}){2}\b", answer.content.decode())[0]
    (line,) = (record.getMessage() for record in caplog.records if record.name.startswith("sekisho"))
    assert f"reference={told} status={answer.status_code}" in line
    assert "aaaa" not in line


def test_the_cause_of_an_accident_is_named_by_its_kind_only(breaking, caplog):
    accident = StorageUnavailableError(HIDDEN)
    accident.__cause__ = OSError(HIDDEN)
    with caplog.at_level(logging.ERROR):
        breaking(accident)
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("sekisho"))
    assert "caused by OSError" in said
    assert HIDDEN not in said


def test_a_page_that_tells_an_accident_is_told_in_plain_text_when_it_cannot_be_rendered(browser, monkeypatch):
    def no_template(*arguments):
        raise LookupError(HIDDEN)

    monkeypatch.setattr("sekisho.entrypoints.site.faults.render_to_string", no_template)
    answer = browser.get("/en/nowhere")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert HIDDEN not in answer.content.decode()
