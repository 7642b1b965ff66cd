"""Use a device of another user name of one's own: its user name and password, an own proof, the device's response (B094 to B101).

The owner's password is proved as at the login, on the owner's own budgets. Then whoever asks verifies identity as for any new
device: own user name and password, and the strongest device; where there has never been one, a code sent to the address on file
stands for it. The device itself answers last, and in that transaction everything is judged again.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.authenticators.device_deeds import has_never_proved
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, PermanentDevice, kind_of
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.sharing import ShareFlaw
from sekisho.workflows.accounts import own_account
from sekisho.workflows.answering import Conclude, LostRaceError
from sekisho.workflows.devices.deed import own_device, refuse
from sekisho.workflows.devices.drafting import PREFIX, VALID_FOR
from sekisho.workflows.devices.lending import Lending, code_subject, judge_now, lend
from sekisho.workflows.devices.mailed_code import CodeSent, count_code, send_code
from sekisho.workflows.devices.outcomes import DeviceDone, SharingAnswer, SharingRefused
from sekisho.workflows.devices.proving import Answered, Task, ask, asked_for
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import (
    ChallengeView,
    LoginState,
    LoginUnknown,
    LoginView,
    ProofAsked,
    RefusalView,
    Visitor,
)
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.prove import answer_or_refuse, ask_proof, done, not_done
from sekisho.workflows.prove_password import PasswordProved, prove_password
from sekisho.workflows.reauthenticate import Retyped, reauthenticate, typed_inside
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.refuse_access import refuse_access
from sekisho.workflows.sharers import live_holder
from sekisho.workflows.step import Step
from sekisho.workflows.work.devices import Draft, MailedCode

FIRST: Final = HolderDeed.SHARE_FIRST_DEVICE
FURTHER: Final = HolderDeed.SHARE_DEVICE
LAST_STAGE: Final = "share: device answers"
"""The draft of somebody whose identity is verified; before that the draft is kept under the deed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SharingStage:
    """How far it is: the own identity is to be verified, or the device that is to be shared answers."""

    deed: HolderDeed
    draft: Draft
    is_last: bool
    owner: str  # account number
    username: str = ""  # the owner's

    @property
    def task(self) -> Task:
        """Give what the answer is bound to."""
        owner = self.owner if self.is_last else ""
        return Task(deed=self.deed, subject=self.draft.id, happening=Happening.DEVICE_SHARED, owner=owner)

    @property
    def needs_code(self) -> bool:
        """Tell whether the code sent to the address on file is asked beside the response."""
        return self.is_last and self.deed is FIRST


def begin_sharing(
    ports: Ports, visitor: Visitor, *, username: str, password: Secret, door: Door
) -> SharingStage | SharingRefused | RefusalView:
    """Prove the owner's password and judge; the own identity is verified next."""
    deed = deed_of(visitor)
    reason = hindrance(ports, visitor)
    if reason is not None:
        return refuse(ports, visitor, reason=reason, deed=deed)
    owner = Retyped(username=username, password=password)
    proved = prove_password(ports, typed_inside(visitor, owner, deed=deed, door=door))
    if isinstance(proved, RefusalView):
        return proved
    with ports.store.transaction() as tx:
        stage = _draft(ports, tx, visitor, proved, deed=deed)
        tx.record(proved.claim.event(Happening.PASSWORD_PROVED))
    return refuse_sharing(ports, visitor, stage) if isinstance(stage, ShareFlaw) else stage


def verify_sharer(ports: Ports, visitor: Visitor, *, retyped: Retyped | None, door: Door) -> ProofAsked:
    """Prove the own password, then ask an own device; the one that is to be shared, where there has never been one."""
    stage, deed = stage_of(ports, visitor), deed_of(visitor)
    if stage is None or stage.is_last or hindrance(ports, visitor) is not None:
        return refuse(ports, visitor, reason=Reason.CHALLENGE_EXPIRED, deed=deed)
    if deed is FURTHER:
        return ask(ports, visitor, stage.task, retyped=retyped, door=door)
    proved = reauthenticate(ports, visitor, retyped, deed=deed, door=door)
    if not isinstance(proved, PasswordProved):
        return proved
    last: SharingStage | None = None
    with suppress(LostRaceError), ports.store.transaction() as tx:
        last = _next_stage(ports, tx, stage, now=proved.claim.now)
    if last is None:
        return refuse(ports, visitor, reason=Reason.CONFLICT, deed=deed)
    return _ask_shared(ports, visitor, last, door=door)


