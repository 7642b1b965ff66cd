"""What follows from what a machine saw of a document: it asks again at most twice, refuses nothing, and hides nothing from people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.cases import (
    CASE_LIFE,
    MOST_REPEATS,
    CaseEvent,
    CaseState,
    HandOn,
    Repeat,
    Seen,
    Unread,
    follows,
)
from sekisho.core.intake.judging import Fault, Judgement, Verdict
from sekisho.core.intake.pictures import PictureFlaw


def judged(verdict, fault=None):
    return Judgement(verdict=verdict, fault=fault, findings=(), rules=1)


LEGIBLE = Seen(flaw=None, judgements=(judged(Verdict.LEGIBLE),))
SHAKEN = Seen(flaw=None, judgements=(judged(Verdict.POOR, Fault.SHAKEN),))
DOUBTFUL = Seen(flaw=None, judgements=(judged(Verdict.DOUBTFUL, Fault.UNEVEN),))
LOCKED = Seen(flaw=PictureFlaw.LOCKED)
PICTURES = st.lists(st.sampled_from([LEGIBLE, SHAKEN, DOUBTFUL, LOCKED]), max_size=5)


def after(*seen, is_enough=False, state=CaseState.RECEIVED, repeats=0):
    return follows(seen, is_enough=is_enough, state=state, repeats=repeats)


@given(PICTURES, st.sampled_from(CaseState), st.integers(0, 5))
def test_what_was_read_goes_to_a_person_whatever_else_was_wrong(seen, state, repeats):
    assert after(*seen, is_enough=True, state=state, repeats=repeats) == HandOn()


@given(PICTURES, st.sampled_from(CaseState), st.integers(MOST_REPEATS, 9))
def test_the_third_try_goes_to_a_person_whatever_it_looks_like(seen, state, repeats):
    assert isinstance(after(*seen, state=state, repeats=repeats), HandOn)


@given(PICTURES, st.sampled_from([CaseState.UNDER_REVIEW, CaseState.ACCEPTED]))
def test_nobody_is_asked_again_by_a_machine_while_a_person_looks_or_has_accepted(seen, state):
    assert isinstance(after(*seen, state=state), HandOn)


@given(PICTURES)
def test_what_is_doubtful_goes_to_a_person_at_once(seen):
    assert isinstance(after(*seen, DOUBTFUL), HandOn)


def test_a_poor_picture_is_asked_for_again_and_named():
    assert after(LEGIBLE, SHAKEN) == Repeat(why=Fault.SHAKEN, picture=1, page=0)
    assert after(LOCKED) == Repeat(why=PictureFlaw.LOCKED, picture=0)


def test_a_mail_without_a_picture_is_asked_for_again():
    assert after() == Repeat(why=Unread.NO_PICTURE)


def test_good_pictures_on_which_not_everything_was_read_go_to_a_person():
    assert after(LEGIBLE) == HandOn()


@pytest.mark.parametrize("event", list(CaseEvent))
def test_nothing_that_comes_takes_away_what_a_person_accepted(event):
    assert CASE_LIFE.after(CaseState.ACCEPTED, event) is CaseState.ACCEPTED or event in {
        CaseEvent.REQUIRE,
        CaseEvent.REPEAT,
        CaseEvent.SET_BACK,
    }


def test_an_accepted_case_is_neither_required_nor_set_back_nor_asked_for_again_by_a_machine():
    for event in (CaseEvent.REQUIRE, CaseEvent.REPEAT, CaseEvent.SET_BACK):
        assert (CaseState.ACCEPTED, event) not in CASE_LIFE.moves
