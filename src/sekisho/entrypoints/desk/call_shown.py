"""The call made ready for the eye: the checklist with what to say, what counts so far, the second agent, the time left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.contacts import ContactKind
from sekisho.core.desk.demands import ON_THE_TELEPHONE
from sekisho.core.desk.evidence import WORTH, EvidenceKind, Failure
from sekisho.entrypoints.desk.seat import Seat
from sekisho.entrypoints.site.challenge_shown import TimeLeft, time_left
from sekisho.wording.catalogue import words
from sekisho.wording.desk import deed_name, evidence_name, outcome_name
from sekisho.wording.language import Language
from sekisho.workflows.desk.outcomes import AskedDeed, CallView, EvidenceLine, HolderSheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Something to say: to the caller in the caller's language, and the same in the other one for the agent."""

    said: str
    tongue: str
    other: str
    other_tongue: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceShown:
    """One line of the checklist."""

    kind: str
    name: str
    weight: str
    line: Line
    form: str  # which form its template has: `call_back`, `portal_word`, `other`
    spoils: bool
    recorded: str
    counts: bool
    is_recorded: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondShown:
    """What became of the request to a second agent."""

    state: str  # `waiting`, `approved`, `declined`
    text: str
    deed: str
    reason: str
    details: tuple[tuple[str, str], ...]  # field and value, to be sent again


@dataclass(frozen=True, kw_only=True, slots=True)
class CallShown:
    """The middle column."""

    id: str
    may_open: bool
    is_open: bool  # a deed may still follow
    is_used: bool
    done: str
    until: str
    time: TimeLeft | None
    opening: Line
    never: Line
    number: str
    is_number_settled: bool
    evidence: tuple[EvidenceShown, ...]
    sum: str
    second: SecondShown | None


ORDER: Final = (
    EvidenceKind.CALL_BACK,
    EvidenceKind.PORTAL_WORD,
    EvidenceKind.ACCOUNT_DETAILS,
    EvidenceKind.SECURITY_QUESTION,
)


def show_call(sheet: HolderSheet, seat: Seat) -> CallShown:
    """Show the visitor's own call about this holder, or the way to open one."""
    call = sheet.call
    phone = next(line for line in sheet.contacts if line.kind is ContactKind.PHONE)
    is_open = call is not None and not call.is_over
    return CallShown(
        id=call.id if call else "",
        may_open=seat.me.role in ON_THE_TELEPHONE,
        is_open=is_open,
        is_used=call is not None and call.deed_at is not None,
        done=_done(call, seat) if call else "",
        until=seat.say("call.until", clock=clock(call.ends_at, seat)) if call else "",
        time=time_left(call.ends_at - seat.eye.now, seat.language) if call and is_open else None,
        opening=line("opening", sheet.language, seat),
        never=line("never", sheet.language, seat),
        number=phone.shown,
        is_number_settled=phone.is_settled,
        evidence=tuple(_evidence(kind, sheet, seat) for kind in ORDER),
        sum=seat.say("call.sum_value", weight=call.weight if call else 0),
        second=_second(call.asked, seat) if call and call.asked and is_open else None,
    )


def line(part: str, tongue: str, seat: Seat) -> Line:
    """Give a line of the script for a caller who speaks `tongue`."""
    callers = Language(tongue)
    return Line(
        said=_script(part, callers, seat),
        tongue=callers,
        other=_script(part, callers.other, seat),
        other_tongue=callers.other,
    )


def clock(at: datetime, seat: Seat) -> str:
    """Say the time of day."""
    return f"{at.astimezone(seat.eye.zone):%H:%M}"


def _script(part: str, language: Language, seat: Seat) -> str:
    brand = seat.house.brand.ja if language is Language.JA else seat.house.brand.en
    return words(f"desk_pages.script.{part}", language=language, brand=brand, agent=seat.me.name)


def _evidence(kind: EvidenceKind, sheet: HolderSheet, seat: Seat) -> EvidenceShown:
    worth = WORTH[kind]
    items = [item for item in sheet.call.evidence if item.kind is kind] if sheet.call else []
    last = items[-1] if items else None
    return EvidenceShown(
        kind=kind.value,
        name=evidence_name(kind, language=seat.language),
        weight=seat.say("call.weight", weight=worth.weight),
        line=line(kind.value, sheet.language, seat),
        form=kind.value if kind in (EvidenceKind.CALL_BACK, EvidenceKind.PORTAL_WORD) else "other",
        spoils=worth.failure is Failure.SPOILS,
        recorded=_recorded(last, seat) if last else "",
        counts=last is not None and last.counts,
        is_recorded=last is not None,
    )


def _recorded(item: EvidenceLine, seat: Seat) -> str:
    outcome = outcome_name(item.outcome, language=seat.language)
    return seat.say("call.recorded", outcome=outcome, clock=clock(item.at, seat))


def _done(call: CallView, seat: Seat) -> str:
    if call.deed is None or call.deed_at is None:
        return ""
    return seat.say("call.done", deed=deed_name(call.deed, language=seat.language), clock=clock(call.deed_at, seat))


def _second(asked: AskedDeed, seat: Seat) -> SecondShown:
    deed = deed_name(asked.deed, language=seat.language)
    if asked.approved_at is not None:
        state, text = "approved", seat.say("second.approved", who=asked.approved_by, deed=deed)
    elif asked.declined_at is not None:
        state, text = "declined", seat.say("second.declined", deed=deed)
    else:
        state, text = "waiting", seat.say("second.waiting", deed=deed)
    details = (("reason", asked.reason), *asked.details.items())
    return SecondShown(state=state, text=text, deed=asked.deed.value, reason=asked.reason, details=details)
