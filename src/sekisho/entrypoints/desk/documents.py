"""The reviewers' pages: the queue, one document with its verdict, refusing as a second step, filing and dismissing, the pictures.

Each form carries the mark of what its page showed; the workflows decide whether that is still so.
"""

import unicodedata
from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.desk.documents_shown import show_choices, show_line, show_sheet
from sekisho.entrypoints.desk.seat import Seat, at_desk, posted
from sekisho.entrypoints.site.pictures import picture_answer
from sekisho.wording.catalogue import words
from sekisho.workflows.desk.documents.decide_document import Judging, decide_document
from sekisho.workflows.desk.documents.dismiss_document import dismiss_document
from sekisho.workflows.desk.documents.file_document import file_document
from sekisho.workflows.desk.documents.list_waiting import list_waiting_documents
from sekisho.workflows.desk.documents.outcomes import DocumentDone
from sekisho.workflows.desk.documents.show_document import show_document
from sekisho.workflows.desk.documents.show_page import show_page
from sekisho.workflows.desk.outcomes import DeskRefusal

ROOM: Final = "documents/"
LONGEST_ACCOUNT: Final = 20
DONE: Final = frozenset({*ReviewVerdict, "file", "dismiss"})
"""What a page may say was just done: the words are ours, whatever an address says."""


@require_safe
@at_desk
def queue(seat: Seat) -> HttpResponse:
    """Show what waits."""
    found = list_waiting_documents(seat.ports, seat.visitor)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found)
    context = {
        "lines": [show_line(line, seat) for line in found.lines],
        "is_more": found.is_more,
        "done": _done(seat),
    }
    return seat.show("desk/documents.html", context)


@require_safe
@at_desk
def sheet(seat: Seat, document_id: str) -> HttpResponse:
    """Show one document."""
    found = show_document(seat.ports, seat.visitor, document_id=document_id)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found, back=seat.address(ROOM))
    return seat.show("desk/document.html", show_sheet(found, seat.from_now()) | {"done": _done(seat)})


@require_safe
@at_desk
def refusing(seat: Seat, document_id: str) -> HttpResponse:
    """Show the second step to a refusal: why, and what the holder will be sent."""
    found = show_document(seat.ports, seat.visitor, document_id=document_id)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found, back=seat.address(ROOM))
    seat = seat.from_now()
    context = show_sheet(found, seat) | {"choices": show_choices(found, ReviewVerdict.REFUSE, seat)}
    return seat.show("desk/document_refusal.html", context)


@posted
@at_desk
def verdict(seat: Seat, document_id: str) -> HttpResponse:
    """Give a verdict."""
    given = next((one for one in ReviewVerdict if one == seat.typed("verdict")), None)
    if given is None:
        return seat.lead_to(f"{ROOM}{document_id}")
    reason = next((one for one in DocumentReason if one == seat.typed("reason")), None)
    judging = Judging(verdict=given, reason=reason, seen=_seen(seat))
    told = decide_document(seat.ports, seat.visitor, document_id=document_id, judging=judging)
    return _follow(seat, told, document_id, done=given.value)


@posted
@at_desk
def filing(seat: Seat, document_id: str) -> HttpResponse:
    """File an unclear one."""
    purpose = next((one for one in Purpose if one == seat.typed("purpose")), None)
    if purpose is None:
        return seat.lead_to(f"{ROOM}{document_id}")
    account = unicodedata.normalize("NFKC", seat.typed("account")).upper()[:LONGEST_ACCOUNT]
    told = file_document(
        seat.ports, seat.visitor, document_id=document_id, account=account, purpose=purpose, seen=_seen(seat)
    )
    return _follow(seat, told, document_id, done="file")


@posted
@at_desk
def dismissal(seat: Seat, document_id: str) -> HttpResponse:
    """Dismiss one."""
    told = dismiss_document(seat.ports, seat.visitor, document_id=document_id, seen=_seen(seat))
    return _follow(seat, told, document_id, done="dismiss")


@require_safe
@at_desk
def picture(seat: Seat, page_id: str) -> HttpResponse:
    """Give the picture of a page."""
    found = show_page(seat.ports, seat.visitor, page_id=page_id)
    return seat.refuse(found) if isinstance(found, DeskRefusal) else picture_answer(found)


def _seen(seat: Seat) -> str:
    """Give the mark that the page's form carried; one without any looked at nothing that is still there."""
    return seat.typed("seen") or "none"


def _done(seat: Seat) -> str:
    said = seat.request.GET.get("done", "")
    return words(f"desk_documents.done.{said}", language=seat.language) if said in DONE else ""


def _follow(seat: Seat, told: DocumentDone | DeskRefusal, document_id: str, *, done: str) -> HttpResponse:
    """Lead on: to the account where it can be approved now, else to what waits next, else to the queue."""
    if isinstance(told, DeskRefusal):
        return seat.refuse(told, back=seat.address(f"{ROOM}{document_id}"))
    place = document_id if told.may_approve else told.next_id
    return seat.lead_to(f"{ROOM}{place}?done={done}")
