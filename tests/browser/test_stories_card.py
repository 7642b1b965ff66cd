"""The stories of a passcode that opens less and less, and of the card that takes over: played from the first screen."""

from datetime import timedelta

import pytest

pytestmark = pytest.mark.timeout(240)
OPEN = {"ja": "接続しました", "en": "Connected"}


@pytest.mark.fact("A054", "A092", "A100", "A101", "A102", "A105", "A106", "A117")
@pytest.mark.slow
def test_situation_7_the_temporary_passcode_has_expired(play):
    story = play(7, "ja")
    assert OPEN["ja"] in story.log_in("trader/", kind="temporary_passcode").title()
    before = story.demo.now()
    story.next()
    assert timedelta(hours=46) < story.demo.now() - before <= timedelta(hours=47)  # it was an hour old
    refused = story.log_in("trader/", kind="temporary_passcode")
    assert "カード" in refused.page.inner_text("article")
    portal = story.log_in("", kind="temporary_passcode")
    assert story.done() == ["passcode_trades", "two_days", "trades_no_more", "passcode_portal"]
    confirmation = story.activate_card(portal, story.print_card(portal))
    assert "有効" in confirmation
    assert OPEN["ja"] in story.log_in("trader/").title()
    assert story.done()[-3:] == ["card_shown", "card_activated", "card_trades"]

    refused = story.log_in("", "late", kind="temporary_passcode")
    assert "tel:" in refused.page.content()
    assert story.done()[-1] == "late"
    story.next()
    assert story.is_over


@pytest.mark.fact("A054", "A092", "A100", "A105", "A116")
def test_situation_10_the_portal_opens_and_the_trading_platform_does_not(play):
    story = play(10, "en")
    portal = story.log_in("", kind="temporary_passcode")
    refused = story.log_in("trader/", kind="temporary_passcode")
    assert "card" in refused.page.inner_text("article").lower()
    assert story.done() == ["passcode_portal", "trades_no_more"]
    story.activate_card(portal, story.print_card(portal))
    assert OPEN["en"] in story.log_in("trader/").title()
    assert story.is_over


@pytest.mark.fact("A054", "A114", "A119")
@pytest.mark.slow
def test_situation_11_the_device_is_here_and_is_to_be_activated(play):
    story = play(11, "ja")
    portal = story.log_in("", kind="code_card")
    story.bring_back(portal, "activate", story.device("delivered"))
    assert OPEN["ja"] in story.log_in("trader/", kind="dsc_plus").title()
    assert story.done() == ["card_portal", "activated", "device_trades"]
    before = story.demo.now()
    story.next()
    shipped_for = story.demo.now() - before + timedelta(days=6)  # so long it was on its way when the story began
    assert timedelta(weeks=2) <= shipped_for <= timedelta(weeks=3, minutes=1)
    assert OPEN["ja"] in story.log_in("trader/", "left_alone", kind="dsc_plus").title()
    assert story.is_over
