"""Inviting a phone from a portal session (B064): user name, password and the strongest proof in use, then a Session ID, once.

A very first device has nothing to be proved with but the password and a code sent to the address on file. The Session ID lives
ten minutes. It is derived from the row and a key outside the database, so that its page can be loaded again and no table
holds it, and dies with its session.
"""

from dataclasses import replace
from typing import Final

from sekisho.core.access.permits import HolderDeed
from sekisho.core.accounts import Account
from sekisho.core.authenticators.device_deeds import has_never_proved
from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind
from sekisho.core.authenticators.phones import INVITED_FOR, SESSION_ID_LENGTH
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.workflows.accounts import own_account
from sekisho.workflows.devices.deed import refuse
from sekisho.workflows.devices.first_device import FIRST, FirstDevice, send_first_code, take_first_code
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceDone
from sekisho.workflows.devices.proving import ACCOUNT, Answered, Effected, Task, ask, conclude
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginView, ProofAsked, RefusalView, Visitor
from sekisho.workflows.phones.outcomes import CodeAsked, InvitationView
from sekisho.workflows.phones.show_invitation import invitation_print, session_id_of, show_invitation
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.records import HolderRecord
from sekisho.workflows.step import Step
from sekisho.workflows.work.phones import RegistrationRecord

TASK: Final = Task(deed=HolderDeed.BIND_DEVICE, subject=ACCOUNT, happening=Happening.PHONE_INVITED, is_told=False)
"""Telling comes with the phone itself: an invitation that nobody uses changes nothing."""

FIRST_PHONE: Final = FirstDevice(
    name="phone",
    kind=AuthenticatorKind.KEY_APP,
    message="own.phone_code",
    sent=Happening.PHONE_CODE_SENT,
    invited=Happening.PHONE_INVITED,
)


def task_of(ports: Ports, visitor: Visitor) -> Task:
    """Give the deed: a first phone is another than a further one, and nothing can answer for it."""
    return replace(TASK, deed=FIRST) if is_first(ports, visitor) else TASK


def begin_invitation(ports: Ports, visitor: Visitor, *, retyped: Retyped | None, door: Door) -> ProofAsked | CodeAsked:
    """Ask the strongest proof in use; for a very first device, send the code once the password is proved again."""
    if not is_first(ports, visitor):
        return ask(ports, visitor, TASK, retyped=retyped, door=door)
    return send_first_code(ports, visitor, FIRST_PHONE, retyped=retyped, door=door)


def finish_invitation(
    ports: Ports, visitor: Visitor, *, answered: Answered
) -> InvitationView | LoginView | RefusalView:
    """Take the answer and give the invitation."""
    done = conclude_invitation(ports, visitor, answered=answered)
    return _shown(ports, visitor) if isinstance(done, DeviceDone) else done


def conclude_invitation(ports: Ports, visitor: Visitor, *, answered: Answered) -> DeviceAnswer:
    """Take the answer and invite."""

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        _invite(ports, step.tx, visitor, step.holder, deed=TASK.deed, proved_by=by)
        return Effected(device=None, after=account)

    return conclude(ports, visitor, TASK, answered=answered, effect=effect)


def finish_first_invitation(ports: Ports, visitor: Visitor, *, code: str, door: Door) -> InvitationView | RefusalView:
    """Take the code that was sent and invite the first phone."""

    def invite(tx: Transaction, holder: HolderRecord) -> None:
        _invite(ports, tx, visitor, holder, deed=FIRST, proved_by="")

    refusal = take_first_code(
        ports, visitor, FIRST_PHONE, is_first=is_first(ports, visitor), code=code, door=door, invite=invite
    )
    return refusal or _shown(ports, visitor)


def is_first(ports: Ports, visitor: Visitor) -> bool:
    """Tell whether the account has never proved anything: then a code is asked instead of a proof."""
    return has_never_proved(own_account(ports, visitor), ports.clock.now())


def _invite(
    ports: Ports, tx: Transaction, visitor: Visitor, holder: HolderRecord, *, deed: HolderDeed, proved_by: str
) -> None:
    now = ports.clock.now()
    nonce = ports.dice.text(alphabet=CLEAR, length=SESSION_ID_LENGTH)
    session_id = session_id_of(ports.vault, visitor.session_id, nonce=nonce)
    tx.begin_registration(
        RegistrationRecord(
            account=holder.account_number,
            holder_id=holder.id,
            deed=deed.value,
            made_at=now,
            expires_at=now + INVITED_FOR,
            invitation_print=invitation_print(ports.vault, session_id),
            session=visitor.session_id,
            proved_by=proved_by,
            challenge=nonce,
        )
    )


def _shown(ports: Ports, visitor: Visitor) -> InvitationView | RefusalView:
    shown = show_invitation(ports, visitor)
    return shown or refuse(ports, visitor, reason=Reason.CONFLICT, deed=TASK.deed)  # another one was faster
