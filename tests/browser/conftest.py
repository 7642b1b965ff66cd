"""A real browser before a real `sekisho demo`: Debian's Chromium, driven by Playwright, judged by axe-core.

Screenshots are taken only where `SEKISHO_SCREENSHOTS` names a folder for them.
"""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from sekisho.testing.soft_devices import answer

from .phones import SYSTEMS, Phone
from .players import Player
from .registering import Portal

CHROMIUM = os.environ.get("SEKISHO_CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 60
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK = {"viewport": {"width": 1280, "height": 900}}
LOCALES = {"ja": "ja-JP", "en": "en-US"}
SETTLED = """async () => {
  const ending = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < 5_000) // a countdown runs on
  await Promise.allSettled(ending.map(one => one.finished))
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
}"""
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"  # what the browser says where a test has pulled the plug


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """Where the running demo keeps its data."""
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="session")
def origin(demo_folder):
    """A running demo on a free port."""
    command = [sys.executable, "-m", "sekisho.entrypoints.cli", "demo", "--port", "0", "--smtp-port", "0", "--data"]
    process = subprocess.Popen(
        [*command, str(demo_folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        cwd="/",
    )
    yield _wait_for_origin(process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)


def _wait_for_origin(process):
    until, said = time.monotonic() + PATIENCE, []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://localhost:\d+(?=/demo)", line):
            return found[0]
        if time.monotonic() > until:
            break
    process.kill()
    raise AssertionError("".join(said))


@pytest.fixture(scope="module")
def chromium():
    """The browser, for one module at a time: while Playwright's loop runs, Django refuses the other tests their database."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots():
    """The folder for pictures of the pages; None: nobody wants to look at them."""
    named = os.environ.get("SEKISHO_SCREENSHOTS")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def demo(origin):
    """`demo(state, **wish)` makes a new person."""
    with httpx.Client(base_url=origin.replace("localhost", "127.0.0.1"), timeout=30, trust_env=False) as http:
        yield (
            lambda state="open", **wish: (
                http.post("/demo/people", json={"state": state, **wish}).raise_for_status().json()
            )
        )


class DemoCalls:
    """The demo's own calls, for whoever plays a story."""

    def __init__(self, http):
        self.http = http

    def people(self):
        return self.http.get("/demo/people.json").raise_for_status().json()

    def mails(self, person):
        mails = self.http.get("/demo/outbox.json").raise_for_status().json()
        return [mail for mail in mails if mail["username"] == person["username"]]

    def now(self):
        return datetime.fromisoformat(self.http.get("/demo/clock").raise_for_status().json()["now"])

    def advance(self, duration):
        self.http.post("/demo/clock", json={"advance": duration}).raise_for_status()


@pytest.fixture
def calls(origin):
    """The demo's calls; the clock is back at real time when the test is over."""
    with httpx.Client(base_url=origin.replace("localhost", "127.0.0.1"), timeout=30, trust_env=False) as http:
        yield DemoCalls(http)
        http.post("/demo/clock", json={"now": datetime.now(UTC).isoformat()}).raise_for_status()


@pytest.fixture
def play(visit, calls):
    """`play(number, language)` starts a story; at the end nothing of its page may have complained."""
    players = []

    def begin(number, language):
        players.append(Player(visit, calls, number=number, language=language))
        return players[-1]

    yield begin
    assert [complaint for player in players for complaint in player.board.complaints] == []
    assert [fault for player in players for mirror in player.mirrors for fault in mirror.faults] == []


class Visitor:
    """Somebody at the browser."""

    def __init__(self, page, origin, language, root=""):
        self.page, self.origin, self.language, self.root = page, origin, language, root
        self.complaints = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        is_refusal = re.search(r"status of (403|422|429)", message.text)  # how a refusal page answers
        if message.type in {"error", "warning"} and not is_refusal:
            self.complaints.append(message.text)

    def go(self, path=""):
        self.page.goto(f"{self.origin}/{self.language}/{self.root}{path}")
        return self

    def enter(self, person, *, password=None, mode="live"):
        self.go()
        self.page.fill("#username", person["username"])
        self.page.fill("#password", password or person["password"])
        self.page.check(f"input[name=mode][value={mode}]")
        self.send()

    def send(self):
        with self.page.expect_navigation():
            self.page.click("form:has(#response) button[type=submit], form:has(#username) button[type=submit]")

    def type(self, response):
        self.page.fill("#response", response)
        self.send()

    def answer(self, person):
        self.type(answer(person, self.asked(person)))

    def asked(self, person):
        code = self.page.locator("[data-code]")
        if code.count():
            challenge = {"code": code.get_attribute("data-code")}
        else:
            challenge = {"indices": [int(text) for text in self.page.locator(".cells dd").all_text_contents()]}
        slot = self.page.get_attribute(".demo-slot a", "href")
        factor_id = re.search(r"card=([^&]+)", slot)[1]
        factor = next(factor for factor in person["factors"] if factor["id"] == factor_id)
        return challenge | {"kind": factor["kind"], "factor": {"id": factor_id, "kind": factor["kind"]}}

    def verify(self, person):
        """Type user name and password again, where the page asks for them."""
        if self.page.locator("main #username").count():
            self.page.fill("#username", person["username"])
            self.page.fill("#password", person["password"])
            with self.page.expect_navigation():
                self.page.click("main form.sheet button[type=submit]")

    def log_in(self, person, **how):
        self.enter(person, **how)
        self.answer(person)

    def title(self):
        return self.page.inner_text("h1")

    def settle(self):
        """Wait until the page is laid out at its width and nothing fades in any more."""
        self.page.evaluate(SETTLED)

    def find_faults(self):
        """Give axe's serious and critical findings, and whatever is wider than the window."""
        self.settle()
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        serious = [
            (one["id"], [node["html"][:120] for node in one["nodes"]])
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        width, window = self.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        wide = [("wider than the window", [str(width), str(window)])] if width > window else []
        return serious + wide

    def keep(self, folder, name, *, of=None):
        """Take a picture of the page, or of a part of it, where somebody wants to look at it."""
        if folder is None:
            return
        path = folder / f"{name}.png"
        if of:
            self.page.locator(of).screenshot(path=path)
        else:
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def visit(chromium, origin):
    """`visit(language, look, ...)` opens a browser window of its own."""
    contexts = []

    def open_window(language="ja", look=DESK, *, root="", **context):
        contexts.append(chromium.new_context(locale=LOCALES[language], **look, **context))
        page = contexts[-1].new_page()
        return Visitor(page, origin, language, root)

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def phone(visit):
    """`phone(system, language)` takes one out of its box: no key, no storage; `lock` says what its lock can do, None for none."""
    phones = []

    def unpack(system, language="ja", *, lock=None, **context):
        has_lock = system == "ios" and lock is None
        visitor = visit(language, SYSTEMS[system], **context)
        phones.append(Phone(visitor, system, {} if has_lock else lock))
        return phones[-1]

    yield unpack
    assert [complaint for one in phones for complaint in one.visitor.complaints if OFFLINE not in complaint] == []


@pytest.fixture
def portal(origin):
    """The portal's side for programs."""
    side = Portal(origin)
    yield side
    side.http.close()
