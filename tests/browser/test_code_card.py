"""The nine steps of the card in a real browser: both languages, phone and desk width, with and without scripts."""

import re

import pytest

from .looks import later

PHONE = {"viewport": {"width": 393, "height": 852}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
LOOKS = {"phone": PHONE, "desk": DESK}
EVERYWHERE = [
    pytest.param("ja", "phone", "light", id="ja-phone-light"),
    pytest.param("en", "desk", "light", id="en-desk-light"),
    pytest.param("ja", "desk", "dark", id="ja-desk-dark", marks=pytest.mark.slow),
    pytest.param("en", "phone", "dark", id="en-phone-dark", marks=pytest.mark.slow),
]
SAID = {
    "ja": {
        "settings": "ユーザー設定",
        "button": "オンライン（テンポラリー）セキュリティ・コード・カードをリクエスト",
        "print": "印刷",
        "png": "画像（PNG）として保存",
        "continue": "続行",
        "values": "カードの値",
        "open": "すべての機能をご利用いただけます",
        "single": "値を表示",
    },
    "en": {
        "settings": "User Settings",
        "button": "Request Online (Temporary) Security Code Card",
        "print": "Print",
        "png": "Save as PNG",
        "continue": "Continue",
        "values": "Card Values",
        "open": "All of Client Portal is open to you",
        "single": "Show the value",
    },
}


def cells_of(page):
    indices = page.locator(".reader__all th[scope=row]").all_text_contents()
    return dict(zip(indices, page.locator(".reader__all td").all_text_contents(), strict=True))


def press(page, name, *, kind="button"):
    with page.expect_navigation():
        page.get_by_role(kind, name=name, exact=True).first.click()


@pytest.mark.fact("A169", "A170", "A172", "A173", "A175", "A176", "A178", "A179", "A180", "A181", "A185")
@pytest.mark.parametrize(("language", "look", "scheme"), [EVERYWHERE[0], later(EVERYWHERE[1]), *EVERYWHERE[2:]])
def test_a_holder_with_a_temporary_code_prints_a_card_and_activates_it(visit, demo, shots, language, look, scheme):
    said, name = SAID[language], f"{language}-{look}-{scheme}"
    person = demo(factors=["dsc_plus", "temporary_passcode"], language=language)
    visitor = visit(language, LOOKS[look], color_scheme=scheme, accept_downloads=True)
    page, faults = visitor.page, {}

    def look_at(step):
        visitor.keep(shots, f"card-{step}-{name}")
        faults[step] = visitor.find_faults()

    visitor.log_in(person)
    look_at("0-home")
    press(page, said["settings"], kind="link")
    look_at("1-settings")
    with page.expect_navigation():
        page.click(".gear")
    look_at("2-devices")
    press(page, said["button"])
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    look_at("3-card")
    cells = cells_of(page)
    assert len(cells) == 224
    press(page, said["continue"])
    look_at("4-warning")
    page.go_back()
    page.fill("#cell", "57")
    press(page, said["single"])
    assert cells["57"] in page.inner_text(".reader__value")
    look_at("5-reader")
    with page.expect_download() as saved:
        page.get_by_role("button", name=said["png"]).click()
    assert saved.value.suggested_filename == "code-card-a4.png"
    press(page, said["continue"])
    look_at("6-activation")
    indices = page.locator(".cells dd").all_text_contents()
    page.fill("#values", "AAAAAA")
    press(page, said["continue"])
    look_at("7-wrong")
    page.fill("#values", "".join(cells[index] for index in indices))
    press(page, said["continue"])
    look_at("8-done")
    press(page, "OK", kind="link")
    assert said["open"] in page.inner_text("main")
    assert {step: found for step, found in faults.items() if found} == {}
    assert visitor.complaints == []


@pytest.mark.parametrize("form", ["a4", "card", "large"])
def test_the_page_prints_as_the_card_and_nothing_else(visit, demo, shots, form):
    person = demo(factors=["temporary_passcode"], language="ja")
    visitor = visit("ja", DESK)
    visitor.log_in(person)
    visitor.go("settings/user/security/secure-login-system/")
    press(visitor.page, SAID["ja"]["button"])
    visitor.page.goto(f"{visitor.page.url}?form={form}")
    visitor.page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    content = visitor.page.pdf(path=shots and shots / f"card-print-{form}.pdf", prefer_css_page_size=True, format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == {"a4": 1, "card": 1, "large": 2}[form]
    visitor.page.emulate_media(media="print")
    shown = visitor.page.locator("h1, header, footer, form, .card-page__go").evaluate_all(
        "all => all.filter(one => one.offsetParent !== null).length"
    )
    assert shown == 0
    assert visitor.page.locator(".card-picture__sheet").first.is_visible()


def test_printing_with_a_script_is_known_to_the_server(visit, demo):
    person = demo(factors=["temporary_passcode"], language="en")
    visitor = visit("en", DESK)
    visitor.log_in(person)
    visitor.go("settings/user/security/secure-login-system/")
    press(visitor.page, SAID["en"]["button"])
    with visitor.page.expect_response(lambda response: response.url.endswith("/print")) as told:
        visitor.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert told.value.status == 204
    press(visitor.page, SAID["en"]["continue"])
    assert visitor.page.locator("#values").is_visible()
    assert visitor.complaints == []


def test_the_card_needs_no_script(visit, demo):
    person = demo(factors=["temporary_passcode"], language="en")
    visitor = visit("en", DESK, java_script_enabled=False)
    said, page = SAID["en"], visitor.page
    visitor.log_in(person)
    visitor.go("settings/user/security/secure-login-system/")
    press(page, said["button"])
    page.click(".card-page__reader summary")
    cells = cells_of(page)
    press(page, said["continue"])
    press(page, said["continue"])
    indices = page.locator(".cells dd").all_text_contents()
    page.fill("#values", "".join(cells[index] for index in indices))
    press(page, said["continue"])
    assert "is valid until" in page.inner_text("main")
