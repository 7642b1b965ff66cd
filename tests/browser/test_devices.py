"""The list of devices and its deeds in a real browser: both languages, phone and desk width, nothing that axe minds."""

import re

import pytest

from sekisho.testing.soft_devices import answer

from .looks import later

LIST = "settings/user/security/secure-login-system/"
LOOKS = {"phone": {"viewport": {"width": 390, "height": 844}}, "desk": {"viewport": {"width": 1280, "height": 900}}}
EVERYWHERE = [
    pytest.param("ja", "phone", id="ja-phone"),
    pytest.param("en", "desk", id="en-desk"),
    pytest.param("ja", "desk", id="ja-desk", marks=pytest.mark.slow),
    pytest.param("en", "phone", id="en-phone", marks=pytest.mark.slow),
]
IN_JAPANESE, IN_ENGLISH, *OTHERS = EVERYWHERE


def press(page, where):
    with page.expect_navigation():
        page.locator(where).first.click()


@pytest.mark.parametrize(("language", "look"), [IN_JAPANESE, later(IN_ENGLISH), *OTHERS])
def test_every_page_of_a_device_reads_well_and_breaks_no_rule(visit, demo, shots, language, look):
    person = demo(factors=["dsc_plus", {"kind": "key_app", "platform": "android"}, "code_card"], language=language)
    visitor = visit(language, LOOKS[look])
    page, faults = visitor.page, {}

    def look_at(step):
        visitor.keep(shots, f"devices-{step}-{language}-{look}")
        faults[step] = visitor.find_faults()

    visitor.log_in(person)
    visitor.go(LIST)
    look_at("1-list")
    dsc, app = (factor["id"] for factor in person["factors"][:2])
    for step, path in (("2-lost", "lost"), ("3-return", "return"), ("4-pin", "pin")):
        visitor.go(f"{LIST}{dsc}/{path}")
        look_at(step)
    page.fill("#pin", "1234")
    page.fill("#again", "1234")
    press(page, "main form button[type=submit]")
    look_at("5-pin-refused")
    visitor.go(f"{LIST}{dsc}/return")
    page.check("input[value=damage]")
    press(page, "main form button[type=submit]")
    look_at("6-return-form")
    page.emulate_media(media="print")
    visitor.keep(shots, f"devices-6-return-form-printed-{language}-{look}")
    page.emulate_media(media="screen")
    visitor.go(f"{LIST}request/")
    look_at("7-request")
    page.fill("#pin", "8305")
    page.fill("#again", "8305")
    press(page, "main form button[type=submit]")
    look_at("8-summary")
    press(page, "a[href$='/request/order']")
    look_at("9-identity")
    visitor.verify(person | {"username": "somebody"})
    look_at("9-identity-refused")
    visitor.verify(person)
    look_at("9-proof")
    visitor.type("00000000")
    look_at("10-proof-refused")
    visitor.type(answer(person, visitor.asked(person)))
    look_at("11-requested")
    visitor.go(f"{LIST}{app}/retire")
    look_at("12-retire")
    visitor.go(f"{LIST}trading/opt-out")
    look_at("13-opt-out")
    visitor.go(f"{LIST}{app}/lost")
    page.check("input[value=stolen]")
    press(page, "main form button[type=submit]")
    look_at("14-reported")
    assert {step: found for step, found in faults.items() if found} == {}
    assert visitor.complaints == []


@pytest.mark.fact("A094", "A095")
@pytest.mark.parametrize(("language", "look"), [later(IN_JAPANESE), IN_ENGLISH, *OTHERS])
def test_a_device_that_is_back_is_reactivated_from_the_front_page(visit, demo, shots, language, look):
    person = demo(factors=["dsc_plus", "temporary_passcode"], language=language)
    visitor = visit(language, LOOKS[look])
    page = visitor.page
    visitor.enter(person)
    dsc = person["factors"][0]["id"]
    if page.locator(f"input[name=factor][value={dsc}]").count():
        page.check(f"input[name=factor][value={dsc}]")
        press(page, "form.switch button[type=submit]")
    visitor.answer(person)
    visitor.keep(shots, f"devices-back-1-home-{language}-{look}")
    assert visitor.find_faults() == []
    press(page, ".opened form button[type=submit]")
    visitor.keep(shots, f"devices-back-2-done-{language}-{look}")
    assert visitor.find_faults() == []
    assert re.search({"ja": "再有効化しました", "en": "re-activated"}[language], page.inner_text(".note--done"))
