"""A passkey in a real browser with a virtual authenticator: made in the portal, used at the login and for a task, and given up."""

import pytest

from sekisho.testing.soft_devices import answer

LIST = "settings/user/security/secure-login-system/"
LOOKS = {"phone": {"viewport": {"width": 390, "height": 844}}, "desk": {"viewport": {"width": 1280, "height": 900}}}
LOCK = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
BANK = {"bank": "青葉銀行", "branch": "本店営業部", "account": "1234567", "payee": "セキショ ハナ"}


class Touch:
    """The lock of the device that the browser runs on; `is_there` says whether somebody touches it."""

    def __init__(self, page):
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})["authenticatorId"]

    def is_there(self, there):
        self.cdp.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self.id, "enabled": there})


def press(page, where):
    with page.expect_navigation():
        page.locator(where).first.click()


def make(visitor, person, look_at, *, name):
    """From the list to the passkey: identity verified, then made in this browser."""
    page = visitor.page
    visitor.go(LIST)
    look_at("1-list")
    press(page, "a[href$='passkey/']")
    look_at("2-before")
    press(page, "a[href$='register-passkey']")
    visitor.verify(person)
    visitor.type(answer(person, visitor.asked(person)))
    page.fill("#name", name)
    look_at("3-make")
    press(page, "[data-begin]")


@pytest.mark.parametrize(("language", "look"), [pytest.param("ja", "phone", id="ja-phone")])
def test_a_passkey_is_made_logs_in_and_answers_for_a_task(visit, demo, calls, shots, language, look):
    person = demo(factors=[{"kind": "key_app", "platform": "android"}], language=language)
    visitor = visit(language, LOOKS[look])
    page, faults = visitor.page, {}
    Touch(page)

    def look_at(step):
        visitor.keep(shots, f"passkey-{step}-{language}-{look}")
        faults[step] = visitor.find_faults()

    visitor.log_in(person)
    look_at("0-advised")
    assert page.locator("#advice").count() == 1
    make(visitor, person, look_at, name="わたしの電話")
    look_at("4-made")
    assert page.locator(".note--done").count() == 1
    assert "わたしの電話" in page.inner_text(".devices")
    press(page, "form[action$=logout] button")
    visitor.enter(person)
    look_at("5-asked")
    press(page, "[data-begin]")
    assert page.locator("#advice").count() == 0
    look_at("6-inside")
    visitor.go("money/bank")
    for field, value in BANK.items():
        page.fill(f"#{field}", value)
    press(page, "main form button[type=submit]")
    visitor.verify(person)
    look_at("7-verify")
    press(page, "[data-begin]")
    assert page.locator(".note--done").count() == 1
    mine = next(one for one in calls.people() if one["username"] == person["username"])
    assert [factor["kind"] for factor in mine["factors"]] == ["key_app", "passkey"]
    page.goto(f"{visitor.origin}/demo")
    assert {step: found for step, found in faults.items() if found} == {}
    assert visitor.complaints == []


@pytest.mark.parametrize(("language", "look"), [pytest.param("en", "desk", id="en-desk")])
def test_a_holder_who_does_not_touch_can_stop_waiting_and_one_whose_card_ends_logs_in_again(
    visit, demo, shots, language, look
):
    person = demo(factors=["code_card"], language=language)
    visitor = visit(language, LOOKS[look])
    page, faults = visitor.page, {}
    touch = Touch(page)

    def look_at(step):
        visitor.keep(shots, f"passkey-card-{step}-{language}-{look}")
        faults[step] = visitor.find_faults()

    visitor.log_in(person)
    make(visitor, person, lambda step: None, name="")  # noqa: ARG005 - the other walkthrough looks at these pages
    assert "with the passkey" in page.inner_text("main")
    visitor.enter(person)
    touch.is_there(False)
    page.click("[data-begin]")
    page.wait_for_selector("[data-stop]:visible")
    look_at("5-waiting")
    page.click("[data-stop]")
    page.wait_for_selector("[data-begin]:enabled")
    look_at("6-stopped")
    assert "cancelled" in page.inner_text("[data-state]")
    touch.is_there(True)
    press(page, "[data-begin]")
    assert page.locator("form[action$=logout]").count() == 1
    assert {step: found for step, found in faults.items() if found} == {}
    assert visitor.complaints == []
