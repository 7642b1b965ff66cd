"""What machines ask, and what they must not learn."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.conf import settings

from sekisho.core.errors import KeyUnavailableError, StorageUnavailableError
from sekisho.core.secret import Secret

TOKEN = "0123456789abcdef"
BEARER = {"authorization": f"Bearer {TOKEN}"}


class BrokenStore:
    @contextmanager
    def reading(self):
        raise StorageUnavailableError
        yield


class LockedVault:
    def seal(self, secret, *, place):
        raise KeyUnavailableError

    open = seal


def test_a_process_that_answers_is_alive(browser):
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_an_installation_that_can_decide_is_ready(browser):
    answer = browser.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "keys": True, "database": True, "tables": True, "clock": True}


@pytest.mark.parametrize(
    ("port", "broken", "sign"), [("store", BrokenStore(), "database"), ("vault", LockedVault(), "keys")]
)
def test_what_is_missing_is_named_and_makes_it_unready(browser, house, port, broken, sign):
    house(ports=replace(settings.SEKISHO_INSTALLATION.ports, **{port: broken}))
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is answer.json()[sign] is False
    assert browser.get("/healthz").status_code == 200


def test_a_clock_behind_the_trail_makes_it_unready(browser, ports, clock):
    from datetime import timedelta

    from sekisho.core.events import Actor, Event, Happening

    with ports.store.transaction() as tx:
        tx.record(Event(happening=Happening.ACCOUNT_CREATED, at=clock.now(), actor=Actor(kind="operator")))
    clock.advance(timedelta(seconds=-1))
    assert browser.get("/readyz").status_code == 200
    clock.advance(timedelta(seconds=-2))
    assert browser.get("/readyz").json()["clock"] is False


def test_answers_are_counted_by_the_route_s_pattern_and_never_by_a_path(browser, house):
    house(metrics_token=Secret(TOKEN))
    browser.get("/api/v1/logins/login_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    browser.get("/en/nowhere/login_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    said = browser.get("/metrics", headers=BEARER).content.decode()
    assert 'route="/api/v1/logins/' in said
    assert "login_AAAA" not in said


def test_reasons_of_refusals_are_not_measured(browser, house):
    house(metrics_token=Secret(TOKEN))
    browser.post("/api/v1/logins", data="{}", content_type="application/json")
    assert "bad_credentials" not in browser.get("/metrics", headers=BEARER).content.decode()


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize(
    "headers", [{}, {"authorization": TOKEN}, {"authorization": f"Basic {TOKEN}"}, {"authorization": "Bearer "}]
    + [{"authorization": f"Bearer {wrong}"} for wrong in (TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "None", "ÿ")]
)  # fmt: skip
def test_who_does_not_bring_the_token_finds_no_counters_wherever_the_call_comes_from(browser, house, token, headers):
    house(metrics_token=Secret(token) if token else None)
    for peer in ("127.0.0.1", "::1", "192.0.2.9"):
        assert browser.get("/metrics", headers=headers, REMOTE_ADDR=peer).status_code == 404


def test_without_the_setting_no_token_opens_the_counters(browser):
    assert browser.get("/metrics", headers=BEARER).status_code == 404


def test_the_demo_shows_its_counters_to_everybody(browser, house):
    house(is_demo=True)
    assert browser.get("/metrics").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_health_is_only_read(browser, address):
    assert browser.post(address).status_code == 405
