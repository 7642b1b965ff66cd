"""The arithmetic of attempts, over any sequence of tries: what is admitted, until when not, what a right answer takes back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core import throttle
from sekisho.core.throttle import NONE, Admitted, Ladder, Rate, Rule, Throttled, Tries, Window, refund, reserve

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
GAPS = st.sampled_from(
    [timedelta(), MOMENT, timedelta(minutes=7), timedelta(hours=1), timedelta(hours=5)]
) | st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=30))
OUTCOMES = st.lists(st.tuples(GAPS, st.booleans()), max_size=50)
RULES = [
    pytest.param(throttle.PASSWORD_DOOR, id="the password door"),
    pytest.param(throttle.SECOND_FACTOR, id="the second factor"),
    pytest.param(throttle.SECOND_FACTOR_MONTH, id="the second factor in a month"),
    pytest.param(throttle.UNANSWERED_CHALLENGES, id="unanswered challenges"),
]


def admitted(rule: Rule, tries: Tries, now: datetime) -> Tries:
    verdict = reserve(rule, tries, now)
    assert isinstance(verdict, Admitted)
    return verdict.tries


def refused_until(rule: Rule, tries: Tries, now: datetime) -> datetime:
    verdict = reserve(rule, tries, now)
    assert isinstance(verdict, Throttled)
    return verdict.until


def play(rule: Rule, outcomes: list[tuple[timedelta, bool]]) -> list[datetime]:
    """Try at each moment; a right answer is refunded. Gives the moments of the wrong answers that were evaluated."""
    now, tries, wrong = START, NONE, []
    for gap, is_right in outcomes:
        now += gap
        verdict = reserve(rule, tries, now)
        if isinstance(verdict, Throttled):
            assert verdict.until > now
        elif is_right:
            tries = refund(rule, verdict.tries, now)
        else:
            tries = verdict.tries
            wrong.append(now)
    return wrong


def most_in_any(span: timedelta, moments: list[datetime]) -> int:
    return max((sum(1 for at in moments if first <= at < first + span) for first in moments), default=0)


# ── The password door ────────────────────────────────────────────────────────────────────────────────────────


@given(OUTCOMES)
def test_no_24_hours_see_more_than_ten_wrong_passwords(outcomes):
    assert most_in_any(timedelta(hours=24), play(throttle.PASSWORD_DOOR, outcomes)) <= 10


@given(st.lists(st.timedeltas(timedelta(), timedelta(hours=24) - MOMENT), min_size=9, max_size=9).map(sorted))
def test_the_door_opens_exactly_24_hours_after_the_last_evaluated_failure(spans):
    now, tries = START, admitted(throttle.PASSWORD_DOOR, NONE, START)
    for span in spans:
        now = START + span
        tries = admitted(throttle.PASSWORD_DOOR, tries, now)
    opens_at = now + timedelta(hours=24)
    for knock in (now, now + timedelta(hours=1), opens_at - MOMENT):
        assert refused_until(throttle.PASSWORD_DOOR, tries, knock) == opens_at
    assert admitted(throttle.PASSWORD_DOOR, tries, opens_at).moments == (opens_at,)


@given(GAPS.filter(lambda gap: gap >= timedelta(hours=24) / 9), st.integers(10, 60))
def test_wrong_passwords_spread_thinly_never_close_the_door(gap, count):
    assert len(play(throttle.PASSWORD_DOOR, [(gap + MOMENT, False)] * count)) == count


def test_the_tenth_failure_says_that_it_closes_the_door_and_no_other_does():
    tries, closes = NONE, []
    for number in range(10):
        verdict = reserve(throttle.PASSWORD_DOOR, tries, START + number * timedelta(minutes=1))
        assert isinstance(verdict, Admitted)
        tries, closes = verdict.tries, [*closes, verdict.closes]
    assert closes == [False] * 9 + [True]


def test_the_right_password_as_tenth_try_leaves_the_door_open():
    tries = NONE
    for number in range(10):
        tries = admitted(throttle.PASSWORD_DOOR, tries, START + number * timedelta(minutes=1))
    tries = refund(throttle.PASSWORD_DOOR, tries, START + timedelta(minutes=9))
    assert (len(tries.moments), tries.closed_until) == (9, None)
    assert isinstance(reserve(throttle.PASSWORD_DOOR, tries, START + timedelta(minutes=10)), Admitted)


# ── The second factor ────────────────────────────────────────────────────────────────────────────────────────


def test_after_five_wrong_answers_in_a_row_the_waits_are_5_15_and_60_minutes_and_60_for_ever():
    tries, now, waits = NONE, START, []
    for _ in range(5):
        tries = admitted(throttle.SECOND_FACTOR, tries, now)
    for _ in range(6):
        until = refused_until(throttle.SECOND_FACTOR, tries, now)
        assert refused_until(throttle.SECOND_FACTOR, tries, until - MOMENT) == until
        waits.append(until - now)
        now = until
        tries = admitted(throttle.SECOND_FACTOR, tries, now)
    assert waits == [timedelta(minutes=minutes) for minutes in (5, 15, 60, 60, 60, 60)]


@given(OUTCOMES)
def test_no_five_minutes_see_more_than_five_wrong_answers_in_a_row(outcomes):
    wrong_only = [(gap, False) for gap, _ in outcomes]
    assert most_in_any(timedelta(minutes=5), play(throttle.SECOND_FACTOR, wrong_only)) <= 5


@given(st.integers(1, 30), st.integers(0, 4))
def test_a_right_answer_ends_the_row(wrong_before, wrong_after):
    tries, now = NONE, START
    for _ in range(wrong_before):
        verdict = reserve(throttle.SECOND_FACTOR, tries, now)
        if isinstance(verdict, Throttled):
            now = verdict.until
        else:
            tries = verdict.tries
    if tries.closed_until is not None and tries.closed_until > now:
        now = tries.closed_until
    tries = refund(throttle.SECOND_FACTOR, admitted(throttle.SECOND_FACTOR, tries, now), now)
    for _ in range(wrong_after):
        tries = admitted(throttle.SECOND_FACTOR, tries, now)
    assert isinstance(reserve(throttle.SECOND_FACTOR, tries, now), Admitted)


@given(OUTCOMES)
def test_no_30_days_see_more_than_60_wrong_answers_whatever_was_right_between(outcomes):
    assert most_in_any(timedelta(days=30), play(throttle.SECOND_FACTOR_MONTH, outcomes * 3)) <= 60


@given(OUTCOMES)
def test_no_hour_sees_more_than_10_unanswered_challenges_and_no_day_more_than_30(outcomes):
    unanswered = play(throttle.UNANSWERED_CHALLENGES, outcomes)
    assert most_in_any(timedelta(hours=1), unanswered) <= 10
    assert most_in_any(timedelta(hours=24), unanswered) <= 30


# ── What holds of every rule ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", RULES)
@given(outcomes=OUTCOMES)
def test_what_is_refused_is_admitted_at_the_moment_that_was_named_and_not_before(rule, outcomes):
    now, tries = START, NONE
    for gap, _ in outcomes:
        now += gap
        verdict = reserve(rule, tries, now)
        if isinstance(verdict, Throttled):
            assert isinstance(reserve(rule, tries, verdict.until - MOMENT), Throttled)
            assert isinstance(reserve(rule, tries, verdict.until), Admitted)
        else:
            tries = verdict.tries


@pytest.mark.parametrize("rule", [throttle.PASSWORD_DOOR, throttle.SECOND_FACTOR_MONTH, throttle.UNANSWERED_CHALLENGES])
@given(gaps=st.lists(st.timedeltas(timedelta(), timedelta(minutes=5)), min_size=1, max_size=9), data=st.data())
def test_a_refund_takes_back_exactly_one_try(rule, gaps, data):
    now, tries = START, NONE
    for gap in gaps:
        now += gap
        tries = admitted(rule, tries, now)
    taken_back = data.draw(st.sampled_from(tries.moments))
    left = refund(rule, tries, taken_back)
    expected = list(tries.moments)
    expected.remove(taken_back)
    assert (list(left.moments), left.closed_until) == (expected, None)
    assert refund(rule, left, now + timedelta(days=1)) == left


@pytest.mark.parametrize("rule", RULES)
@given(outcomes=OUTCOMES)
def test_a_row_of_right_answers_is_never_throttled(rule, outcomes):
    assert play(rule, [(gap, True) for gap, _ in outcomes]) == []
    now, tries = START, NONE
    for gap, _ in outcomes:
        now += gap
        tries = refund(rule, admitted(rule, tries, now), now)
    assert tries == NONE


@pytest.mark.parametrize(
    "rule",
    [
        Window(most=1, within=timedelta(hours=1), closed_for=timedelta(hours=1)),
        Ladder(free=1, waits=(timedelta(hours=1),)),
        Rate(windows=((1, timedelta(hours=1)),)),
    ],
)
def test_a_try_that_is_refused_is_not_counted(rule):
    tries = admitted(rule, NONE, START)
    for minutes in range(60):
        assert refused_until(rule, tries, START + timedelta(minutes=minutes)) == START + timedelta(hours=1)
    assert isinstance(reserve(rule, tries, START + timedelta(hours=1)), Admitted)


@given(st.integers(0, 200))
def test_at_least_one_answer_is_always_left_to_be_told(in_row):
    assert 1 <= throttle.left(throttle.SECOND_FACTOR, Tries(in_row=in_row)) <= 5
