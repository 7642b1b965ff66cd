"""A holder's state as the desk sees it: proofs, outlook, sign-ins with references, risks, every button with its reason."""

from datetime import timedelta
from typing import Final

from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.masking import mask
from sekisho.core.events import Event, Happening
from sekisho.workflows.desk.matter import Matter, read_matter
from sekisho.workflows.desk.outcomes import DeskRefusal, HolderSheet, WaitingMove
from sekisho.workflows.desk.seats import Seat, may_not_look, not_found, seat_of, turn_down
from sekisho.workflows.desk.views import call_view, contact_lines, deed_lines, past_lines, risks_of
from sekisho.workflows.factors import factor_view
from sekisho.workflows.list_sign_ins import sign_in_entries
from sekisho.workflows.outcomes import FactorView, Visitor
from sekisho.workflows.phones.waiting import waiting_move
from sekisho.workflows.ports import Ports, Transaction

HORIZON: Final = timedelta(days=60)
MOST_SIGN_INS: Final = 30


def show_holder(ports: Ports, visitor: Visitor, *, account: str) -> HolderSheet | DeskRefusal:
    """Show the holder of a live account; that it was looked at is recorded."""
    seat = seat_of(ports, visitor, deed="show_holder")
    if isinstance(seat, DeskRefusal):
        return seat
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        call = tx.call_of(seat.id, account, now=now)
        is_over_rate = call is None and may_not_look(tx, seat, now=now)
        matter = None if is_over_rate else read_matter(ports, tx, seat, account=account, call=call, now=now)
        sheet = None if matter is None else _sheet(ports, tx, matter)
        if matter is not None:
            tx.record(_event(seat, matter))
    if is_over_rate:
        return turn_down(ports, seat, Withheld(lacks=(Lack.RATE,)), deed="show_holder", account=account)
    return sheet or not_found(ports, seat, deed="show_holder")


def _sheet(ports: Ports, tx: Transaction, matter: Matter) -> HolderSheet:
    account, holder = matter.account, matter.holder
    return HolderSheet(
        account=account.number,
        username=holder.username,
        name=holder.name,
        standing=account.standing(matter.now),
        trades_from=account.trades_from,
        closed_cause=account.closed_cause,
        language=holder.language,
        residence=holder.residence,
        contacts=contact_lines(matter),
        authenticators=account.authenticators,
        sharings=matter.sharings,
        move=_move(ports, tx, matter),
        outlook=matter.in_time.outlook(now=matter.now, horizon=HORIZON),
        sign_ins=tuple(sign_in_entries(tx, holder.id, most=MOST_SIGN_INS)),
        risks=risks_of(matter),
        deeds=deed_lines(matter),
        past=past_lines(tx, matter),
        call=call_view(tx, matter, matter.call) if matter.call else None,
    )


def _move(ports: Ports, tx: Transaction, matter: Matter) -> WaitingMove | None:
    kept = waiting_move(ports, tx, matter.account, now=matter.now)
    if kept is None or kept.not_before is None:
        return None
    old = matter.account.find(AuthenticatorId(kept.replaces))
    new = FactorView(id=kept.device_id, kind=AuthenticatorKind.KEY_APP, name="", platform=kept.platform)
    return WaitingMove(
        asked_at=kept.made_at,
        takes_place_at=kept.not_before,
        ends_at=kept.expires_at,
        phone=new,
        replaces=factor_view(old) if old else None,
        number=mask(matter.contacts.phone.value),
    )


def _event(seat: Seat, matter: Matter) -> Event:
    return Event(
        happening=Happening.HOLDER_SHOWN,
        at=matter.now,
        actor=seat.actor,
        account=matter.account.number,
        surface="desk",
    )
