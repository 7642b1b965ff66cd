"""The questions that lead from what somebody sees to a remedy: a pure tree, written as a table and read at import.

The first question is which of the eleven situations it is; each further one is a row's `at`. Every path ends in a remedy, and
none asks more than four questions. An address of the help carries the answers, never who answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import Remedy
from sekisho.core.tables import TableError, read_rows

MOST_QUESTIONS: Final = 4

TEXT: Final = """
    at             answer      then
    1              portal      ?tried
    1              trading     ?standing
    tried          retry       retype
    tried          locked      wait_for_lock
    tried          forgotten   telephone_credentials
    standing       applied     await_approval
    standing       approved    opens_next_day
    standing       closed      read_statements
    standing       paper       choose_paper
    standing       open        retype

    2              device      type_response
    2              passcode    type_passcode
    2              card        type_card_values
    2              passkey     use_passkey
    2              late        answer_in_time
    2              stopped     telephone_stopped
    2              waiting     wait

    3              any         telephone_credentials

    4              offline     ask_provider
    4              online      ?network
    network        public      open_public
    network        office      open_firewall
    network        home        open_router

    5              back        reactivate
    5              short       request_passcode
    5              long        passcode_then_card

    6              back        reactivate
    6              nothing     replace_device
    6              passcode    print_card
    6              card        replace_device

    7              back        reactivate
    7              away        ?age
    age            within      print_card
    age            over        telephone_status

    8              back        reactivate
    8              away        telephone_status
    8              posted      report_parcel

    9              missing     report_parcel
    9              arrived     telephone_activation

    10             back        reactivate
    10             away        print_card

    11             inside      activate_device
    11             outside     telephone_activation
    11             leave       activates_itself
    11             first       bind_first
"""

COLUMNS: Final = ("at", "answer", "then")


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question: `name` finds its words, and each answer leads to another question or to a remedy."""

    name: str
    answers: Mapping[str, "Question | Remedy"]


@dataclass(frozen=True, slots=True)
class NoSuchAnswer:
    """The answers given do not belong to these questions."""


def read_tree(text: str) -> Question:
    """Read the table; raises `TableError` where a question is missing, never asked, or asked too late."""
    rows: dict[str, dict[str, str]] = {}
    for at, answer, then in read_rows(text, columns=COLUMNS):
        if answer in rows.setdefault(at, {}):
            raise TableError(f"answered twice: {at} {answer}")
        rows[at][answer] = then
    firsts = {str(plight.value): _node(str(plight.value), rows, depth=2) for plight in Plight}
    root = Question(name="start", answers=MappingProxyType(firsts))
    unasked = set(rows) - {question.name for _, question in questions(root)} - set(firsts)
    if unasked:
        raise TableError(f"never asked: {sorted(unasked)}")
    return root


def _node(name: str, rows: Mapping[str, Mapping[str, str]], *, depth: int) -> Question | Remedy:
    if name not in rows:
        raise TableError(f"no such question: {name}")
    if depth > MOST_QUESTIONS:
        raise TableError(f"asked too late: {name}")
    answers = {
        answer: _node(then[1:], rows, depth=depth + 1) if then.startswith("?") else Remedy(then)
        for answer, then in rows[name].items()
    }
    return next(iter(answers.values())) if len(answers) == 1 else Question(name=name, answers=MappingProxyType(answers))


def questions(node: Question | Remedy, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Question]]:
    """Give every question under a node with the answers that lead to it."""
    if isinstance(node, Question):
        yield path, node
        for answer, then in node.answers.items():
            yield from questions(then, (*path, answer))


def follow(answers: Sequence[str]) -> Question | Remedy | NoSuchAnswer:
    """Give where these answers lead."""
    node: Question | Remedy = TREE
    for answer in answers:
        if not isinstance(node, Question) or answer not in node.answers:
            return NoSuchAnswer()
        node = node.answers[answer]
    return node


TREE: Final = read_tree(TEXT)
