"""The holder's sheet, and the forms of the call on it: opened, shown evidence, closed. The workflows say what each is worth."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.entrypoints.desk.seat import Seat, at_desk, posted
from sekisho.entrypoints.desk.sheet_shown import show_sheet
from sekisho.wording.desk import read_pair
from sekisho.workflows.desk.calls import close_call, open_call, show_call
from sekisho.workflows.desk.outcomes import CallView, DeskRefusal
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.desk.show_holder import show_holder


@require_safe
@at_desk
def sheet(seat: Seat, account: str) -> HttpResponse:
    """Show a holder."""
    found = show_holder(seat.ports, seat.visitor, account=account)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found)
    return seat.show("desk/sheet.html", show_sheet(found, seat.from_now()))


@posted
@at_desk
def begin(seat: Seat, account: str) -> HttpResponse:
    """Open a call, or go on with the one that is open."""
    return _follow(seat, open_call(seat.ports, seat.visitor, account=account), account)


@require_safe
@at_desk
def of_call(seat: Seat, call_id: str) -> HttpResponse:
    """Lead from an own call to its holder's sheet."""
    return _follow(seat, show_call(seat.ports, seat.visitor, call_id=call_id), "")


@posted
@at_desk
def end(seat: Seat, call_id: str) -> HttpResponse:
    """End a call."""
    return _follow(seat, close_call(seat.ports, seat.visitor, call_id=call_id), "")


@posted
@at_desk
def evidence(seat: Seat, call_id: str) -> HttpResponse:
    """Record what the caller could show; a word pair is judged by the server, not by whoever typed it."""
    kind = next((one for one in EvidenceKind if one == seat.typed("kind")), None)
    outcome = Outcome.PASSED if seat.typed("outcome") == Outcome.PASSED else Outcome.FAILED
    if kind is None:
        return seat.lead_to("")
    is_pair = kind is EvidenceKind.PORTAL_WORD
    value = read_pair(seat.typed("value")) if is_pair else ""
    told = record_evidence(seat.ports, seat.visitor, call_id=call_id, kind=kind, outcome=outcome, value=value)
    return _follow(seat, told, "")


def _follow(seat: Seat, told: CallView | DeskRefusal, account: str) -> HttpResponse:
    if isinstance(told, DeskRefusal):
        return seat.refuse(told, account=account)
    return seat.lead_to(f"holders/{told.account}#call")
