"""The wizard's tree: total, shallow, and every path ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.help.leads import LEADS
from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import Remedy
from sekisho.core.help.wizard import MOST_QUESTIONS, TREE, NoSuchAnswer, Question, follow, questions, read_tree
from sekisho.core.tables import TableError

HEAD = "at  answer  then\n"


@given(st.lists(st.integers(min_value=0), min_size=MOST_QUESTIONS, max_size=MOST_QUESTIONS))
def test_whatever_is_answered_at_most_four_questions_lead_to_a_remedy(picks):
    node, answers = TREE, []
    for pick in picks:
        if isinstance(node, Question):
            answers.append(sorted(node.answers)[pick % len(node.answers)])
            node = follow(answers)
    assert isinstance(node, Remedy)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_answers_that_do_not_belong_here_lead_nowhere_and_harm_nothing(answers):
    node = follow(answers)
    assert isinstance(node, NoSuchAnswer | Question | Remedy)
    assert not answers or answers[0] in TREE.answers or node == NoSuchAnswer()


@pytest.mark.fact("A055")
def test_the_first_question_is_which_of_the_eleven_it_is():
    assert list(TREE.answers) == [str(plight.value) for plight in Plight]
    assert len(Plight) == 11


def test_nothing_leads_on_behind_a_remedy():
    assert follow(["3"]) is Remedy.TELEPHONE_CREDENTIALS
    assert follow(["3", "any"]) == NoSuchAnswer()


def test_every_remedy_can_be_reached_by_questions_or_from_a_refusal():
    asked = {then for _, question in questions(TREE) for then in question.answers.values() if isinstance(then, Remedy)}
    assert set(Remedy) <= asked | {lead.remedy for lead in LEADS.values() if lead}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("1   here    ?more\n", "no such question: more"),
        ("1   here    retype\n1   here    wait\n", "answered twice"),
        (
            "".join(f"{n:<4}a       retype\n{n:<4}b       wait\n" for n in range(1, 12)) + "x   a       wait\n",
            "never asked: ..x",
        ),
        (
            "1   a       ?p\n1   b       wait\np   a       ?q\np   b       wait\nq   a       ?r\nq   b       wait\n",
            "too late|no such",
        ),
    ],
)
def test_a_tree_with_a_gap_a_stray_row_or_a_fifth_question_stops_the_program(rows, fault):
    with pytest.raises(TableError, match=fault):
        read_tree(HEAD + rows)
