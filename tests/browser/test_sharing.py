"""One person of the demo with two user names: from the first screen to a login with the shared card (B094 to B101)."""

import re

import pytest

LIST = "settings/user/security/secure-login-system/"
PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 900}}


def submit(page):
    with page.expect_navigation():
        page.click("main form.sheet button[type=submit], main .sheet form button[type=submit]")


# B094, B099, B100
@pytest.mark.parametrize(
    ("language", "look", "names"),
    [
        pytest.param("ja", PHONE, ("haruk611", "haruk612"), id="ja-phone"),
        pytest.param("en", DESK, ("megan611", "megan612"), id="en-desk, a first device", marks=pytest.mark.slow),
    ],
)
def test_a_card_is_shared_and_logs_the_other_user_name_in(visit, calls, shots, language, look, names):
    owner, other = (next(one for one in calls.people() if one["username"] == name) for name in names)
    visitor = visit(language, look)
    page, faults = visitor.page, {}

    def look_at(step):
        visitor.keep(shots, f"sharing-{step}-{language}")
        faults[step] = visitor.find_faults()

    visitor.enter(other)
    if page.locator("#response").count():
        visitor.answer(other)
    visitor.go(LIST)
    look_at("1-list")
    page.click("a[href$='/share/']")
    look_at("2-form")
    page.fill("#owner", names[0])
    page.fill("#password", "not this one")
    submit(page)
    look_at("3-refused")
    page.fill("#owner", names[0])
    page.fill("#password", owner["password"])
    submit(page)
    look_at("4-identity")
    visitor.verify(other)
    if not page.locator("#code").count():  # the own device first
        look_at("4-own")
        visitor.answer(other)
    look_at("5-device")
    if page.locator("#code").count():
        mailed = next(mail for mail in reversed(calls.mails(other)) if re.search(r"\b\d{6}\b", mail["text"]))
        page.fill("#code", re.search(r"\b\d{6}\b", mailed["text"])[0])
    visitor.answer(owner)
    look_at("6-shared")
    later = visit(language, look)
    later.enter(other)
    now = next(one for one in calls.people() if one["username"] == names[1])
    assert later.asked(now)["kind"] == "dsc_plus"
    later.answer(now)
    assert later.page.locator("#response").count() == 0
    there = visit(language, look)
    there.log_in(owner)
    there.go(LIST)
    there.keep(shots, f"sharing-7-owner-{language}")
    faults["7-owner"] = there.find_faults()
    assert names[1] in there.page.inner_text("main")
    assert {step: found for step, found in faults.items() if found} == {}
    assert visitor.complaints + later.complaints + there.complaints == []
