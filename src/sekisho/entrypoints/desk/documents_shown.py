"""Documents made ready for a reviewer's eye. No sign of what strangers wrote turns or hides others."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sekisho.core.desk.documents import DocumentDeed
from sekisho.core.intake.cases import DocumentState
from sekisho.core.intake.reading import Field, Match, Particulars, ReadField
from sekisho.core.intake.reasons import DocumentReason, ReviewVerdict, reasons_for
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.regions import region_of
from sekisho.entrypoints.desk.seat import Seat
from sekisho.wording import documents as said
from sekisho.wording.catalogue import words
from sekisho.wording.desk import lack_text
from sekisho.wording.language import Language
from sekisho.wording.outgoing import Letter, Sender, letter
from sekisho.workflows.desk.documents.decide_document import MEANS, message_params
from sekisho.workflows.desk.documents.outcomes import (
    Attempt,
    DocumentSheet,
    OwnerShown,
    PageShown,
    SenderHint,
    WaitingDocument,
)

STRANGE: Final = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Classes of signs that a page shows as nothing, or that change how others are read: each is shown as a replacement sign."""
REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
LONGEST: Final = 200
LONGEST_NAME: Final = 60  # of a file
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class LineShown:
    """One line of the queue."""

    id: str
    receipt: str
    account: str
    purpose: str
    why: str
    age: str
    came: str
    mailbox: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldShown:
    """One field, what is on file under it, and how the two compare, in a word."""

    name: str
    text: str
    value: str
    on_file: tuple[str, ...]
    match: str
    mark: str  # for the style alone
    page: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceShown:
    """One reason to choose from, with the message that it makes."""

    reason: str
    name: str
    letter: Letter


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptShown:
    """Another sending for the same proof."""

    id: str
    receipt: str
    state: str
    why: str
    at: str
    by: str


def plain(text: str, *, longest: int = LONGEST) -> str:
    """Give what a stranger wrote so that it can be read and does nothing else; what is longer ends in three dots."""
    cut = text[:longest] + ("…" if len(text) > longest else "")
    return "".join(REPLACED if unicodedata.category(sign) in STRANGE else sign for sign in cut)


def show_line(line: WaitingDocument, seat: Seat) -> LineShown:
    """Show one line of the queue."""
    tongue = seat.language
    why = said.unclear_text(line.flaw, language=tongue) if line.flaw else said.why_text(line.why, language=tongue)
    is_moved = line.mailbox is not line.came_to
    box, came = (_say(seat, f"mailbox.{one}") for one in (line.mailbox, line.came_to))
    return LineShown(
        id=line.id,
        receipt=line.receipt,
        account=line.account,
        purpose=said.purpose_name(line.purpose, language=tongue),
        why=why or _say(seat, "queue.read"),
        age=_age(seat.eye.now - line.received_at, seat),
        came=_say(seat, f"way.{line.way}"),
        mailbox=_say(seat, "mailbox.moved", came=came, belongs=box) if is_moved else box,
    )


def show_sheet(sheet: DocumentSheet, seat: Seat) -> dict[str, Any]:
    """Give everything that a document's page shows."""
    owner, tongue = sheet.owner, seat.language
    is_open = not sheet.lacks[DocumentDeed.ACCEPT]
    return {
        "sheet": sheet,
        "line": show_line(sheet.line, seat),
        "received": seat.eye.moment(sheet.line.received_at),
        "subject": plain(sheet.subject),
        "at_column": _say(seat, "about.column", column=sheet.column) if sheet.column else "",
        "sender": _say(seat, f"sender.{sheet.sender}"),
        "is_sender_strange": sheet.sender in {SenderHint.OTHER, SenderHint.NOBODY},
        "cautions": _cautions(sheet, seat),
        "standing": _standing(sheet, seat),
        "pages": [_page(page, at, sheet, seat) for at, page in enumerate(sheet.pages, start=1)],
        "kind": said.kind_of_paper(sheet.reading.kind, language=tongue),
        "fields": _fields(sheet, seat),
        "attempts": [_attempt(one, seat) for one in sheet.attempts],
        "cases": _cases(owner, seat) if owner else [],
        "is_open": is_open,
        "may_file": not sheet.lacks[DocumentDeed.FILE],
        "may_dismiss": not sheet.lacks[DocumentDeed.DISMISS],
        "lacks": [lack_text(lack, language=tongue) for lack in sheet.lacks[DocumentDeed.ACCEPT]],
        "choices": show_choices(sheet, ReviewVerdict.ASK_AGAIN, seat) if is_open else [],
        "tongue": owner.language if owner else "",
        "purposes": [(one.value, said.purpose_name(one, language=tongue)) for one in reversed(Purpose)],
        "approval": _approval(owner, seat) if owner else "",
    }


def show_choices(sheet: DocumentSheet, verdict: ReviewVerdict, seat: Seat) -> list[ChoiceShown]:
    """Give the reasons for a verdict, each with exactly the message that its holder would be sent."""
    owner = sheet.owner
    if owner is None:
        return []
    return [
        ChoiceShown(
            reason=reason.value,
            name=said.reason_name(reason, language=seat.language),
            letter=_letter(sheet, owner, verdict, reason, seat),
        )
        for reason in reasons_for(verdict, sheet.line.purpose)
    ]


