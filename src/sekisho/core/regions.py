"""Where a holder lives decides whom to telephone, and to which mailbox documents go.

The defaults are fictional: numbers from the ranges that the authorities reserve for drama (NANP 555-01xx, Ofcom, ACMA), and for
Japan, which reserves none, numbers that cannot be assigned. "Europe" is the geographic one (facts, D31).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Telephone:
    """One number: `shown` as people of the region write it, `dialled` in international form with separators (RFC 3966)."""

    shown: str
    dialled: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Wall-clock hours of one stretch of weekdays (0 is Monday, both ends included)."""

    first_day: int
    last_day: int
    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A region of Client Services. An empty `countries` takes everybody whom no other region names."""

    code: str
    countries: frozenset[str]  # ISO 3166 alpha-2
    toll_free: Telephone  # from inside the region
    direct: Telephone  # from anywhere
    hours: tuple[Hours, ...]
    zone: str  # of the hours, IANA


EUROPE: Final = frozenset(
    "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO "
    "PL PT RO RS RU SE SI SJ SK SM UA VA XK".split()
)
ASIA_PACIFIC: Final = frozenset(
    "AU BD BN BT CC CK CN CX FJ FM HK ID IN KH KI KR LA LK MH MM MN MO MV MY NC NF NP NR NU NZ PF PG PH PK PN PW SB SG TH TK TL "
    "TO TV TW VN VU WF WS".split()
)
_WEEKDAYS: Final = Hours(first_day=0, last_day=4, opens=time(8), closes=time(20))
_SUNDAY: Final = Hours(first_day=6, last_day=6, opens=time(13), closes=time(19))  # closed on Saturday (B115)

DEFAULT_REGIONS: Final = (
    Region(
        code="japan",
        countries=frozenset({"JP"}),
        toll_free=Telephone(shown="0120-000-000", dialled="+81-120-000-000"),
        direct=Telephone(shown="03-0000-0000", dialled="+81-3-0000-0000"),
        hours=(Hours(first_day=0, last_day=4, opens=time(8), closes=time(18)),),
        zone="Asia/Tokyo",
    ),
    Region(
        code="europe",
        countries=EUROPE,
        toll_free=Telephone(shown="0808 157 0142", dialled="+44-808-157-0142"),
        direct=Telephone(shown="020 7946 0142", dialled="+44-20-7946-0142"),
        hours=(_WEEKDAYS, _SUNDAY),
        zone="Europe/London",
    ),
    Region(
        code="asia_pacific",
        countries=ASIA_PACIFIC,
        toll_free=Telephone(shown="1800 975 707", dialled="+61-1800-975-707"),
        direct=Telephone(shown="02 5550 0142", dialled="+61-2-5550-0142"),
        hours=(_WEEKDAYS,),
        zone="Australia/Sydney",
    ),
    Region(
        code="americas",
        countries=frozenset(),
        toll_free=Telephone(shown="1-800-555-0199", dialled="+1-800-555-0199"),
        direct=Telephone(shown="(202) 555-0142", dialled="+1-202-555-0142"),
        hours=(_WEEKDAYS, _SUNDAY),
        zone="America/New_York",
    ),
)


def region_of(residence: str, regions: Sequence[Region] = DEFAULT_REGIONS) -> Region:
    """Give the region of a country of residence; an unknown or empty one belongs to the region without countries, or the last."""
    named = (region for region in regions if residence.upper() in region.countries)
    rest = (region for region in regions if not region.countries)
    return next(named, None) or next(rest, regions[-1])


def is_in_europe(residence: str) -> bool:
    """Tell whether a country of residence lies in geographic Europe; it decides the mailbox for documents (A045 to A047)."""
    return residence.upper() in EUROPE
