"""Before the password is proved, nothing tells a known name from an unknown one: not the answer, not the work that was done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.db import connection

from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import CardState
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.claimant import attempt, enter, reason
from sekisho.testing.clock import FixedClock
from sekisho.testing.hasher import QuickHasher
from sekisho.testing.people import DSC, PASSWORD, Wanted, add_person
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.sign_in import SignInAttempt, sign_in

WRONG = "a wrong password"


@dataclass
class Witness(QuickHasher):
    """A hasher that remembers what it was asked to do, without the values."""

    asked: list[str] = field(default_factory=list)

    def matches(self, stored: str | None, secret: Secret) -> bool:
        self.asked.append("matches")
        return super().matches(stored, secret)

    def hash(self, secret: Secret) -> str:
        self.asked.append("hash")
        return super().hash(secret)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The text of every statement that runs meanwhile, with what begins and ends transactions on SQLite."""
    seen: list[str] = []

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:  # noqa: FBT001 - Django calls it so
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def work(ports: Ports, wanted: SignInAttempt) -> tuple[list[str], list[str], LoginView]:
    """Sign in; gives the statements, what the hasher was asked, and the view."""
    witness = Witness()
    with statements() as seen:
        view = sign_in(replace(ports, hasher=witness), wanted)
    return seen, witness.asked, view


def shape(view: LoginView) -> object:
    """Everything of a view but its random reference."""
    assert view.refusal is not None
    return replace(view, refusal=replace(view.refusal, reference="x" * len(view.refusal.reference)))


def test_an_unknown_name_and_a_wrong_password_do_the_same_work_from_the_first_try_to_the_closed_door(
    ports_on: Ports, clock: FixedClock
) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    reasons = []
    for _ in range(12):
        known = work(ports_on, attempt(person, password=WRONG))
        unknown = work(ports_on, attempt("nobody000", password=WRONG))
        assert known[0] == unknown[0]
        assert known[1] == unknown[1]
        assert shape(known[2]) == shape(unknown[2])
        reasons.append(reason(known[2]))
        clock.advance(timedelta(minutes=1))
    assert reasons == [Reason.BAD_CREDENTIALS] * 10 + [Reason.LOCKED] * 2


@pytest.mark.parametrize("typed", ["関所", "testy\0", "testy\ud800", "", " ", "x" * 5000, "' OR 1=1 --", "%s%(a)s"])
def test_a_name_that_nobody_can_have_does_the_same_work(ports_on: Ports, typed: str) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    known = work(ports_on, attempt(person, password=WRONG))
    impossible = work(ports_on, attempt(typed, password=WRONG))
    assert known[:2] == impossible[:2]
    assert shape(known[2]) == shape(impossible[2])


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(state=AccountState.APPLIED),
        Wanted(state=AccountState.CLOSED),
        Wanted(state=AccountState.REJECTED),
        Wanted(card=CardState.EXPIRED),
        Wanted(devices=(DSC, DSC), residence="US", language="en"),
    ],
)
def test_no_state_of_an_account_shows_before_the_password(ports: Ports, wanted: Wanted) -> None:
    known = work(ports, attempt(add_person(ports, wanted), password=WRONG))
    unknown = work(ports, attempt("nobody000", password=WRONG))
    assert known[:2] == unknown[:2]
    assert shape(known[2]) == shape(unknown[2])


def test_a_mark_of_somebody_elses_browser_tells_nothing(ports: Ports) -> None:
    other, person = (add_person(ports, Wanted(devices=(DSC,))) for _ in range(2))
    grant = enter(ports, other).grant
    assert grant is not None
    foreign = Door(channel="test", browser_mark=grant.browser_mark)
    known = work(ports, attempt(person, password=WRONG, door=foreign))
    unknown = work(ports, attempt("nobody000", password=WRONG, door=foreign))
    assert known[:2] == unknown[:2]
    assert shape(known[2]) == shape(unknown[2])


def test_the_right_password_behind_a_closed_door_is_told_apart_by_nothing(ports_on: Ports) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    for _ in range(10):
        sign_in(ports_on, attempt(person, password=WRONG))
    wrong = work(ports_on, attempt(person, password=WRONG))
    right = work(ports_on, attempt(person, password=PASSWORD))
    assert wrong[:2] == right[:2]
    assert shape(wrong[2]) == shape(right[2])
    assert wrong[1] == []  # nothing is compared any more


@pytest.mark.parametrize("password", ["", "x" * 5000, "\0", "パスワード"])
def test_every_password_costs_one_comparison(ports: Ports, password: str) -> None:
    for name in (add_person(ports, Wanted(devices=(DSC,))), "nobody000"):
        _, asked, view = work(ports, attempt(name, password=password))
        assert asked == ["matches"]
        assert reason(view) is Reason.BAD_CREDENTIALS