def _letter(
    sheet: DocumentSheet, owner: OwnerShown, verdict: ReviewVerdict, reason: DocumentReason, seat: Seat
) -> Letter:
    house, language = seat.house, Language(owner.language)
    is_ja = language is Language.JA
    sender = Sender(
        brand=house.brand.ja if is_ja else house.brand.en,
        registration=house.brand.registration_ja if is_ja else house.brand.registration_en,
        region=region_of(owner.residence, house.regions),
        zone=house.zone,
        origin=house.origin,
    )
    params = message_params(sheet.line.receipt, sheet.line.purpose or "", reason)
    name = MEANS[verdict].message
    return letter(name, params=params, at=seat.eye.now, language=language, sender=sender, name=owner.name)


def _say(seat: Seat, message: str, **params: object) -> str:
    return words(f"desk_documents.{message}", language=seat.language, **params)


def _age(age: timedelta, seat: Seat) -> str:
    if age < HOUR:
        return _say(seat, "queue.minutes", count=max(0, int(age.total_seconds() // 60)))
    if age < 2 * DAY:
        return _say(seat, "queue.hours", count=age // HOUR)
    return _say(seat, "queue.days", count=age // DAY)


def _cautions(sheet: DocumentSheet, seat: Seat) -> list[tuple[str, str]]:
    """Give each caution in a word or two, and what to look at."""
    tongue = seat.language
    found = [
        (said.caution_name(one, language=tongue), said.caution_text(one, language=tongue))
        for one in sheet.reading.cautions
    ]
    if sheet.same_file_for:
        found.append(("", _say(seat, "cautions.same_file", accounts=", ".join(sheet.same_file_for))))
    for one in sheet.unopened:
        if one.flaw:
            text = said.why_text(one.flaw, language=tongue)
            found.append((_say(seat, "cautions.unopened", number=one.number), text))
    return found


def _standing(sheet: DocumentSheet, seat: Seat) -> str:
    if sheet.line.state in {DocumentState.WAITING, DocumentState.UNFILED} or sheet.settled_at is None:
        return ""
    state, at = said.state_name(sheet.line.state, language=seat.language), seat.eye.moment(sheet.settled_at)
    if sheet.decided_by:
        return _say(seat, "cautions.decided", state=state, who=sheet.decided_by, at=at)
    return _say(seat, "cautions.settled", state=state, at=at)


def _page(page: PageShown, at: int, sheet: DocumentSheet, seat: Seat) -> dict[str, str]:
    fault = page.findings.judgement.fault
    quality = said.why_text(fault.value, language=seat.language) if fault else ""
    return {
        "id": page.id,
        "heading": _say(seat, "viewer.page", number=at, count=len(sheet.pages)),
        "alt": _say(seat, "viewer.alt", number=at),
        "name": plain(page.name, longest=LONGEST_NAME),
        "quality": _say(seat, "viewer.quality", fault=quality) if quality else "",
    }


def _fields(sheet: DocumentSheet, seat: Seat) -> list[FieldShown]:
    known = sheet.owner.particulars if sheet.owner else Particulars()
    unread = [
        FieldShown(
            name=said.field_name(field, language=seat.language),
            text=_say(seat, "fields.unread"),
            value="",
            on_file=_on_file(field, known),
            match="",
            mark="unread",
            page="",
        )
        for field in sheet.reading.missing
    ]
    many = len(sheet.pages) > 1
    return [*(_field(one, known, seat, has_page=many) for one in sheet.reading.fields), *unread]


def _field(one: ReadField, known: Particulars, seat: Seat, *, has_page: bool) -> FieldShown:
    is_other = one.value != one.text
    compared = one.match is not Match.NOT_ON_FILE or one.field in {Field.NAME, Field.ADDRESS, Field.BIRTH_DATE}
    return FieldShown(
        name=said.field_name(one.field, language=seat.language),
        text=plain(one.text),
        value=plain(one.value) if is_other else "",
        on_file=_on_file(one.field, known),
        match=said.match_name(one.match, language=seat.language) if compared else "",
        mark=one.match.value,
        page=_say(seat, "fields.page", number=one.page + 1) if has_page else "",
    )


def _on_file(field: Field, known: Particulars) -> tuple[str, ...]:
    born = known.birth_date.isoformat() if known.birth_date else ""
    held = {
        Field.NAME: (known.name, known.kana, known.latin),
        Field.ADDRESS: (known.address,),
        Field.BIRTH_DATE: (born,),
    }
    return tuple(text for text in held.get(field, ()) if text)


def _attempt(one: Attempt, seat: Seat) -> AttemptShown:
    return AttemptShown(
        id=one.id,
        receipt=one.receipt,
        state=said.state_name(one.state, language=seat.language),
        why=said.why_text(one.why, language=seat.language),
        at=seat.eye.moment(one.received_at),
        by=_say(seat, "attempts.by", who=one.decided_by) if one.decided_by else "",
    )


def _cases(owner: OwnerShown, seat: Seat) -> list[tuple[str, str]]:
    tongue = seat.language
    return [
        (said.purpose_name(one, language=tongue), said.case_name(owner.cases[one], language=tongue))
        for one in reversed(Purpose)
        if one in owner.cases
    ]


def _approval(owner: OwnerShown, seat: Seat) -> str:
    """Say what approving would do now; "" where the account cannot be approved, or not by this person."""
    if owner.trades_from is None or owner.lacks_for_approval:
        return ""
    if owner.trades_from <= seat.eye.now:
        return _say(seat, "approve.at_once")
    return _say(seat, "approve.later", moment=seat.eye.moment(owner.trades_from))
