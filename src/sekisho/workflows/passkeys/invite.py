"""Inviting a session to make a passkey: password and the strongest proof in use, then a challenge for ten minutes, once.

As with a phone (`workflows.phones.invite`), a very first device has nothing to be proved with but the password and a code sent
to the address on file. The invitation belongs to the session that proved; no other one can use it, and it dies with it.
"""

from dataclasses import replace
from typing import Final

from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.authenticators.passkey import MADE_WITHIN
from sekisho.core.desk.masking import mask
from sekisho.core.events import Actor, Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.devices.deed import Trace, leave, refuse
from sekisho.workflows.devices.mailed_code import CodeSent, count_code, send_code
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceDone
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_passkey_challenge
from sekisho.workflows.outcomes import LoginView, ProofAsked, RefusalView, Visitor
from sekisho.workflows.passkeys.outcomes import PasskeyToMake
from sekisho.workflows.passkeys.show import show_passkey_to_make, terms_of_passkey
from sekisho.workflows.phones.outcomes import CodeAsked
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.prove_password import PasswordProved
from sekisho.workflows.reauthenticate import Retyped, reauthenticate
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.step import Step
from sekisho.workflows.work.devices import MailedCode
from sekisho.workflows.work.passkeys import PasskeyInvitation

TASK: Final = Task(deed=HolderDeed.BIND_DEVICE, subject="passkey", happening=Happening.PASSKEY_INVITED, is_told=False)
"""Bound to its own subject: a proof for a phone is none for a passkey. Telling comes with the passkey itself."""

FIRST: Final = HolderDeed.BIND_FIRST_DEVICE


def passkey_task_of(ports: Ports, visitor: Visitor) -> Task:
    """Give the deed: a first device is another than a further one, and nothing can answer for it."""
    return replace(TASK, deed=FIRST) if terms_of_passkey(ports, visitor).is_first else TASK


def begin_passkey(ports: Ports, visitor: Visitor, *, retyped: Retyped | None, door: Door) -> ProofAsked | CodeAsked:
    """Ask the strongest proof in use; for a very first device, send the code once the password is proved again."""
    terms = terms_of_passkey(ports, visitor)
    if terms.is_full:
        return refuse(ports, visitor, reason=Reason.CONFLICT, deed=TASK.deed)
    if not terms.is_first:
        return ask(ports, visitor, TASK, retyped=retyped, door=door)
    if not may(FIRST, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=FIRST)
    proved = reauthenticate(ports, visitor, retyped, deed=FIRST, door=door)
    if not isinstance(proved, PasswordProved):
        return proved
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        holder = tx.holder(visitor.holder_id)
        sent = CodeSent(
            subject=_subject(holder),
            to=holder.email,
            message="own.passkey_code",
            happening=Happening.PASSKEY_CODE_SENT,
            kind=AuthenticatorKind.PASSKEY,
        )
        send_code(ports, tx, holder, sent, door=door, now=now)
    return CodeAsked(sent_to=mask(holder.email))


def finish_passkey_invitation(
    ports: Ports, visitor: Visitor, *, answered: Answered
) -> PasskeyToMake | LoginView | RefusalView:
    """Take the answer and give what the browser needs."""
    done = conclude_passkey_invitation(ports, visitor, answered=answered)
    return _shown(ports, visitor) if isinstance(done, DeviceDone) else done


def conclude_passkey_invitation(ports: Ports, visitor: Visitor, *, answered: Answered) -> DeviceAnswer:
    """Take the answer and invite."""

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        _invite(ports, step.tx, visitor, step.holder, deed=TASK.deed, proved_by=by)
        return Effected(device=None, after=account)

    return conclude(ports, visitor, TASK, answered=answered, effect=effect)


def finish_first_passkey_invitation(
    ports: Ports, visitor: Visitor, *, code: str, door: Door
) -> PasskeyToMake | RefusalView:
    """Take the code that was sent and invite to make the first device."""
    if not may(FIRST, visitor.scopes):
        return refuse(ports, visitor, reason=Reason.SCOPE_INSUFFICIENT, deed=FIRST)
    if not terms_of_passkey(ports, visitor).is_first:
        return refuse(ports, visitor, reason=Reason.STEP_UP_REQUIRED, deed=FIRST)
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
    counted = count_code(ports, _subject(holder), code)
    if isinstance(counted, Reason):
        return refuse(ports, visitor, reason=counted, deed=FIRST)
    with ports.store.transaction() as tx:
        is_mine = _invite_first(ports, tx, visitor, holder, code=counted, door=door)
    return _shown(ports, visitor) if is_mine else refuse(ports, visitor, reason=Reason.RESPONSE_USED, deed=FIRST)


def _invite(
    ports: Ports, tx: Transaction, visitor: Visitor, holder: HolderRecord, *, deed: HolderDeed, proved_by: str
) -> None:
    now = ports.clock.now()
    tx.begin_passkey(
        PasskeyInvitation(
            session=visitor.session_id,
            account=holder.account_number,
            holder_id=holder.id,
            deed=deed.value,
            challenge=draw_passkey_challenge(ports.dice),
            proved_by=proved_by,
            made_at=now,
            expires_at=now + MADE_WITHIN,
        )
    )


def _invite_first(
    ports: Ports, tx: Transaction, visitor: Visitor, holder: HolderRecord, *, code: MailedCode, door: Door
) -> bool:
    now = ports.clock.now()
    tx.verify_time(now)
    if not tx.spend_mailed_code(_subject(holder), code_print=code.code_print):
        return False
    _invite(ports, tx, visitor, holder, deed=FIRST, proved_by="")
    trace = Trace(
        happening=Happening.PASSKEY_INVITED,
        door=door,
        now=now,
        actor=Actor(kind="holder", id=holder.id),
        detail={"proved_with": "mailed code"},
        is_told=False,
    )
    leave(ports, tx, holder, trace)
    return True


def _shown(ports: Ports, visitor: Visitor) -> PasskeyToMake | RefusalView:
    shown = show_passkey_to_make(ports, visitor)
    return shown or refuse(ports, visitor, reason=Reason.CONFLICT, deed=TASK.deed)  # another answer was faster


def _subject(holder: HolderRecord) -> str:
    return f"first passkey of {holder.id}"
