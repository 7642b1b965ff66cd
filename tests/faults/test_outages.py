"""The store fails in the middle of a deed: it says so, grants nothing, forgets no failure, and works again afterwards."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, connections

from sekisho.adapters import databases as described
from sekisho.adapters.storage import trail
from sekisho.adapters.storage.rows import AuthenticatorRow, ChallengeRow, SessionRow, TriesRow
from sekisho.core.authenticators.kinds import CardState, PasscodeState
from sekisho.core.errors import ClockWentBackError, StorageUnavailableError
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing import databases
from sekisho.testing.claimant import DOOR, answer, attempt, enter, reason, right_answer, wrong_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.databases import Cluster
from sekisho.testing.hasher import QuickHasher
from sekisho.testing.invariants import violations
from sekisho.testing.people import DSC, IOS, Person, Wanted, add_person
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.outcomes import LoginState
from sekisho.workflows.ports import Ports, Store
from sekisho.workflows.sign_in import sign_in

KINDS = {
    "device": Wanted(devices=(DSC,)),
    "card": Wanted(card=CardState.ACTIVE),
    "passcode": Wanted(passcode=PasscodeState.LIVE),
}
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def counts() -> list[object]:
    return [
        *TriesRow.objects.order_by("id").values_list("subject", "kind", "in_row", "moments"),
        *AuthenticatorRow.objects.order_by("id").values_list("id", "wrong_in_row", "pair_tries"),
        *ChallengeRow.objects.order_by("id").values_list("id", "tries", "used_at"),
    ]


@dataclass
class Meddler(QuickHasher):
    """A hasher during whose slow work something happens: between the first and the second transaction of a deed."""

    meanwhile: Callable[[], None]

    def matches(self, stored: str | None, secret: Secret) -> bool:
        found = super().matches(stored, secret)
        self.meanwhile()
        return found


# ── SQLite: another process holds the write lock ─────────────────────────────────────────────────────────────


@dataclass
class Lock:
    """Another process that holds the write lock of the database, from `take` until `release`."""

    file: str
    process: "subprocess.Popen[bytes] | None" = None

    def take(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, self.file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"held\n"

    def release(self) -> None:
        if self.process is not None:
            self.process.communicate(b"\n")
            self.process = None


@pytest.fixture
def lock(ports: Ports) -> Iterator[Lock]:
    """The lock of the test's database, whose own connection waits for it a fifth of a second only."""
    settings = connections.settings["default"]
    databases.use(settings | {"OPTIONS": settings["OPTIONS"] | {"timeout": 0.2}})
    held = Lock(urlsplit(settings["NAME"]).path)
    yield held
    held.release()


def test_while_another_process_writes_for_long_every_deed_says_so_and_counts_nothing(ports: Ports, lock: Lock) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    login = sign_in(ports, attempt(person))
    answer(ports, login, wrong_answer(person, login))
    before, response = counts(), right_answer(person, login)
    lock.take()
    deeds: list[Callable[[], object]] = [
        lambda: sign_in(ports, attempt(person)),
        lambda: sign_in(ports, attempt(person, password="guess")),
        lambda: answer(ports, login, response),
        lambda: answer(ports, login, wrong_answer(person, login)),
        lambda: choose_factor(ports, login_id=login.id or Secret(""), factor=person.factors[0]["id"], door=DOOR),
    ]
    for deed in deeds:
        began = time.monotonic()
        with pytest.raises(StorageUnavailableError):
            deed()
        assert time.monotonic() - began < 3
    lock.release()
    assert counts() == before
    assert answer(ports, login, response).state is LoginState.GRANTED
    assert violations(ports) == ()


def counted() -> int:
    """How many tries stand; what was asked of a phone is none."""
    return sum(len(row.moments.split()) for row in TriesRow.objects.exclude(kind="approvals"))


def test_a_password_that_could_not_be_settled_stays_counted_and_lets_nobody_in(ports: Ports, lock: Lock) -> None:
    person = add_person(ports, Wanted(devices=(IOS,)))
    meddled = replace(ports, hasher=Meddler(meanwhile=lock.take))
    for password in ("correct horse battery staple", "guess"):
        with pytest.raises(StorageUnavailableError):
            sign_in(meddled, attempt(person, password=password))
        lock.release()
    assert counted() == 2
    assert enter(ports, person).state is LoginState.GRANTED
    assert counted() == 2
    assert violations(ports) == ()


