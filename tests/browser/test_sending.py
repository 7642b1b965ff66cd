"""A holder sends a document from the portal, through the real server, and sees how it stands."""

import io

import pytest
from PIL import Image

from .looks import later

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
UNREADABLE = io.BytesIO()
Image.new("RGB", (900, 1200), "white").save(UNREADABLE, "JPEG")


@pytest.mark.parametrize(("language", "look"), [("ja", PHONE), later(pytest.param("en", DESK))])
def test_an_applicant_sends_a_picture_and_sees_that_another_one_is_asked_for(demo, visit, shots, language, look):
    faults = {}
    visitor = visit(language, look)
    visitor.enter(demo("applied", language=language))  # who never had a device is asked for none
    visitor.go("documents/")
    page = visitor.page
    visitor.keep(shots, f"sending-1-{language}")
    faults["page"] = visitor.find_faults()
    page.check("input[value=PID]")
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": UNREADABLE.getvalue()}
    if look is PHONE:  # what its camera took is gathered beside what was chosen
        page.set_input_files("#photograph", picture)
        assert page.evaluate("() => document.querySelector('#file').files.length") == 1
    else:
        assert not page.is_visible("label[for=photograph]")
        page.set_input_files("#file", picture)
    with page.expect_navigation():
        page.click("#send button[type=submit]")
    page.wait_for_selector("[aria-labelledby=sent]:not([data-judging])", timeout=60_000)
    assert page.locator("[aria-labelledby=wanted] .go").count() == 2  # this proof again, and the other one
    assert page.locator("#done.summary").count() == 1  # no longer called done
    visitor.keep(shots, f"sending-2-{language}")
    faults["answered"] = visitor.find_faults()
    page.click("#done a")
    assert page.url.split("/", 3)[3] == f"{language}/documents/guide/#check"
    faults["guide"] = visitor.find_faults()
    visitor.keep(shots, f"guide-{language}")
    assert {what: found for what, found in faults.items() if found} == {}


def test_a_phone_shows_its_own_steps_and_a_link_to_the_other_phone_s_shows_those(visit):
    visitor = visit("en", PHONE, user_agent=ANDROID).go("documents/guide/")
    page = visitor.page
    assert (page.is_visible("#ios"), page.is_visible("#android")) == (False, True)
    page.click("#steady a[href='#ios-3']")
    page.wait_for_selector("#ios-3", state="visible")
    assert not page.is_visible("#android")
    assert visitor.find_faults() == []
