"""The stories that go through the desk: the browser plays the holder and whoever takes the call, from first screen to full access."""

import pytest

pytestmark = pytest.mark.timeout(240)


def is_full(window, language):
    """Tell whether the trading platform has opened the account."""
    return {"ja": "接続しました", "en": "Connected"}[language] in window.title()


@pytest.mark.fact("A054", "A107", "A108", "A109", "A110")
def test_situation_8_the_card_has_expired(play):
    story = play(8, "en")
    refused = story.log_in("trader/")
    assert "tel:" in refused.page.content()
    assert "tell them its status" in refused.page.inner_text("article")
    assert story.done() == ["card_expired"]

    desk = story.at_desk()
    device = next(one["id"] for one in story.person()["factors"] if one["kind"] == "dsc_plus")
    story.verified_call(desk, "report_lost", device=device)
    half = story.verified_call(desk, "issue_passcode")
    code = half + story.mailed_code(length=5)
    window = story.at("trader/")
    window.enter(story.person())
    window.type(code)
    assert is_full(window, "en")
    assert story.is_over