def stage_of(ports: Ports, visitor: Visitor) -> SharingStage | None:
    """Give how far this session has come with a sharing; None: nothing is begun, or it is too old."""
    deed = deed_of(visitor)
    now = ports.clock.now()
    with ports.store.reading() as tx:
        for is_last in (True, False):
            draft = tx.draft(visitor.session_id, LAST_STAGE if is_last else deed.value)
            owner = tx.account_of_device(draft.device_id) if draft else None
            if draft is not None and owner is not None and now < draft.at + VALID_FOR:
                username = live_holder(tx, owner).username
                return SharingStage(deed=deed, draft=draft, is_last=is_last, owner=owner, username=username)
    return None


def sharing_asked_now(ports: Ports, visitor: Visitor) -> tuple[SharingStage, ChallengeView] | None:
    """Give the question that this session may answer now."""
    stage = stage_of(ports, visitor)
    asked = asked_for(ports, visitor, stage.task) if stage else None
    return (stage, asked) if stage and asked else None


def answer_sharing(ports: Ports, visitor: Visitor, *, answered: Answered, code: str = "") -> SharingAnswer:
    """Take the answer: an own proof leads to the question for the device, its response to the sharing."""
    stage = stage_of(ports, visitor)
    if stage is None or hindrance(ports, visitor) is not None:
        return refuse(ports, visitor, reason=Reason.CHALLENGE_EXPIRED, deed=deed_of(visitor))
    if stage.is_last:
        return _finish(ports, visitor, stage, answered=answered, code=code)
    view = _answer(ports, visitor, stage, answered, lambda step, by: _go_on(ports, step, by, stage=stage))
    following = stage_of(ports, visitor)
    if isinstance(view, LoginView) and view.state is LoginState.GRANTED and following is not None:
        return _ask_shared(ports, visitor, following, door=answered.door)
    return view


def deed_of(visitor: Visitor) -> HolderDeed:
    """Name the deed: a first device is another than a further one."""
    return FIRST if may(FIRST, visitor.scopes) else FURTHER


def hindrance(ports: Ports, visitor: Visitor) -> Reason | None:
    """Tell why this session cannot share a device, as far as only its own account is concerned; None: it can."""
    deed, now, account = deed_of(visitor), ports.clock.now(), own_account(ports, visitor)
    if not may(deed, visitor.scopes):
        return Reason.SCOPE_INSUFFICIENT
    if deed is FIRST:
        return None if has_never_proved(account, now) else Reason.CONFLICT
    return None if answerers(account, deed, subject=AuthenticatorId(""), now=now) else Reason.STEP_UP_REQUIRED


def refuse_sharing(ports: Ports, visitor: Visitor, why: ShareFlaw) -> SharingRefused:
    """Record why not, and tell it: the owner's password was proved."""
    deed = deed_of(visitor)
    refusal = refuse_access(ports, visitor, reason=Reason.CONFLICT, deed=f"{deed}: {why}")
    return SharingRefused(why=why, refusal=refusal)


def _draft(
    ports: Ports, tx: Transaction, visitor: Visitor, proved: PasswordProved, *, deed: HolderDeed
) -> SharingStage | ShareFlaw:
    proved.give_back(tx)
    now = proved.claim.now
    judged = judge_now(ports, tx, tx.holder(visitor.holder_id), proved.holder)
    if isinstance(judged, ShareFlaw):
        return judged
    draft = Draft(
        id=ports.dice.token(prefix=PREFIX).reveal_text(),
        session=visitor.session_id,
        deed=deed.value,
        sealed_pin=b"",
        at=now,
        device_id=judged.device.id,
    )
    tx.forget_draft(visitor.session_id, LAST_STAGE)
    tx.keep_draft(draft)
    owner = proved.holder
    return SharingStage(deed=deed, draft=draft, is_last=False, owner=owner.account_number, username=owner.username)


