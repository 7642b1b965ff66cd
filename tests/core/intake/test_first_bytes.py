"""What is plainly neither picture nor PDF is turned away at once, by its first bytes; everything else is looked at properly."""

import pytest

from sekisho.core.intake.first_bytes import first_flaw
from sekisho.core.intake.guide import FLAW_STEPS, step_for
from sekisho.core.intake.judging import STEPS, Fault
from sekisho.core.intake.pictures import MOST_BYTES, PictureFlaw

JPEG = b"\xff\xd8\xff\xe0 and more"


@pytest.mark.parametrize(
    ("head", "size", "flaw"),
    [
        (JPEG, len(JPEG), None),
        (b"\x89PNG\r\n\x1a\n", 8, None),
        (b"\0\0\0\x18ftypheic", 12, None),
        (b"%PDF-1.7", 8, None),
        (b"\0\0junk before%PDF-1.4", 19, None),
        (JPEG, MOST_BYTES, None),
        (JPEG, MOST_BYTES + 1, PictureFlaw.TOO_LARGE),
        (b"", 0, PictureFlaw.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", 40, PictureFlaw.NOT_A_PICTURE),
        (b"PK\x03\x04", 4, PictureFlaw.NOT_A_PICTURE),
        (b"GIF89a", 6, PictureFlaw.NOT_A_PICTURE),
    ],
)
def test_only_the_first_bytes_and_the_size_decide(head, size, flaw):
    assert first_flaw(head, size=size) is flaw


def test_whatever_is_wrong_with_a_picture_leads_to_one_step_of_the_guide():
    assert set(FLAW_STEPS) == {*PictureFlaw}
    assert step_for("shaken") is STEPS[Fault.SHAKEN]
    assert step_for("a reviewer's own reason") is None
