"""One account as the desk's rules look at it: the holder, the addresses, the call, and every circumstance, read from rows.

`judge` is asked for the greyed buttons and again inside the transaction of the deed; both see the same facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice, TemporaryPasscode
from sekisho.core.contact_text import read_contact
from sekisho.core.contacts import ContactKind, Contacts
from sekisho.core.desk.circumstances import Circumstances, PastDeed, Person
from sekisho.core.desk.decide import Allowed, Answer, Lack, Withheld, decide_deed, ordered
from sekisho.core.desk.demands import DEMANDS, DeskDeed
from sekisho.core.desk.documents import lacks_of_documents
from sekisho.core.desk.evidence import FAILED_WITHIN
from sekisho.core.desk.halves import address_for_half
from sekisho.core.desk.possible import fitting_devices, is_possible
from sekisho.core.intake.cases import CaseState
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.sharing import ShareState
from sekisho.workflows.accounts import AccountInTime, account_in_time
from sekisho.workflows.claim import name_print
from sekisho.workflows.desk.outcomes import DeedRequest
from sekisho.workflows.desk.seats import Seat, person_at, seen_person
from sekisho.workflows.desk_records import AskedRecord, CallRecord, DoneRecord
from sekisho.workflows.devices.outcomes import SharingLine
from sekisho.workflows.devices.show_devices import sharing_lines
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, TryKind
from sekisho.workflows.work.sharing import Share

LOOKED_BACK: Final = timedelta(days=14)
ABOUT_ONE_DEVICE: Final = frozenset(
    {
        DeskDeed.UNBLOCK_DEVICE,
        DeskDeed.REPORT_LOST,
        DeskDeed.REPLACE_DEVICE,
        DeskDeed.HOLD_ACTIVATION,
        DeskDeed.RELEASE_ACTIVATION,
    }
)
SENT_TO_ADDRESS: Final = frozenset(
    {DeskDeed.RESET_PASSWORD, DeskDeed.SEND_USERNAME, DeskDeed.ORDER_DEVICE, DeskDeed.REPLACE_DEVICE}
)
"""Deeds that send something secret to an address on file; a passcode as well, where it is split."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What the desk knows of one account at one instant."""

    seat: Seat
    agent: Person  # at the seat, as the rules see them beside this account
    holder: HolderRecord
    account: Account
    in_time: AccountInTime  # the same, with its future
    contacts: Contacts
    call: CallRecord | None
    second: Person | None  # who agreed to what the call asked, if anybody did
    done: tuple[DoneRecord, ...]
    is_locked: bool
    stopped_at: datetime | None
    failed_at: tuple[datetime, ...]
    issued_by_agent: tuple[datetime, ...]
    sends_half: bool
    cases: Mapping[Purpose, CaseState]  # of its documents
    needs_documents: bool  # to be approved
    sharings: tuple[SharingLine, ...]  # in use or waiting, as owner or as borrower
    now: datetime

    @property
    def waiting(self) -> Share | None:
        """Give the request of this account that has waited longest for Compliance."""
        asked = (line.share for line in self.sharings if not line.is_owner)
        return next((share for share in asked if share.state is ShareState.PENDING), None)

    def around(self, request: DeedRequest) -> Circumstances:
        """Give the circumstances of one deed; an agreement counts for exactly what was asked."""
        return Circumstances(
            agent=self.agent,
            second=self.second if self.is_agreed(request) else None,
            contacts=self.contacts,
            is_locked=self.is_locked,
            passcodes_in_row=passcodes_in_row(self.account),
            past=tuple(PastDeed(deed=one.deed, at=one.at, by=hands(one)) for one in self.done),
            stopped_at=self.stopped_at,
            issued_by_agent=self.issued_by_agent,
            failed_at=self.failed_at,
        )

    def is_agreed(self, request: DeedRequest) -> bool:
        """Tell whether a second person agreed to this very deed with these very details, for this very reason."""
        asked = self.call.asked if self.call else None
        return asked is not None and requested(asked) == request and asked.approved_at is not None


def read_matter(
    ports: Ports, tx: Transaction, seat: Seat, *, account: str, call: CallRecord | None, now: datetime
) -> Matter | None:
    """Read everything about an account; None: there is no such account with a holder."""
    holders = [tx.holder(holder_id) for holder_id in tx.holders_of(account)]
    named = next((one for one in holders if one.credentials == "live"), None)
    if named is None:
        return None
    asked = call.asked if call else None
    in_time = account_in_time(ports, tx, account)
    tries, _ = tx.tries(seat.id, TryKind.DESK_PASSCODES)
    return Matter(
        seat=seat,
        agent=seen_person(tx, seat.staff, seat.person, named),
        holder=named,
        account=in_time.as_of(now),
        in_time=in_time,
        contacts=tx.contacts(named.id),
        call=call,
        second=person_at(tx, asked.second_id, named) if asked and asked.approved_at else None,
        done=tuple(tx.deeds_of(account, since=now - LOOKED_BACK)),
        is_locked=any(_is_locked(ports, tx, one, now) for one in holders),
        stopped_at=tx.stopped_at(account),
        failed_at=tx.failed_at(account, since=now - FAILED_WITHIN),
        issued_by_agent=tries.moments,
        sends_half=ports.splits_passcode,
        cases={case.purpose: case.state for case in tx.cases_of(account)},
        needs_documents=ports.approval_needs_documents,
        sharings=sharing_lines(tx, account),
        now=now,
    )


