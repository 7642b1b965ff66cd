"""`work.desk` over one database connection: a call serves one agent, one account and one deed because its UPDATE says so."""

import json
from datetime import datetime

from sekisho.adapters.storage import desk_statements as statements
from sekisho.adapters.storage import desk_terms, trail
from sekisho.adapters.storage.driver import Row
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work, surely, written
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import Evidence, EvidenceKind, Outcome
from sekisho.core.events import Event
from sekisho.core.stops import read_stoppable
from sekisho.workflows.desk_records import AskedRecord, CallRecord, DoneRecord, FoundHolder, ResetRecord, StopRecord
from sekisho.workflows.records import TryKind


class DeskWork(Work):
    """Searches, calls, stops and password codes."""

    def find_holders(self, query: str, *, most: int) -> list[FoundHolder]:
        """See `work.desk`."""
        rows = self._driver.all(statements.FIND, (*desk_terms.range_of(query), most))
        return [_found(row) for row in rows]

    def open_call(self, call: CallRecord) -> None:
        """See `work.desk`."""
        values = (
            call.id,
            call.agent_id,
            call.holder_id,
            call.account,
            to_stored(call.opened_at),
            to_stored(call.ends_at),
        )
        self._driver.run(statements.OPEN_CALL, (*values, call.pair))

    def call(self, call_id: str) -> CallRecord | None:
        """See `work.desk`."""
        return self._call(self._driver.one(statements.CALL_BY_ID, (call_id,)))

    def call_of(self, agent_id: str, account: str, *, now: datetime) -> CallRecord | None:
        """See `work.desk`."""
        return self._call(self._driver.one(statements.CALL_OF_AGENT, (agent_id, account, to_stored(now))))

    def call_about(self, account: str, *, now: datetime) -> CallRecord | None:
        """See `work.desk`."""
        return self._call(self._driver.one(statements.CALL_ABOUT, (account, to_stored(now))))

    def close_call(self, call_id: str, *, now: datetime) -> bool:
        """See `work.desk`."""
        return self._driver.one(statements.CLOSE_CALL, (to_stored(now), call_id)) is not None

    def add_evidence(self, call: CallRecord, evidence: Evidence) -> bool:
        """See `work.desk`."""
        at = to_stored(evidence.at)
        values = (evidence.kind.value, evidence.outcome.value, at, call.id, call.agent_id, at)
        return self._driver.one(statements.ADD_EVIDENCE, values) is not None

    def failed_at(self, account: str, *, since: datetime) -> tuple[datetime, ...]:
        """See `work.desk`."""
        rows = self._driver.all(statements.FAILED_AT, (account, to_stored(since)))
        return tuple(from_stored(row[0]) for row in rows)

    def ask_second(self, call_id: str, asked: AskedRecord) -> bool:
        """See `work.desk`."""
        at = to_stored(asked.asked_at)
        values = (asked.deed.value, asked.reason, written(asked.details), at, call_id, at)
        return self._driver.one(statements.ASK_SECOND, values) is not None

    def answer_second(self, call_id: str, *, second_id: str, is_agreed: bool, now: datetime) -> bool:
        """See `work.desk`."""
        at = to_stored(now)
        values = (second_id, at if is_agreed else None, None if is_agreed else at, call_id, second_id, at)
        return self._driver.one(statements.ANSWER_SECOND, values) is not None

    def waiting_calls(self, *, now: datetime) -> list[CallRecord]:
        """See `work.desk`."""
        return [_call(row, self._evidence(row[0])) for row in self._driver.all(statements.WAITING, (to_stored(now),))]

    def use_call(self, call: CallRecord, deed: DeskDeed, *, reference: str, now: datetime) -> bool:
        """See `work.desk`."""
        at = to_stored(now)
        values = (deed.value, at, reference, call.id, call.agent_id, call.account, at)
        return self._driver.one(statements.USE_CALL, values) is not None

    def deeds_of(self, account: str, *, since: datetime) -> list[DoneRecord]:
        """See `work.desk`."""
        return [_done(row) for row in self._driver.all(statements.DEEDS_OF, (account, to_stored(since)))]

    def event_under(self, reference: str) -> Event | None:
        """See `work.desk`."""
        row = self._driver.one(statements.EVENT_UNDER, (reference,))
        return None if row is None else trail.read(row)

    def add_stop(self, stop: StopRecord) -> None:
        """See `work.desk`."""
        whose = (stop.print, stop.holder_id, stop.account)
        what = (stop.deed.value, to_stored(stop.deed_at), written(stop.subject), to_stored(stop.expires_at))
        self._driver.run(statements.ADD_STOP, (*whose, *what))

    def stop_under(self, link: str) -> StopRecord | None:
        """See `work.desk`."""
        row = self._driver.one(statements.STOP, (link,))
        return None if row is None else _stop(row)

    def use_stop(self, link: str, *, now: datetime) -> bool:
        """See `work.desk`."""
        return self._driver.one(statements.USE_STOP, (to_stored(now), link, to_stored(now))) is not None

    def stopped_at(self, account: str) -> datetime | None:
        """See `work.desk`."""
        return from_stored(surely(self._driver.one(statements.STOPPED_AT, (account,)))[0])

    def card_granted_at(self, account: str) -> datetime | None:
        """See `work.desk`."""
        return from_stored(surely(self._driver.one(statements.CARD_GRANTED_AT, (account,)))[0])

    def add_reset(self, reset: ResetRecord) -> None:
        """See `work.desk`."""
        self.cancel_resets(reset.holder_id, now=reset.created_at)
        values = (reset.id, reset.holder_id, reset.code_print, to_stored(reset.created_at), to_stored(reset.expires_at))
        self._driver.run(statements.ADD_RESET, values)

    def live_reset(self, holder_id: str, *, now: datetime) -> ResetRecord | None:
        """See `work.desk`."""
        row = self._driver.one(statements.LIVE_RESET, (holder_id, to_stored(now)))
        return None if row is None else _reset(row)

    def reserve_reset(self, reset_id: str, *, most: int) -> bool:
        """See `work.desk`."""
        return self._driver.one(statements.RESERVE_RESET, (reset_id, most)) is not None

    def refund_reset(self, reset_id: str) -> None:
        """See `work.desk`."""
        self._driver.run(statements.REFUND_RESET, (reset_id,))

    def is_reset_used(self, reset_id: str) -> bool:
        """See `work.desk`."""
        return self._driver.one(statements.RESET_USED, (reset_id,)) is not None

    def use_reset(self, reset_id: str, *, now: datetime) -> bool:
        """See `work.desk`."""
        return self._driver.one(statements.USE_RESET, (to_stored(now), reset_id, to_stored(now))) is not None

    def cancel_resets(self, holder_id: str, *, now: datetime) -> int:
        """See `work.desk`."""
        return len(self._driver.all(statements.CANCEL_RESETS, (to_stored(now), holder_id)))

    def clear_tries(self, subject: str, kind: TryKind) -> None:
        """See `work.desk`."""
        self._driver.run(statements.CLEAR_TRIES, (subject, kind.value))

    def forgive_wrong(self, device_id: AuthenticatorId) -> None:
        """See `work.desk`."""
        self._driver.run(statements.FORGIVE_WRONG, (device_id,))

    def marks_of(self, holder_id: str) -> list[str]:
        """See `work.desk`."""
        return [row[0] for row in self._driver.all(statements.MARKS_OF, (holder_id,))]

    def _call(self, row: Row | None) -> CallRecord | None:
        return None if row is None else _call(row, self._evidence(row[0]))

    def _evidence(self, call_id: str) -> tuple[Evidence, ...]:
        rows = self._driver.all(statements.EVIDENCE, (call_id,))
        return tuple(
            Evidence(kind=EvidenceKind(kind), outcome=Outcome(outcome), at=from_stored(at))
            for kind, outcome, at in rows
        )


