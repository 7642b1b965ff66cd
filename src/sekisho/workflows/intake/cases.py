"""Cases as documents come and go: each move is one of `CASE_LIFE`, written only if the case is still what it was."""

from datetime import datetime

from sekisho.core.accounts import AccountState
from sekisho.core.errors import SekishoError
from sekisho.core.intake.cases import CASE_LIFE, PURPOSES, WANTED, CaseEvent, CaseState, standing_of
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.intake_records import CaseRecord, DocumentRecord
from sekisho.workflows.ports import Ports, Transaction


class OvertakenError(SekishoError):
    """Somebody else was faster; leaving by this exception undoes the unit of work, and whoever asked begins again."""


def standings(tx: Transaction, account: str) -> dict[Purpose, CaseState | None]:
    """Tell how each proof of an account stands; None: nobody asked for it, and nothing came."""
    known = {case.purpose: case.state for case in tx.cases_of(account)}
    is_applicant = tx.account(account).state is AccountState.APPLIED
    return {purpose: standing_of(known.get(purpose), is_applicant=is_applicant) for purpose in PURPOSES}


def still_wanted(tx: Transaction, account: str) -> tuple[Purpose, ...]:
    """Give the proofs that an account lacks and that nobody is looking at."""
    return tuple(purpose for purpose, state in standings(tx, account).items() if state in WANTED)


def receive(ports: Ports, tx: Transaction, document: DocumentRecord, *, now: datetime) -> None:
    """Let a document's case know that it came; a case that nobody opened is opened by it."""
    if document.purpose is None:
        raise LookupError(document.id)
    case = tx.case_of(document.account, document.purpose)
    if case is None:
        new = CaseRecord(
            id=draw_id(ports.dice, prefix="case_"),
            account=document.account,
            purpose=document.purpose,
            state=CaseState.RECEIVED,
            repeats=0,
            changed_at=now,
        )
        if not tx.add_case(new):
            raise OvertakenError
        return
    move(tx, case, CaseEvent.RECEIVE, now=now)


def move(tx: Transaction, case: CaseRecord, event: CaseEvent, *, now: datetime) -> CaseState | NotAllowed:
    """Move a case on; raises `OvertakenError`, which undoes the whole unit of work, where somebody was faster."""
    after = CASE_LIFE.after(case.state, event)
    if isinstance(after, NotAllowed):
        return after
    repeats = case.repeats + (event is CaseEvent.REPEAT)
    if not tx.move_case(case, state=after, repeats=repeats, now=now):
        raise OvertakenError
    return after
