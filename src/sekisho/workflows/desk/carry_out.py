"""A deed of the desk, from asking to done: judged, judged again in its transaction, carried out once, told on every address.

One transaction writes the spent call, the account, the secrets, the stop link, the messages and the trail; whoever loses a race
leaves it by an exception, and nothing was done.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from sekisho.core.desk.decide import Allowed, Lack, Withheld
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.desk.masking import mask
from sekisho.core.events import Event
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.claim import new_reference
from sekisho.workflows.desk import account_deeds, device_deeds, passcode, password_deeds, sharing
from sekisho.workflows.desk.bench import Bench, Drawn, Effect, NotDoneError
from sekisho.workflows.desk.calls import matter_of_call
from sekisho.workflows.desk.matter import Matter, judge_request, read_matter
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.seats import Seat, not_found, seat_of, turn_down
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.sharers import tell_sharers
from sekisho.workflows.stop_links import draw_stop

TOLD_TO_BOTH: Final = frozenset({DeskDeed.APPROVE_SHARING, DeskDeed.DECLINE_SHARING})
"""Deeds whose message is true for both user names of a shared device."""

DEEDS: Final = MappingProxyType(
    {
        DeskDeed.ISSUE_PASSCODE: passcode.issue,
        DeskDeed.REQUEST_CARD: passcode.grant_card,
        DeskDeed.UNBLOCK_DEVICE: device_deeds.unblock,
        DeskDeed.ORDER_DEVICE: device_deeds.order,
        DeskDeed.REPLACE_DEVICE: device_deeds.replace_device,
        DeskDeed.RESET_PASSWORD: password_deeds.reset,
        DeskDeed.SEND_USERNAME: password_deeds.send_username,
        DeskDeed.UNLOCK: password_deeds.unlock,
        DeskDeed.REPORT_LOST: device_deeds.lose,
        DeskDeed.HOLD_ACTIVATION: device_deeds.hold,
        DeskDeed.RELEASE_ACTIVATION: device_deeds.release,
        DeskDeed.CHANGE_CONTACT: account_deeds.change_contact,
        DeskDeed.CLOSE: account_deeds.close_for_holder,
        DeskDeed.REOPEN: account_deeds.reopen_account,
        DeskDeed.APPROVE: account_deeds.approve_account,
        DeskDeed.REJECT: account_deeds.reject_account,
        DeskDeed.CLOSE_WITHOUT_BALANCE: account_deeds.close_without_balance,
        DeskDeed.APPROVE_SHARING: sharing.approve_sharing,
        DeskDeed.DECLINE_SHARING: sharing.decline_sharing,
    }
)
Read = Callable[[Transaction], Matter | None]


def carry_out(ports: Ports, visitor: Visitor, *, call_id: str, request: DeedRequest) -> DeedDone | DeskRefusal:
    """Do one deed in an own call."""
    seat = seat_of(ports, visitor, deed=request.deed.value)
    if isinstance(seat, DeskRefusal):
        return seat
    return _carry_out(ports, seat, request, read=lambda tx: matter_of_call(ports, tx, seat, call_id))


def carry_out_for_account(
    ports: Ports, visitor: Visitor, *, account: str, request: DeedRequest
) -> DeedDone | DeskRefusal:
    """Do one deed about an account: in the own open call where the deed demands one, without where it demands none."""
    seat = seat_of(ports, visitor, deed=request.deed.value)
    if isinstance(seat, DeskRefusal):
        return seat

    def read(tx: Transaction) -> Matter | None:
        now = ports.clock.now()
        call = tx.call_of(seat.id, account, now=now) if DEMANDS[request.deed].needs_call else None
        return read_matter(ports, tx, seat, account=account, call=call, now=now)

    return _carry_out(ports, seat, request, read=read)


def _carry_out(ports: Ports, seat: Seat, request: DeedRequest, *, read: Read) -> DeedDone | DeskRefusal:
    with ports.store.reading() as tx:
        matter = read(tx)
    if matter is None:
        return not_found(ports, seat, deed=request.deed.value)
    answer = judge_request(matter, request)
    if isinstance(answer, Allowed):
        activate_due(ports, matter.account.number, now=matter.now)
        drawn = _draw(ports, request.deed)
        try:
            return _in_one_transaction(ports, request, drawn, account=matter.account.number, read=read)
        except NotDoneError as error:
            answer = Withheld(lacks=(error.lack,))
    return turn_down(
        ports,
        seat,
        answer,
        deed=request.deed.value,
        account=matter.account.number,
        holder=matter.holder.id,
        reason=request.reason,
    )


def _in_one_transaction(ports: Ports, request: DeedRequest, drawn: Drawn, *, account: str, read: Read) -> DeedDone:
    with ports.store.transaction() as tx:
        tx.verify_time(ports.clock.now())
        tx.lock_account(account)
        matter = read(tx)
        answer = Withheld(lacks=(Lack.CALL,)) if matter is None else judge_request(matter, request)
        if matter is None or isinstance(answer, Withheld):
            raise NotDoneError(answer.lacks[0] if isinstance(answer, Withheld) else Lack.CALL)
        reference = new_reference(ports.dice)
        bench = Bench(ports=ports, tx=tx, matter=matter, request=request, drawn=drawn, reference=reference)
        if DEMANDS[request.deed].needs_call:
            _use_call(bench)
        effect = DEEDS[request.deed](bench)
        told = _tell(bench, effect)
        others = _tell_others(bench, effect)
        for event in (_event(bench, answer, effect), *others):
            tx.record(event)
    return DeedDone(
        deed=request.deed,
        at=matter.now,
        reference=reference,
        told=told,
        secret=effect.secret,
        is_half=effect.is_half,
        sent_to=mask(effect.sent_to),
        until=effect.until,
    )


def _draw(ports: Ports, deed: DeskDeed) -> Drawn:
    match deed:
        case DeskDeed.ISSUE_PASSCODE:
            return passcode.draw_passcode(ports)
        case DeskDeed.RESET_PASSWORD:
            return password_deeds.draw_reset(ports)
        case _:  # draws what it needs itself: nothing of it is slow
            return Drawn()


def _use_call(bench: Bench) -> None:
    call = bench.matter.call
    if call is None or not bench.tx.use_call(call, bench.request.deed, reference=bench.reference, now=bench.now):
        raise NotDoneError(Lack.CALL_USED)


def _tell(bench: Bench, effect: Effect) -> tuple[str, ...]:
    """Tell the holder on every address, with the link that stops it where it may be trusted, and keep the link's print."""
    matter = bench.matter
    token = draw_stop(bench.ports, bench.tx, matter.holder, bench.request.deed, subject=effect.subject, now=bench.now)
    message = OutgoingMessage(
        holder_id=matter.holder.id,
        message=DEMANDS[bench.request.deed].told_as.value,
        at=bench.now,
        params={"reference": bench.reference},
    )
    return tuple(mask(address) for address in bench.tx.announce(message, stop=token))


