"""Request Physical Device: address of record, a PIN of one's own, the account for the deposit, then a proof (B043 to B045, B081).

The proof is user name, password and an answer of the strongest device in use, or, where none is, of the code card that stands in
for it (B080); never of a passcode. Key and PIN are sealed with the order; nothing else changes until the device is active.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account
from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.device_cases import Deposit, DeviceCase
from sekisho.core.authenticators.device_deeds import request_device
from sekisho.core.authenticators.device_key import KEY_BYTES, pack
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    PermanentDevice,
    Posting,
)
from sekisho.core.authenticators.soft_pin import PinRejected
from sekisho.core.events import Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.accounts import own_account
from sekisho.workflows.devices.deed import reason_of, refuse
from sekisho.workflows.devices.drafting import draft_of, judge_pin, keep_draft, open_pin
from sekisho.workflows.devices.outcomes import DeviceAnswer, PinRefused
from sekisho.workflows.devices.proving import Answered, Effected, Task, ask, conclude
from sekisho.workflows.door import Door
from sekisho.workflows.drawing import draw_authenticator_id
from sekisho.workflows.outcomes import ProofAsked, RefusalView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.step import Step
from sekisho.workflows.verifying import key_place
from sekisho.workflows.work.devices import Draft

DEED: Final = HolderDeed.ORDER_DEVICE
NEW: Final = AuthenticatorId("new")
ON_ITS_WAY: Final = frozenset({DeviceState.REQUESTED, DeviceState.SHIPPED, DeviceState.DELIVERED})


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderForm:
    """What the form shows, and, once it is filled in, the summary. `plan` is as if it were shipped now."""

    address: str
    name: str
    account: str
    plan: Posting
    least_days: int
    most_days: int
    is_filled_in: bool = False


def show_order(ports: Ports, visitor: Visitor) -> OrderForm | RefusalView:
    """Show the form, or why nothing can be ordered now."""
    reason = _hindrance(ports, visitor)
    if reason is not None:
        return refuse(ports, visitor, reason=reason, deed=DEED)
    now = ports.clock.now()
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
        draft = draft_of(tx, visitor, DEED, now=now)
    plan = ports.terms.posting(country=holder.residence, shipped_at=now)
    longest = (plan.promised_by - now) // timedelta(days=1)
    return OrderForm(
        address=holder.address,
        name=holder.name,
        account=holder.account_number,
        plan=plan,
        least_days=min(LEAST_DAYS, longest),
        most_days=longest,
        is_filled_in=draft is not None,
    )


LEAST_DAYS: Final = 3
"""A098: shipping takes 3 to 14 days by country; within 2 to the United States (D11)."""


def fill_in_order(
    ports: Ports, visitor: Visitor, *, pin: Secret, again: Secret, deposit_account: str
) -> OrderForm | PinRefused | RefusalView:
    """Take PIN and deposit account; what follows is the summary."""
    reason = _hindrance(ports, visitor)
    if reason is not None:
        return refuse(ports, visitor, reason=reason, deed=DEED)
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
    if deposit_account != holder.account_number:
        return refuse(ports, visitor, reason=Reason.NOT_FOUND, deed=DEED)
    judged = judge_pin(holder, pin=pin, again=again)
    if isinstance(judged, PinRejected):
        return PinRefused(why=judged.why)
    with ports.store.transaction() as tx:
        keep_draft(
            ports, tx, visitor, deed=DEED, pin=judged.pin, deposit_account=deposit_account, address=holder.address
        )
    return show_order(ports, visitor)


def begin_order(ports: Ports, visitor: Visitor, *, retyped: Retyped | None, door: Door) -> ProofAsked:
    """Ask the proof for exactly the order that was filled in."""
    reason = _hindrance(ports, visitor)
    draft = None if reason else drafted(ports, visitor)
    if draft is None:
        return refuse(ports, visitor, reason=reason or Reason.CHALLENGE_EXPIRED, deed=DEED)
    return ask(ports, visitor, task_of(draft), retyped=retyped, door=door)


def finish_order(ports: Ports, visitor: Visitor, *, answered: Answered) -> DeviceAnswer:
    """Take the answer and order the device."""
    draft = drafted(ports, visitor)
    if draft is None:
        return refuse(ports, visitor, reason=Reason.CHALLENGE_EXPIRED, deed=DEED)

    def effect(step: Step, account: Account, by: AuthenticatorId) -> Effected | Reason:
        del by
        return _order(ports, step, account, draft)

    return conclude(ports, visitor, task_of(draft), answered=answered, effect=effect)


def is_on_its_way(account: Account) -> bool:
    """Tell whether a device was ordered that is not in use yet: one at a time is enough."""
    held = account.authenticators
    return any(isinstance(one, PermanentDevice) and one.state in ON_ITS_WAY for one in held)


def _hindrance(ports: Ports, visitor: Visitor) -> Reason | None:
    if not may(DEED, visitor.scopes):
        return Reason.SCOPE_INSUFFICIENT
    now, account = ports.clock.now(), own_account(ports, visitor)
    with ports.store.reading() as tx:
        moved_at = tx.contacts(visitor.holder_id).address.changed_at
    if is_on_its_way(account):
        return Reason.CONFLICT
    if moved_at is not None and now < moved_at + ports.terms.address_settled_after:
        return Reason.VERIFICATION_REQUIRED  # whoever moved the address must not have a device sent after it (REC-13)
    return None if answerers(account, DEED, subject=NEW, now=now) else Reason.STEP_UP_REQUIRED


def drafted(ports: Ports, visitor: Visitor) -> Draft | None:
    """Give what this session has filled in and not confirmed."""
    with ports.store.reading() as tx:
        return draft_of(tx, visitor, DEED, now=ports.clock.now())


def task_of(draft: Draft) -> Task:
    """Give the deed for exactly what was filled in."""
    return Task(deed=DEED, subject=draft.id, happening=Happening.DEVICE_REQUESTED)


def _order(ports: Ports, step: Step, account: Account, draft: Draft) -> Effected | Reason:
    has_moved = step.holder.address != draft.address
    if has_moved or is_on_its_way(account) or not step.tx.spend_draft(draft.id):
        return Reason.CONFLICT
    now, dice = step.claim.now, ports.dice
    device = PermanentDevice(
        id=draw_authenticator_id(dice),
        kind=AuthenticatorKind.DSC_PLUS,
        state=DeviceState.REQUESTED,
        ever_active=False,
    )
    after = request_device(account, device)
    if isinstance(after, NotAllowed):
        return reason_of(after)
    key = Secret(bytes(dice.number(low=0, high=255) for _ in range(KEY_BYTES)))
    sealed = ports.vault.seal(pack(key, pin=open_pin(ports, draft)), place=key_place(device.id))
    step.tx.add_device(account, device, suite=dsc_plus.SUITE, sealed_key=sealed, at=now)
    case = DeviceCase(
        deposit=Deposit.HELD, deposit_account=draft.deposit_account, address=draft.address, ordered_at=now
    )
    step.tx.open_device_case(device.id, case)
    return Effected(device=device.id, after=after, detail={"deposit_account": draft.deposit_account})