def judge(matter: Matter, request: DeedRequest) -> Answer:
    """Decide one deed with everything that may stand in its way; a request without a device asks about the button."""
    evidence = matter.call.evidence if matter.call else ()
    answer = decide_deed(request.deed, evidence=evidence, around=matter.around(request), now=matter.now)
    found = set(answer.lacks) if isinstance(answer, Withheld) else set[Lack]()
    found |= _lacks_of_call(matter, request.deed)
    is_of_sharing = request.deed in (DeskDeed.APPROVE_SHARING, DeskDeed.DECLINE_SHARING)
    if not is_possible(request.deed, matter.account) or (is_of_sharing and matter.waiting is None):
        found.add(Lack.STATE)
    elif request.deed is DeskDeed.APPROVE:
        found |= {*lacks_of_documents(matter.cases, needs_both=matter.needs_documents)}
    sends = request.deed in SENT_TO_ADDRESS or (request.deed is DeskDeed.ISSUE_PASSCODE and matter.sends_half)
    if sends and not address_for_half(matter.contacts, matter.now):
        found.add(Lack.NO_SETTLED_ADDRESS)
    return Withheld(lacks=ordered(found), risks=answer.risks) if found else Allowed(risks=answer.risks)


def judge_request(matter: Matter, request: DeedRequest) -> Answer:
    """Decide one deed as it was asked for: the device must be named where several fit, and a new address must be one."""
    answer = judge(matter, request)
    found = {*(answer.lacks if isinstance(answer, Withheld) else ())}
    if request.deed in ABOUT_ONE_DEVICE and device_meant(matter, request) is None and Lack.STATE not in found:
        found.add(Lack.DEVICE)
    if request.deed is DeskDeed.CHANGE_CONTACT and not _names_address(request):
        found.add(Lack.ADDRESS)
    return Withheld(lacks=ordered(found), risks=answer.risks) if found else answer


def _names_address(request: DeedRequest) -> bool:
    """Tell whether the new address stands there in its one form, through whatever door it came."""
    return bool(request.value) and read_contact(request.contact, request.value) == request.value


def device_meant(matter: Matter, request: DeedRequest) -> AuthenticatorId | None:
    """Give the device that a request is about: the named one, or the only one that fits."""
    fitting = [device.id for device in fitting_devices(request.deed, matter.account)]
    if request.device:
        return next((device_id for device_id in fitting if device_id == request.device), None)
    return fitting[0] if len(fitting) == 1 else None


def requested(asked: AskedRecord) -> DeedRequest:
    """Give the request that a second person was asked about."""
    contact = asked.details.get("contact", "")
    return DeedRequest(
        deed=asked.deed,
        reason=asked.reason,
        device=asked.details.get("device", ""),
        contact=ContactKind(contact) if contact else None,
        value=asked.details.get("value", ""),
    )


def passcodes_in_row(account: Account) -> tuple[datetime, ...]:
    """Give when passcodes were issued since a permanent device last answered (B019)."""
    answered = [
        held.last_answered_at
        for held in account.authenticators
        if isinstance(held, PermanentDevice) and held.last_answered_at is not None
    ]
    issued = (held.issued_at for held in account.authenticators if isinstance(held, TemporaryPasscode))
    return tuple(at for at in issued if not any(moment > at for moment in answered))


def hands(done: DoneRecord) -> frozenset[str]:
    """Give who had a hand in a deed."""
    return frozenset({done.agent_id, done.second_id} - {""})


def _lacks_of_call(matter: Matter, deed: DeskDeed) -> set[Lack]:
    call = matter.call
    if not DEMANDS[deed].needs_call:
        return set()
    if call is not None and call.deed_at is not None:
        return {Lack.CALL_USED}
    is_served = call is not None and call.is_open(matter.now) and call.agent_id == matter.seat.id
    return set() if is_served else {Lack.CALL}


def _is_locked(ports: Ports, tx: Transaction, holder: HolderRecord, now: datetime) -> bool:
    tries, _ = tx.tries(name_print(ports.vault, holder.username), TryKind.PASSWORD_UNKNOWN_BROWSER)
    return tries.closed_until is not None and now < tries.closed_until
