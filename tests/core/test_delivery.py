"""When a message that did not go out is tried again, and when nobody tries any more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.delivery import AGAIN_AFTER, GIVEN_UP_AFTER, is_given_up, next_try

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=10_000))
def test_no_try_comes_sooner_after_the_one_before_than_that_one_did(tries: int) -> None:
    assert next_try(tries, now=START) <= next_try(tries + 1, now=START) <= START + AGAIN_AFTER[-1]


def test_whoever_is_still_at_a_message_is_left_alone_for_longer_than_all_time_outs_of_one_try() -> None:
    assert next_try(1, now=START) - START >= timedelta(seconds=8 * 20)


def test_a_message_is_tried_for_four_days_and_not_a_moment_longer() -> None:
    assert timedelta(days=4) == GIVEN_UP_AFTER
    assert not is_given_up(START, now=START + GIVEN_UP_AFTER - timedelta(microseconds=1))
    assert is_given_up(START, now=START + GIVEN_UP_AFTER)


def test_no_four_days_go_by_without_dozens_of_tries() -> None:
    now, tries = START, 0
    while not is_given_up(START, now=now):
        tries += 1
        now = next_try(tries, now=now)
    assert 48 <= tries <= 120
