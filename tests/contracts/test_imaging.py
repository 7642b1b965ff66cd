"""Pictures are examined, straightened, blacked out and marked: the real ones and the dealt ones alike."""

from dataclasses import replace
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from sekisho.adapters.imaging import FencedImaging
from sekisho.adapters.imaging.lines import turn_quad
from sekisho.core.intake.pictures import MOST_BYTES, Box, Corners, PictureFlaw
from sekisho.testing.camera import GOOD, photograph
from sekisho.testing.imaging import FakeImaging, dealt_page
from sekisho.testing.papers import Paper, print_paper


@pytest.fixture(scope="module")
def fenced():
    """The real one, for all tests of this file."""
    opened = FencedImaging()
    yield opened
    opened.close()


@pytest.fixture(params=["fake", "real"])
def imaging(request):
    """Each in turn."""
    return FakeImaging() if request.param == "fake" else request.getfixturevalue("fenced")


def seen(picture):
    return np.asarray(Image.open(BytesIO(picture)).convert("RGB")).astype(int)


def test_what_is_empty_too_large_or_no_picture_is_refused(imaging):
    assert imaging.examine(b"") is PictureFlaw.EMPTY
    assert imaging.examine(bytes(MOST_BYTES + 1)) is PictureFlaw.TOO_LARGE
    assert imaging.examine(b"Dear Sirs") is PictureFlaw.NOT_A_PICTURE


def test_what_is_hidden_is_black_and_the_rest_as_it_was(imaging):
    picture = dealt_page("secret").picture
    hidden = seen(imaging.hide(picture, [Box(0.1, 0.2, 0.9, 0.4)]))
    height, width = hidden.shape[:2]
    assert hidden[int(height * 0.2) : int(height * 0.4), int(width * 0.1) : int(width * 0.9)].max() < 16
    assert np.abs(hidden[int(height * 0.6) :] - seen(picture)[int(height * 0.6) :]).max() < 16


def test_a_box_beyond_the_picture_hides_what_of_it_is_there(imaging):
    hidden = seen(imaging.hide(dealt_page("x").picture, [Box(-3.0, 0.9, 5.0, 2.0)]))
    assert hidden[-40:].max() < 16


def test_a_marked_picture_is_small_and_has_a_red_frame(imaging):
    marked = seen(imaging.mark(dealt_page("x", size=(3000, 2000)).picture, [Box(0.2, 0.2, 0.6, 0.5)]))
    assert max(marked.shape) == 800
    line = marked[int(marked.shape[0] * 0.35), int(800 * 0.19) : int(800 * 0.21)]
    assert (line[:, 0] - line[:, 1]).max() > 100


def test_a_straightened_page_is_as_wide_and_high_as_its_corners(imaging):
    corners = Corners(((0.1, 0.1), (0.9, 0.1), (0.9, 0.6), (0.1, 0.6)))
    assert seen(imaging.straighten(dealt_page("x").picture, corners)).shape == (400, 480, 3)


def test_what_is_dealt_is_seen():
    imaging, page = FakeImaging(), dealt_page("HANAKO SEKISHO", "1985-01-02")
    imaging.deal(b"one", [page])
    imaging.deal(b"two", PictureFlaw.LOCKED)
    assert imaging.examine(b"one") == (page,)
    assert imaging.examine(b"two") is PictureFlaw.LOCKED


@pytest.mark.parametrize("quarters", range(4))
def test_a_line_is_where_it_was_after_the_picture_is_turned(quarters):
    picture = np.zeros((60, 100), np.uint8)
    picture[10:20, 30:70] = 255
    quad = np.array([(30, 10), (70, 10), (70, 20), (30, 20)], np.float32)
    turned = np.rot90(picture, quarters)
    points = turn_quad(quad, quarters=quarters, size=(60, 100))
    (left, top), (right, bottom) = points.min(axis=0).astype(int), points.max(axis=0).astype(int)
    assert turned[top:bottom, left:right].min() == 255
    assert turned.sum() == turned[top:bottom, left:right].sum()
    assert (points[0] == points.min(axis=0)).all() or quarters


def upside_down(content):
    """The same photograph by a phone that did not know which way was up, with what cameras and senders add."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.open(BytesIO(content)).transpose(Image.Transpose.ROTATE_180).save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue() + b"<script>alert(1)</script>"


def test_a_photographed_card_is_read_measured_and_cleaned(fenced):
    printed = print_paper(Paper.LICENCE, seed=1)
    (page,) = fenced.examine(upside_down(photograph(printed.image, replace(GOOD, side=1600))))
    text = "".join(line.text for line in page.lines).replace(" ", "")
    assert all(wanted.replace(" ", "") in text for wanted in printed.required)
    assert page.lines[0].box.top < page.lines[-1].box.top  # as it is read, though it came upside down
    measures = page.measures
    assert (measures.width, measures.height) == (1600, 1200)
    assert measures.characters > 60
    assert measures.softness < 0.35
    assert measures.light > 150
    assert measures.cut == 0
    assert page.corners is not None
    assert Image.open(BytesIO(page.picture)).getexif() == {}
    assert b"SECRET" not in page.picture
    assert b"script" not in page.picture
    straight = fenced.straighten(page.picture, page.corners)
    assert cv2.imdecode(np.frombuffer(straight, np.uint8), cv2.IMREAD_COLOR).shape[1] > 1000
