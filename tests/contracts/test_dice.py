"""The contract of `ports.Dice`, on the real ones and on the dealt ones."""

import re
from collections import Counter

import pytest

from sekisho.adapters.system import SystemDice
from sekisho.core.secret import Secret
from sekisho.testing.dice import DealtDice

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@pytest.fixture(params=[SystemDice, DealtDice])
def dice(request):
    return request.param()


def test_a_token_is_its_prefix_and_256_bits_of_url_safe_text(dice):
    token = dice.token(prefix="sat_")
    assert isinstance(token, Secret)
    assert re.fullmatch(r"sat_[A-Za-z0-9_-]{43}", token.reveal_text())


def test_no_two_tokens_are_alike(dice):
    assert len({dice.token(prefix="").reveal() for _ in range(1000)}) == 1000


def test_a_number_is_within_its_bounds_and_both_are_drawn(dice):
    drawn = Counter(dice.number(low=3, high=6) for _ in range(2000))
    assert set(drawn) == {3, 4, 5, 6}
    assert min(drawn.values()) > 400  # of 500 expected; once in a million runs is it less


def test_a_number_of_one_possibility_is_that_one(dice):
    assert dice.number(low=7, high=7) == 7


def test_a_sample_has_different_members_in_random_order(dice):
    population = range(1, 225)
    samples = [dice.sample(population, count=2) for _ in range(500)]
    assert all(len(set(sample)) == 2 and set(sample) <= set(population) for sample in samples)
    assert any(first > second for first, second in samples)
    assert any(first < second for first, second in samples)


def test_a_sample_larger_than_its_population_is_an_error(dice):
    with pytest.raises(ValueError, match=r"[Ss]ample"):
        dice.sample([1, 2], count=3)


def test_a_text_has_its_length_and_every_sign_of_its_alphabet_comes_up(dice):
    text = dice.text(alphabet=ALPHABET, length=3200)
    assert len(text) == 3200
    assert set(text) == set(ALPHABET)


def test_dealt_dice_of_one_seed_deal_alike_and_of_two_do_not():
    first, second, other = DealtDice("a"), DealtDice("a"), DealtDice("b")
    assert [first.number(low=0, high=999) for _ in range(20)] == [second.number(low=0, high=999) for _ in range(20)]
    assert DealtDice("a").token(prefix="").reveal() != other.token(prefix="").reveal()
