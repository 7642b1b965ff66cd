"""Accounts: the cut-off on ordinary days and on both days of changing clocks, approval, rejection, closing, numbers."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.accounts import (
    ACCOUNT_LIFE,
    Account,
    AccountEvent,
    AccountNumber,
    AccountState,
    ClosedCause,
    Cutoff,
    NotAnAccountNumber,
    Standing,
    approve,
    close,
    is_paper_number,
    opt_in,
    opt_out,
    read_account_number,
    reject,
)
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.transitions import Hindrance, NotAllowed

NEW_YORK = ZoneInfo("America/New_York")
CUTOFF = Cutoff()
SECOND = timedelta(seconds=1)
APPLICANT = Account(number=AccountNumber("U1234567"), state=AccountState.APPLIED)
PHONE = PermanentDevice(id=AuthenticatorId("phone"), kind=AuthenticatorKind.KEY_APP, state=DeviceState.ACTIVE)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK, fold=fold).astimezone(UTC)


# ── The cut-off ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A058", "A059", "A060")
@pytest.mark.parametrize(
    ("day", "next_day"),
    [
        pytest.param((2026, 3, 2), (2026, 3, 3), id="an ordinary day"),
        pytest.param((2026, 3, 7), (2026, 3, 8), id="the day before the clocks go forward"),
        pytest.param((2026, 3, 8), (2026, 3, 9), id="the day on which the clocks go forward"),
        pytest.param((2026, 10, 31), (2026, 11, 1), id="the day before the clocks go back"),
        pytest.param((2026, 11, 1), (2026, 11, 2), id="the day on which the clocks go back"),
        pytest.param((2026, 12, 31), (2027, 1, 1), id="the last day of the year"),
        pytest.param((2028, 2, 28), (2028, 2, 29), id="the day before a leap day"),
    ],
)
def test_an_approval_before_the_cut_off_trades_at_once_and_from_it_on_the_next_calendar_day(day, next_day):
    cutoff = at(*day, 16)
    for before in (SECOND, timedelta(microseconds=1), timedelta(hours=15)):
        assert CUTOFF.trades_from(cutoff - before) == cutoff - before
    for after in (timedelta(), SECOND, timedelta(hours=7, minutes=59, seconds=59)):
        assert CUTOFF.trades_from(cutoff + after) == at(*next_day)


@pytest.mark.fact("A060")
def test_the_wait_is_an_hour_shorter_and_longer_when_the_clocks_change_at_night():
    assert CUTOFF.trades_from(at(2026, 3, 7, 16)) - at(2026, 3, 7, 16) == timedelta(hours=8)
    assert CUTOFF.trades_from(at(2026, 3, 8, 16)) - at(2026, 3, 8) == timedelta(hours=23)
    assert CUTOFF.trades_from(at(2026, 11, 1, 16)) - at(2026, 11, 1) == timedelta(hours=25)


def test_the_day_is_that_of_the_cut_off_s_zone_not_of_whoever_approves():
    tokyo_morning = datetime(2026, 3, 3, 5, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # 15:30 of 2 March in New York
    assert CUTOFF.trades_from(tokyo_morning) == tokyo_morning
    assert CUTOFF.trades_from(tokyo_morning + timedelta(minutes=30)) == at(2026, 3, 3)


def test_a_cut_off_inside_the_repeated_hour_comes_once_the_first_time():
    cutoff = Cutoff(at=time(1, 30))
    first, second = at(2026, 11, 1, 1, 15), at(2026, 11, 1, 1, 15, fold=1)
    assert second - first == timedelta(hours=1)
    assert cutoff.trades_from(first) == first
    assert cutoff.trades_from(second) == at(2026, 11, 2)


def test_a_cut_off_inside_the_skipped_hour_comes_once():
    cutoff = Cutoff(at=time(2, 30))
    gap = at(2026, 3, 8, 3, 30)  # 02:30 does not exist; an hour and a half after 01:00 the clocks say 03:30
    assert cutoff.trades_from(gap - SECOND) == gap - SECOND
    assert cutoff.trades_from(gap) == at(2026, 3, 9)


def test_where_midnight_itself_is_skipped_the_day_begins_when_it_begins():
    cutoff = Cutoff(zone=ZoneInfo("America/Santiago"))  # 6 September 2026 begins at 01:00
    opens = cutoff.trades_from(datetime(2026, 9, 5, 23, 0, tzinfo=cutoff.zone))
    assert opens.astimezone(cutoff.zone) == datetime(2026, 9, 6, 1, 0, tzinfo=cutoff.zone)


MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants bare limits
ZONES = st.sampled_from(
    ["America/New_York", "Asia/Tokyo", "Europe/London", "America/Santiago", "Australia/Lord_Howe", "UTC"]
)


@given(MOMENTS, st.times(), ZONES)
def test_trading_never_begins_before_the_approval_nor_later_than_the_end_of_that_day(moment, wall, zone):
    cutoff = Cutoff(at=wall.replace(tzinfo=None), zone=ZoneInfo(zone))
    opens = cutoff.trades_from(moment)
    assert timedelta() <= opens - moment <= timedelta(hours=25)
    assert opens.utcoffset() == timedelta()
    if opens != moment:
        local, before = (one.astimezone(cutoff.zone).date() for one in (opens, moment))
        assert local == before + timedelta(days=1)


# ── Approval, rejection, closing ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A056", "A058", "A059")
def test_approval_opens_the_account_and_sets_from_when_it_trades():
    in_time = approve(APPLICANT, now=at(2026, 3, 2, 15, 59), cutoff=CUTOFF)
    assert isinstance(in_time, Account)
    assert in_time.standing(at(2026, 3, 2, 15, 59)) is Standing.OPEN
    late = approve(APPLICANT, now=at(2026, 3, 2, 16), cutoff=CUTOFF)
    assert isinstance(late, Account)
    assert late.standing(at(2026, 3, 2, 16)) is Standing.APPROVED_TODAY
    assert late.standing(at(2026, 3, 3) - SECOND) is Standing.APPROVED_TODAY
    assert late.standing(at(2026, 3, 3)) is Standing.OPEN


@pytest.mark.fact("A062", "A063")
@pytest.mark.parametrize("cause", ClosedCause)
def test_an_open_account_is_closed_with_its_cause_and_stays_closed(cause: ClosedCause):
    opened = approve(APPLICANT, now=at(2026, 3, 2), cutoff=CUTOFF)
    assert isinstance(opened, Account)
    closed = close(opened, cause=cause)
    assert isinstance(closed, Account)
    assert (closed.standing(at(2026, 3, 2)), closed.closed_cause) == (Standing.CLOSED, cause)
    for again in (approve(closed, now=at(2026, 3, 2), cutoff=CUTOFF), reject(closed), close(closed, cause=cause)):
        assert again == NotAllowed(event=again.event, because=Hindrance.STATE, state="closed")


def test_a_rejected_application_never_opens():
    rejected = reject(APPLICANT)
    assert isinstance(rejected, Account)
    assert isinstance(approve(rejected, now=at(2026, 3, 2), cutoff=CUTOFF), NotAllowed)
    assert isinstance(close(rejected, cause=ClosedCause.BY_HOLDER), NotAllowed)


def test_an_approval_that_came_twice_is_refused_and_moves_no_moment():
    opened = approve(APPLICANT, now=at(2026, 3, 2, 15), cutoff=CUTOFF)
    assert isinstance(opened, Account)
    assert isinstance(approve(opened, now=at(2026, 3, 2, 17), cutoff=CUTOFF), NotAllowed)


def test_every_event_from_every_state_is_either_in_the_table_or_refused():
    allowed = {(state, event) for state, event in ACCOUNT_LIFE.moves if state is not None}
    for state in AccountState:
        for event in AccountEvent:
            assert isinstance(ACCOUNT_LIFE.after(state, event), NotAllowed) is ((state, event) not in allowed)


# ── The opt-out ──────────────────────────────────────────────────────────────────────────────────────────────


def test_opting_out_needs_an_open_account_an_active_device_and_a_residence_that_allows_it():
    barred = frozenset({"HK", "IN"})
    with_phone = APPLICANT.holding(PHONE)
    opened = approve(with_phone, now=at(2026, 3, 2), cutoff=CUTOFF)
    assert isinstance(opened, Account)
    out = opt_out(opened, residence="JP", barred=barred)
    assert isinstance(out, Account)
    assert out.has_opted_out
    assert opt_in(out) == opened
    assert opt_out(opened, residence="HK", barred=barred) == NotAllowed(event="opt_out", because=Hindrance.RESIDENCE)
    assert isinstance(opt_out(with_phone, residence="JP", barred=barred), NotAllowed)
    without = approve(APPLICANT, now=at(2026, 3, 2), cutoff=CUTOFF)
    assert isinstance(without, Account)
    assert opt_out(without, residence="JP", barred=barred) == NotAllowed(event="opt_out", because=Hindrance.NOT_HELD)


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.from_regex(r"\AU[0-9]{6,8}\Z") | st.from_regex(r"\ADU[0-9]{1,12}\Z"))
def test_a_live_number_is_u_and_six_to_eight_digits_a_paper_number_du_and_digits(text: str):
    number = read_account_number(text)
    assert number == text
    assert is_paper_number(AccountNumber(text)) is text.startswith("D")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "U",
        "U12345",
        "U123456789",
        "u1234567",
        "DU",
        "DU1234567890123",
        "X1234567",
        "U1234567\n",
        "U12345６7",
        " U1234567",
        "U٠١٢٣٤٥٦",
    ],
)
def test_what_is_no_account_number_is_told_as_such(text: str):
    assert read_account_number(text) == NotAnAccountNumber()


@given(st.text())
def test_any_text_is_a_number_or_is_not(text: str):
    assert read_account_number(text) in (text, NotAnAccountNumber())
