"""Inviting a session to make a passkey: password and the strongest proof in use, then a challenge for ten minutes, once.

As with a phone (`workflows.phones.invite`), a very first device has nothing to be proved with but the password and a code sent
to the address on file. The invitation belongs to the session that proved; no other one can use it, and it dies with it.
"""

from dataclasses import replace
from typing import Final

from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.authenticators.passkey import MADE_WITHIN
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.devices.deed import refuse
from sekisho.workflows.devices.first_device import FIRST, FirstDevice, send_first_code, take_first_code
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceDone
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_passkey_challenge
from sekisho.workflows.outcomes import LoginView, ProofAsked, RefusalView, Visitor
from sekisho.workflows.passkeys.outcomes import PasskeyToMake
from sekisho.workflows.passkeys.show import show_passkey_to_make, terms_of_passkey
from sekisho.workflows.phones.outcomes import CodeAsked
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.step import Step
from sekisho.workflows.work.passkeys import PasskeyInvitation

TASK: Final = Task(deed=HolderDeed.BIND_DEVICE, subject="passkey", happening=Happening.PASSKEY_INVITED, is_told=False)
"""Bound to its own subject: a proof for a phone is none for a passkey. Telling comes with the passkey itself."""

FIRST_PASSKEY: Final = FirstDevice(
    name="passkey",
    kind=AuthenticatorKind.PASSKEY,
    message="own.passkey_code",
    sent=Happening.PASSKEY_CODE_SENT,
    invited=Happening.PASSKEY_INVITED,
)


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
    return send_first_code(ports, visitor, FIRST_PASSKEY, retyped=retyped, door=door)


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

    def invite(tx: Transaction, holder: HolderRecord) -> None:
        _invite(ports, tx, visitor, holder, deed=FIRST, proved_by="")

    is_first = terms_of_passkey(ports, visitor).is_first
    refusal = take_first_code(ports, visitor, FIRST_PASSKEY, is_first=is_first, code=code, door=door, invite=invite)
    return refusal or _shown(ports, visitor)


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


def _shown(ports: Ports, visitor: Visitor) -> PasskeyToMake | RefusalView:
    shown = show_passkey_to_make(ports, visitor)
    return shown or refuse(ports, visitor, reason=Reason.CONFLICT, deed=TASK.deed)  # another answer was faster
