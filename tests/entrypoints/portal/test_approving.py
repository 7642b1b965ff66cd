"""The login page while the app may approve: number, QR code, challenge; what it says when the request ends; who gets in."""

import re

import pytest

from sekisho.core.authenticators.approvals import ApprovalEvent
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.approvals.answer import Heard, answer_approval
from sekisho.workflows.approvals.listening import list_approvals, listening_token
from sekisho.workflows.approvals.turn_away import turn_away_approval
from sekisho.workflows.door import Door


@pytest.fixture(autouse=True)
def nothing_is_violated(ports):
    """Whatever a test did, the invariants hold afterwards."""
    yield
    assert violations(ports) == ()


@pytest.fixture
def who(add):
    return add(devices=(IOS,))


class App:
    def __init__(self, ports, who):
        self.ports, self.factor = ports, who.factor("key_app")
        self.token = listening_token(ports.vault, self.factor["id"])

    def heard(self):
        (asked,) = list_approvals(self.ports, device=self.factor["id"], token=self.token)
        return asked, Heard(device=self.factor["id"], token=self.token, approval=asked.id, door=Door(channel="key_app"))

    def approve(self, number):
        asked, heard = self.heard()
        response = soft_device(self.factor).answer({"code": asked.question})
        return answer_approval(self.ports, heard, number=number, response=response)

    def turn_away(self, event):
        return turn_away_approval(self.ports, self.heard()[1], event=event)


@pytest.fixture
def app(ports, who):
    return App(ports, who)


def number_of(page):
    return page.one(r'<p class="approve__number"><span class="unseen">[^<]* </span>(\d\d)</p>')


def events(browser):
    answer = browser.http.get(browser.home + "approval/events")
    assert answer["Content-Type"].startswith("text/event-stream")
    return re.findall(r'"state": "(\w+)"', answer.content.decode())


# B054, B055, B056
@pytest.mark.parametrize("root", ["", "trader/"])
def test_number_then_qr_then_challenge_and_the_approval_lets_this_browser_in(person, who, app, root):
    browser, other = person(language="en", root=root), person(language="en", root=root)
    page = browser.enter(who)
    places = [page.html.index(part) for part in ("approve__number", "approve__qr", "code__digits", 'id="response"')]
    assert places == sorted(places)
    assert re.search(r'href="/key/#approve=apv_\w+"', page.html)  # the number is on the page alone
    assert events(browser) == ["pending"]
    assert "has not been approved yet" in browser.post("approval").text
    app.approve(number_of(page))
    assert events(browser) == ["approved"]
    assert "You have approved this login" in browser.get("challenge").text
    assert 'name="response"' not in browser.get("challenge").html
    other.post("approval")
    inside = browser.post("approval")
    assert (inside.path, inside.status) == (browser.home, 200)
    assert "logout" in inside.html
    assert "logout" not in other.get().html


@pytest.mark.parametrize(("language", "words"), [("ja", "取りやめられました"), ("en", "cancelled in Sekisho Key")])
def test_a_cancelled_request_is_said_and_the_challenge_stays(person, who, app, language, words):
    browser = person(language=language)
    page = browser.enter(who)
    app.turn_away(ApprovalEvent.CANCEL)
    assert events(browser) == ["cancelled"]
    page = browser.get("challenge")
    assert words in page.text
    assert "approve__number" not in page.html
    assert "logout" in browser.answer(who, page).html


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "スマートフォンで拒否されました"), ("en", "turned away on the phone")]
)
def test_a_login_that_is_not_the_holder_s_is_refused_on_its_page(person, who, app, language, words):
    browser = person(language=language)
    browser.enter(who)
    app.turn_away(ApprovalEvent.DENY)
    page = browser.get("challenge")
    assert (page.status, page.path) == (403, browser.home + "refused")
    assert words in page.text
    again = browser.enter(who)
    assert {"ja": "しばらくご利用いただけません", "en": "not offered for a while"}[language] in again.text
    assert "logout" in browser.answer(who, again).html


def test_a_physical_device_and_a_browser_without_a_login_hear_of_no_request(person, add):
    browser = person(language="en")
    page = browser.enter(add(devices=(DSC,)))
    assert "approve" not in page.html.replace("approving", "")
    assert events(browser) == ["over"]
    assert events(person()) == ["over"]
