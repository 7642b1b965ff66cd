"""The stories in which the login itself is refused: played in a browser, from the first screen to the last."""

import pytest

pytestmark = pytest.mark.timeout(120)


@pytest.mark.fact("A055")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_of_the_eleven_situations_leads_to_each_of_them(visit, language):
    visitor = visit(language)
    visitor.page.goto(f"{visitor.origin}/demo?lang={language}")
    links = visitor.page.locator(".stories h3 a")
    assert links.count() == 11
    titles = links.all_inner_texts()
    with visitor.page.expect_navigation():
        links.nth(3).click()
    assert visitor.title() == titles[3]
    others = visitor.page.locator(".tale__others li")
    assert [one.strip() for one in others.all_inner_texts()] == titles


@pytest.mark.fact(
    "A054", "A056", "A057", "A059", "A060", "A061", "A062", "A064", "A065", "A066", "A067", "A068", "A069", "A070"
)
def test_situation_1_the_credentials_are_refused(play):
    story = play(1, "ja")
    refused = story.log_in("trader/", "applied")
    assert refused.title() == "口座はまだ承認されていません"
    story.log_in("", "applied")
    assert story.done() == ["applied", "applied_portal"]

    refused = story.log_in("trader/", "today")
    assert "取引プラットフォーム" in refused.page.inner_text("article")
    story.log_in("", "today")
    story.next()
    story.log_in("trader/", "today")
    assert story.done()[2:] == ["today", "today_portal", "tomorrow", "today_trades"]

    story.log_in("trader/", "closed")
    portal = story.at("")
    portal.enter(story.person("closed"))
    assert portal.page.locator("#response").count() == 0
    assert story.done()[6:] == ["closed", "closed_portal"]

    paper = next(one for one in story.demo.people() if one.get("live_username") == story.person("paper")["username"])
    story.log_in("trader/", "paper", credentials=paper)
    story.log_in("trader/", "paper", credentials=paper, mode="paper")
    assert story.is_over


@pytest.mark.fact("A054", "A071", "A072")
def test_situation_2_the_second_factor_is_refused(play):
    story = play(2, "en")
    window = story.log_in("trader/", "passcode", kind="temporary_passcode", type_as=lambda code: code[:-1] + "?")
    assert "in upper case" in window.page.inner_text("main")
    assert "no spaces" in window.page.inner_text("main")
    assert story.done() == ["wrong"]
    story.log_in(
        "trader/", "passcode", kind="temporary_passcode", type_as=lambda code: f"{code[:5]} {code[5:].lower()}"
    )
    assert story.done() == ["wrong", "disguised"]
    story.log_in("trader/", "card", kind="code_card", type_as=lambda values: f"{values[:3]} {values[3:]}")
    assert story.is_over


@pytest.mark.fact("A054", "A077", "A078", "A079", "A080", "A081", "A082", "A083", "A084")
def test_situation_4_names_what_stands_in_the_way_of_a_connection_one_after_the_other(play):
    story = play(4, "en")
    said = story.board.page.locator(".move__text").all_inner_texts()
    for words, step in zip(
        ("provider", "firewall", "4000 and 4001", "", "Technical Assistance Center"), said, strict=True
    ):
        assert words in step
    assert all(word in said[2] for word in ("hotels", "cafés", "TCP in and out", "router"))
    for _ in range(3):
        story.next()
    assert story.done() == ["internet", "firewall", "ports"]
    story.board.page.focus(".move[data-state=now] a")
    story.log_in("trader/")
    story.board.page.evaluate("() => window.dispatchEvent(new Event('focus'))")  # as when its window is looked at again
    story.board.page.wait_for_selector("#account_is_fine-4[data-state=done]")
    assert story.board.page.evaluate("() => document.activeElement.closest('li').id") == "telephone-5"
    story.next()
    assert story.is_over
