"""The second person: asked inline, with the deed, its details and a reason; agrees or declines, once, and is never the first."""

from collections.abc import Callable
from dataclasses import replace

from sekisho.core.desk.circumstances import Person
from sekisho.core.desk.decide import Lack, Withheld, may_second, ordered
from sekisho.core.desk.roles import Role
from sekisho.core.events import Event, Happening
from sekisho.workflows.claim import new_reference
from sekisho.workflows.desk.calls import call_event, matter_of_call
from sekisho.workflows.desk.matter import Matter, judge_request, read_matter, requested
from sekisho.workflows.desk.outcomes import CallView, DeedRequest, DeskRefusal, WaitingApproval
from sekisho.workflows.desk.seats import Seat, not_found, person_at, seat_of, seen_person, turn_down
from sekisho.workflows.desk.views import call_view
from sekisho.workflows.desk_records import AskedRecord, CallRecord
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction


def ask_second_agent(ports: Ports, visitor: Visitor, *, call_id: str, request: DeedRequest) -> CallView | DeskRefusal:
    """Ask for an agreement, once in a call, and only when nothing else is lacking.

    What waits is never put in another's place: whoever presses "agree" agrees to what was on the screen.
    """
    seat = seat_of(ports, visitor, deed="ask_second_agent")
    if isinstance(seat, DeskRefusal):
        return seat
    view: CallView | None = None
    withheld: Withheld | None = None
    with ports.store.transaction() as tx:
        matter = matter_of_call(ports, tx, seat, call_id)
        if matter is not None:
            withheld = _lacking_beside_second(matter, request)
            if withheld is None:
                view = _asked(tx, matter, request, again=lambda: matter_of_call(ports, tx, seat, call_id))
    if matter is None:
        return not_found(ports, seat, deed="ask_second_agent")
    withheld = withheld or Withheld(lacks=(Lack.CALL_USED,))
    return view or turn_down(ports, seat, withheld, deed=request.deed.value, account=matter.account.number)


def approve_as_second(ports: Ports, visitor: Visitor, *, call_id: str) -> WaitingApproval | DeskRefusal:
    """Agree to what a colleague asked; the colleague does it, in what is left of the ten minutes."""
    return _answer(ports, visitor, call_id=call_id, is_agreed=True)


def decline_as_second(ports: Ports, visitor: Visitor, *, call_id: str) -> WaitingApproval | DeskRefusal:
    """Say no to what a colleague asked."""
    return _answer(ports, visitor, call_id=call_id, is_agreed=False)


def list_waiting_approvals(ports: Ports, visitor: Visitor) -> tuple[WaitingApproval, ...] | DeskRefusal:
    """Give what waits, oldest first, without one's own."""
    seat = seat_of(ports, visitor, deed="list_waiting_approvals")
    if isinstance(seat, DeskRefusal):
        return seat
    now = ports.clock.now()
    with ports.store.reading() as tx:
        waiting = [_waiting(ports, tx, call) for call in tx.waiting_calls(now=now) if call.agent_id != seat.id]
    return tuple(one for one in waiting if one is not None)


def _answer(ports: Ports, visitor: Visitor, *, call_id: str, is_agreed: bool) -> WaitingApproval | DeskRefusal:
    deed = "approve_as_second" if is_agreed else "decline_as_second"
    seat = seat_of(ports, visitor, deed=deed)
    if isinstance(seat, DeskRefusal):
        return seat
    now = ports.clock.now()
    lack: Lack | None = None
    with ports.store.transaction() as tx:
        call = tx.call(call_id)
        shown = _waiting(ports, tx, call) if call and call.asked else None
        if call is not None and shown is not None:
            lack = _unfit(ports, tx, seat, call)
            if lack is None and not tx.answer_second(call_id, second_id=seat.id, is_agreed=is_agreed, now=now):
                lack = Lack.CALL_USED if call.deed_at else Lack.CALL
            if lack is None:
                tx.record(_event(ports, seat, call, shown, is_agreed=is_agreed))
    if call is None or shown is None:
        return not_found(ports, seat, deed=deed)
    if lack is not None:
        return turn_down(ports, seat, Withheld(lacks=(lack,)), deed=deed, account=call.account)
    return shown


def _asked(
    tx: Transaction, matter: Matter, request: DeedRequest, *, again: Callable[[], Matter | None]
) -> CallView | None:
    """Put the request; None: the call has put another, or had its answer."""
    call = matter.call
    asked = AskedRecord(deed=request.deed, reason=request.reason, details=request.details, asked_at=matter.now)
    if call is None:
        return None
    if not tx.ask_second(call.id, asked):
        waits = call.asked is not None and not call.asked.second_id and requested(call.asked) == request
        return call_view(tx, matter, call) if waits and call.is_open(matter.now) else None
    matter = again() or matter
    detail = {"deed": request.deed.value, "said": request.reason}
    tx.record(call_event(matter, Happening.SECOND_AGENT_ASKED, **detail))
    return call_view(tx, matter, matter.call) if matter.call else None


def _lacking_beside_second(matter: Matter, request: DeedRequest) -> Withheld | None:
    """What is still lacking with the agreement of somebody who may give it."""
    nobody = Person(id="", role=Role.SUPERVISOR)
    call = matter.call
    if call is None:
        return Withheld(lacks=(Lack.CALL,))
    asked = AskedRecord(
        deed=request.deed, reason=request.reason, details=request.details, asked_at=matter.now, approved_at=matter.now
    )
    agreed = replace(matter, call=replace(call, asked=asked), second=nobody)
    answer = judge_request(agreed, request)
    lacks = ordered({*answer.lacks} - {Lack.SECOND_UNFIT}) if isinstance(answer, Withheld) else ()
    return Withheld(lacks=lacks, risks=answer.risks) if lacks else None


def _unfit(ports: Ports, tx: Transaction, seat: Seat, call: CallRecord) -> Lack | None:
    holder = tx.holder(call.holder_id)
    first = person_at(tx, call.agent_id, holder)
    second = seen_person(tx, seat.staff, seat.person, holder)
    del ports
    return None if first is not None and may_second(second, first) else Lack.SECOND_UNFIT


def _waiting(ports: Ports, tx: Transaction, call: CallRecord) -> WaitingApproval | None:
    staff = tx.staff(call.agent_id)
    if call.asked is None or staff is None:
        return None
    first = tx.holder(call.agent_id)
    seat = Seat(visitor=None, staff=staff, person=first)
    matter = read_matter(ports, tx, seat, account=call.account, call=call, now=ports.clock.now())
    if matter is None:
        return None
    return WaitingApproval(
        call_id=call.id,
        account=call.account,
        name=matter.holder.name,
        agent=first.username,
        deed=call.asked.deed,
        reason=call.asked.reason,
        details=call.asked.details,
        risks=judge_request(matter, requested(call.asked)).risks,
        asked_at=call.asked.asked_at,
        ends_at=call.ends_at,
    )


def _event(ports: Ports, seat: Seat, call: CallRecord, shown: WaitingApproval, *, is_agreed: bool) -> Event:
    return Event(
        happening=Happening.SECOND_AGENT_AGREED if is_agreed else Happening.SECOND_AGENT_DECLINED,
        at=ports.clock.now(),
        actor=seat.actor,
        holder=call.holder_id,
        account=call.account,
        reference=new_reference(ports.dice),
        surface="desk",
        detail={"call": call.id, "deed": shown.deed.value, "agent": call.agent_id},
    )