def test_an_answer_that_could_not_be_settled_stays_counted_and_is_not_used(ports: Ports, lock: Lock) -> None:
    person = add_person(ports, Wanted(passcode=PasscodeState.LIVE))
    login = sign_in(ports, attempt(person))
    meddled = replace(ports, hasher=Meddler(meanwhile=lock.take))
    for response in (right_answer(person, login), wrong_answer(person, login)):
        with pytest.raises(StorageUnavailableError):
            answer(meddled, login, response)
        lock.release()
    assert AuthenticatorRow.objects.get(id=person.factors[0]["id"]).wrong_in_row == 2
    assert not SessionRow.objects.exists()
    assert answer(ports, login, right_answer(person, login)).state is LoginState.GRANTED
    assert violations(ports) == ()


def test_a_database_file_that_is_gone_is_not_replaced_by_an_empty_one(ports: Ports) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    file = Path(urlsplit(connections.settings["default"]["NAME"]).path)
    connection.close()
    away = file.rename(file.with_name("away.sqlite3"))
    with pytest.raises(StorageUnavailableError):
        sign_in(ports, attempt(person))
    assert not file.exists()
    away.rename(file)
    assert enter(ports, person).state is LoginState.GRANTED


# ── PostgreSQL: the connection is killed, a row is locked ────────────────────────────────────────────────────


@pytest.fixture
def ports_there(cluster: Cluster, ports: Ports) -> Iterator[Ports]:
    """The ports on a fresh PostgreSQL database, whose locks are waited for a third of a second only."""
    database = described.postgresql(cluster.fresh())
    options = database["OPTIONS"] | {"options": "-c statement_timeout=2s -c lock_timeout=300ms"}
    databases.use(database | {"OPTIONS": options})
    yield ports
    connection.close()


def kill_connections(cluster: Cluster) -> None:
    """End every connection to the test's own database, whatever it is doing."""
    name = connections.settings["default"]["NAME"]
    cluster.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def once_more(deed: Callable[[], Any]) -> Any:
    """Do a deed; where the connection was gone, do it once more."""
    try:
        return deed()
    except StorageUnavailableError:
        return deed()


def test_a_connection_killed_between_password_and_factor_costs_nothing_but_a_second_try(
    ports_there: Ports, cluster: Cluster
) -> None:
    for wanted in KINDS.values():
        person = add_person(ports_there, wanted)
        login = sign_in(ports_there, attempt(person))
        before, response = counts(), right_answer(person, login)
        kill_connections(cluster)
        with pytest.raises(StorageUnavailableError):
            answer(ports_there, login, response)
        assert counts() == before
        assert answer(ports_there, login, response).state is LoginState.GRANTED
    assert violations(ports_there) == ()


def test_a_connection_killed_while_a_password_is_compared_lets_nobody_in_and_forgets_no_try(
    ports_there: Ports, cluster: Cluster
) -> None:
    person = add_person(ports_there, Wanted(devices=(DSC,)))
    meddled = replace(ports_there, hasher=Meddler(meanwhile=lambda: kill_connections(cluster)))
    for password in ("correct horse battery staple", "guess"):
        with pytest.raises(StorageUnavailableError):
            sign_in(meddled, attempt(person, password=password))
    assert counted() == 2
    assert enter(ports_there, person).state is LoginState.GRANTED
    assert violations(ports_there) == ()


def test_a_connection_killed_while_a_passcode_is_compared_leaves_it_unused_and_counted(
    ports_there: Ports, cluster: Cluster
) -> None:
    person = add_person(ports_there, Wanted(passcode=PasscodeState.LIVE))
    login = sign_in(ports_there, attempt(person))
    meddled = replace(ports_there, hasher=Meddler(meanwhile=lambda: kill_connections(cluster)))
    for response in (right_answer(person, login), wrong_answer(person, login)):
        with pytest.raises(StorageUnavailableError):
            answer(meddled, login, response)
    assert AuthenticatorRow.objects.get(id=person.factors[0]["id"]).wrong_in_row == 2
    assert not SessionRow.objects.exists()
    assert answer(ports_there, login, right_answer(person, login)).state is LoginState.GRANTED
    assert violations(ports_there) == ()


