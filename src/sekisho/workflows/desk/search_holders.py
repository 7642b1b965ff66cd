"""Finding a holder at the desk: by the beginning of a name, number or address; counted, limited and recorded for each agent.

Nobody reads the house's customers from end to end: a query says three characters at least, or two of Japanese
writing (a surname), twenty hits come back at most, and an
hour has its limit (ENU-08).
"""

import re
import unicodedata
from typing import Final

from sekisho.core.accounts import Account, AccountNumber
from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.masking import mask
from sekisho.core.events import Event, Happening
from sekisho.core.throttle import Throttled
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.desk.outcomes import DeskRefusal, HolderLine, HoldersFound
from sekisho.workflows.desk.seats import Seat, seat_of, turn_down
from sekisho.workflows.desk_records import FoundHolder
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import TryKind

SHORTEST: Final = 3
JAPANESE: Final = re.compile(r"[々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffffぁ-ゖァ-ヺー]{2,}")
"""Ideographs and kana: most surnames are two of them."""

MOST: Final = 20


def search_holders(ports: Ports, visitor: Visitor, *, query: str) -> HoldersFound | DeskRefusal:
    """Give the hits; a query that is too short finds nobody and counts all the same."""
    seat = seat_of(ports, visitor, deed="search")
    if isinstance(seat, DeskRefusal):
        return seat
    now, asked = ports.clock.now(), query.strip()
    with ports.store.transaction() as tx:
        verdict = reserve_try(tx, seat.id, TryKind.DESK_SEARCHES, now=now)
        is_short = not _is_enough(asked) or isinstance(verdict, Throttled)
        found = [] if is_short else tx.find_holders(asked, most=MOST + 1)
        if not isinstance(verdict, Throttled):
            tx.record(_event(ports, seat, asked, hits=len(found)))
    if isinstance(verdict, Throttled):
        return turn_down(ports, seat, Withheld(lacks=(Lack.RATE,)), deed="search")
    lines = tuple(_line(ports, one) for one in found[:MOST])
    return HoldersFound(lines=lines, is_more=len(found) > MOST)


def _is_enough(query: str) -> bool:
    """Tell whether a search has enough to go by: signs around a digit are no characters of a telephone number."""
    folded = unicodedata.normalize("NFKC", query)
    return sum(sign.isalnum() for sign in folded) >= SHORTEST or JAPANESE.fullmatch(folded) is not None


def _event(ports: Ports, seat: Seat, query: str, *, hits: int) -> Event:
    return Event(
        happening=Happening.HOLDERS_SEARCHED,
        at=ports.clock.now(),
        actor=seat.actor,
        surface="desk",
        detail={"query_print": ports.vault.fingerprint(query.casefold(), purpose="desk search")[:16], "hits": hits},
    )


def _line(ports: Ports, found: FoundHolder) -> HolderLine:
    account = Account(number=AccountNumber(found.account), state=found.state, trades_from=found.trades_from)
    return HolderLine(
        account=found.account,
        username=found.username,
        name=found.name,
        standing=account.standing(ports.clock.now()),
        residence=found.residence,
        email=mask(found.email),
        phone=mask(found.phone),
    )
