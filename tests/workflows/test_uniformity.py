"""Before the password is proved, nothing tells a known name from an unknown one: not the answer, not the work that was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from sekisho.adapters.storage import statements
from sekisho.adapters.storage.driver import Driver, Row, Values
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
from sekisho.workflows.ports import Ports, Store
from sekisho.workflows.prove_password import PasswordTyped
from sekisho.workflows.sign_in import sign_in

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


@dataclass(frozen=True)
class Recorder:
    """A driver that writes down the text of every statement before it runs."""

    driver: Driver
    seen: list[str]

    def run(self, statement: str, values: Values = ()) -> None:
        self.seen.append(statement)
        self.driver.run(statement, values)

    def one(self, statement: str, values: Values = ()) -> Row | None:
        self.seen.append(statement)
        return self.driver.one(statement, values)

    def all(self, statement: str, values: Values = ()) -> list[Row]:
        self.seen.append(statement)
        return self.driver.all(statement, values)


@dataclass(frozen=True)
class WatchedStore:
    """A store whose units of work are watched: where each begins and ends, and every statement between."""

    store: Store
    seen: list[str]

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with self.store.transaction() as tx, self._watched("BEGIN", tx):
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self.store.reading() as tx, self._watched("READ", tx):
            yield tx

    @contextmanager
    def _watched(self, kind: str, tx: Any) -> Iterator[None]:
        tx._driver = Recorder(tx._driver, self.seen)
        self.seen.append(kind)
        yield
        self.seen.append("END")


def work(ports: Ports, wanted: PasswordTyped) -> tuple[list[str], list[str], LoginView]:
    """Sign in; gives the statements, what the hasher was asked, and the view."""
    witness, seen = Witness(), []
    view = sign_in(replace(ports, hasher=witness, store=WatchedStore(ports.store, seen)), wanted)
    assert seen.count("BEGIN") == 2
    assert statements.APPEND in seen
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
