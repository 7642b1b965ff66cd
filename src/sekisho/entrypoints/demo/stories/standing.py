"""The eleven situations of the help, and who stands in which today: asked of the accounts, so the clock moves people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sekisho.core.access import Evidence, Situation, situation_of
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators.kinds import DeviceState, PermanentDevice

_CREDENTIALS_REFUSED: Final = frozenset(
    {
        *(situation for situation in Situation if situation.value.startswith(("applied_", "approved_today_"))),
        Situation.CLOSED,
        Situation.REJECTED,
    }
)
_WAITS: Final = frozenset({DeviceState.REQUESTED, DeviceState.SHIPPED})
_POSTED: Final = _WAITS | {DeviceState.DELIVERED}
_LOST: Final = frozenset({Situation.OPEN_NOTHING_USABLE, Situation.OPEN_CARD})

ROWS: Final[Mapping[str, frozenset[Situation]]] = {
    "s1": _CREDENTIALS_REFUSED,
    "s2": frozenset({Situation.OPEN_CARD, Situation.OPEN_PASSCODE_FULL}),
    "s3": frozenset(),
    "s4": frozenset(),
    "s5": frozenset({Situation.OPEN_PASSCODE_FULL, Situation.OPEN_SUSPENDED_DEVICE}),
    "s6": frozenset(),
    "s7": frozenset({Situation.OPEN_PASSCODE_CARD_ONLY, Situation.OPEN_PASSCODE_EXPIRED}),
    "s8": frozenset({Situation.OPEN_CARD_EXPIRED}),
    "s9": frozenset(),
    "s10": frozenset({Situation.OPEN_PASSCODE_CARD_ONLY}),
    "s11": frozenset(),
}
"""By number, the rows of the access table whose people it is about; what the table does not know is in `stands_in`."""


def stands_in(story: str, account: Account, now: datetime) -> bool:
    """Tell whether the holder of `account` stands in a situation of the help at `now`."""
    situation = situation_of(account, Evidence(credentials=Credentials.LIVE), now)
    if situation in ROWS[story]:
        return True
    states = {held.state for held in account.authenticators if isinstance(held, PermanentDevice)}
    match story:
        case "s1":
            return account.paper_number is not None
        case "s6":
            return situation in _LOST and DeviceState.LOST in states and not states & _POSTED
        case "s9":
            return bool(states & _WAITS)
        case "s11":
            return DeviceState.DELIVERED in states
        case _:
            return False
