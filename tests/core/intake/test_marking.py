"""The frame in an answer's picture goes around what the fault is about."""

from sekisho.core.intake.judging import Fault
from sekisho.core.intake.marking import WHOLE, spots
from sekisho.core.intake.pictures import Box, Corners, Line


def line(*box):
    return Line(text="x", score=1.0, box=Box(*box))


CUT, INSIDE = line(0.2, 0.99, 0.8, 1.0), line(0.2, 0.4, 0.6, 0.5)
PAGE = Corners(points=((0.1, 0.2), (0.9, 0.1), (0.8, 0.9), (0.2, 0.8)))


def test_of_what_is_cut_off_it_is_the_lines_that_run_out_of_the_picture():
    assert spots(Fault.CUT_OFF, lines=(CUT, INSIDE), corners=PAGE) == (CUT.box,)


def test_of_small_print_it_is_all_that_is_written():
    assert spots(Fault.SMALL_PRINT, lines=(CUT, INSIDE), corners=PAGE) == (Box(0.2, 0.4, 0.8, 1.0),)


def test_of_everything_else_it_is_the_page_and_without_one_the_whole_picture():
    assert spots(Fault.DARK, lines=(INSIDE,), corners=PAGE) == (Box(0.1, 0.1, 0.9, 0.9),)
    assert spots(Fault.CUT_OFF, lines=(INSIDE,), corners=None) == (WHOLE,)
    assert spots(None, lines=(), corners=None) == (WHOLE,)
