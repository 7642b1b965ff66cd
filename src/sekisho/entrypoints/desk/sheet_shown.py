"""A holder's sheet made ready for the eye: who it is, how old the addresses are, what was done lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sekisho.core.accounts import Standing
from sekisho.core.contacts import ContactKind
from sekisho.entrypoints.desk.call_shown import show_call
from sekisho.entrypoints.desk.deeds_shown import show_deeds
from sekisho.entrypoints.desk.seat import Seat
from sekisho.entrypoints.portal.shown import show_entries, show_proofs
from sekisho.entrypoints.site.timeline import show_timeline
from sekisho.wording.catalogue import words
from sekisho.wording.desk import deed_name, risk_text
from sekisho.wording.forecast import forecast_by_surface
from sekisho.wording.terms import factor_name
from sekisho.workflows.desk.outcomes import ContactLine, HolderSheet, PastDeedLine, WaitingMove
from sekisho.workflows.desk.show_holder import HORIZON
from sekisho.workflows.devices.outcomes import SharingLine

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactShown:
    """One address on file, and how far one may rest on it."""

    name: str
    value: str
    changed: str
    is_settled: bool
    dialled: str  # "" where it is no number, or not shown whole


def show_sheet(sheet: HolderSheet, seat: Seat) -> dict[str, Any]:
    """Give everything that the sheet's page shows."""
    eye = seat.eye
    return {
        "sheet": sheet,
        "here": seat.sheet_address(sheet.account),
        "standing": _standing(sheet, seat),
        "tongue": seat.say(f"tongue.speaks_{sheet.language}"),
        "risks": [risk_text(risk, language=eye.language) for risk in sorted(sheet.risks)],
        "contacts": _contacts(sheet, seat),
        "proofs": show_proofs(sheet.authenticators, eye),
        "move": _move(sheet.move, seat) if sheet.move else None,
        "sharings": [_sharing(one, seat) for one in sheet.sharings],
        "past": [_past(one, seat) for one in sheet.past],
        "call": show_call(sheet, seat),
        "deeds": show_deeds(sheet, seat),
        "entries": show_entries(sheet.sign_ins, eye),
        "timeline": show_timeline(
            sheet.outlook, now=eye.now, horizon=HORIZON, language=eye.language, zone=eye.zone, name="outlook"
        ),
        "forecast": forecast_by_surface(sheet.outlook, now=eye.now, language=eye.language, zone=eye.zone),
    }


def _standing(sheet: HolderSheet, seat: Seat) -> str:
    if sheet.standing is Standing.APPROVED_TODAY and sheet.trades_from:
        return seat.say("sheet.opens_at", moment=seat.eye.moment(sheet.trades_from))
    if sheet.closed_cause:
        return words(f"term.closed_cause.{sheet.closed_cause}", language=seat.language)
    return words(f"term.standing.{sheet.standing}", language=seat.language)


def _contacts(sheet: HolderSheet, seat: Seat) -> list[ContactShown]:
    """Show the addresses; where a new number replaced a settled one, the settled one stands first and says so."""
    phones = [line for line in sheet.contacts if line.kind is ContactKind.PHONE]
    former = phones[0] if len(phones) > 1 else None
    return [_contact(line, "former_phone" if line is former else line.kind.value, seat) for line in sheet.contacts]


def _contact(line: ContactLine, name: str, seat: Seat) -> ContactShown:
    is_whole_number = line.kind is ContactKind.PHONE and line.shown.startswith("+")
    return ContactShown(
        name=seat.say(f"contact.{name}"),
        value=line.shown or seat.say("sheet.none_on_file"),
        changed=changed(line.changed_at, seat) if line.shown else "",
        is_settled=line.is_settled,
        dialled=line.shown if is_whole_number else "",
    )


def changed(at: datetime | None, seat: Seat) -> str:
    """Say how long ago an address changed."""
    if at is None:
        return seat.say("sheet.unchanged")
    days = max(0, (seat.eye.now - at) // DAY)
    match days:
        case 0:
            return seat.say("sheet.changed_today")
        case 1:
            return seat.say("sheet.changed_one")
        case _:
            return seat.say("sheet.changed_many", count=days)


def _sharing(one: SharingLine, seat: Seat) -> dict[str, str]:
    """Say whose device is used by whom, and why the two count as one person."""
    side, state = "owner" if one.is_owner else "borrower", one.share.state.value
    account = one.share.borrower if one.is_owner else one.share.owner
    return {
        "text": seat.say(f"sharing.{side}_{state}", user_name=one.username, account=account),
        "why": seat.say(f"sharing.{one.share.match}", moment=seat.eye.moment(one.share.at)),
    }


def _move(move: WaitingMove, seat: Seat) -> dict[str, str]:
    """Say what waits, how it was proved, and what stops it: no deed of the desk's is needed that is not there."""
    old, new = (factor_name(one, language=seat.language) if one else "" for one in (move.replaces, move.phone))
    return {
        "text": seat.say("move.asked", moment=seat.eye.moment(move.asked_at), name=new, number=move.number),
        "when": seat.say(
            "move.when" if seat.eye.now < move.takes_place_at else "move.now",
            since=seat.eye.moment(move.takes_place_at),
            until=seat.eye.moment(move.ends_at),
            name=old,
        ),
    }


def _past(one: PastDeedLine, seat: Seat) -> dict[str, str]:
    return {
        "deed": deed_name(one.deed, language=seat.language),
        "at": seat.eye.moment(one.at),
        "by": seat.say("sheet.past_by", who=seat.say("deed.joint").join(one.by)),
        "reference": one.reference,
    }
