"""The page's Digital Security Card+ as it lies in the hand: its shape, its keys, what it tells who cannot see the display."""

import pytest

SCREENS = [(390, "light"), (1280, "dark"), (320, "light")]
JUDGED = {"ja": 390, "en": 1280}  # where axe looks, the slow part
CREDIT_CARD = 85.60 / 53.98  # ISO/IEC 7810 ID-1, in millimetres
ORDER = ["press", *"123456789", "clear", "0", "ok"]
SAID = {
    "en": ["PIN: 1 of 4 digits", "Challenge code: 2 of 6 digits 4 9", "Response: ", "The display is off."],
    "ja": [
        "PIN：4桁のうち1桁を入力済み",
        "チャレンジコード：6桁のうち2桁を入力済み 4 9",
        "レスポンス・ストリング：",
        "画面は消えています。",
    ],
}
SPOILT = """() => {
  const card = document.querySelector('.dsc').getBoundingClientRect()
  return [...document.querySelectorAll('.dsc [data-key], .dsc__display, .dsc__name, .dsc__signs')].filter(part => {
    const box = part.getBoundingClientRect()
    const isSmall = part.dataset.key && (box.width < 24 || box.height < 24)
    return isSmall || box.left < card.left || box.right > card.right || box.top < card.top || box.bottom > card.bottom
  }).map(part => part.outerHTML.slice(0, 80))
}"""


@pytest.fixture
def laid_out(visit, demo, origin):
    """A window with the card of somebody new."""

    def lay_out(language):
        visitor = visit(language)
        (factor,) = demo(factors=["dsc_plus"])["factors"]
        visitor.page.goto(f"{origin}/card/?card={factor['id']}&lang={language}")
        return visitor, factor

    return lay_out


# B038: the size and shape of a credit card. B039: a battery. B040: keys that are pressed.
@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_has_the_shape_of_a_credit_card_and_all_its_keys_at_every_width(laid_out, shots, language):
    visitor, _ = laid_out(language)
    visitor.page.keyboard.press("p")
    for width, scheme in SCREENS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.emulate_media(color_scheme=scheme)
        box = visitor.page.locator(".dsc").bounding_box()
        assert box["width"] / box["height"] == pytest.approx(CREDIT_CARD, rel=0.01)
        assert visitor.page.evaluate(SPOILT) == []
        assert visitor.page.locator(".dsc__battery").is_visible()
        assert width != JUDGED[language] or visitor.find_faults() == []
        visitor.keep(shots, f"soft-card-{language}-{width}-{scheme}")
    assert visitor.complaints == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_keyboard_reaches_every_key_in_order_and_the_display_is_told(laid_out, language):
    visitor, factor = laid_out(language)
    page, status = visitor.page, visitor.page.get_by_role("status")
    page.locator("#proof").focus()
    for key in ORDER:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.key") == key
    page.locator("[data-key=press]").focus()
    page.keyboard.press("Space")
    page.keyboard.press(factor["pin"][0])
    assert status.inner_text() == SAID[language][0]
    page.keyboard.type(factor["pin"][1:])
    page.locator("[data-key=ok]").click()  # takes no focus: Enter would press "press" again, P does
    page.keyboard.type("49")
    assert status.inner_text() == SAID[language][1]
    page.keyboard.type("3027")
    page.locator("[data-key=ok]").click()
    page.wait_for_selector("[data-stage=response]")
    response = page.locator("[data-signs]").inner_text()
    assert status.inner_text() == SAID[language][2] + " ".join(response)
    page.keyboard.press("p")
    assert status.inner_text() == SAID[language][3]
    assert visitor.complaints == []
