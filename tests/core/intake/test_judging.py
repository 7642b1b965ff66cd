"""A picture is judged by what was read, and else by the first thing that is wrong with how it was taken."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.judging import (
    JUDGING,
    STEPS,
    TEXT,
    Fault,
    GuideStep,
    Verdict,
    judge,
    read_judging_table,
    worst,
)
from sekisho.core.intake.pictures import Measures
from sekisho.core.tables import TableError
from sekisho.testing.imaging import GOOD_MEASURES

FAULTY = [
    ("dark", {"light": 30.0}, Fault.DARK),
    ("small", {"line_height": 14.0}, Fault.SMALL_PRINT),
    ("reflection", {"glare": 0.2, "step": 0.4}, Fault.GLARE),
    ("no writing", {"signs": 0, "softness": 0.4}, Fault.NOT_A_DOCUMENT),
    ("writing blurred away", {"signs": 0, "softness": 0.8, "shake": 1.05}, Fault.OUT_OF_FOCUS),
    ("writing shaken away", {"signs": 0, "softness": 0.8, "shake": 4.0}, Fault.SHAKEN),
    ("soft in all directions", {"softness": 0.5, "shake": 1.2}, Fault.OUT_OF_FOCUS),
    ("soft in one direction", {"softness": 0.5, "shake": 2.5}, Fault.SHAKEN),
    ("shadow", {"step": 0.5, "evenness": 0.3}, Fault.SHADOW),
    ("dim to one side", {"evenness": 0.3}, Fault.UNEVEN),
    ("lines run out", {"cut": 0.3}, Fault.CUT_OFF),
    ("the paper runs out", {"out": 0.4}, Fault.CUT_OFF),
]


@pytest.mark.parametrize(("changes", "fault"), [pytest.param(*rest, id=name) for name, *rest in FAULTY])
def test_what_was_not_read_is_poor_by_the_first_thing_that_is_wrong(changes, fault):
    judgement = judge(replace(GOOD_MEASURES, **changes), is_enough=False)
    assert (judgement.verdict, judgement.fault) == (Verdict.POOR, fault)


@pytest.mark.parametrize("changes", [pytest.param(changes, id=name) for name, changes, _ in FAULTY])
def test_what_was_read_is_legible_however_it_was_taken(changes):
    judgement = judge(replace(GOOD_MEASURES, **changes), is_enough=True)
    assert (judgement.verdict, judgement.fault) == (Verdict.LEGIBLE, None)
    assert not all(finding.is_met for finding in judgement.findings)  # the reviewer sees it all the same


def test_a_good_picture_on_which_something_is_missing_goes_to_a_person_without_a_fault():
    judgement = judge(GOOD_MEASURES, is_enough=False)
    assert (judgement.verdict, judgement.fault) == (Verdict.DOUBTFUL, None)


@pytest.mark.parametrize("row", JUDGING, ids=lambda row: row.measure)
def test_between_clear_and_poor_a_person_looks(row):
    between = replace(GOOD_MEASURES, **{row.measure: (row.clear + row.poor) / 2})
    assert judge(between, is_enough=False).verdict is Verdict.DOUBTFUL
    at_the_edge = replace(GOOD_MEASURES, **{row.measure: row.poor})
    assert judge(at_the_edge, is_enough=False).verdict is Verdict.DOUBTFUL


def test_what_was_not_measured_is_held_against_nobody():
    assert judge(Measures(width=800, height=600, signs=300), is_enough=False).verdict is Verdict.DOUBTFUL


NUMBERS = st.none() | st.floats(allow_nan=False)


@given(
    st.builds(
        Measures, width=st.integers(1), height=st.integers(1), characters=st.integers(0), signs=st.integers(0),
        line_height=NUMBERS, softness=NUMBERS, shake=NUMBERS, light=NUMBERS, evenness=NUMBERS, step=NUMBERS,
        glare=NUMBERS, cut=NUMBERS, out=NUMBERS,
    ),
    st.booleans(),
)  # fmt: skip
def test_every_picture_is_judged_and_a_poor_one_always_told_what_to_do(measures, is_enough):
    judgement = judge(measures, is_enough=is_enough)
    assert (judgement.verdict is Verdict.LEGIBLE) == is_enough
    if judgement.verdict is Verdict.POOR:
        assert STEPS[judgement.fault] in GuideStep


def test_of_several_pages_the_poor_one_answers():
    poor = judge(replace(GOOD_MEASURES, light=20.0), is_enough=False)
    good, doubtful = judge(GOOD_MEASURES, is_enough=True), judge(GOOD_MEASURES, is_enough=False)
    assert worst([good, doubtful, poor]) is poor
    assert worst([good, doubtful]) is doubtful


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("above 0.35      out_of_focus", "above 0.35      shadow      "),
        ("at least 80      below 50", "at least 40      below 50"),
        ("at least 80      below 50", "at least 80      above 50"),
        ("light  ", "glamour"),
        ("evenness ", "light    "),
    ],
    ids=["a fault without a row", "poor before clear", "two directions", "no measure", "twice"],
)
def test_a_table_that_cannot_be_meant_stops_the_program(written, instead):
    assert written in TEXT
    with pytest.raises(TableError):
        read_judging_table(TEXT.replace(written, instead))
