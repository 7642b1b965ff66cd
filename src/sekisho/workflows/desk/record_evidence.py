"""Recording what the caller could show. What can be compared is compared by the server; the rest the agent attests by name.

A word pair is judged here, whatever outcome was claimed: the agent has never seen the right one.
"""

from sekisho.core.desk.decide import Lack, Withheld
from sekisho.core.desk.evidence import Evidence, EvidenceKind, Outcome
from sekisho.core.events import Happening
from sekisho.core.secret import Secret
from sekisho.workflows.desk.calls import call_event, matter_of_call
from sekisho.workflows.desk.outcomes import CallView, DeskRefusal
from sekisho.workflows.desk.seats import not_found, seat_of, turn_down
from sekisho.workflows.desk.views import call_view
from sekisho.workflows.desk_records import CallRecord
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports


def record_evidence(
    ports: Ports, visitor: Visitor, *, call_id: str, kind: EvidenceKind, outcome: Outcome, value: str = ""
) -> CallView | DeskRefusal:
    """Add an item to an own open call. `value` is the word pair in its stored form, for `PORTAL_WORD` only."""
    seat = seat_of(ports, visitor, deed="record_evidence")
    if isinstance(seat, DeskRefusal):
        return seat
    with ports.store.transaction() as tx:
        matter = matter_of_call(ports, tx, seat, call_id)
        call = matter.call if matter else None
        view = None
        if matter and call:
            judged = _judged(call, kind, outcome, value)
            if tx.add_evidence(call, Evidence(kind=kind, outcome=judged, at=matter.now)):
                matter = matter_of_call(ports, tx, seat, call_id) or matter
                view = call_view(tx, matter, matter.call or call)
                tx.record(call_event(matter, Happening.EVIDENCE_RECORDED, kind=kind.value, outcome=judged.value))
    if view is not None:
        return view
    if call is None:
        return not_found(ports, seat, deed="record_evidence")
    lack = Lack.CALL_USED if call.deed_at else Lack.CALL
    return turn_down(ports, seat, Withheld(lacks=(lack,)), deed="record_evidence", account=call.account)


def _judged(call: CallRecord, kind: EvidenceKind, outcome: Outcome, value: str) -> Outcome:
    if kind is not EvidenceKind.PORTAL_WORD:
        return outcome
    return Outcome.PASSED if value and Secret(value) == Secret(call.pair) else Outcome.FAILED
