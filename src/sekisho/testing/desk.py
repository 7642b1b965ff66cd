"""An agent at work, for tests: logs in with a second factor, opens a call, records what the caller shows, asks for a deed."""

import json
from typing import Final

from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import EvidenceKind, Outcome
from sekisho.core.desk.roles import Role
from sekisho.testing.claimant import enter
from sekisho.testing.people import Person, add_agent
from sekisho.workflows.desk.calls import open_call
from sekisho.workflows.desk.carry_out import carry_out
from sekisho.workflows.desk.outcomes import CallView, DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.record_evidence import record_evidence
from sekisho.workflows.outcomes import SessionOver, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.records import outbox_place

ENOUGH: Final = (EvidenceKind.CALL_BACK, EvidenceKind.ACCOUNT_DETAILS)


def visitor_of(ports: Ports, person: Person) -> Visitor:
    """Log a person in, both halves, and give the session."""
    login = enter(ports, person)
    if login.grant is None or login.grant.access_token is None:
        raise LookupError(f"not let in: {login.refusal}")
    found = recognise(ports, login.grant.access_token)
    if isinstance(found, SessionOver):
        raise LookupError("the session is over")  # noqa: TRY004 - a session that is not there, not a wrong type
    return found


def at_desk(ports: Ports, role: Role = Role.AGENT, *, own_account: str = "") -> Visitor:
    """Hire somebody and log them in."""
    return visitor_of(ports, add_agent(ports, role, own_account=own_account))


def call_for(
    ports: Ports, agent: Visitor, holder: Person, *shown: EvidenceKind, failed: tuple[EvidenceKind, ...] = ()
) -> CallView:
    """Open a call and record what the caller shows, and what the caller fails."""
    call = settled(open_call(ports, agent, account=holder.account))
    for kind, outcome in [*((kind, Outcome.PASSED) for kind in shown), *((kind, Outcome.FAILED) for kind in failed)]:
        call = settled(record_evidence(ports, agent, call_id=call.id, kind=kind, outcome=outcome))
    return call


def ask(
    ports: Ports, agent: Visitor, call: CallView, deed: DeskDeed, *, device: str = "", reason: str = "asked for"
) -> DeedDone | DeskRefusal:
    """Ask for a deed in a call."""
    return carry_out(ports, agent, call_id=call.id, request=DeedRequest(deed=deed, reason=reason, device=device))


def settled(view: CallView | DeskRefusal) -> CallView:
    """Give the call; fail where it was refused."""
    if isinstance(view, DeskRefusal):
        raise LookupError(f"refused: {view.lacks}")  # noqa: TRY004 - a call that is not there, not a wrong type
    return view


def sent(ports: Ports, message: str) -> list[tuple[str, dict[str, str]]]:
    """Give the recipients and parameters of every message of a kind, what is sealed opened: `secret`, or `stop` for a link."""
    found = []
    for row in OutboxRow.objects.filter(message=message).order_by("id"):
        params: dict[str, str] = json.loads(row.params)
        if row.sealed:
            name = "stop" if "stop" in params else "secret"
            params[name] = ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()
        found.append((row.recipient, params))
    return found
