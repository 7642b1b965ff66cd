"""The console has words for everything that the desk's rules can say, and understands the word pairs that it shows."""

import pytest

from sekisho.core.desk.circumstances import Risk
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.desk.roles import Role
from sekisho.core.desk.word_pair import HIGHEST, LOWEST, WORDS, write_pair
from sekisho.wording import desk
from sekisho.wording.language import Language

SPOKEN = (
    (desk.deed_name, DeskDeed),
    (desk.lack_text, Lack),
    (desk.risk_text, Risk),
    (desk.evidence_name, EvidenceKind),
    (desk.outcome_name, Outcome),
    (desk.role_name, Role),
)


@pytest.mark.parametrize("language", Language)
def test_everything_that_the_rules_can_say_has_words(language):
    for say, kinds in SPOKEN:
        assert all(say(one, language=language) for one in kinds)


def test_a_pair_is_understood_in_either_language():
    for word in WORDS:
        for number in (LOWEST, HIGHEST):
            pair = write_pair(word, number)
            assert {desk.read_pair(desk.said_pair(pair, language=language)) for language in Language} == {pair}


@pytest.mark.parametrize("typed", ["ぶどう・17", "ブドウ 17", " ぶどう１７ ", "grape 17", "GRAPE-17", "grape17"])
def test_a_pair_is_understood_as_people_type_it(typed):
    assert desk.read_pair(typed) == "grape-17"


@pytest.mark.parametrize("typed", ["", "17", "grape", "grape 7", "grape 170", "grapes 17", "x" * 1000, "ぶどう・1 7"])
def test_what_is_no_pair_is_none(typed):
    assert desk.read_pair(typed) == ""


def test_the_words_sound_different():
    for language in Language:
        assert len({desk.said_pair(write_pair(word, 10), language=language).casefold() for word in WORDS}) == len(WORDS)
