"""A program at the API: the real chain of middleware on a fresh database, people with soft devices, a clock that stands."""

import json
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.entrypoints.site.installation import Brand, Installation
from sekisho.testing.soft_devices import soft_device

API = "/api/v1"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def house(ports):
    settings.SEKISHO_INSTALLATION = Installation(
        ports=ports,
        brand=Brand(),
        regions=DEFAULT_REGIONS,
        zone=ZoneInfo("Asia/Tokyo"),
        has_secure_cookies=False,
        trusted_proxies=0,
        is_demo=False,
    )
    return settings.SEKISHO_INSTALLATION


class Program:
    """A caller without a browser: sends JSON, keeps what came back."""

    def __init__(self, *, language="en"):
        self.http = Client(
            raise_request_exception=False,
            headers={"host": "localhost", "accept-language": language, "user-agent": "python-httpx/0.28"},
        )

    def call(self, method, path, body=None, *, token=None, raw=None, content_type="application/json", **headers):
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        kind = {"content_type": content_type} if data or body is not None else {}
        return self.http.generic(method, API + path, data, headers=headers, **kind)

    def begin(self, person, *, password=PASSWORD, surface="portal", mode="live"):
        username = person if isinstance(person, str) else person.username
        return self.call(
            "POST", "/logins", {"username": username, "password": password, "surface": surface, "mode": mode}
        )

    def answer(self, login, response):
        return self.call("POST", f"/logins/{login['id']}/response", {"response": response})

    def enter(self, person, **attempt):
        """Log in, both halves; gives the grant."""
        login = self.begin(person, **attempt).json()
        if login["state"] == "challenge":
            login = self.answer(login, right_answer(person, login)).json()
        return login["grant"]


def right_answer(person, login):
    wanted = login["challenge"]["factor"]["id"]
    return soft_device(next(factor for factor in person.factors if factor["id"] == wanted)).answer(login["challenge"])


@pytest.fixture
def program(house):
    return Program()


@pytest.fixture
def add(house, ports):
    """`add(devices=..., ...)` puts a person in; see `testing.people.Wanted`."""
    from sekisho.testing.people import Wanted, add_person

    return lambda **wanted: add_person(ports, Wanted(**wanted))


@pytest.fixture
def answers():
    return right_answer