def _found(row: Row) -> FoundHolder:
    account, username, name, residence, email, phone, state, trades_from = row
    return FoundHolder(
        account=account,
        username=username,
        name=name,
        residence=residence,
        email=email,
        phone=phone,
        state=AccountState(state),
        trades_from=from_stored(trades_from),
    )


def _call(row: Row, evidence: tuple[Evidence, ...]) -> CallRecord:
    id_, agent_id, holder_id, account, opened_at, ends_at, closed_at, pair, deed, deed_at, reference = row[:11]
    return CallRecord(
        id=id_,
        agent_id=agent_id,
        account=account,
        holder_id=holder_id,
        opened_at=from_stored(opened_at),
        ends_at=from_stored(ends_at),
        pair=pair,
        closed_at=from_stored(closed_at),
        deed=DeskDeed(deed) if deed else None,
        deed_at=from_stored(deed_at),
        reference=reference,
        asked=_asked(row[11:]) if row[11] else None,
        evidence=evidence,
    )


def _asked(cells: Row) -> AskedRecord:
    deed, reason, details, asked_at, second_id, approved_at, declined_at = cells
    return AskedRecord(
        deed=DeskDeed(deed),
        reason=reason,
        details=json.loads(details),
        asked_at=from_stored(asked_at),
        second_id=second_id,
        approved_at=from_stored(approved_at),
        declined_at=from_stored(declined_at),
    )


def _done(row: Row) -> DoneRecord:
    deed, at, agent_id, second_id, approved_at, reference, call_id = row
    return DoneRecord(
        deed=DeskDeed(deed),
        at=from_stored(at),
        agent_id=agent_id,
        second_id=second_id if approved_at is not None else "",
        reference=reference,
        call_id=call_id,
    )


def _stop(row: Row) -> StopRecord:
    print_, holder_id, account, deed, deed_at, subject, expires_at, used_at = row
    return StopRecord(
        print=print_,
        account=account,
        holder_id=holder_id,
        deed=read_stoppable(deed),
        deed_at=from_stored(deed_at),
        expires_at=from_stored(expires_at),
        subject=json.loads(subject),
        used_at=from_stored(used_at),
    )


def _reset(row: Row) -> ResetRecord:
    id_, holder_id, code_print, created_at, expires_at, wrong, used_at, cancelled_at = row
    return ResetRecord(
        id=id_,
        holder_id=holder_id,
        code_print=code_print,
        created_at=from_stored(created_at),
        expires_at=from_stored(expires_at),
        wrong=wrong,
        used_at=from_stored(used_at),
        cancelled_at=from_stored(cancelled_at),
    )