def test_a_row_that_somebody_locks_for_long_is_waited_for_a_moment_and_then_said(ports_there: Ports) -> None:
    person = add_person(ports_there, Wanted(devices=(DSC,)))
    login = sign_in(ports_there, attempt(person))
    before, response = counts(), right_answer(person, login)
    settings = connections.settings["default"]
    with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]) as other:
        other.execute("UPDATE trail_head SET seq = seq")
        with pytest.raises(StorageUnavailableError):
            sign_in(ports_there, attempt(person, password="guess"))
        other.execute("LOCK TABLE challenge")
        with pytest.raises(StorageUnavailableError):
            answer(ports_there, login, response)
        other.rollback()
    assert counts() != before  # the wrong password that could not be recorded stays counted
    assert answer(ports_there, login, response).state is LoginState.GRANTED
    assert violations(ports_there) == ()


@pytest.mark.slow
def test_a_server_that_crashes_between_password_and_factor_is_back_with_everything_it_acknowledged(
    ports_there: Ports, cluster: Cluster
) -> None:
    for number in range(10):
        person = add_person(ports_there, list(KINDS.values())[number % 3])
        done, half = sign_in(ports_there, attempt(person)), sign_in(ports_there, attempt(person))
        response = right_answer(person, done)
        assert answer(ports_there, done, response).state is LoginState.GRANTED
        cluster.crash()
        began = time.monotonic()
        again = once_more(partial(answer, ports_there, done, response))
        assert reason(again) is Reason.RESPONSE_USED
        assert time.monotonic() - began < 10
        if half.challenge is not None and half.challenge.indices is None:
            assert answer(ports_there, half, right_answer(person, half)).state is LoginState.GRANTED
        assert violations(ports_there) == ()


# ── Every step of a deed, on both databases ──────────────────────────────────────────────────────────────────


class StoppedError(Exception):
    """The process is gone, as far as the deed can tell."""


@dataclass
class BreakingStore:
    """A store that breaks at one unit of work of a deed: before it begins, before its commit, or right after it."""

    store: Store
    unit: int
    moment: str
    begun: int = field(default=0)

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self.begun += 1
        breaks_here = self.begun == self.unit
        if breaks_here and self.moment == "before":
            raise StoppedError
        with self.store.transaction() as tx:
            yield tx
            if breaks_here and self.moment == "within":
                raise StoppedError
        if breaks_here and self.moment == "after":
            raise StorageUnavailableError("the answer to the commit was lost")

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self.store.reading() as tx:
            yield tx


def broken(ports: Ports, deed: Callable[[Ports], object]) -> Iterator[str]:
    """Do a deed again and again, and break it at every step that it has; gives what the step was."""
    for moment in ("before", "within", "after"):
        for unit in range(1, 10):
            store = BreakingStore(ports.store, unit, moment)
            try:
                deed(replace(ports, store=store))
            except (StoppedError, StorageUnavailableError):
                yield f"{moment} {unit}"
            if store.begun < unit:
                break


@pytest.mark.parametrize("wanted", KINDS.values(), ids=KINDS)
def test_a_sign_in_broken_at_any_step_leaves_nothing_half_done(ports_on: Ports, wanted: Wanted) -> None:
    people: list[Person] = []

    def both_halves(broken_ports: Ports) -> None:
        people.append(add_person(ports_on, wanted))
        enter(broken_ports, people[-1])

    steps = []
    for step in broken(ports_on, both_halves):
        steps.append(step)
        assert violations(ports_on) == ()
        assert enter(ports_on, people[-1]).state is LoginState.GRANTED
        assert violations(ports_on) == ()
    assert steps == [f"{moment} {unit}" for moment in ("before", "within", "after") for unit in (1, 2, 3, 4)]


