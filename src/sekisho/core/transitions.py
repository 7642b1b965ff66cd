"""States that change only by named events: a lifecycle is one aligned table, and what it does not list does not happen.

`NotAllowed` is the ordinary "no" of every deed that changes an account or an authenticator: nothing was changed, and it says
what stands in the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from sekisho.core.tables import TableError, read_rows

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)

COLUMNS: Final = ("event", "from", "to", "by", "because")
NEW: Final = "(new)"


@unique
class Hindrance(StrEnum):
    """What stands in the way of a deed."""

    STATE = "state"  # the lifecycle has no such event from here
    NOT_HELD = "not_held"  # the account has no such authenticator
    NOT_YET = "not_yet"  # too early; see `NotAllowed.retry_at`
    IS_HELD = "is_held"  # the holder or technical assistance stopped the automatic activation
    ADDRESS_CHANGED = "address_changed"  # the address of record changed too recently
    TWICE_IN_A_ROW = "twice_in_a_row"  # no permanent device was used since the last one (B019)
    HAD_A_DEVICE = "had_a_device"  # what is only for a first device
    BORROWED = "borrowed"  # it is another user name's, whose alone this is to do
    TOO_MANY = "too_many"  # as many as may be are there already
    RESIDENCE = "residence"  # not offered where the holder lives (B108)


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAllowed:
    """No: from here this does not happen, and nothing was changed."""

    event: str
    because: Hindrance
    state: str = ""
    retry_at: datetime | None = None  # from when it may be done, where time alone stands in the way


@unique
class By(StrEnum):
    """Who can bring an event about."""

    HOLDER = "holder"
    AGENT = "agent"
    REVIEWER = "reviewer"
    POST = "post"  # the operator's side of ordering and shipping
    TIMER = "timer"
    WRONG_TRIES = "wrong tries"  # whoever types them


@dataclass(frozen=True, kw_only=True, slots=True)
class Move(Generic[State]):
    """Where an event leads, who can bring it about, and why it exists."""

    to: State
    by: tuple[By, ...]
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifecycle(Generic[State, Event]):
    """Every event that can happen to one kind of thing, from every state in which it can; `None` is before the beginning."""

    name: str
    states: tuple[State, ...]
    moves: Mapping[tuple[State | None, Event], Move[State]]

    def after(self, state: State | None, event: Event) -> State | NotAllowed:
        """Give the state that follows `event`."""
        found = self.moves.get((state, event))
        if found is None:
            return NotAllowed(event=event.value, because=Hindrance.STATE, state="" if state is None else state.value)
        return found.to


def read_lifecycle(name: str, text: str, *, states: type[State], events: type[Event]) -> Lifecycle[State, Event]:
    """Read a table; every state is reached, every event happens, and no line contradicts another."""
    moves: dict[tuple[State | None, Event], Move[State]] = {}
    for event_cell, from_cell, to_cell, by_cell, because in read_rows(text, columns=COLUMNS):
        by = tuple(_member(By, who) for who in by_cell.split(", "))
        move = Move(to=_member(states, to_cell), by=by, because=because)
        for state_cell in from_cell.split(", "):
            key = (None if state_cell == NEW else _member(states, state_cell), _member(events, event_cell))
            if key in moves:
                raise TableError(f"{name}: {event_cell} from {state_cell} is there twice")
            moves[key] = move
    if missing := {*events} - {event for _, event in moves}:
        raise TableError(f"{name}: nothing says when these happen: {sorted(missing)}")
    if missing_states := {*states} - {move.to for move in moves.values()}:
        raise TableError(f"{name}: nothing leads to {sorted(missing_states)}")
    return Lifecycle(name=name, states=tuple(states), moves=MappingProxyType(moves))


Member = TypeVar("Member", bound=StrEnum)


def _member(kind: type[Member], cell: str) -> Member:
    try:
        return kind(cell)
    except ValueError:
        raise TableError(f"{cell!r} is no {kind.__name__}") from None
