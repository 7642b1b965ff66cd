"""The call: one agent, one account, ten minutes, one deed. Opening it puts a word pair on the holder's portal."""

from datetime import timedelta
from typing import Final

from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.demands import ON_THE_TELEPHONE
from sekisho.core.desk.word_pair import HIGHEST, LOWEST, WORDS, write_pair
from sekisho.core.events import Event, Happening
from sekisho.workflows.desk.matter import Matter, read_matter
from sekisho.workflows.desk.outcomes import CallShown, CallView, DeskRefusal, NoCall
from sekisho.workflows.desk.seats import Seat, may_not_look, not_found, seat_of, turn_down
from sekisho.workflows.desk.views import call_view
from sekisho.workflows.desk_records import CallRecord
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Dice, Ports, Transaction

LASTS: Final = timedelta(minutes=10)


def open_call(ports: Ports, visitor: Visitor, *, account: str) -> CallView | DeskRefusal:
    """Open a call about an account; an own call that is open already goes on."""
    seat = seat_of(ports, visitor, deed="open_call")
    if isinstance(seat, DeskRefusal):
        return seat
    if seat.staff.role not in ON_THE_TELEPHONE:
        return turn_down(ports, seat, Withheld(lacks=(Lack.ROLE,)), deed="open_call", account=account)
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        before = tx.call_of(seat.id, account, now=now)
        is_over_rate = before is None and may_not_look(tx, seat, now=now)
        matter = None if is_over_rate else read_matter(ports, tx, seat, account=account, call=before, now=now)
        is_own = matter is not None and matter.agent.is_own
        view = None if matter is None or is_own else _opened(ports, tx, matter)
    if view is not None:
        return view
    if is_own or is_over_rate:
        lack = Lack.RATE if is_over_rate else Lack.OWN_ACCOUNT
        return turn_down(ports, seat, Withheld(lacks=(lack,)), deed="open_call", account=account)
    return not_found(ports, seat, deed="open_call")


def show_call(ports: Ports, visitor: Visitor, *, call_id: str) -> CallView | DeskRefusal:
    """Show an own call as it stands."""
    seat = seat_of(ports, visitor, deed="show_call")
    if isinstance(seat, DeskRefusal):
        return seat
    with ports.store.reading() as tx:
        matter = matter_of_call(ports, tx, seat, call_id)
        view = call_view(tx, matter, matter.call) if matter and matter.call else None
    return view or not_found(ports, seat, deed="show_call")


def close_call(ports: Ports, visitor: Visitor, *, call_id: str) -> CallView | DeskRefusal:
    """End an own call; ending it twice changes nothing."""
    seat = seat_of(ports, visitor, deed="close_call")
    if isinstance(seat, DeskRefusal):
        return seat
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        matter = matter_of_call(ports, tx, seat, call_id)
        if matter and matter.call and tx.close_call(call_id, now=now):
            tx.record(call_event(matter, Happening.CALL_CLOSED))
            matter = matter_of_call(ports, tx, seat, call_id)
        view = call_view(tx, matter, matter.call) if matter and matter.call else None
    return view or not_found(ports, seat, deed="close_call")


def show_call_to_holder(ports: Ports, visitor: Visitor) -> CallShown | NoCall:
    """Tell a holder in the portal who of the desk is speaking about the account, and the words to read out.

    The words weigh as much as they do because a second factor was answered before they are shown; others see who is speaking.
    """
    now = ports.clock.now()
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
        call = tx.call_about(holder.account_number, now=now)
        staff = tx.staff(call.agent_id) if call else None
    if call is None or staff is None:
        return NoCall()
    pair = "" if visitor.factor is None else call.pair
    return CallShown(agent=staff.name, pair=pair, ends_at=call.ends_at)


def matter_of_call(ports: Ports, tx: Transaction, seat: Seat, call_id: str) -> Matter | None:
    """Read what an own call is about; another's call is as unknown as none (AZ-01)."""
    call = tx.call(call_id)
    if call is None or call.agent_id != seat.id:
        return None
    return read_matter(ports, tx, seat, account=call.account, call=call, now=ports.clock.now())


def call_event(matter: Matter, happening: Happening, **detail: str | int | bool | None) -> Event:
    """Describe what happened in a call."""
    call = matter.call
    return Event(
        happening=happening,
        at=matter.now,
        actor=matter.seat.actor,
        holder=matter.holder.id,
        account=matter.account.number,
        surface="desk",
        detail={"call": call.id if call else "", **detail},
    )


def _opened(ports: Ports, tx: Transaction, matter: Matter) -> CallView:
    if matter.call is not None:
        return call_view(tx, matter, matter.call)
    call = CallRecord(
        id=f"call_{ports.dice.token(prefix='').reveal_text()[:22]}",
        agent_id=matter.seat.id,
        account=matter.account.number,
        holder_id=matter.holder.id,
        opened_at=matter.now,
        ends_at=matter.now + LASTS,
        pair=_pair(ports.dice),
    )
    tx.open_call(call)
    again = read_matter(ports, tx, matter.seat, account=call.account, call=call, now=matter.now) or matter
    view = call_view(tx, again, call)
    tx.record(call_event(again, Happening.CALL_OPENED))
    return view


def _pair(dice: Dice) -> str:
    word = WORDS[dice.number(low=0, high=len(WORDS) - 1)]
    return write_pair(word, dice.number(low=LOWEST, high=HIGHEST))
