"""The login as a person meets it: both languages, phone and desk, light and dark, with and without scripts, by keyboard alone."""

import pytest

from .looks import later

PHONE = {"viewport": {"width": 393, "height": 852}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
LOOKS = {"phone": PHONE, "desk": DESK}
EVERYWHERE = [
    pytest.param(language, look, scheme, id=f"{language}-{look}-{scheme}", marks=marks)
    for language, look, scheme, marks in (
        ("ja", "phone", "light", ()),
        ("ja", "desk", "dark", pytest.mark.slow),
        ("en", "phone", "dark", pytest.mark.slow),
        ("en", "desk", "light", ()),
    )
]
SAID = {
    "ja": {"wrong": "入力された値が一致しませんでした", "in": "すべての機能をご利用いただけます"},
    "en": {"wrong": "What you typed is not the right answer", "in": "All of Client Portal is open to you"},
}


@pytest.mark.parametrize(("language", "look", "scheme"), [later(EVERYWHERE[0]), *EVERYWHERE[1:]])
def test_a_holder_comes_in_after_one_wrong_answer(visit, demo, shots, language, look, scheme):
    person = demo(factors=["dsc_plus"], language=language)
    visitor = visit(language, LOOKS[look], color_scheme=scheme)
    faults, name = {}, f"{language}-{look}-{scheme}"

    def look_at(page):
        visitor.keep(shots, f"{page}-{name}")
        faults[page] = visitor.find_faults()

    visitor.go()
    look_at("window")
    visitor.enter(person)
    look_at("challenge")
    visitor.type("12345678")
    assert SAID[language]["wrong"] in visitor.page.inner_text("[role=alert]")
    look_at("wrong")
    visitor.answer(person)
    assert SAID[language]["in"] in visitor.page.inner_text("main")
    look_at("landing")
    visitor.go("history")
    look_at("history")
    visitor.go("help/")
    look_at("help")
    assert {page: found for page, found in faults.items() if found} == {}
    assert visitor.complaints == []


@pytest.mark.parametrize(("language", "look", "scheme"), EVERYWHERE)
def test_the_trading_window_opens_the_account_that_was_chosen(visit, demo, shots, language, look, scheme):
    person = demo(factors=["key_app"], language=language, paper=True)
    visitor = visit(language, LOOKS[look], root="trader/", color_scheme=scheme)
    visitor.go()
    visitor.keep(shots, f"trader-{language}-{look}-{scheme}")
    faults = visitor.find_faults()
    visitor.log_in(person, mode="paper")
    visitor.keep(shots, f"trader-paper-{language}-{look}-{scheme}")
    assert {"ja": "ペーパー口座に接続しました", "en": "Connected to your paper account"}[language] == visitor.title()
    assert faults + visitor.find_faults() == []
    assert visitor.complaints == []


@pytest.mark.parametrize(("language", "look", "scheme"), EVERYWHERE)
@pytest.mark.parametrize("kind", ["code_card", "temporary_passcode"])
def test_a_card_and_a_passcode_are_typed_by_hand(visit, demo, shots, language, look, scheme, kind):
    person = demo(factors=[kind], language=language)
    visitor = visit(language, LOOKS[look], color_scheme=scheme)
    visitor.enter(person)
    visitor.keep(shots, f"{kind}-{language}-{look}-{scheme}")
    assert visitor.find_faults() == []
    visitor.answer(person)
    assert SAID[language]["in"] in visitor.page.inner_text("main")


def test_a_login_needs_no_script(visit, demo):
    person = demo(factors=["dsc_plus"])
    visitor = visit("en", java_script_enabled=False)
    visitor.log_in(person)
    assert SAID["en"]["in"] in visitor.page.inner_text("main")


def test_a_login_needs_no_mouse(visit, demo):
    person = demo(factors=["dsc_plus"])
    visitor = visit("en").go()
    keyboard = visitor.page.keyboard
    visitor.page.focus("#username")
    keyboard.type(person["username"])
    keyboard.press("Tab")
    keyboard.type(person["password"])
    with visitor.page.expect_navigation():
        keyboard.press("Enter")
    assert visitor.title() == "Second factor"


def test_the_skip_link_is_the_first_stop(visit):
    visitor = visit("en").go()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("() => document.activeElement.className") == "skip"


def test_enter_that_ends_a_composition_sends_nothing(visit):
    visitor = visit("ja").go()
    prevented = visitor.page.evaluate(
        """() => {
            const key = new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true});
            document.getElementById("username").dispatchEvent(key);
            return key.defaultPrevented;
        }"""
    )
    assert prevented


def test_the_challenge_is_copied_without_its_space(visit, demo):
    visitor = visit("en", permissions=["clipboard-read", "clipboard-write"])
    visitor.enter(demo(factors=["dsc_plus"]))
    visitor.page.click("[data-copies]")
    visitor.page.wait_for_function("() => document.querySelector('[data-copies]').textContent === 'Copied'")
    assert visitor.page.evaluate("() => navigator.clipboard.readText()") == visitor.page.get_attribute(
        "[data-code]", "data-code"
    )


def test_the_password_can_be_shown(visit):
    visitor = visit("en").go()
    visitor.page.fill("#password", "autumn")
    visitor.page.click("[data-reveals]")
    assert visitor.page.get_attribute("#password", "type") == "text"
    visitor.page.click("[data-reveals]")
    assert visitor.page.get_attribute("#password", "type") == "password"


def test_the_language_can_be_changed_in_the_middle_of_a_login(visit, demo):
    person = demo(factors=["dsc_plus"])
    visitor = visit("ja")
    visitor.enter(person)
    code = visitor.page.get_attribute("[data-code]", "data-code")
    visitor.page.click(".tongue")
    visitor.page.wait_for_url("**/en/challenge")
    assert visitor.page.get_attribute("[data-code]", "data-code") == code
    visitor.language = "en"
    visitor.answer(person)
    assert SAID["en"]["in"] in visitor.page.inner_text("main")


def test_time_is_told_in_minutes_and_the_end_is_announced(visit, demo):
    visitor = visit("en")
    visitor.page.clock.install()
    visitor.enter(demo(factors=["dsc_plus"]))
    left = visitor.page.locator(".until__left")
    assert left.inner_text() == "about 5 minutes left"
    visitor.page.clock.run_for(130_000)
    assert left.inner_text() == "about 3 minutes left"
    visitor.page.clock.run_for(180_000)
    assert left.inner_text() == "The time is over. Please start again."
    assert left.get_attribute("role") == "status"


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.slow) for width in (360, 600, 768, 1024, 1600))]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_width_needs_sideways_scrolling(visit, demo, width, language):
    visitor = visit(language, {"viewport": {"width": width, "height": 800}})
    person = demo(factors=["code_card"], language=language)
    widths = []
    for step in (
        visitor.go,
        lambda: visitor.enter(person),
        lambda: visitor.answer(person),
        lambda: visitor.go("help/"),
    ):
        step()
        widths.append(visitor.page.evaluate("() => document.documentElement.scrollWidth"))
    assert max(widths) <= width


def test_whatever_is_pressed_is_large_enough_for_a_thumb(visit, demo):
    visitor = visit("ja", PHONE)
    small = []
    for step in (visitor.go, lambda: visitor.enter(demo(factors=["dsc_plus"]))):
        step()
        small += visitor.page.evaluate(
            """() => [...document.querySelectorAll("main :is(button, input:not([type=hidden], [type=radio]), summary, label:has([type=radio]), a.button), header a")]
                .filter((one) => one.checkVisibility() && !one.classList.contains("skip"))
                .filter((one) => one.getBoundingClientRect().height < 44)
                .map((one) => one.outerHTML.slice(0, 100))"""
        )
    assert small == []
