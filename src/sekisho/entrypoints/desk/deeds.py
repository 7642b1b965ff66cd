"""A deed's pages: what is asked, the review with what the holder will be told, and the result, whose secret is shown once.

Each page asks the workflows anew; a button that was greyed and is posted by hand meets the same refusal, with its reason.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.core.accounts import Account, AccountNumber, AccountState
from sekisho.core.contact_text import NotAnAddress, read_contact
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.possible import fitting_devices
from sekisho.entrypoints.desk.deed_done import show_done
from sekisho.entrypoints.desk.deeds_shown import MENDED_IN_FORM, show_deed, told_of
from sekisho.entrypoints.desk.seat import Seat, at_desk, posted
from sekisho.wording.desk import lack_text
from sekisho.wording.terms import factor_name
from sekisho.workflows.desk.carry_out import carry_out_for_account
from sekisho.workflows.desk.outcomes import DeedLine, DeedRequest, DeskRefusal, HolderSheet
from sekisho.workflows.desk.second_agent import ask_second_agent
from sekisho.workflows.desk.show_holder import show_holder
from sekisho.workflows.factors import factor_view

LONGEST: Final = 500  # characters of a reason
LONGEST_VALUE: Final = 250


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A deed's pages for one holder: the sheet as it stands, and what was typed."""

    sheet: HolderSheet
    line: DeedLine
    request: DeedRequest

    @property
    def deed(self) -> DeskDeed:
        """Give the deed."""
        return self.request.deed


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def form(seat: Seat, account: str, deed: str) -> HttpResponse:
    """Show what a deed asks for; GET begins, POST comes back from the review to change something."""
    asked = _asked(seat, account, deed)
    return asked if isinstance(asked, HttpResponse) else _show_form(seat, asked, missing=())


@posted
@at_desk
def review(seat: Seat, account: str, deed: str) -> HttpResponse:
    """Show what would be done and what the holder would be told; nothing is done yet."""
    asked = _asked(seat, account, deed)
    if isinstance(asked, HttpResponse):
        return asked
    if missing := _missing(asked.request):
        return _show_form(seat, asked, missing=missing)
    matter, text = told_of(asked.deed, asked.sheet.language)
    lacks = {*asked.line.lacks}
    is_second = bool(lacks & {Lack.SECOND_AGENT, Lack.SECOND_UNFIT}) and lacks <= MENDED_IN_FORM
    context = {
        "told_matter": matter,
        "told_text": text,
        "told_tongue": asked.sheet.language,
        "may_ask": is_second,
        "may_carry_out": lacks <= {Lack.DEVICE},
    }
    return seat.show("desk/review.html", _context(seat, asked) | context)


@posted
@at_desk
def carry_out(seat: Seat, account: str, deed: str) -> HttpResponse:
    """Do it, once; the answer to this form is the only page that shows its secret."""
    asked = _asked(seat, account, deed)
    if isinstance(asked, HttpResponse):
        return asked
    if missing := _missing(asked.request):
        return _show_form(seat, asked, missing=missing)
    done = carry_out_for_account(seat.ports, seat.visitor, account=account, request=asked.request)
    if isinstance(done, DeskRefusal):
        return seat.refuse(done, account=account)
    return seat.show("desk/done.html", show_done(done, asked.sheet, seat))


@posted
@at_desk
def ask_second(seat: Seat, account: str, deed: str) -> HttpResponse:
    """Ask a second agent to agree to exactly this."""
    asked = _asked(seat, account, deed)
    if isinstance(asked, HttpResponse):
        return asked
    if missing := _missing(asked.request):
        return _show_form(seat, asked, missing=missing)
    call_id = asked.sheet.call.id if asked.sheet.call else ""
    told = ask_second_agent(seat.ports, seat.visitor, call_id=call_id, request=asked.request)
    if isinstance(told, DeskRefusal):
        return seat.refuse(told, account=account)
    return seat.lead_to(f"holders/{account}#call")


def _asked(seat: Seat, account: str, deed: str) -> Asked | HttpResponse:
    named = next((one for one in DeskDeed if one == deed), None)
    found = show_holder(seat.ports, seat.visitor, account=account)
    if isinstance(found, DeskRefusal):
        return seat.refuse(found)
    if named is None:
        return seat.lead_to(f"holders/{account}")
    line = next(one for one in found.deeds if one.deed is named)
    kind = next((one for one in ContactKind if one == seat.typed("contact")), None)
    request = DeedRequest(
        deed=named,
        reason=seat.typed("reason")[:LONGEST],
        device=seat.typed("device"),
        contact=kind if named is DeskDeed.CHANGE_CONTACT else None,
        value=_address(kind, seat.typed("value")) if named is DeskDeed.CHANGE_CONTACT else "",
    )
    return Asked(sheet=found, line=line, request=request)


def _address(kind: ContactKind | None, typed: str) -> str:
    """Read a new address into its one form; what is none is shown again as it was typed, and is refused below."""
    read = read_contact(kind, typed[:LONGEST_VALUE])
    return typed[:LONGEST_VALUE] if isinstance(read, NotAnAddress) else read


def _missing(request: DeedRequest) -> tuple[str, ...]:
    is_contact = request.deed is DeskDeed.CHANGE_CONTACT
    fields = {
        "reason": bool(request.reason),
        "contact": bool(request.contact) or not is_contact,
        "value": not is_contact or _is_address(request),
    }
    return tuple(name for name, is_there in fields.items() if not is_there)


def _is_address(request: DeedRequest) -> bool:
    return bool(request.value) and read_contact(request.contact, request.value) == request.value


def _show_form(seat: Seat, asked: Asked, *, missing: tuple[str, ...]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else HTTPStatus.OK
    return seat.show("desk/deed.html", _context(seat, asked) | {"missing": missing}, status=status)


def _context(seat: Seat, asked: Asked) -> dict[str, Any]:
    sheet, request = asked.sheet, asked.request
    devices = [(one, _device_name(sheet, one, seat)) for one in _devices(asked)]
    chosen = next((name for one, name in devices if one == request.device), "")
    is_passcode = asked.deed is DeskDeed.ISSUE_PASSCODE
    return {
        "sheet": sheet,
        "here": seat.sheet_address(sheet.account),
        "deed": show_deed(asked.line, seat),
        "request": request,
        "devices": devices,
        "has_all": is_passcode,
        "device_name": chosen or (seat.say("deed.device_all") if is_passcode and devices else ""),
        "contacts": [(kind.value, seat.say(f"contact.{kind}")) for kind in ContactKind],
        "contact_name": seat.say(f"contact.{request.contact}") if request.contact else "",
        "is_contact": asked.deed is DeskDeed.CHANGE_CONTACT,
        "lacks": [lack_text(lack, language=seat.language) for lack in asked.line.lacks if lack not in MENDED_IN_FORM],
    }


def _devices(asked: Asked) -> list[str]:
    """Name the devices that this deed could be about."""
    held = asked.sheet.authenticators
    account = Account(number=AccountNumber(asked.sheet.account), state=AccountState.OPEN, authenticators=held)
    return [device.id for device in fitting_devices(asked.deed, account)]


def _device_name(sheet: HolderSheet, device_id: str, seat: Seat) -> str:
    held = next(one for one in sheet.authenticators if one.id == device_id)
    return factor_name(factor_view(held), language=seat.language)
