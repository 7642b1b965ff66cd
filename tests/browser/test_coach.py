"""The live coach, in a real browser with a camera that plays a simulated photograph: it measures as the server does, and hints."""

import json
from pathlib import Path

import pytest

from sekisho.testing.camera import GOOD, Shot, photograph
from sekisho.testing.papers import Paper, print_paper
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language

from .conftest import CHROMIUM, Visitor

VECTORS = json.loads((Path(__file__).parents[1] / "core" / "intake" / "coach_vectors.json").read_text("utf-8"))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHAKEN = Shot(shake=26.0)
DRAW = """async ([at, vector, size]) => {
  const {measure} = await import(at)
  const [width, height] = size
  const bar = (x, y) => x % vector.every < vector.stroke || y % vector.every < vector.stroke
  let grey = Float64Array.from({length: width * height}, (_, at) => bar(at % width, Math.floor(at / width)) ? vector.ink : vector.ground)
  for (const [across, reach] of [[true, vector.blur_across], [false, vector.blur_down]]) {
    if (!reach) continue
    const before = grey
    grey = Float64Array.from(before, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)]
      let sum = 0
      for (let step = -reach; step <= reach; step += 1)
        sum += across ? before[y * width + (x + step + width) % width] : before[((y + step + height) % height) * width + x]
      return sum / (2 * reach + 1)
    })
  }
  const drawn = Uint8Array.from(grey, (value, at) => {
    const x = at % width
    const dimmed = x >= vector.dim_from ? value * vector.dim_by : value
    return Math.floor((x >= vector.burnt_from && x < vector.burnt_to ? 255 : dimmed) + 0.5)
  })
  return measure(drawn, width, height)
}"""


def test_every_example_is_measured_in_the_browser_as_the_server_measures_it(visit):
    page = visit("en").go("documents/guide/").page
    at = page.evaluate("() => document.querySelector('script[type=module]').src.replace('pages.js', 'measuring.js')")
    for vector in VECTORS["pictures"]:
        found = page.evaluate(DRAW, [at, vector, [VECTORS["width"], VECTORS["height"]]])
        for name, wanted in vector["measures"].items():
            assert found[name] == (wanted if wanted is None else pytest.approx(wanted, abs=1e-3)), vector["name"]


@pytest.fixture
def before(chromium, origin, tmp_path):
    """`before(shot)` is somebody with a phone whose camera sees one bill, photographed so."""
    opened = []

    def point_camera(shot):
        seen = tmp_path / "seen.mjpeg"
        seen.write_bytes(photograph(print_paper(Paper.BILL).image, shot))
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
        ]
        browser = chromium.browser_type.launch(
            executable_path=CHROMIUM, args=[*flags, f"--use-file-for-fake-video-capture={seen}"]
        )
        opened.append(browser)
        return Visitor(browser.new_context(locale="ja-JP", **PHONE).new_page(), origin, "ja")

    yield point_camera
    for browser in opened:
        browser.close()


def test_a_good_picture_is_told_so_taken_looked_at_and_sent(before, demo, shots):
    visitor = before(GOOD)
    person = demo("applied", language="ja")
    visitor.enter(person)
    page = visitor.go("documents/camera/?purpose=PoRes").page
    page.click("[data-start]")
    page.wait_for_selector("[data-said=go]", timeout=20_000)
    faults = {"live": visitor.find_faults()}
    visitor.keep(shots, "coach-live")
    page.click("[data-shutter]")
    page.wait_for_selector("[data-review]", state="visible")
    assert (
        page.evaluate("() => document.querySelector('[data-picture]').width") >= 1600
    )  # the picture itself, no preview
    visitor.keep(shots, "coach-review")
    faults["review"] = visitor.find_faults()
    page.click("[data-use]")
    page.wait_for_selector("[data-added]", state="visible")
    with page.expect_navigation():
        page.click("#send button[type=submit]")
    assert page.inner_text("#sent ~ div .papers__files") == "camera-1.jpg"
    assert visitor.complaints == []
    assert {what: found for what, found in faults.items() if found} == {}


@pytest.mark.slow
def test_a_camera_that_shakes_is_told_to_keep_still(before, demo):
    visitor = before(SHAKEN)
    visitor.enter(demo("applied", language="ja"))
    page = visitor.go("documents/camera/").page
    page.click("[data-start]")
    page.wait_for_selector("[data-said=shaken]", timeout=20_000)
    assert page.inner_text("[data-hint]") == words("coach.hint.shaken", language=Language.JA)


def test_without_a_camera_the_page_says_so_and_takes_a_file(demo, visit):
    visitor = visit("ja", PHONE)  # this browser has none
    visitor.enter(demo("applied", language="ja"))
    page = visitor.go("documents/camera/").page
    assert page.is_visible("label[for=photograph]")
    page.click("[data-start]")
    page.wait_for_selector("[data-none], [data-denied]", state="visible")
    assert page.is_visible("#file")
    assert visitor.find_faults() == []
