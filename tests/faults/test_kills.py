"""A process that signs people in is killed at any moment: what it acknowledged is done, what it had begun is not half done.

SQLite runs as in production (WAL, synchronous=FULL); PostgreSQL loses its client in the middle of whatever it was doing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, TriesRow
from sekisho.core.authenticators.kinds import CardState
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, attempt, reason, right_answer
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, PASSWORD, Person, Wanted, add_person
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.outcomes import LoginState, LoginView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.records import TryKind
from sekisho.workflows.sign_in import sign_in

from .companions import Crowd, Life

KILLS = [
    pytest.param(15, id="15 kills"),
    *(pytest.param(25, id=f"25 kills, {turn}", marks=pytest.mark.slow) for turn in range(8)),
]
pytestmark = pytest.mark.timeout(1800)


@dataclass
class Ledger:
    """What all children together acknowledged, and how far the victim's counters had come."""

    used: int = 0
    wrong_responses: list[str] = field(default_factory=list)
    wrong_passwords: list[str] = field(default_factory=list)
    in_row: int = 0

    def add(self, life: Life) -> None:
        self.used += len(life.used)
        self.wrong_responses += life.wrong_responses
        self.wrong_passwords += life.wrong_passwords


def lives(ports: Ports, crowd: Crowd, victim: Person, *, kills: int) -> Iterator[Life]:
    """Let one child after the other live, with people of its own and the one victim of all, and die."""
    for number in range(kills):
        holders = [add_person(ports, wanted) for wanted in (Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE))]
        yield crowd.live_and_die([*holders, victim], seed=number)


def assert_used(ports: Ports, life: Life) -> None:
    """Every use that was acknowledged is used: its session is open, and its answer is never taken again."""
    for use in life.used:
        assert use["state"] == "granted"
        assert isinstance(recognise(ports, Secret(use["token"])), Visitor)
        again = answer_challenge(ports, login_id=Secret(use["login_id"]), response=use["response"], door=DOOR)
        assert isinstance(again, LoginView)
        assert again.refusal is not None
        assert again.refusal.reason.value == "response_used"


def assert_counted(victim: Person, ledger: Ledger) -> None:
    """No failure that was told is forgotten, and none was evaluated beyond the budget."""
    tries = {row.kind: row for row in TriesRow.objects.all() if row.subject == victim.holder_id}
    in_row = tries[TryKind.SECOND_FACTOR.value].in_row if TryKind.SECOND_FACTOR.value in tries else 0
    evaluated = ledger.wrong_responses.count("wrong_response")
    assert evaluated <= in_row <= 5
    assert in_row >= ledger.in_row
    ledger.in_row = in_row
    assert AuthenticatorRow.objects.get(id=victim.factors[0]["id"]).wrong_in_row >= evaluated
    assert ledger.wrong_passwords.count("bad_credentials") <= 10


def assert_exhausted(ports: Ports, victim: Person, ledger: Ledger) -> None:
    """A budget that was used up stays used up: neither the right answer nor the right password is looked at."""
    if "throttled" in ledger.wrong_responses:
        login = sign_in(ports, attempt(victim, password=PASSWORD))
        if login.id is not None and login.challenge is not None:
            response = right_answer(victim, login)
            view = answer_challenge(ports, login_id=login.id, response=response, door=DOOR)
            assert isinstance(view, LoginView)
            assert view.state is LoginState.REFUSED
    if "locked" in ledger.wrong_passwords:
        view = sign_in(ports, attempt(victim, password=PASSWORD))
        assert str(reason(view)) == "locked"


@pytest.mark.parametrize("kills", KILLS)
def test_what_was_acknowledged_before_a_kill_is_done_and_nothing_is_half_done(
    ports_on: Ports, crowd: Crowd, kills: int
) -> None:
    victim = add_person(ports_on, Wanted(devices=(IOS,)))
    ledger = Ledger()
    for life in lives(ports_on, crowd, victim, kills=kills):
        ledger.add(life)
        assert violations(ports_on) == ()
        assert_used(ports_on, life)
        assert_counted(victim, ledger)
        assert_exhausted(ports_on, victim, ledger)
    assert violations(ports_on) == ()
    assert ledger.used >= kills
    evaluated = ledger.wrong_responses.count("wrong_response")
    print(f"{kills} kills, {ledger.used} acknowledged uses, {evaluated} evaluated failures of the victim")
