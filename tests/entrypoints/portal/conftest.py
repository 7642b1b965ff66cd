"""Somebody before a browser: the real pages on a fresh database, people with soft devices, a clock that stands."""

import html
import re
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.entrypoints.site.installation import Brand, Installation
from sekisho.testing.soft_devices import soft_device


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


@pytest.fixture
def add(house):
    """`add(devices=..., ...)` puts a person in; see `testing.people.Wanted`."""
    from sekisho.testing.people import Wanted, add_person

    return lambda **wanted: add_person(house.ports, Wanted(**wanted))


PASSWORD = "correct horse battery staple"  # of `testing.people`, which needs Django configured


class Page:
    """An answer as its reader sees it."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.path = response.request["PATH_INFO"]
        self.html = response.content.decode(errors="replace")  # a picture is no text
        self.text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html)))

    def one(self, pattern):
        return re.search(pattern, self.html)[1]


class Person:
    """A browser with cookies; follows redirects as browsers do."""

    def __init__(self, *, language="ja", root=""):
        self.http = Client(headers={"host": "localhost", "user-agent": "Mozilla/5.0 (X11; Linux) Chrome/130.0"})
        self.home = f"/{language}/{root}"

    def get(self, page=""):
        return Page(self.http.get(self.home + page, follow=True))

    def post(self, page, **fields):
        return Page(self.http.post(self.home + page, fields, follow=True))

    def enter(self, who, *, password=PASSWORD, mode="live"):
        username = who if isinstance(who, str) else who.username
        return self.post("login", username=username, password=password, mode=mode)

    def answer(self, who, page, factor=None):
        factor = factor or who.factors[0]
        return self.post("response", response=soft_device(factor).answer(asked(page)))

    def verify(self, page, who, *, password=PASSWORD, **more):
        """Type user name and password again, on the page that asks for them; give the question."""
        return self.post(page, username=who.username, password=password, **more)

    def log_in(self, who):
        return self.answer(who, self.enter(who))


def asked(page):
    code = re.search(r'data-code="(\d+)"', page.html)
    indices = [
        int(found)
        for found in re.findall(r"<dd>(\d+)</dd>", page.html.partition('class="cells"')[2].partition("</dl>")[0])
    ]
    return {"code": code[1] if code else None, "indices": indices}


@pytest.fixture
def person(house):
    return Person


@pytest.fixture
def soft():
    return lambda factor, page: soft_device(factor).answer(asked(page))
