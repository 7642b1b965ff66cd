"""The second agent's page: what a colleague asks, and the two answers."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.contacts import ContactKind
from sekisho.entrypoints.desk.seat import Seat, at_desk, posted
from sekisho.entrypoints.site.challenge_shown import time_left
from sekisho.wording.desk import deed_name, risk_text
from sekisho.workflows.desk.outcomes import DeskRefusal, WaitingApproval
from sekisho.workflows.desk.second_agent import approve_as_second, decline_as_second, list_waiting_approvals


@require_safe
@at_desk
def waiting(seat: Seat, call_id: str) -> HttpResponse:
    """Show one request."""
    found = list_waiting_approvals(seat.ports, seat.visitor)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found)
    one = next((one for one in found if one.call_id == call_id), None)
    return _show(seat, one, answer="")


@posted
@at_desk
def agree(seat: Seat, call_id: str) -> HttpResponse:
    """Agree."""
    told = approve_as_second(seat.ports, seat.visitor, call_id=call_id)
    return seat.refuse(told) if isinstance(told, DeskRefusal) else _show(seat, told, answer="approved")


@posted
@at_desk
def decline(seat: Seat, call_id: str) -> HttpResponse:
    """Say no."""
    told = decline_as_second(seat.ports, seat.visitor, call_id=call_id)
    return seat.refuse(told) if isinstance(told, DeskRefusal) else _show(seat, told, answer="declined")


def _show(seat: Seat, one: WaitingApproval | None, *, answer: str) -> HttpResponse:
    if one is None:
        return seat.show("desk/approval.html", {"one": None})
    context = {
        "one": one,
        "answer": seat.say(f"approval.{answer}") if answer else "",
        "deed": deed_name(one.deed, language=seat.language),
        "details": [(seat.say(f"detail.{name}"), _in_words(name, value, seat)) for name, value in one.details.items()],
        "risks": [risk_text(risk, language=seat.language) for risk in sorted(one.risks)],
        "time": time_left(one.ends_at - seat.eye.now, seat.language),
        "sheet": seat.sheet_address(one.account),
    }
    return seat.show("desk/approval.html", context)


def _in_words(name: str, value: str, seat: Seat) -> str:
    return seat.say(f"contact.{ContactKind(value)}") if name == "contact" else value
