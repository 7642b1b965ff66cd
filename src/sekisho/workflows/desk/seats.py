"""Who sits at the desk: the member of the staff behind a session, and the "no" that anybody else gets.

The role is read from the staff's own row at every request; nothing that a page or a program says makes anybody an agent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.access.decisions import Scope
from sekisho.core.accounts import AccountState
from sekisho.core.desk.circumstances import AN_HOUR, Person, Risk
from sekisho.core.desk.decide import Lack, Withheld, ordered
from sekisho.core.desk.roles import Role
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.sharing import match_of
from sekisho.core.throttle import Throttled
from sekisho.workflows.claim import new_reference
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.desk.outcomes import DeskRefusal
from sekisho.workflows.outcomes import RefusalView, Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, StaffRecord, TryKind

ACTOR_KINDS: Final = {
    Role.AGENT: "agent",
    Role.TECHNICAL_ASSISTANCE: "assistance",
    Role.REVIEWER: "reviewer",
    Role.SUPERVISOR: "supervisor",
}
"""Who the trail says did it: names that fit its column."""

COMPARED_DIGITS: Final = 9
"""The digits by which two telephones are the same, country and area written as they may be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """One of the staff, at work."""

    visitor: Visitor | None  # None: seen by somebody else
    staff: StaffRecord
    person: HolderRecord  # the user name behind it

    @property
    def id(self) -> str:
        """Give the id that calls and the trail name."""
        return self.person.id

    @property
    def actor(self) -> Actor:
        """Give who the trail says did it."""
        return Actor(kind=ACTOR_KINDS[self.staff.role], id=self.person.id)


def seat_of(ports: Ports, visitor: Visitor, *, deed: str) -> Seat | DeskRefusal:
    """Give the seat of a visitor, or refuse whoever has none."""
    with ports.store.reading() as tx:
        staff = tx.staff(visitor.holder_id) if Scope.DESK in visitor.scopes else None
        person = tx.holder(visitor.holder_id)
    if staff is None:
        return refuse(ports, actor=Actor(kind="holder", id=visitor.holder_id), lacks=(Lack.ROLE,), deed=deed)
    return Seat(visitor=visitor, staff=staff, person=person)


def role_of(ports: Ports, visitor: Visitor) -> Role | None:
    """Give the role of a visitor; None: not one of the staff."""
    with ports.store.reading() as tx:
        staff = tx.staff(visitor.holder_id)
    return None if staff is None else staff.role


def person_at(tx: Transaction, staff_id: str, holder: HolderRecord) -> Person | None:
    """Give another member of the staff as the rules see them; None: no longer one of the staff, or let go."""
    staff = tx.staff(staff_id)
    if staff is None:
        return None
    person = tx.holder(staff_id)
    is_in = tx.account(person.account_number).state is AccountState.OPEN
    return seen_person(tx, staff, person, holder) if is_in else None


def seen_person(tx: Transaction, staff: StaffRecord, person: HolderRecord, holder: HolderRecord) -> Person:
    """Say what stake a member of the staff has: the account, another one of the same person, or an address that both have."""
    is_own = holder.account_number in (staff.own_account, person.account_number)
    is_own = is_own or match_of(tx.person_of(staff.own_account), tx.person_of(holder.account_number)) is not None
    shares_mail = bool(holder.email) and holder.email.casefold() == person.email.casefold()
    shares_phone = bool(_number(holder.phone)) and _number(holder.phone) == _number(person.phone)
    return Person(id=person.id, role=staff.role, is_own=is_own or shares_mail or shares_phone)


def may_not_look(tx: Transaction, seat: Seat, *, now: datetime) -> bool:
    """Count a look at an account without an own call, and tell whether it is one too many (ENU-08)."""
    return isinstance(reserve_try(tx, seat.id, TryKind.DESK_LOOKS, now=now), Throttled)


def turn_down(
    ports: Ports, seat: Seat, withheld: Withheld, *, deed: str, account: str = "", holder: str = "", reason: str = ""
) -> DeskRefusal:
    """Say no to one of the staff, and keep what for: `reason` is the one that they wrote."""
    return refuse(
        ports,
        actor=seat.actor,
        lacks=withheld.lacks,
        risks=withheld.risks,
        deed=deed,
        account=account,
        holder=holder,
        said=reason,
    )


def refuse(
    ports: Ports,
    *,
    actor: Actor,
    lacks: Iterable[Lack],
    risks: frozenset[Risk] = frozenset(),
    deed: str,
    account: str = "",
    holder: str = "",
    said: str = "",
) -> DeskRefusal:
    """Record a refusal under a reference and give what is told."""
    withheld = Withheld(lacks=ordered(lacks), risks=risks)
    detail: dict[str, str | int | bool | None] = {"deed": deed, "lacks": " ".join(withheld.lacks)}
    event = Event(
        happening=Happening.DESK_RATE_EXCEEDED if withheld.lacks[0] is Lack.RATE else Happening.DESK_REFUSED,
        at=ports.clock.now(),
        actor=actor,
        holder=holder,
        account=account,
        reference=new_reference(ports.dice),
        reason=withheld.reason,
        surface="desk",
        detail=detail | ({"said": said} if said else {}),
    )
    with ports.store.transaction() as tx:
        tx.record(event)
    retry_at = event.at + AN_HOUR if withheld.reason is Reason.THROTTLED else None
    view = RefusalView(reason=withheld.reason, reference=event.reference, retry_at=retry_at)
    return DeskRefusal(refusal=view, lacks=withheld.lacks, risks=withheld.risks)


def not_found(ports: Ports, seat: Seat, *, deed: str) -> DeskRefusal:
    """Say that there is no such thing, or that it is somebody else's: the same answer (AZ-01)."""
    event = Event(
        happening=Happening.DESK_REFUSED,
        at=ports.clock.now(),
        actor=seat.actor,
        reference=new_reference(ports.dice),
        reason=Reason.NOT_FOUND,
        surface="desk",
        detail={"deed": deed},
    )
    with ports.store.transaction() as tx:
        tx.record(event)
    return DeskRefusal(refusal=RefusalView(reason=Reason.NOT_FOUND, reference=event.reference))


def _number(phone: str) -> str:
    """Give what two ways of writing one telephone have in common: +81-90-... and 090-... differ before it only."""
    return "".join(sign for sign in phone if sign.isdigit())[-COMPARED_DIGITS:]
