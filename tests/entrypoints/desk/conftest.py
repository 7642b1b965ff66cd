"""Somebody of the staff before the console, and a holder before the portal: the real pages on a fresh database."""

import html
import re
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from sekisho.core.desk.roles import Role
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.entrypoints.site.installation import Brand, Installation
from sekisho.testing.soft_devices import soft_device

PASSWORD = "correct horse battery staple"  # of `testing.people`, which needs Django configured
BROWSER = {"host": "localhost", "user-agent": "Mozilla/5.0 (X11; Linux) Chrome/130.0"}


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
    """`add(devices=..., ...)` puts a holder in; see `testing.people.Wanted`."""
    from sekisho.testing.people import Wanted, add_person

    return lambda **wanted: add_person(house.ports, Wanted(**wanted))


class Page:
    """An answer as its reader sees it."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.path = response.request["PATH_INFO"]
        self.html = response.content.decode()
        main = self.html.partition('id="main"')[2] or self.html
        self.text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))

    @property
    def secret(self):
        return "".join(re.findall(r'spell__sign">(.)<', self.html))

    def buttons(self):
        """Give the deeds that can be gone on with, and those that are greyed."""
        ready = re.findall(r'href="[^"]*/deeds/([a-z_]+)"', self.html)
        return set(ready), set(re.findall(r'aria-describedby="why-([a-z_]+)"', self.html))


class Browser:
    """A browser with cookies; follows redirects as browsers do."""

    def __init__(self, *, language, root):
        self.http = Client(headers=BROWSER)
        self.home = f"/{language}/{root}"

    def get(self, page="", **query):
        return Page(self.http.get(self.home + page, query, follow=True))

    def post(self, page, **fields):
        return Page(self.http.post(self.home + page, fields, follow=True))

    def log_in(self, who):
        page = self.post("login", username=who.username, password=PASSWORD, mode="live")
        code = re.search(r'data-code="(\d+)"', page.html)
        return self.post("response", response=soft_device(who.factors[0]).answer({"code": code[1]}))


class Agent(Browser):
    """One of the staff with a call."""

    def open_call(self, holder):
        self.holder = holder
        page = self.post(f"holders/{holder.account}/call")
        found = re.search(r"calls/(call_[^/]+)/", page.html)
        self.call = found[1] if found else ""
        return page

    def show(self, kind, *, outcome="passed", value=""):
        return self.post(f"calls/{self.call}/evidence", kind=kind, outcome=outcome, value=value)

    def verify(self):
        self.show("call_back")
        return self.show("account_details")

    def review(self, deed, **fields):
        return self.post(f"holders/{self.holder.account}/deeds/{deed}/review", **{"reason": "lost on a train"} | fields)

    def carry_out(self, deed, **fields):
        said = {"reason": "lost on a train"} | fields
        return self.post(f"holders/{self.holder.account}/deeds/{deed}/carry-out", **said)


@pytest.fixture
def browser(house):
    return lambda language="en", root="": Browser(language=language, root=root)


@pytest.fixture
def agent(house):
    """`agent(role)` is one of the staff, logged in at the desk."""
    from sekisho.testing.people import add_agent

    def log_in(role=Role.AGENT, *, language="en", **wanted):
        person = add_agent(house.ports, role, **wanted)
        at_desk = Agent(language=language, root="desk/")
        at_desk.person = person
        at_desk.landed = at_desk.log_in(person)
        return at_desk

    return log_in


@pytest.fixture
def holder(add):
    from sekisho.testing.people import DSC

    return add(devices=(DSC,), language="en")
