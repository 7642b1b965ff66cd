"""What the desk needs of a unit of work. A call is used by one conditional UPDATE: the number of rows is the verdict."""

from datetime import datetime
from typing import Protocol

from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.evidence import Evidence
from sekisho.core.events import Event
from sekisho.workflows.desk_records import (
    AskedRecord,
    CallRecord,
    DoneRecord,
    FoundHolder,
    ResetRecord,
    StopRecord,
)
from sekisho.workflows.records import TryKind


class DeskWork(Protocol):
    """Searches, calls, stops and password codes."""

    def find_holders(self, query: str, *, most: int) -> list[FoundHolder]:
        """Find by the beginning of user name, account number, a word of the name, e-mail address or telephone number."""
        ...

    # calls
    def open_call(self, call: CallRecord) -> None:
        """Store a new call."""
        ...

    def call(self, call_id: str) -> CallRecord | None:
        """Find a call with its evidence."""
        ...

    def call_of(self, agent_id: str, account: str, *, now: datetime) -> CallRecord | None:
        """Find the newest open call of an agent for an account."""
        ...

    def call_about(self, account: str, *, now: datetime) -> CallRecord | None:
        """Find the newest open call for an account, whoever's it is: what the portal shows its holder."""
        ...

    def close_call(self, call_id: str, *, now: datetime) -> bool:
        """End a call before its time, once."""
        ...

    def add_evidence(self, call: CallRecord, evidence: Evidence) -> bool:
        """Add an item to a call that is open and not used; False: it no longer is."""
        ...

    def failed_at(self, account: str, *, since: datetime) -> tuple[datetime, ...]:
        """Tell when items of an account failed, in whatever call."""
        ...

    def ask_second(self, call_id: str, asked: AskedRecord) -> bool:
        """Put the call's one request to a second person; False: one was put before, or the call is over or used."""
        ...

    def answer_second(self, call_id: str, *, second_id: str, is_agreed: bool, now: datetime) -> bool:
        """Agree or decline, once, and never as the call's own agent; False: nothing waits there."""
        ...

    def waiting_calls(self, *, now: datetime) -> list[CallRecord]:
        """Give the calls that wait for a second person, oldest first."""
        ...

    def use_call(self, call: CallRecord, deed: DeskDeed, *, reference: str, now: datetime) -> bool:
        """Spend the call on a deed, if it is this agent's, for this account, in time, and not spent; False: it is not."""
        ...

    def deeds_of(self, account: str, *, since: datetime) -> list[DoneRecord]:
        """Give what the desk did for an account, newest first."""
        ...

    # references
    def event_under(self, reference: str) -> Event | None:
        """Find the entry of the trail that a reference names."""
        ...

    # stops
    def add_stop(self, stop: StopRecord) -> None:
        """Store a link that stops a deed."""
        ...

    def stop_under(self, link: str) -> StopRecord | None:
        """Find a link by its print."""
        ...

    def use_stop(self, link: str, *, now: datetime) -> bool:
        """Use a link, once; False: it was used, or is past its time."""
        ...

    def stopped_at(self, account: str) -> datetime | None:
        """Give when a deed for this account was last stopped."""
        ...

    def card_granted_at(self, account: str) -> datetime | None:
        """Give when the desk last allowed a card in a row, unless the holder stopped that."""
        ...

    # new passwords
    def add_reset(self, reset: ResetRecord) -> None:
        """Store a code; earlier ones of the same holder are cancelled."""
        ...

    def live_reset(self, holder_id: str, *, now: datetime) -> ResetRecord | None:
        """Find the code that a holder could use now."""
        ...

    def reserve_reset(self, reset_id: str, *, most: int) -> bool:
        """Count one try in advance; False: `most` is reached."""
        ...

    def refund_reset(self, reset_id: str) -> None:
        """Give back a try that was counted in advance: the code was right."""
        ...

    def is_reset_used(self, reset_id: str) -> bool:
        """Tell whether a password was set with a code."""
        ...

    def use_reset(self, reset_id: str, *, now: datetime) -> bool:
        """Use a code, once."""
        ...

    def cancel_resets(self, holder_id: str, *, now: datetime) -> int:
        """Cancel every code that is not used."""
        ...

    def clear_tries(self, subject: str, kind: TryKind) -> None:
        """Forget the tries of a counter."""
        ...

    def forgive_wrong(self, device_id: AuthenticatorId) -> None:
        """Forget an authenticator's wrong answers; it has answered nothing by that."""
        ...

    def marks_of(self, holder_id: str) -> list[str]:
        """Give the marks of the browsers that are known for a holder."""
        ...
