"""Dates are read in every way that documents write them, and in every way that they can be meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.dates import find_dates
from sekisho.core.intake.folding import fold


def days_in(text):
    return [found.days for found in find_dates(fold(text).text)]


DAY = date(2026, 11, 23)
WAYS = """
令和8年11月23日|令和 8 年 11 月 23 日|R8.11.23|Ｒ８．１１．２３|令和八年十一月二十三日|平成38年11月23日|2026年11月23日|二〇二六年十一月二十三日|2026年(令和8年)11月23日
令和8年(2026年)11月23日|2026/11/23|2026-11-23|２０２６－１１－２３|2026.11.23|23 NOV 2026|23NOV2026|23 NOV/NOV 2026|23rd of November, 2026|November 23, 2026
23.11.2026|23 11 2026|11/23/2026|23/11/2026|23 de noviembre de 2026|23 novembre 2026|4b.23.11:2026
"""


@pytest.mark.parametrize("text", [way for line in WAYS.split("\n") for way in line.split("|") if way])
def test_a_date_reads_the_same_however_it_is_written(text):
    assert days_in(f"x {text} y") == [(DAY,)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("昭和61年5月1日生", [(date(1986, 5, 1),)]),
        ("平成31年4月30日と令和元年5月1日", [(date(2019, 4, 30),), (date(2019, 5, 1),)]),
        ("大正15年12月24日、明治45年7月29日", [(date(1926, 12, 24),), (date(1912, 7, 29),)]),
        ("2026年9月11日~10月12日", [(date(2026, 9, 11),)]),
        ("15 0CT 2020", [(date(2020, 10, 15),)]),  # a nought for an O
        ("11/12/2026", [(date(2026, 11, 12), date(2026, 12, 11))]),
        ("31.12.15", [(date(1915, 12, 31), date(2015, 12, 31))]),
        ("令和6年13月1日 2026/02/30 30 FEB 2026", []),
        ("03-1234-5678 100-0005 1-2-3 192.168.10.12", []),
    ],
)
def test_eras_gaps_and_what_may_be_meant_in_two_ways(text, days):
    assert days_in(text) == days


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_printed_date_reads_back(day):
    assert days_in(f"{day.year}年{day.month}月{day.day}日") == [(day,)] == days_in(day.isoformat())


@given(st.text("0123456789年月日.-/ 令和NOVdec(),、元十", max_size=80))
def test_no_text_is_more_than_a_text_without_dates(text):
    folded = fold(text).text
    assert all(0 <= found.begin < found.end <= len(folded) for found in find_dates(folded))
