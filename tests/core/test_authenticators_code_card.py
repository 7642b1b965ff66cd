"""The code card: 224 cells from one key, two asked at a time, both answered in one go."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.authenticators import code_card
from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.secret import Secret

KEYS = st.binary(min_size=32, max_size=32).map(Secret)
CELLS = st.integers(1, code_card.CELLS)
PAIRS = st.lists(CELLS, min_size=2, max_size=2, unique=True).map(tuple)
KEY = Secret(bytes(range(32)))


def values(key, pair):
    return code_card.cell(key, pair[0]) + code_card.cell(key, pair[1])


@pytest.mark.fact("A177")
@given(KEYS, CELLS)
def test_a_cell_is_three_clear_signs_and_always_the_same(key, index):
    value = code_card.cell(key, index)
    assert len(value) == 3
    assert set(value) <= set(CLEAR)
    assert code_card.cell(Secret(key.reveal()), index) == value


def test_a_cell_never_changes_for_cards_that_are_printed_already():
    assert [code_card.cell(KEY, index) for index in (1, 2, 224)] == ["47E", "N2B", "SU6"]


def test_every_sign_comes_about_equally_often():
    count = Counter(
        sign for key in range(60) for index in range(1, 225) for sign in code_card.cell(Secret(f"{key}"), index)
    )
    expected = 60 * 224 * 3 / 32
    chi_square = sum((count[sign] - expected) ** 2 / expected for sign in CLEAR)
    assert chi_square < 70  # 31 degrees of freedom: chance alone is above it once in 10,000 keys; these are fixed


@pytest.mark.fact("A176", "A178")
@given(KEYS, PAIRS)
def test_both_cells_in_the_order_asked_are_right(key, pair):
    assert code_card.verify(key, pair, values(key, pair))
    assert code_card.verify(key, pair, values(key, pair).lower())
    assert code_card.verify(key, pair, " ".join(values(key, pair)))


@given(KEYS, PAIRS, PAIRS)
def test_other_cells_are_wrong_unless_they_happen_to_read_the_same(key, asked, answered):
    assert code_card.verify(key, asked, values(key, answered)) is (values(key, asked) == values(key, answered))


@given(KEYS, PAIRS, st.text(max_size=12))
def test_anything_else_is_wrong_and_no_accident(key, pair, typed):
    if code_card.verify(key, pair, typed):
        assert "".join(sign for sign in typed if sign.isalnum()).upper() == values(key, pair)


@given(KEYS, PAIRS)
def test_one_cell_alone_is_wrong(key, pair):
    assert not code_card.verify(key, pair, code_card.cell(key, pair[0]))
    assert not code_card.verify(key, pair, values(key, pair) + "2")
    assert not code_card.verify(key, pair, "")


@given(PAIRS)
def test_a_pair_is_read_back_from_the_question_it_was_written_as(pair):
    assert code_card.indices(code_card.question(pair)) == pair


@given(st.sets(CELLS), st.integers(0, code_card.CELLS))
def test_what_may_be_asked_is_what_was_printed_and_not_spent(spent, cells):
    left = code_card.unspent(spent, cells=cells)
    assert set(left) == set(range(1, cells + 1)) - spent
    assert list(left) == sorted(left)
