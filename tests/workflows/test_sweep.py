"""Sweeping forgets what no rule asks for any more, and nothing that one still needs; on both databases, on two nodes at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from sekisho.adapters.storage.rows import (
    BrowserRow,
    ChallengeRow,
    LoginRow,
    QuestionRow,
    SessionRow,
    SpentCellRow,
    TrailRow,
    TriesRow,
)
from sekisho.core.authenticators.kinds import CardState
from sekisho.core.errors import ClockWentBackError
from sekisho.core.throttle import PASSWORD_DOOR, SECOND_FACTOR_MONTH, UNANSWERED_CHALLENGES, Tries
from sekisho.testing.claimant import answer, attempt, enter, right_answer
from sekisho.testing.clock import FixedClock
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.workflows.outcomes import LoginState, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.records import TryKind
from sekisho.workflows.sign_in import sign_in
from sekisho.workflows.sweep import AT_ONCE, KEPT_FOR, Swept, sweep

SECOND = timedelta(seconds=1)
NOTHING = Swept(logins=0, sessions=0, browsers=0, tasks=0, phones=0, passkeys=0, messages=0, counters=0)


def test_a_login_goes_with_its_challenges_seven_days_after_its_end_and_not_a_second_earlier(
    ports_on: Ports, clock: FixedClock
) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    sign_in(ports_on, attempt(person))
    ends_at = clock.now() + ports_on.spans.login
    clock.set(ends_at + KEPT_FOR - SECOND)
    assert sweep(ports_on, now=clock.now()).logins == 0
    clock.advance(SECOND)
    assert sweep(ports_on, now=clock.now()).logins == 1
    assert (LoginRow.objects.count(), ChallengeRow.objects.count()) == (0, 0)
    assert QuestionRow.objects.count() == 1


def test_a_session_goes_seven_days_after_its_end_and_an_open_one_stays(ports_on: Ports, clock: FixedClock) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    enter(ports_on, person)
    clock.advance(ports_on.spans.portal_absolute + KEPT_FOR)
    grant = enter(ports_on, person).grant
    assert sweep(ports_on, now=clock.now()).sessions == 1
    assert SessionRow.objects.count() == 1
    assert isinstance(recognise(ports_on, grant.access_token), Visitor)


def test_questions_spent_cells_and_the_trail_stay(ports_on: Ports, clock: FixedClock) -> None:
    for wanted in (Wanted(devices=(DSC,)), Wanted(card=CardState.ACTIVE)):
        enter(ports_on, add_person(ports_on, wanted))
    kept = [row.objects.count() for row in (QuestionRow, SpentCellRow, TrailRow)]
    assert all(kept)
    clock.advance(timedelta(days=400))
    assert sweep(ports_on, now=clock.now()).logins == 2
    assert [row.objects.count() for row in (QuestionRow, SpentCellRow, TrailRow)] == kept


def test_a_browser_is_forgotten_seven_days_after_it_is_no_longer_known(ports_on: Ports, clock: FixedClock) -> None:
    enter(ports_on, add_person(ports_on, Wanted(devices=(DSC,))))
    known_since = clock.now()
    clock.set(known_since + timedelta(days=187) - SECOND)
    assert sweep(ports_on, now=clock.now()).browsers == 0
    clock.advance(SECOND)
    assert sweep(ports_on, now=clock.now()).browsers == 1
    assert BrowserRow.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        (TryKind.PASSWORD_UNKNOWN_BROWSER, PASSWORD_DOOR.within),
        (TryKind.PASSWORD_KNOWN_BROWSER, PASSWORD_DOOR.within),
        (TryKind.SECOND_FACTOR_MONTH, SECOND_FACTOR_MONTH.windows[0][1]),
        (TryKind.CHALLENGES, UNANSWERED_CHALLENGES.windows[1][1]),
    ],
)
def test_a_counter_goes_seven_days_after_its_last_try_has_left_its_window(
    ports_on: Ports, clock: FixedClock, kind: TryKind, longest: timedelta
) -> None:
    tried_at = clock.now()
    with ports_on.store.transaction() as tx:
        assert tx.replace_tries("somebody", kind, Tries(moments=(tried_at - SECOND, tried_at)), version=0)
    clock.set(tried_at + longest + KEPT_FOR - SECOND)
    assert sweep(ports_on, now=clock.now()).counters == 0
    clock.advance(SECOND)
    assert sweep(ports_on, now=clock.now()).counters == 1


def test_a_closed_door_and_wrong_answers_in_a_row_are_not_forgotten(ports_on: Ports, clock: FixedClock) -> None:
    now = clock.now()
    with ports_on.store.transaction() as tx:
        closed = Tries(moments=(now,), closed_until=now + timedelta(days=300))
        assert tx.replace_tries("shut out", TryKind.PASSWORD_UNKNOWN_BROWSER, closed, version=0)
        assert tx.replace_tries("holder", TryKind.SECOND_FACTOR, Tries(in_row=4), version=0)
    clock.advance(timedelta(days=200))
    assert sweep(ports_on, now=clock.now()) == NOTHING


def test_a_counter_that_came_anew_is_not_taken_for_the_one_that_was_swept(ports_on: Ports, clock: FixedClock) -> None:
    kind = TryKind.PASSWORD_UNKNOWN_BROWSER
    with ports_on.store.transaction() as tx:
        tx.replace_tries("somebody", kind, Tries(moments=(clock.now(),)), version=0)
        _, seen_before = tx.tries("somebody", kind)
    clock.advance(timedelta(days=30))
    assert sweep(ports_on, now=clock.now()).counters == 1
    with ports_on.store.transaction() as tx:
        tx.replace_tries("somebody", kind, Tries(moments=(clock.now(),)), version=0)
        assert not tx.replace_tries("somebody", kind, Tries(), version=seen_before)


def test_a_counter_that_was_used_since_it_was_read_stays(ports_on: Ports, clock: FixedClock) -> None:
    kind = TryKind.PASSWORD_UNKNOWN_BROWSER
    with ports_on.store.transaction() as tx:
        tx.replace_tries("somebody", kind, Tries(moments=(clock.now(),)), version=0)
        (read,) = tx.counters(after=0, most=AT_ONCE)
        tx.replace_tries("somebody", kind, Tries(moments=(clock.now(),)), version=read.version)
        assert not tx.forget_counter(read)


def test_more_rows_than_one_transaction_takes_are_swept_in_one_run_even_by_two_nodes_at_once(
    ports_on: Ports, clock: FixedClock
) -> None:
    with ports_on.store.transaction() as tx:
        for number in range(2 * AT_ONCE + 1):
            tries = Tries(moments=(clock.now(),))
            tx.replace_tries(f"name {number}", TryKind.PASSWORD_UNKNOWN_BROWSER, tries, version=0)
    clock.advance(timedelta(days=30))
    swept, start = [], Barrier(2)

    def run() -> None:
        start.wait()
        swept.append(sweep(ports_on, now=clock.now()))
        connections.close_all()

    nodes = [Thread(target=run) for _ in range(2)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert sum(one.counters for one in swept) == 2 * AT_ONCE + 1
    assert TriesRow.objects.count() == 0


def test_a_clock_behind_the_trail_sweeps_nothing(ports: Ports, clock: FixedClock) -> None:
    enter(ports, add_person(ports, Wanted(devices=(DSC,))))
    with pytest.raises(ClockWentBackError):
        sweep(ports, now=clock.now() - timedelta(seconds=3))


def test_after_a_sweep_everybody_logs_in_as_before(ports_on: Ports, clock: FixedClock) -> None:
    person = add_person(ports_on, Wanted(devices=(DSC,)))
    enter(ports_on, person)
    clock.advance(timedelta(days=400))
    sweep(ports_on, now=clock.now())
    login = sign_in(ports_on, attempt(person))
    assert answer(ports_on, login, right_answer(person, login)).state is LoginState.GRANTED