def _tell_others(bench: Bench, effect: Effect) -> tuple[Event, ...]:
    """Tell whoever shares a device that the deed touched; they get no link, and may telephone."""
    deed, holder = bench.request.deed, bench.matter.holder
    message = DEMANDS[deed].told_as.value if deed in TOLD_TO_BOTH else "shared_device_changed"
    params = {"reference": bench.reference}
    outgoing = OutgoingMessage(holder_id=holder.id, message=message, at=bench.now, params=params)
    return tuple(
        event
        for device in effect.touched
        for event in tell_sharers(
            bench.tx,
            outgoing,
            device=device,
            happening=DEMANDS[deed].told_as,
            actor=bench.matter.seat.actor,
            also=effect.also,
        )
    )


def _event(bench: Bench, allowed: Allowed, effect: Effect) -> Event:
    matter, asked = bench.matter, bench.matter.call.asked if bench.matter.call else None
    detail: dict[str, str | int | bool | None] = {
        "deed": bench.request.deed.value,
        "said": bench.request.reason,
        "call": matter.call.id if matter.call else "",
        "risks": " ".join(sorted(allowed.risks)),
        **effect.noted,
    }
    if asked is not None and matter.is_agreed(bench.request):
        detail["second_agent"] = asked.second_id
    return Event(
        happening=DEMANDS[bench.request.deed].told_as,
        at=bench.now,
        actor=matter.seat.actor,
        holder=matter.holder.id,
        account=matter.account.number,
        reference=bench.reference,
        surface="desk",
        detail=detail,
    )
