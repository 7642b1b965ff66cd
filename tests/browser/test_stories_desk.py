"""The stories that go through the desk: the browser plays the holder and whoever takes the call, from first screen to full access."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.timeout(280)
OPEN = {"ja": "接続しました", "en": "Connected"}
JAPAN = ZoneInfo("Asia/Tokyo")
NEW_PASSWORD = "seven quiet harbour lamps"


@pytest.mark.fact("A073", "A074", "A076")
def test_situation_3_the_password_is_forgotten(play):
    story = play(3, "ja")
    desk = story.at_desk()
    half = story.verified_call(desk, "reset_password")
    code = half + story.mailed_half("password_half")
    page = story.at("password/").go().page
    assert page.locator("main a[href*='#telephone']").count() == 1
    page.fill("#username", story.person()["username"])
    page.fill("#code", code)
    page.fill("#new", NEW_PASSWORD)
    page.fill("#again", NEW_PASSWORD)
    with page.expect_navigation():
        page.click("form:has(#code) button[type=submit]")
    assert story.done()[-1] == "password_changed"
    window = story.log_in("trader/", password=NEW_PASSWORD)
    assert OPEN["ja"] in window.title()
    assert story.is_over


@pytest.mark.fact("A054", "A086", "A087", "A088", "A089", "A090", "A091", "A092", "A093", "A094", "A095")
@pytest.mark.slow
def test_situation_5_the_device_is_away_for_a_while(play):
    story = play(5, "ja")
    desk = story.at_desk()
    code = story.verified_call(desk, "issue_passcode") + story.mailed_half("passcode_half")
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", code)
    assert OPEN["ja"] in story.type_code("trader/", code).title()
    portal = story.type_code("", code)
    confirmation = story.activate_card(portal, story.print_card(portal))
    last_day = (story.demo.now() + timedelta(days=21)).astimezone(JAPAN)
    assert f"{last_day.year}年{last_day.month}月{last_day.day}日" in confirmation
    assert OPEN["ja"] in story.log_in("trader/", kind="code_card").title()

    portal = story.log_in("", kind="code_card")
    story.bring_back(portal, "reactivate", story.device("suspended"))
    assert story.done()[-2:] == ["card_portal", "reactivated"]
    assert OPEN["ja"] in story.log_in("trader/", kind="dsc_plus").title()
    assert story.is_over


@pytest.mark.fact("A054", "A096", "A097", "A098", "A099", "A100", "A108", "A113")
def test_situation_6_the_device_is_lost(play):
    story = play(6, "en")
    desk = story.at_desk()
    story.verified_call(desk, "replace_device", device=story.device("active"))
    code = story.verified_call(desk, "issue_passcode") + story.mailed_half("passcode_half")
    portal = story.type_code("", code)
    story.activate_card(portal, story.print_card(portal))
    assert OPEN["en"] in story.log_in("trader/").title()

    ordered_at = story.demo.now()
    for _ in ("shipped", "promised", "delivered"):
        story.next()
    assert timedelta(days=3) <= story.demo.now() - ordered_at <= timedelta(days=14, hours=1)
    portal = story.log_in("", kind="code_card")
    story.bring_back(portal, "activate", story.device("delivered"))
    assert OPEN["en"] in story.log_in("trader/", kind="dsc_plus").title()
    assert story.is_over


@pytest.mark.fact("A054", "A107", "A109", "A110")
@pytest.mark.slow
def test_situation_8_the_card_has_expired(play):
    story = play(8, "en")
    refused = story.log_in("trader/")
    assert "tel:" in refused.page.content()
    assert "tell them its status" in refused.page.inner_text("article")
    assert story.done() == ["card_expired"]

    desk = story.at_desk()
    story.verified_call(desk, "report_lost", device=story.device("suspended"))
    code = story.verified_call(desk, "issue_passcode") + story.mailed_half("passcode_half")
    assert OPEN["en"] in story.type_code("trader/", code).title()
    assert story.is_over


@pytest.mark.fact("A054", "A114")
def test_situation_9_the_device_is_awaited_and_the_login_asks_for_it(play):
    story = play(9, "ja")
    story.next()
    window = story.at("trader/")
    window.enter(story.person())
    assert window.asked(story.person())["kind"] == "dsc_plus"
    assert story.done() == ["activates_itself", "asked_for_it"]

    story.open_call(story.at_desk("technical_assistance"))
    desk = story.at_desk()
    code = story.verified_call(desk, "issue_passcode") + story.mailed_half("passcode_half")
    assert OPEN["ja"] in story.type_code("trader/", code).title()
    assert story.done()[-2:] == ["passcode_issued", "passcode_trades"]
    story.next()
    portal = story.type_code("", code)
    story.bring_back(portal, "reactivate", story.device("suspended"))
    assert OPEN["ja"] in story.log_in("trader/", kind="dsc_plus").title()
    assert story.is_over
