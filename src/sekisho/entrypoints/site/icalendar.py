"""iCalendar, as much of RFC 5545 as a list of moments needs: events of one instant, each with an alarm a day before.

Lines end with CRLF and are folded at 75 octets, never inside a character; text is escaped; times are UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//Sekisho//Forecast 1.0//EN"
FOLD_AT: Final = 75  # octets of a line, without its CRLF (section 3.1)
ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One moment in words. `uid` stays the same when the moment moves, so that a calendar moves it, too."""

    uid: str
    at: datetime
    summary: str
    description: str


def write_calendar(entries: Iterable[Entry], *, name: str, now: datetime) -> bytes:
    """Write a calendar; `now` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for entry in entries for line in _event(entry, now=now)),
        "END:VCALENDAR",
    ]
    return b"".join(b"\r\n ".join(_folded(line)) + b"\r\n" for line in lines)


def _event(entry: Entry, *, now: datetime) -> Iterator[str]:
    yield from (
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_instant(now)}",
        f"DTSTART:{_instant(entry.at)}",
        f"SUMMARY:{_text(entry.summary)}",
        f"DESCRIPTION:{_text(entry.description)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_text(entry.summary)}",
        "END:VALARM",
        "END:VEVENT",
    )


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(ESCAPES)


def _folded(line: str) -> Iterator[bytes]:
    """Cut a line into pieces; the space that goes before each further piece counts as one of its octets."""
    piece, room = b"", FOLD_AT
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > room:
            yield piece
            piece, room = b"", FOLD_AT - 1
        piece += octets
    yield piece
