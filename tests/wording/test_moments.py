"""Instants, spans, money and hours: named zone, two units at most, thousands apart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.regions import DEFAULT_REGIONS, region_of
from sekisho.wording.language import Language
from sekisho.wording.moments import contact, moment, moment_after, opening_hours, span, usd, zone_name

JA, EN = Language.JA, Language.EN
AT = datetime(2026, 11, 22, 6, 4, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        (JA, "Asia/Tokyo", "2026年11月22日（日）15:04（日本時間）"),
        (EN, "Asia/Tokyo", "Sun 22 November 2026, 15:04 (Japan time)"),
        (JA, "America/New_York", "2026年11月22日（日）01:04（米国東部時間）"),
        (EN, "Asia/Kathmandu", "Sun 22 November 2026, 11:49 (Asia/Kathmandu)"),
    ],
)
def test_an_instant_names_its_zone(language, zone, text):
    assert moment(AT, language=language, zone=ZoneInfo(zone)) == text


@given(st.integers(min_value=0, max_value=4_000_000_000_000_000))
def test_what_begins_is_never_told_too_early(microseconds):
    at = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    shown = moment_after(at, language=EN, zone=ZoneInfo("UTC"))
    read = datetime.strptime(shown, "%a %d %B %Y, %H:%M (UTC)").replace(tzinfo=UTC)
    assert at <= read < at + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("length", "ja", "en"),
    [
        (timedelta(), "まもなく", "a moment"),
        (timedelta(seconds=-5), "まもなく", "a moment"),
        (timedelta(seconds=30), "30秒", "30 seconds"),
        (timedelta(minutes=4, seconds=30), "4分30秒", "4 minutes 30 seconds"),
        (timedelta(hours=1, seconds=3), "1時間", "1 hour"),
        (timedelta(days=2, hours=3, minutes=4), "2日3時間", "2 days 3 hours"),
    ],
)
def test_a_span_is_said_in_two_units_at_most(length, ja, en):
    assert span(length, language=JA) == ja
    assert span(length, language=EN) == en


def test_money_is_grouped_and_unlimited_is_a_word():
    assert usd(1_000_000, language=JA) == "1,000,000米ドル"
    assert usd(50_000, language=EN) == "USD 50,000"
    assert usd(None, language=JA) == "上限なし"


@pytest.mark.parametrize("region", DEFAULT_REGIONS, ids=lambda region: region.code)
@pytest.mark.parametrize("language", list(Language))
def test_every_region_can_be_telephoned_and_says_when(region, language):
    assert region.toll_free.shown in contact(region, language=language)
    assert region.direct.dialled in contact(region, language=language)
    assert zone_name(region.zone, language=language) in opening_hours(region, language=language)


@given(st.text(max_size=4))
def test_everybody_has_a_region(residence):
    assert region_of(residence) in DEFAULT_REGIONS


@pytest.mark.parametrize(
    ("residence", "code"),
    [("JP", "japan"), ("de", "europe"), ("IN", "asia_pacific"), ("", "americas"), ("BR", "americas")],
)
def test_a_residence_belongs_to_its_region(residence, code):
    assert region_of(residence).code == code


def test_no_country_belongs_to_two_regions():
    named = [country for region in DEFAULT_REGIONS for country in region.countries]
    assert len(named) == len(set(named))
