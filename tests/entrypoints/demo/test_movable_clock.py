"""The demo's clock: real time plus a shared offset, and durations and moments as ISO 8601 writes them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="session")
def times(rooms):
    from sekisho.entrypoints.demo import movable_clock

    return movable_clock


def test_it_shows_real_time_until_it_is_moved(times, tmp_path):
    clock = times.MovableClock(tmp_path / "clock")
    assert abs(clock.now() - datetime.now(UTC)) < MINUTE
    assert clock.now().tzinfo is UTC


def test_time_moves_on_from_where_it_was_put(times, tmp_path):
    clock = times.MovableClock(tmp_path / "clock")
    there = datetime(2030, 1, 1, tzinfo=UTC)
    assert clock.go_to(there) == there
    assert there < clock.now() < there + MINUTE


def test_every_process_sees_the_move_at_once(times, tmp_path):
    one, other = (times.MovableClock(tmp_path / "clock") for _ in range(2))
    other.now()
    one.advance(timedelta(days=2))
    assert abs(other.now() - one.now()) < MINUTE
    one.advance(timedelta(days=-9))
    assert abs(other.now() - datetime.now(UTC) + timedelta(days=7)) < MINUTE


def test_the_offset_outlives_the_process(times, tmp_path):
    times.MovableClock(tmp_path / "clock").advance(timedelta(hours=5))
    assert times.MovableClock(tmp_path / "clock").now() > datetime.now(UTC) + timedelta(hours=4)


@pytest.mark.parametrize("moment", [datetime(1999, 12, 31, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)])
def test_it_goes_nowhere_near_the_ends_of_time(times, tmp_path, moment):
    with pytest.raises(times.UnreadableTimeError):
        times.MovableClock(tmp_path / "clock").go_to(moment)


def test_an_endless_advance_is_refused(times, tmp_path):
    with pytest.raises(times.UnreadableTimeError):
        times.MovableClock(tmp_path / "clock").advance(timedelta(days=999_999_999))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("P2DT1H", timedelta(days=2, hours=1)),
        ("PT1S", timedelta(seconds=1)),
        ("PT0.5S", timedelta(milliseconds=500)),
        ("P3W", timedelta(weeks=3)),
        ("P1W2DT3H4M5S", timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ("-PT5M", timedelta(minutes=-5)),
        ("P0D", timedelta(0)),
        ("PT48H", timedelta(hours=48)),
    ],
)
def test_durations(times, text, span):
    assert times.read_duration(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1DT",
        "P1H",
        "PT1D",
        "P1Y",
        "P1M",
        "p1d",
        "P-1D",
        "P1D ",
        "PT1.S",
        "PT1,5S",
        "P１D",
        "PT9999999999S",
    ],
)
def test_what_is_no_duration(times, text):
    with pytest.raises(times.UnreadableTimeError):
        times.read_duration(text)


@pytest.mark.parametrize("text", ["2026-11-22T15:04:05Z", "2026-11-23T00:04:05+09:00", "2026-11-22T10:04:05.000-05:00"])
def test_moments_name_their_zone(times, text):
    assert times.read_moment(text) == datetime(2026, 11, 22, 15, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T15:04:05",
        "2026-11-22 15:04:05Z",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "tomorrow",
        "2026-11-22T25:00:00Z",
        "0001-01-01T00:00:00+09:00",
    ],
)
def test_what_is_no_moment(times, text):
    with pytest.raises(times.UnreadableTimeError):
        times.read_moment(text)


@given(text=st.text())
def test_garbage_is_only_ever_unreadable(times, text):
    for read in (times.read_duration, times.read_moment):
        with pytest.raises(times.UnreadableTimeError):
            read(f"?{text}")


@given(moment=st.datetimes(timezones=st.just(UTC)))
def test_a_written_moment_reads_back(times, moment):
    assert times.read_moment(times.write_moment(moment)) == moment