def _ask_shared(ports: Ports, visitor: Visitor, stage: SharingStage, *, door: Door) -> LoginView | RefusalView:
    purpose, device = stage.task.purpose(), AuthenticatorId(stage.draft.device_id)
    asked = ask_proof(ports, visitor, purpose=purpose, offered=(device,), first=device, door=door, owner=stage.owner)
    if isinstance(asked, LoginUnknown):
        return refuse(ports, visitor, reason=Reason.NOT_FOUND, deed=stage.deed)
    if stage.needs_code and asked.state is LoginState.CHALLENGE:
        with ports.store.transaction() as tx:
            shared = own_device(tx.account(stage.owner), stage.draft.device_id)
            if shared is not None:
                holder = tx.holder(visitor.holder_id)
                send_code(ports, tx, holder, _code(holder, shared), door=door, now=ports.clock.now())
    return asked


def _code(holder: HolderRecord, device: PermanentDevice) -> CodeSent:
    return CodeSent(
        subject=code_subject(holder.id),
        to=holder.email,
        message="own.activation_code",
        happening=Happening.ACTIVATION_CODE_SENT,
        kind=device.kind,
    )


def _go_on(ports: Ports, step: Step, by: Authenticator, *, stage: SharingStage) -> LoginView:
    """The own proof was given: from now on the device is asked, for this draft alone."""
    able = answerers(step.account, stage.deed, subject=AuthenticatorId(""), now=step.claim.now)
    if by.id not in able:  # a stronger one has come into use since
        return not_done(step, Reason.STEP_UP_REQUIRED)
    _next_stage(ports, step.tx, stage, now=step.claim.now)
    step.tx.record(step.claim.event(Happening.PROOF_ANSWERED, factor=kind_of(by).value))
    return done(step)


def _next_stage(ports: Ports, tx: Transaction, stage: SharingStage, *, now: datetime) -> SharingStage:
    if not tx.spend_draft(stage.draft.id):
        raise LostRaceError
    id_ = ports.dice.token(prefix=PREFIX).reveal_text()
    draft = replace(stage.draft, id=id_, deed=LAST_STAGE, at=now)
    tx.keep_draft(draft)
    return replace(stage, draft=draft, is_last=True)


def _finish(ports: Ports, visitor: Visitor, stage: SharingStage, *, answered: Answered, code: str) -> SharingAnswer:
    mailed: MailedCode | None = None
    with ports.store.reading() as tx:
        shared = own_device(tx.account(stage.owner), stage.draft.device_id)
    if shared is None:
        return refuse(ports, visitor, reason=Reason.NOT_FOUND, deed=stage.deed)
    if stage.needs_code:
        counted = count_code(ports, code_subject(visitor.holder_id), code)
        if isinstance(counted, Reason):
            return refuse(ports, visitor, reason=counted, deed=stage.deed)
        mailed = counted
    lending = Lending(
        visitor=visitor,
        draft_id=stage.draft.id,
        device=shared.id,
        owner=stage.owner,
        is_first=stage.deed is FIRST,
        mailed=mailed,
    )
    return _lend(ports, visitor, stage, lending, answered=answered)


def _lend(
    ports: Ports, visitor: Visitor, stage: SharingStage, lending: Lending, *, answered: Answered
) -> SharingAnswer:
    finished: list[DeviceDone | ShareFlaw] = []

    def concluded(step: Step, by: Authenticator) -> LoginView:
        del by  # the only one that was asked
        finished.append(lend(ports, step, lending))
        return not_done(step) if isinstance(finished[-1], ShareFlaw) else done(step)

    view = _answer(ports, visitor, stage, answered, concluded)
    last = finished[-1] if finished else view
    return refuse_sharing(ports, visitor, last) if isinstance(last, ShareFlaw) else last


def _answer(
    ports: Ports, visitor: Visitor, stage: SharingStage, answered: Answered, conclude: Conclude
) -> LoginView | RefusalView:
    return answer_or_refuse(
        ports,
        visitor,
        purpose=stage.task.purpose(),
        proof_id=answered.proof_id,
        response=answered.response,
        door=answered.door,
        conclude=conclude,
    )
