"""The demo's page and the devices beside the login, played in a real browser from end to end."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium")
PHONE, DESK = {"width": 393, "height": 852}, {"width": 1280, "height": 900}

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.filterwarnings("default::ResourceWarning"),
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, demo):
    """`visit(path, language=, size=)` opens a page in a new browser and watches what it complains of."""
    complaints, contexts = [], []

    def opened(path, *, language="en", size=DESK):
        context = chromium.new_context(viewport=size, locale=language, base_url=str(demo.http.base_url))
        contexts.append(context)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_wider_than_the_window(visit, language, size):
    for path in (f"/demo?lang={language}", f"/card/?lang={language}"):
        page = visit(path, language=language, size=size)
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


# The source has eight pictures of the way; here are the eight moments. B050: six digits in, eight out.
@pytest.mark.fact("A149", "A150", "A151", "A152", "A153", "A154", "A157")
def test_a_person_of_the_page_logs_in_with_the_card_beside_the_login(visit, demo):
    pin = demo.person("carol141")["factors"][0]["pin"]
    page = visit("/demo?lang=en")
    person = page.locator("#carol141")
    with page.context.expect_page() as login_window:
        person.get_by_role("button", name="Portal").click()
    with page.context.expect_page() as card_window:
        person.get_by_role("link", name="Digital Security Card+").click()
    login, card = login_window.value, card_window.value
    display = card.locator("[data-signs]")
    code = "".join(login.locator(".code__digits").inner_text().split())[:6]  # 1: the portal shows the challenge
    assert display.inner_text() == ""
    card.get_by_role("button", name="press").click()
    assert display.inner_text() == "PIN>"  # 2
    for digit in pin:
        card.get_by_role("button", name=digit, exact=True).click()
    assert display.inner_text() == "PIN>****"  # 3
    card.get_by_role("button", name="OK").click()
    assert display.inner_text() == "CHALLNG>"  # 4
    for digit in code:
        card.keyboard.press(digit)
    assert display.inner_text() == code  # 5
    card.keyboard.press("Enter")
    card.wait_for_selector("[data-stage=response]")
    response = display.inner_text()
    assert len(response) == 8  # 6
    login.locator("#response").fill(response)  # 7
    login.get_by_role("main").get_by_role("button").last.click()
    login.wait_for_selector(".home-head")  # 8
    assert "U" in login.locator(".home-head").inner_text()


def test_the_phone_asks_the_pin_of_an_android_and_none_of_an_iphone(visit, demo):
    for username, asks in (("alice314", True), ("brian271", False)):
        factor = demo.person(username)["factors"][0]
        page = visit(f"/card/?card={factor['id']}&lang=en")
        assert page.locator("[name=pin]").is_visible() is asks
        page.locator("[name=challenge]").fill("493 027")
        if asks:
            page.locator("[name=pin]").fill(factor["pin"])
        page.locator("button[type=submit]").click()
        page.wait_for_selector("[data-result]:not([hidden])")
        assert page.locator("[data-response]").inner_text().isdigit()


def test_the_code_card_finds_both_values(visit, demo):
    factor = next(factor for factor in demo.person("irene224")["factors"] if factor["kind"] == "code_card")
    page = visit(f"/card/?card={factor['id']}&lang=ja")
    page.locator("[name=first]").fill("57")
    page.locator("[name=second]").fill("112")
    assert page.locator("[data-response]").inner_text() == factor["cells"]["57"] + factor["cells"]["112"]


def test_the_buttons_move_the_clock(visit, demo):
    page = visit("/demo?lang=en")
    before = demo.now()
    with page.expect_navigation():
        page.get_by_role("button", name="+2 days").click()
    assert (demo.now() - before).days == 2
    boundary = page.locator("#bounded").input_value()
    with page.expect_navigation():
        page.get_by_role("button", name="at it").click()
    assert demo.now().isoformat()[:19] >= boundary[:19]
    with page.expect_navigation():
        page.get_by_role("button", name="Back to real time").click()
    assert abs((demo.now() - before).total_seconds()) < 120


def test_a_person_is_made_on_the_page(visit, demo):
    page = visit("/demo?lang=en")
    form = page.locator("#new-person")
    form.get_by_label("Digital Security Card+").check()
    form.get_by_label("Temporary passcode").check()
    with page.expect_navigation():
        form.get_by_role("button", name="Make").click()
    page.wait_for_selector("#group-created")
    made = demo.http.get("/demo/people.json").json()[-3:]
    assert any(
        {factor["kind"] for factor in person["factors"]} == {"dsc_plus", "temporary_passcode"} for person in made
    )
