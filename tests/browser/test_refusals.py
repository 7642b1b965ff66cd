"""The refusal pages as a person meets them: readable, complete, and with a way on."""

import pytest

from sekisho.core.reasons import Reason
from sekisho.wording.articles.treatment import article_of
from sekisho.wording.language import Language

PHONE = {"viewport": {"width": 393, "height": 852}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
BOTH = [pytest.param("ja", PHONE, "light", id="ja-phone-light"), pytest.param("en", DESK, "dark", id="en-desk-dark")]
CASES = {
    "bad_credentials": ("", {}, "nobody99"),
    "account_closed": ("trader/", {"state": "closed"}, None),
    "account_rejected": ("", {"state": "rejected"}, None),
    "account_not_approved": ("trader/", {"state": "applied"}, None),
    "no_second_factor": ("trader/", {"state": "open"}, None),
}


@pytest.mark.parametrize(("language", "look", "scheme"), BOTH)
@pytest.mark.parametrize("reason", CASES)
def test_a_refusal_is_explained(visit, demo, shots, language, look, scheme, reason):
    root, wish, username = CASES[reason]
    person = {"username": username, "password": "whatever it is"} if username else demo(language=language, **wish)
    visitor = visit(language, look, root=root, color_scheme=scheme)
    visitor.enter(person)
    visitor.keep(shots, f"refused-{reason}-{language}")
    article = visitor.page.get_attribute(
        "a[href*='/help/']:has-text('詳しい'), a[href*='/help/']:has-text('Read more')", "href"
    )
    assert article == article_of(Reason(reason), language=Language(language))
    assert visitor.page.locator(".reference__value").inner_text()
    assert visitor.page.locator("a[href^='tel:']").count()
    assert visitor.find_faults() == []
    assert visitor.complaints == []
    visitor.page.goto(visitor.origin + article)
    _, _, anchor = article.partition("#")
    assert visitor.page.locator(f"#{anchor or 'refusal-title'}").is_visible()


def test_a_device_that_is_back_is_one_press_away(visit, demo, shots):
    person = demo(factors=["dsc_plus", "temporary_passcode"])
    visitor = visit("en", root="trader/")
    visitor.enter(person)
    assert "Suspended" in visitor.page.inner_text("main")
    visitor.page.check("input[name=factor]:not(:checked)")
    with visitor.page.expect_navigation():
        visitor.page.click(".switch button")
    visitor.keep(shots, "suspended-device-en")
    visitor.answer(person)
    assert visitor.title() == "This security device is suspended"
    visitor.keep(shots, "refused-device_suspended-en")
    assert visitor.find_faults() == []


def test_the_refusal_of_a_password_can_be_mended_on_the_spot(visit, demo):
    person = demo(factors=["dsc_plus"])
    visitor = visit("en")
    visitor.enter(person, password="not the password")
    visitor.page.fill("#username", person["username"])
    visitor.page.fill("#password", person["password"])
    visitor.send()
    assert visitor.title() == "Second factor"


def test_a_page_that_does_not_exist_is_still_ours(visit, shots):
    visitor = visit("ja").go("nowhere")
    visitor.keep(shots, "fault-ja")
    assert visitor.title() == "ページが見つかりません"
    assert visitor.find_faults() == []
