"""The desk's own people: brought in, listed, and let go. What may never be is one of them without a device of their own.

Each has an account of its own kind, known to the access table alone; closing it is what ends every way in.
"""

from datetime import datetime
from typing import Final

from django.db import IntegrityError

from sekisho.adapters.storage import seeding
from sekisho.adapters.storage.rows import StaffRow
from sekisho.core.accounts import Account, AccountNumber, AccountState, ClosedCause, close
from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.device_deeds import bind_device
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.desk.roles import Role
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, StaffRecord
from sekisho.workflows.staff_records import Farewell, NewStaff, StaffLine

OPERATOR: Final = Actor(kind="operator")


def bring_in(ports: Ports, new: NewStaff) -> bool:
    """Insert one colleague with account, user name, role and device; False if the user name or the number is taken."""
    now = ports.clock.now()
    device = PermanentDevice(id=new.device_id, kind=AuthenticatorKind.DSC_PLUS, state=DeviceState.ACTIVE)
    empty = Account(number=AccountNumber(new.holder.account_number), state=AccountState.OPEN, trades_from=now)
    account = bind_device(empty, device, now=now)
    if isinstance(account, NotAllowed):
        raise TypeError(account.event)
    try:
        with ports.store.transaction() as tx:
            seeding.add_account(account)
            seeding.add_holder(new.holder, name=new.staff.name, at=now)
            seeding.add_staff(new.staff)
            bound = account.authenticators[0]
            if isinstance(bound, PermanentDevice):
                seeding.add_device(ports.vault, account, bound, suite=dsc_plus.SUITE, key=new.key, pin=new.pin, at=now)
            tx.record(_event(Happening.STAFF_ADDED, new.holder, new.staff.role, now=now))
    except IntegrityError:
        return False
    return True


def everybody() -> tuple[StaffLine, ...]:
    """List them by user name."""
    rows = StaffRow.objects.select_related("holder__account").order_by("holder__username")
    return tuple(
        StaffLine(
            username=row.holder.username,
            name=row.holder.name,
            role=Role(row.role),
            is_in=row.holder.account.state == AccountState.OPEN,
        )
        for row in rows
    )


def dismiss(ports: Ports, username: str) -> Farewell:
    """Close a colleague's account and end every session of theirs, at once."""
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        holder = tx.holder_named(username)
        staff = tx.staff(holder.id) if holder else None
        if holder is None or staff is None:
            return Farewell.UNKNOWN
        return _close(tx, holder, staff, now=now)


def _close(tx: Transaction, holder: HolderRecord, staff: StaffRecord, *, now: datetime) -> Farewell:
    before = tx.account(holder.account_number)
    after = close(before, cause=ClosedCause.BY_HOLDER)
    if isinstance(after, NotAllowed) or not tx.write_changes(before, after):
        return Farewell.GONE_BEFORE
    tx.end_sessions(holder.id, now=now)
    tx.record(_event(Happening.STAFF_DISMISSED, holder, staff.role, now=now))
    return Farewell.DONE


def _event(happening: Happening, holder: HolderRecord, role: Role, *, now: datetime) -> Event:
    return Event(
        happening=happening,
        at=now,
        actor=OPERATOR,
        holder=holder.id,
        account=holder.account_number,
        detail={"role": role.value},
    )