@pytest.mark.parametrize("wanted", KINDS.values(), ids=KINDS)
def test_a_right_answer_whose_commit_is_in_doubt_counts_as_used_or_is_not_used_at_all(
    ports_on: Ports, wanted: Wanted
) -> None:
    for moment, expected in (("within", LoginState.GRANTED), ("after", LoginState.REFUSED)):
        person = add_person(ports_on, wanted)
        login = sign_in(ports_on, attempt(person))
        response = right_answer(person, login)
        with pytest.raises((StoppedError, StorageUnavailableError)):
            answer(replace(ports_on, store=BreakingStore(ports_on.store, 2, moment)), login, response)
        view = answer(ports_on, login, response)
        assert view.state is expected
        assert SessionRow.objects.filter(holder_id=person.holder_id).count() == 1
    assert violations(ports_on) == ()


@pytest.mark.parametrize("wanted", KINDS.values(), ids=KINDS)
def test_a_wrong_answer_broken_at_any_step_is_never_evaluated_for_nothing(ports_on: Ports, wanted: Wanted) -> None:
    """Whoever pulls the plug after each guess still has no more than five, three of them at one pair of cells."""
    person = add_person(ports_on, wanted)
    guesses = 0
    for number in range(12):
        login = sign_in(ports_on, attempt(person))
        if login.challenge is None:
            break
        moment = ("before", "within", "after")[number % 3]
        try:
            answer(
                replace(ports_on, store=BreakingStore(ports_on.store, 2, moment)), login, wrong_answer(person, login)
            )
        except (StoppedError, StorageUnavailableError):
            row = TriesRow.objects.get(subject=person.holder_id, kind="second_factor")
            guesses = row.in_row
    assert guesses == 5
    login = sign_in(ports_on, attempt(person))
    assert login.challenge is None or reason(answer(ports_on, login, right_answer(person, login))) is Reason.THROTTLED
    assert violations(ports_on) == ()


# ── The clock goes back ──────────────────────────────────────────────────────────────────────────────────────


def test_while_the_clock_is_behind_the_trail_nothing_is_granted_and_nothing_counted(
    ports_on: Ports, clock: FixedClock
) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,), card=CardState.ACTIVE))
    login = sign_in(ports_on, attempt(person))
    before, entries, response, now = counts(), len(list(trail.entries())), right_answer(person, login), clock.now()
    for behind in (timedelta(days=1), timedelta(hours=1), timedelta(seconds=2, microseconds=1)):
        clock.set(now - behind)
        deeds: list[Callable[[], object]] = [
            lambda: sign_in(ports_on, attempt(person)),
            lambda: sign_in(ports_on, attempt(person, password="guess")),
            lambda: sign_in(ports_on, attempt("nobody000")),
            lambda: answer(ports_on, login, response),
            lambda: answer(ports_on, login, wrong_answer(person, login)),
            lambda: choose_factor(ports_on, login_id=login.id or Secret(""), factor=person.factors[1]["id"], door=DOOR),
        ]
        for deed in deeds:
            with pytest.raises(ClockWentBackError):
                deed()
    assert counts() == before
    assert len(list(trail.entries())) == entries
    clock.set(now - timedelta(seconds=2))
    assert answer(ports_on, login, response).state is LoginState.GRANTED
    assert violations(ports_on) == ()


def test_a_challenge_that_was_used_or_expired_does_not_live_again_when_the_clock_goes_back(
    ports: Ports, clock: FixedClock
) -> None:
    person = add_person(ports, Wanted(devices=(DSC,)))
    used, expired = sign_in(ports, attempt(person)), sign_in(ports, attempt(person))
    response, late, now = right_answer(person, used), right_answer(person, expired), clock.now()
    assert answer(ports, used, response).state is LoginState.GRANTED
    clock.advance(timedelta(minutes=5))
    assert reason(answer(ports, expired, late)) is Reason.CHALLENGE_EXPIRED
    clock.set(now)
    for login, typed in ((used, response), (expired, late)):
        with pytest.raises(ClockWentBackError):
            answer(ports, login, typed)
    clock.set(now + timedelta(days=3650))
    assert reason(answer(ports, used, response)) is Reason.RESPONSE_USED
    assert violations(ports) == ()
