"""Dates as documents write them: Japanese eras and years, day first, month first, and months by their names.

What can be read in more than one way keeps every way (`11/12/2026`); nothing is chosen here. Eras are not held to their last
days: papers printed before a change of era go on naming the old one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a folded text, from `begin` to `end`, in every way that it can be read, the earliest first."""

    days: tuple[date, ...]
    begin: int
    end: int


_ERAS: Final = MappingProxyType(
    {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
    | {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
)
"""The year before the first of each."""

_MONTHS: Final = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "january janvier januar enero gennaio jan janv ene gen",
                "february fevrier februar febrero febbraio feb fev",
                "march mars marz marzo mar mrz",
                "april avril abril aprile apr avr abr",
                "may mai mayo maggio mag",
                "june juin juni junio giugno jun giu",
                "july juillet juli julio luglio jul juil lug",
                "august aout agosto aug ago",
                "september septembre septiembre settembre sep sept set",
                "october octobre oktober octubre ottobre oct okt ott",
                "november novembre noviembre nov",
                "december decembre dezember diciembre dicembre dec dez dic",
            ),
            start=1,
        )
        for name in names.split()
    }
)
_KANJI: Final = "〇一二三四五六七八九"
_CENTURY: Final = 100
_NOT_IN_A_NUMBER: Final = r"(?<![0-9])"
_ERA: Final = r"明治|大正|昭和|平成|令和|(?<![a-z])[mtshr]\.?"
_WRITTEN: Final = rf"[0-9]{{1,4}}|[{_KANJI}十元]{{1,4}}"
_SHORT: Final = rf"[0-9]{{1,2}}|[{_KANJI}十]{{1,3}}"
_BESIDE: Final = rf"(?:\( ?(?:{_ERA}|西暦)? ?(?:{_WRITTEN}) ?年? ?\) ?)?"
"""The same year by the other reckoning, as driving licences print it: 2027年(令和09年)07月01日."""

_NAME: Final = "|".join(sorted((name.replace("o", "[o0]") for name in _MONTHS), key=len, reverse=True))
_DAY_AND_MONTH: Final = rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|[.-])? ?(?:of |de )?(?P<name>{_NAME})"
_FORMS: Final = (
    rf"(?:(?P<era>{_ERA}) ?)?(?P<year>{_WRITTEN}) ?{_BESIDE}年 ?{_BESIDE}(?P<month>{_SHORT}) ?月 ?(?P<day>{_SHORT}) ?日?",
    rf"(?P<era>{_ERA}) ?(?P<year>[0-9]{{1,2}}) ?[./-] ?(?P<month>[0-9]{{1,2}}) ?[./-] ?(?P<day>[0-9]{{1,2}})(?![0-9])",
    r"(?P<year>[0-9]{4}) ?[./-] ?(?P<month>[0-9]{1,2}) ?[./-] ?(?P<day>[0-9]{1,2})(?![0-9])",
    rf"{_DAY_AND_MONTH}(?:[./-]| de | ?/ ?(?:{_NAME}))?,? ?(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])",
    rf"(?<![a-z])(?P<name>{_NAME})\.? ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: ?, ?| )(?P<year>[0-9]{{4}})(?![0-9])",
    r"(?P<one>[0-9]{1,2}) ?(?P<by>[.:/-]| ) ?(?P<other>[0-9]{1,2}) ?[.:/-]? ?(?P<year>(?:19|20)[0-9]{2})(?![0-9])",
    r"(?P<one>[0-9]{1,2})(?P<by>[./])(?P<other>[0-9]{1,2})[./](?P<year>[0-9]{2})(?![0-9./])",
)
_ANY: Final = tuple(re.compile((_NOT_IN_A_NUMBER if not form.startswith("(?<!") else "") + form) for form in _FORMS)


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Find the dates of a folded text, in order; none within another."""
    found = list[FoundDate]()
    for form in _ANY:
        for match in form.finditer(text):
            days = tuple(sorted(set(_days(match.groupdict()))))
            if days and all(match.end() <= one.begin or one.end <= match.start() for one in found):
                found.append(FoundDate(days, match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one.begin))


def _days(parts: dict[str, str | None]) -> Iterator[date]:
    """Give every way to read the parts that one form found."""
    said = {key: value for key, value in parts.items() if value is not None}
    years = tuple(_years(said["year"], era=said.get("era", "")))
    for year in years:
        if "name" in said:
            yield from _day(year, _MONTHS[said["name"].replace("0", "o")], int(said["day"]))
        elif "one" in said:
            yield from _day(year, int(said["other"]), int(said["one"]))
            if said["by"] in "/-":  # a dot, or a space, is written where the day comes first
                yield from _day(year, int(said["one"]), int(said["other"]))
        else:
            yield from _day(year, _number(said["month"]), _number(said["day"]))


def _years(text: str, *, era: str) -> Iterator[int]:
    """A year of two digits without its era may be of either century, and of the present era where its kanji follow."""
    year = _number(text)
    if era:
        yield _ERAS[era.rstrip(".")] + year
    elif year >= _CENTURY:
        yield year
    else:
        yield from (1900 + year, 2000 + year)


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    if text == "元":
        return 1
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_KANJI.find(tens) if tens else 1) + (_KANJI.find(ones[:1]) if ones else 0)
    return int("".join(str(max(_KANJI.find(sign), 0)) for sign in text))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
