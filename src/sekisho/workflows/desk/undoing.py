"""What undoes each deed that a link stops. What took something away no link gives back: that is the desk's to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from sekisho.core.accounts import Account, ClosedCause, close
from sekisho.core.authenticators.device_deeds import (
    block_device,
    hold_activation,
    release_activation,
    retire_device,
    without_interims,
)
from sekisho.core.authenticators.kinds import AuthenticatorId, PermanentDevice
from sekisho.core.contacts import ContactKind
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.possible import POSTED
from sekisho.core.sharing import ShareEvent, ShareState
from sekisho.core.stops import OwnDeed
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.changing import write_changes
from sekisho.workflows.desk.outcomes import StopReach
from sekisho.workflows.desk_records import StopRecord
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.sharers import end_share
from sekisho.workflows.work.sharing import Share

BEYOND_LOGINS: Final = frozenset(
    {OwnDeed.WITHDRAW, OwnDeed.INSTRUCT_BANK, OwnDeed.CHANGE_OWN_CONTACT, DeskDeed.CHANGE_CONTACT}
)
"""Undone in rows that a task takes after its login: here, too, the logins come first, so that no two wait for each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """One deed to be undone. `spare_hash` is of a password that nobody knows."""

    ports: Ports
    tx: Transaction
    stop: StopRecord
    now: datetime
    spare_hash: str

    @property
    def subject(self) -> AuthenticatorId:
        """Give the authenticator that the deed touched."""
        return AuthenticatorId(self.stop.subject.get("authenticator", ""))


def undo(work: Undo) -> bool:
    """Undo it; False: the account changed meanwhile. What can no longer be undone stays, flagged like the rest.

    A phone that waits does not come into use, and one that did is blocked: by now it may be the holder's only one.
    """
    if work.stop.deed in BEYOND_LOGINS:
        work.tx.end_sessions(work.stop.holder_id, now=work.now)
    if work.stop.deed is OwnDeed.ASK_MOVE:
        work.tx.finish_registration(work.stop.subject.get("registration", ""), now=work.now)
    match work.stop.deed:
        case DeskDeed.RESET_PASSWORD:
            return _undo_reset(work)
        case DeskDeed.CHANGE_CONTACT | OwnDeed.CHANGE_OWN_CONTACT:
            return _undo_contact(work)
        case OwnDeed.WITHDRAW:
            work.tx.stop_withdrawal(work.stop.subject["withdrawal"], now=work.now)
            return True
        case OwnDeed.INSTRUCT_BANK:
            work.tx.end_bank_instruction(work.stop.subject["bank"], now=work.now)
            return True
        case DeskDeed.APPROVE_SHARING:
            share = work.tx.share(work.stop.subject["share"])
            is_what_was_approved = (
                share is not None and share.state is ShareState.ACTIVE and share.at == work.stop.deed_at
            )
            return share is None or not is_what_was_approved or _undo_sharing(work, share)
        case deed:
            before = work.tx.account(work.stop.account)
            after = block_device(before, work.subject) if isinstance(deed, OwnDeed) else _undone(deed, work, before)
            return isinstance(after, NotAllowed) or after == before or write_changes(work.tx, before, after)


def reach_of(tx: Transaction, stop: StopRecord) -> StopReach:
    """Tell what using a link now would do; the link of an address that was changed again does nothing at all."""
    if stop.deed not in {DeskDeed.CHANGE_CONTACT, OwnDeed.CHANGE_OWN_CONTACT}:
        return StopReach.UNDOES
    on_file = tx.contacts(stop.holder_id).of(ContactKind(stop.subject["contact"])).value
    if stop.used_at is None and on_file != stop.subject["new"]:
        return StopReach.CHANGED_AGAIN
    return StopReach.UNDOES if "back" in stop.subject else StopReach.FLAGS


def _undone(deed: DeskDeed, work: Undo, account: Account) -> Account | NotAllowed:
    match deed:
        case DeskDeed.ISSUE_PASSCODE | DeskDeed.REQUEST_CARD:
            return without_interims(account)  # with whatever was printed by means of it
        case DeskDeed.ORDER_DEVICE | DeskDeed.REPLACE_DEVICE:
            return _taken_back(account, work.subject)
        case DeskDeed.UNBLOCK_DEVICE:
            return _stopped_again(account, work.subject)
        case DeskDeed.HOLD_ACTIVATION:
            return release_activation(account, work.subject, now=work.now, terms=work.ports.terms)
        case DeskDeed.RELEASE_ACTIVATION:
            return hold_activation(account, work.subject)
        case DeskDeed.REOPEN:
            return close(account, cause=ClosedCause.BY_HOLDER)
        case (
            DeskDeed.REPORT_LOST
            | DeskDeed.CLOSE
            | DeskDeed.CLOSE_WITHOUT_BALANCE
            | DeskDeed.APPROVE
            | DeskDeed.REJECT
            | DeskDeed.UNLOCK
            | DeskDeed.SEND_USERNAME
            | DeskDeed.RESET_PASSWORD
            | DeskDeed.CHANGE_CONTACT
            | DeskDeed.APPROVE_SHARING
            | DeskDeed.DECLINE_SHARING
        ):
            return account
        case never:
            assert_never(never)


def _stopped_again(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """Block a device that is in use; one that is still posted is kept from activating itself."""
    device = account.find(device_id)
    is_posted = isinstance(device, PermanentDevice) and device.state in POSTED
    return hold_activation(account, device_id) if is_posted else block_device(account, device_id)


def _taken_back(account: Account, device_id: AuthenticatorId) -> Account | NotAllowed:
    """End a device that never came into use; one that did is blocked, because by now it may be the holder's only one."""
    device = account.find(device_id)
    is_in_use = isinstance(device, PermanentDevice) and device.ever_active
    return block_device(account, device_id) if is_in_use else retire_device(account, device_id)


def _undo_reset(work: Undo) -> bool:
    """Cancel the code; where a password was set with it already, let no password open anything until the desk is called."""
    work.tx.cancel_resets(work.stop.holder_id, now=work.now)
    if work.tx.is_reset_used(work.stop.subject.get("reset", "")):
        work.tx.replace_password(work.stop.holder_id, new=work.spare_hash)
    return True


def _undo_sharing(work: Undo, share: Share) -> bool:
    """End it, whether or not the borrower has anything else: somebody says that it was never asked for."""
    return end_share(work.tx, share, ShareEvent.END, now=work.now)


def _undo_contact(work: Undo) -> bool:
    """Put back the address that was settled; where there was none, what is on file stays until two of the desk change it."""
    subject = work.stop.subject
    if "back" not in subject:
        return True
    kind = ContactKind(subject["contact"])
    return work.tx.change_contact(work.stop.holder_id, kind, old=subject["new"], new=subject["back"], now=work.now)
