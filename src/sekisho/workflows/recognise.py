"""Who holds this session now? Access is decided anew at every request: a session keeps evidence, never a permission.

So a passcode that stops trading, a device reported lost or an account closed is felt at the next request, in every process.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Granted, Refused
from sekisho.core.accounts import Account
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.messages import manner_of
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.accounts import account_in_time
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.claim import new_reference, session_print
from sekisho.workflows.granting import account_worked_on, spans_of
from sekisho.workflows.outcomes import SessionOver, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import HolderRecord, SessionRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """A stored session with whom and what it belongs to."""

    session: SessionRecord
    holder: HolderRecord
    account: Account
    now: datetime


def recognise(ports: Ports, token: Secret) -> Visitor | SessionOver:
    """Give the visitor, or tell that the session is over (and end it)."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        session = tx.session(session_print(ports.vault, token.reveal_text()))
        if session is None:
            return SessionOver()
        holder = tx.holder(session.holder_id)
        in_time = account_in_time(ports, tx, holder.account_number)
        found = _Found(session=session, holder=holder, account=in_time.as_of(now), now=now)
    if in_time.is_due(now):
        activate_due(ports, holder.account_number, now=now)
    idle, _ = spans_of(ports.spans, session.surface, session.credentials)
    if now >= session.expires_at or now >= session.last_seen_at + idle:
        return _end(ports, found, reason=None)
    evidence = Evidence(credentials=session.credentials, answered=session.answered)
    decision = decide(found.account, evidence, surface=session.surface, mode=session.mode, now=now)
    match decision:
        case Granted():
            with ports.store.transaction() as tx:
                tx.touch_session(session.id_hash, now=now)
            foreseen = in_time.foreseen(decision, evidence, surface=session.surface, mode=session.mode, now=now)
            return _visitor(found, foreseen)
        case Refused(reason=reason):
            return _end(ports, found, reason=reason)
        case FactorRequired():  # a device came into use since, and the password alone is no longer enough: log in again
            return _end(ports, found, reason=None)
    assert_never(decision)


def _visitor(found: _Found, granted: Granted) -> Visitor:
    session, holder = found.session, found.holder
    return Visitor(
        holder_id=holder.id,
        username=holder.username,
        language=holder.language,
        residence=holder.residence,
        account=account_worked_on(found.account, holder, session.mode),
        mode=session.mode,
        surface=session.surface,
        scopes=granted.scopes,
        factor=granted.factor,
        until=min(session.expires_at, granted.until or session.expires_at),
        signed_in_at=session.created_at,
        session_id=session.id_hash,
    )


def _end(ports: Ports, found: _Found, *, reason: Reason | None) -> SessionOver:
    """End it, once, and record why under a reference; whoever loses the race is told what the next request will be told."""
    session = found.session
    reference = new_reference(ports.dice) if reason else ""
    event = Event(
        happening=Happening.SESSION_ENDED,
        at=found.now,
        actor=Actor(kind="system"),
        holder=found.holder.id,
        account=found.holder.account_number,
        reference=reference,
        reason=reason,
        surface=session.surface.value,
        detail={"opened_under": session.reference},
    )
    with ports.store.transaction() as tx:
        if not tx.end_session(session.id_hash, now=found.now):
            return SessionOver()
        tx.record(event)
    about = found.account.find(session.answered) if session.answered else None
    manner = manner_of(reason, about) if reason else None
    return SessionOver(reason=reason, reference=reference, residence=found.holder.residence, manner=manner)
