"""The ceiling of a withdrawal follows the factor that answers for it, and everything in the window counts (B077, product.md 2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.access.ceilings import Unlimited
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.tasks.task import Cents
from sekisho.core.tasks.withdrawals import Left, Window, Withdrawn, left_for, window_start

NEW_YORK = ZoneInfo("America/New_York")
WEDNESDAY = datetime(2026, 11, 18, 15, tzinfo=UTC)  # 10:00 in New York


def left(factor, *withdrawn, now=WEDNESDAY):
    return left_for(
        factor, [Withdrawn(at=at, cents=Cents(dollars * 100)) for at, dollars in withdrawn], now=now, zone=NEW_YORK
    )


@pytest.mark.parametrize(
    ("factor", "per_day", "in_five"),
    [
        (None, 50_000, 100_000),
        (AuthenticatorKind.TEMPORARY_PASSCODE, 50_000, 100_000),
        (AuthenticatorKind.CODE_CARD, 200_000, 600_000),
        (AuthenticatorKind.KEY_APP, 1_000_000, 1_000_000),
    ],
)
def test_with_nothing_withdrawn_the_whole_ceiling_is_left(factor, per_day, in_five):
    assert left(factor) == Left(today=Cents(per_day * 100), five_business_days=Cents(in_five * 100))


def test_the_card_with_keys_has_no_ceiling():
    assert left(AuthenticatorKind.DSC_PLUS, (WEDNESDAY, 9_000_000)).reached_by(Cents(10**12)) is None


def test_the_ceiling_itself_fits_and_a_cent_more_does_not():
    open_ = left(AuthenticatorKind.CODE_CARD)
    assert open_.reached_by(Cents(20_000_000)) is None
    assert open_.reached_by(Cents(20_000_001)) is Window.DAY


def test_what_the_stronger_factor_withdrew_counts_for_the_weaker_one():
    assert left(AuthenticatorKind.CODE_CARD, (WEDNESDAY, 5_000_000)) == Left(
        today=Cents(0), five_business_days=Cents(0)
    )


def test_five_business_days_reach_over_the_weekend_to_the_thursday_before():
    thursday = datetime(2026, 11, 12, 5, tzinfo=UTC)  # 00:00 in New York
    assert window_start(Window.FIVE_BUSINESS_DAYS, now=WEDNESDAY, zone=NEW_YORK) == thursday
    card = AuthenticatorKind.CODE_CARD
    assert left(card, (thursday, 500_000)).five_business_days == Cents(10_000_000)
    assert left(card, (thursday - timedelta(microseconds=1), 500_000)).five_business_days == Cents(60_000_000)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_the_longer_window_holds_the_shorter_one_and_five_business_days(now):
    day = window_start(Window.DAY, now=now, zone=NEW_YORK)
    five = window_start(Window.FIVE_BUSINESS_DAYS, now=now, zone=NEW_YORK)
    assert five <= day <= now
    days = (now.astimezone(NEW_YORK).date() - five.date()).days
    assert sum((five.date() + timedelta(days=n)).weekday() < 5 for n in range(days + 1)) == 5


def test_the_day_begins_at_midnight_of_the_cut_off_s_zone_also_when_the_clocks_change():
    after = datetime(2026, 11, 1, 20, tzinfo=UTC)  # the night of the change
    assert window_start(Window.DAY, now=after, zone=NEW_YORK) == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_unlimited_is_said_in_so_many_words():
    assert left(AuthenticatorKind.DSC_PLUS).today is Unlimited.UNLIMITED
