"""The contract of `ports.Clock`, on the real one and on the fake."""

from datetime import UTC, datetime, timedelta

import pytest

from sekisho.adapters.system import SystemClock
from sekisho.testing.clock import FixedClock


@pytest.mark.parametrize("clock", [SystemClock(), FixedClock()], ids=["system", "fixed"])
def test_an_instant_is_aware_and_in_utc(clock):
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("clock", [SystemClock(), FixedClock()], ids=["system", "fixed"])
def test_a_later_instant_is_not_earlier(clock):
    assert clock.now() <= clock.now()


def test_the_fixed_clock_stands_until_it_is_moved():
    clock = FixedClock(datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    clock.advance(timedelta(hours=48))
    assert clock.now() == datetime(2026, 11, 3, 6, 30, tzinfo=UTC)
    clock.set(datetime(2026, 11, 3, 15, 30, tzinfo=UTC) - timedelta(days=1))
    assert clock.now() == datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
