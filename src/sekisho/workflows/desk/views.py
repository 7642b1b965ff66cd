"""From what is stored to what a screen of the desk may show."""

from sekisho.core.contacts import Contact, ContactKind
from sekisho.core.desk.circumstances import Risk, number_to_ring, numbers_since, risks
from sekisho.core.desk.decide import Withheld
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.desk.evidence import Sum, weigh
from sekisho.core.desk.masking import mask
from sekisho.workflows.desk.matter import Matter, hands, judge, requested
from sekisho.workflows.desk.outcomes import (
    AskedDeed,
    CallView,
    ContactLine,
    DeedLine,
    DeedRequest,
    EvidenceLine,
    PastDeedLine,
)
from sekisho.workflows.desk_records import AskedRecord, CallRecord
from sekisho.workflows.ports import Transaction


def deed_lines(matter: Matter) -> tuple[DeedLine, ...]:
    """Give every button, with what it lacks."""
    return tuple(_deed_line(matter, deed) for deed in DeskDeed)


def _deed_line(matter: Matter, deed: DeskDeed) -> DeedLine:
    asked = matter.call.asked if matter.call else None
    request = requested(asked) if asked and asked.deed is deed else DeedRequest(deed=deed, reason="")
    answer = judge(matter, request)
    return DeedLine(deed=deed, lacks=answer.lacks if isinstance(answer, Withheld) else (), risks=answer.risks)


def call_view(tx: Transaction, matter: Matter, call: CallRecord) -> CallView:
    """Show a call to its agent."""
    shown = summed(matter, call)
    return CallView(
        id=call.id,
        account=call.account,
        username=matter.holder.username,
        name=matter.holder.name,
        opened_at=call.opened_at,
        ends_at=call.ends_at,
        closed_at=call.closed_at,
        is_over=not call.is_open(matter.now) or call.deed_at is not None,
        evidence=tuple(
            EvidenceLine(kind=item.kind, outcome=item.outcome, at=item.at, counts=item.kind in shown.counting)
            for item in call.evidence
        ),
        weight=shown.weight,
        deeds=deed_lines(matter),
        deed=call.deed,
        deed_at=call.deed_at,
        asked=_asked(tx, call.asked) if call.asked else None,
    )


def summed(matter: Matter, call: CallRecord) -> Sum:
    """Weigh what a call has so far."""
    since = numbers_since(matter.contacts, matter.now)
    return weigh(call.evidence, numbers_since=since, failed_at=matter.failed_at, now=matter.now)


def contact_lines(matter: Matter) -> tuple[ContactLine, ...]:
    """Show the addresses on file: masked, until something was shown in an own call; the number to ring, from its beginning.

    While the number on file is new, the settled one that it replaced stands before it and is the one to ring: whoever moved the
    number would answer at the new one.
    """
    call = matter.call if matter.call is not None and matter.call.is_open(matter.now) else None
    is_heard = call is not None and bool(summed(matter, call).counting)
    to_ring = number_to_ring(matter.contacts, matter.now)
    lines = [
        _contact_line(matter, one, is_whole=is_heard or (one is to_ring and call is not None))
        for one in (matter.contacts.of(kind) for kind in ContactKind)
    ]
    if to_ring is not None and to_ring is not matter.contacts.phone:
        lines.insert([*ContactKind].index(ContactKind.PHONE), _contact_line(matter, to_ring, is_whole=call is not None))
    return tuple(lines)


def _contact_line(matter: Matter, contact: Contact, *, is_whole: bool) -> ContactLine:
    return ContactLine(
        kind=contact.kind,
        shown=contact.value if is_whole else mask(contact.value),
        changed_at=contact.changed_at,
        is_settled=contact.is_settled(matter.now),
    )


def risks_of(matter: Matter) -> frozenset[Risk]:
    """Name everything that makes any deed for this account risky now."""
    around = {deed: matter.around(DeedRequest(deed=deed, reason="")) for deed in DeskDeed}
    return frozenset[Risk]().union(*(risks(deed, DEMANDS[deed], around[deed], matter.now) for deed in DeskDeed))


def past_lines(tx: Transaction, matter: Matter) -> tuple[PastDeedLine, ...]:
    """Show what the desk did for the account lately."""
    return tuple(
        PastDeedLine(
            deed=one.deed,
            at=one.at,
            by=tuple(sorted(tx.holder(hand).username for hand in hands(one))),
            reference=one.reference,
        )
        for one in matter.done
    )


def _asked(tx: Transaction, asked: AskedRecord) -> AskedDeed:
    return AskedDeed(
        deed=asked.deed,
        reason=asked.reason,
        details=asked.details,
        asked_at=asked.asked_at,
        approved_by=tx.holder(asked.second_id).username if asked.approved_at else "",
        approved_at=asked.approved_at,
        declined_at=asked.declined_at,
    )
