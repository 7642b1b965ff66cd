"""A device of one user name comes into the use of another: judged, written and told in the transaction of the device's answer."""

from dataclasses import dataclass, replace

from sekisho.core.accounts import Credentials
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Actor, Happening
from sekisho.core.sharing import (
    BEGINS_WITH,
    SHARE_LIFE,
    Participant,
    Sharable,
    ShareFlaw,
    ShareState,
    borrow,
    judge_sharing,
)
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.accounts import account_as_of
from sekisho.workflows.answering import LostRaceError
from sekisho.workflows.changing import write_changes
from sekisho.workflows.devices.deed import Detail, Kept, Trace, keep_session, leave
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.sharers import live_holder, without
from sekisho.workflows.step import Step
from sekisho.workflows.work.devices import MailedCode
from sekisho.workflows.work.sharing import Share


@dataclass(frozen=True, kw_only=True, slots=True)
class Lending:
    """What the device answered for."""

    visitor: Visitor
    draft_id: str
    device: AuthenticatorId
    owner: str  # account number
    is_first: bool
    mailed: MailedCode | None


def judge_now(ports: Ports, tx: Transaction, requester: HolderRecord, owner: HolderRecord) -> Sharable | ShareFlaw:
    """Judge with both accounts as they are now; a paper login and the desk's own people lend nothing."""
    if Credentials.LIVE is not owner.credentials:
        return ShareFlaw.NO_DEVICE
    return judge_sharing(_participant(ports, tx, requester), _participant(ports, tx, owner), now=ports.clock.now())


def lend(ports: Ports, step: Step, lending: Lending) -> DeviceDone | ShareFlaw:
    """Write the sharing, in use or pending; raises `LostRaceError` where somebody was faster."""
    tx, owner = step.tx, live_holder(step.tx, lending.owner)
    judged = judge_now(ports, tx, step.holder, owner)
    if isinstance(judged, ShareFlaw):
        return judged
    is_coded = lending.mailed is None or tx.spend_mailed_code(
        lending.mailed.subject, code_print=lending.mailed.code_print
    )
    if judged.device.id != lending.device or not is_coded or not tx.spend_draft(lending.draft_id):
        raise LostRaceError
    share = _kept(ports, step, lending, judged)
    kept = _use(ports, step, lending, judged) if share.state is ShareState.ACTIVE else Kept()
    detail: Detail = {"share": share.id, "owner": owner.account_number, "match": judged.match.value}
    detail |= kept.detail
    is_active = share.state is ShareState.ACTIVE
    trace = Trace(
        happening=Happening.DEVICE_SHARED if is_active else Happening.SHARING_ASKED,
        door=step.claim.door,
        now=step.claim.now,
        actor=Actor(kind="holder", id=step.holder.id),
        device=replace(judged.device, lent_by=owner.account_number),
        detail=detail,
    )
    return replace(leave(ports, tx, step.holder, trace), access_token=kept.access_token)


def code_subject(holder_id: str) -> str:
    """Name what a code for a first shared device is sent for: the code of one user name is none for another."""
    return f"share/{holder_id}"


def _kept(ports: Ports, step: Step, lending: Lending, judged: Sharable) -> Share:
    state = SHARE_LIFE.after(None, BEGINS_WITH[judged.match])
    if isinstance(state, NotAllowed):
        raise LostRaceError
    share = Share(
        id=draw_id(ports.dice, prefix="shr_"),
        device=lending.device,
        owner=lending.owner,
        borrower=step.holder.account_number,
        state=state,
        match=judged.match,
        at=step.claim.now,
    )
    kept = step.tx.keep_share(share)
    if kept is None:
        raise LostRaceError
    return replace(share, id=kept)


def _use(ports: Ports, step: Step, lending: Lending, judged: Sharable) -> Kept:
    before, id_ = step.account, lending.device
    after = borrow(before, judged.device, owner=lending.owner, is_first=lending.is_first, now=step.claim.now)
    if isinstance(after, NotAllowed) or not write_changes(step.tx, without(before, id_), without(after, id_)):
        raise LostRaceError
    return keep_session(ports, step.tx, lending.visitor, before=before, after=after, device_id=id_)


def _participant(ports: Ports, tx: Transaction, holder: HolderRecord) -> Participant:
    account = account_as_of(ports, tx, holder.account_number, now=ports.clock.now())
    return Participant(account=account, person=tx.person_of(holder.account_number))
