"""A holder sends a document from the portal, through the real server, and sees how it stands."""

import io

import pytest
from PIL import Image

from .looks import later

PHONE, DESK = {"viewport": {"width": 390, "height": 844}}, {"viewport": {"width": 1280, "height": 900}}
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
    page.set_input_files("#file", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": UNREADABLE.getvalue()})
    with page.expect_navigation():
        page.click("#send button[type=submit]")
    page.wait_for_selector("[aria-labelledby=sent]:not([data-judging])", timeout=60_000)
    assert page.locator("[aria-labelledby=wanted] .go").count() == 2  # this proof again, and the other one
    visitor.keep(shots, f"sending-2-{language}")
    faults["answered"] = visitor.find_faults()
    assert {what: found for what, found in faults.items() if found} == {}
