"""A reviewer at the browser: the picture turned and enlarged, keys that move and never decide, the message seen before it goes out."""

import subprocess
import sys
from pathlib import Path

import pytest

from .looks import later
from .test_desk import IN_ENGLISH, IN_JAPANESE, at_desk, staff  # noqa: F401 - fixtures of the desk's tests

MAILED = Path(__file__).parent / "mailed.py"
SIZE = (
    "() => { const it = document.querySelector('.paper__sheet').getBoundingClientRect(); return [it.width, it.height] }"
)
FOCUS = "() => document.activeElement.id"
SAID = {"ja": "再提出を依頼し、お客様にメールでお知らせします。", "en": "Asked again. The holder is told by mail."}


@pytest.mark.parametrize(("language", "name", "look", "scheme"), [IN_JAPANESE, later(IN_ENGLISH)])
def test_a_reviewer_looks_closely_asks_again_and_goes_on(
    demo,
    demo_folder,
    staff,  # noqa: F811 - see above
    at_desk,  # noqa: F811 - see above
    shots,
    language,
    name,
    look,
    scheme,
):
    faults = {}
    applicant = demo("applied", language="ja")
    command = [sys.executable, str(MAILED), str(demo_folder), applicant["username"]]
    first, second = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    desk = at_desk(staff("reviewer")[0], language, look, scheme)
    page = desk.page

    def look_at(what):
        desk.keep(shots, f"documents-{what}-{language}-{name}-{scheme}")
        faults[what] = desk.find_faults()

    page.click("a[href$='/desk/documents/']")
    look_at("1-queue")
    page.click(f"a[href$='{first}'].roomy")
    page.wait_for_selector(".paper--held")
    width, height = page.evaluate(SIZE)
    page.keyboard.press("+")
    assert page.evaluate(SIZE)[0] == pytest.approx(width * 1.25, rel=0.01)
    page.keyboard.press("0")
    page.keyboard.press("]")
    assert page.evaluate(SIZE) == pytest.approx([width, width * width / height], rel=0.01)
    page.keyboard.press("0")
    look_at("2-document")
    page.keyboard.press("a")
    assert page.evaluate(FOCUS) == "accept"
    page.keyboard.press("r")
    page.keyboard.press("Space")
    assert page.locator(".reasons__letter:visible").count() == 1
    assert applicant["account"] not in page.inner_text(".reasons__letter:visible")
    look_at("3-again")
    with page.expect_navigation():
        page.click("#again button[type=submit]")
    assert SAID[language] in page.inner_text("main")
    page.goto(f"{desk.origin}/{language}/desk/documents/{second}")
    page.keyboard.press("x")
    page.wait_for_url("**/refuse")
    look_at("4-refusal")
    assert {what: found for what, found in faults.items() if found} == {}
    assert desk.complaints == []
