"""Calendar files are read back by a reader of their own, which knows RFC 5545 and nothing of the writer."""

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from sekisho.entrypoints.site.icalendar import Entry, write_calendar

NOW = datetime(2026, 11, 22, 6, 4, 5, 678, tzinfo=UTC)


def read(body):
    """Give (path of components, name, value) for every content line; text values are unescaped."""
    assert body.endswith(b"\r\n")
    raw = body.split(b"\r\n")[:-1]
    assert all(b"\r" not in line and b"\n" not in line for line in raw)
    assert all(len(line) <= 75 for line in raw)
    for line in raw:
        line.decode()  # no character was cut in two
    unfolded = body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    path, found = [], []
    for line in unfolded:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            path.append(value)
        elif name == "END":
            assert path.pop() == value
        else:
            unescaped = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
            found.append(("/".join(path), name, unescaped))
    assert path == []
    return found


def entry(**more):
    return Entry(**({"uid": "a" * 32, "at": NOW, "summary": "s", "description": "d"} | more))


def test_a_calendar_has_what_the_standard_demands():
    tokyo = datetime(2026, 12, 8, 10, 59, tzinfo=timezone(timedelta(hours=9)))
    lines = read(write_calendar([entry(at=tokyo, summary="Card ends")], name="Dates", now=NOW))
    assert ("VCALENDAR", "VERSION", "2.0") in lines
    assert ("VCALENDAR", "METHOD", "PUBLISH") in lines
    event = {name: value for path, name, value in lines if path == "VCALENDAR/VEVENT"}
    assert event["UID"] == "a" * 32
    assert (event["DTSTAMP"], event["DTSTART"]) == ("20261122T060405Z", "20261208T015900Z")
    assert event["SUMMARY"] == "Card ends"
    alarm = {name: value for path, name, value in lines if path == "VCALENDAR/VEVENT/VALARM"}
    assert alarm == {"ACTION": "DISPLAY", "TRIGGER": "-P1D", "DESCRIPTION": "Card ends"}


def test_an_empty_calendar_is_one_too():
    assert [path for path, *_ in read(write_calendar([], name="", now=NOW))] == ["VCALENDAR"] * 5


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n;,\\:あ漢𠮷"), max_size=200))
def test_any_text_in_any_script_comes_back_whole_and_no_line_is_longer_than_75_octets(text):
    lines = read(write_calendar([entry(summary=text, description=text * 2)], name=text, now=NOW))
    event = {name: value for path, name, value in lines if path == "VCALENDAR/VEVENT"}
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (text, text * 2)
    assert ("VCALENDAR", "X-WR-CALNAME", text) in lines
