"""The list of devices: every authenticator of the visitor with what it gives, since when, and what may be done about it."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sekisho.core.access.ceilings import may_step_up
from sekisho.core.access.guards import answerers, is_last_usable
from sekisho.core.access.permits import HolderDeed, may
from sekisho.core.accounts import Account, opt_out
from sekisho.core.authenticators.device_cases import DeviceCase
from sekisho.core.authenticators.device_deeds import report_lost
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId, PermanentDevice, kind_of
from sekisho.core.sharing import ShareState, has_temporary_device, is_missed_by
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.accounts import account_as_of, account_in_time
from sekisho.workflows.devices.outcomes import DeviceLine, DeviceList, SharingLine, Timeline
from sekisho.workflows.devices.request import is_on_its_way
from sekisho.workflows.devices.share import hindrance
from sekisho.workflows.granting import withdrawal_limits
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.sharers import live_holder
from sekisho.workflows.work.devices import Moments

NO_CASE: Final = DeviceCase()
NEW: Final = AuthenticatorId("new")


def show_devices(ports: Ports, visitor: Visitor) -> DeviceList:
    """Show everything that the holder can, could or will be able to prove with, oldest first."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        holder = tx.holder(visitor.holder_id)
        account = account_as_of(ports, tx, holder.account_number, now=now)
        moments, cases = tx.moments_of(account.number), tx.device_cases(account.number)
        sharings = sharing_lines(tx, account.number)
        session = tx.session(visitor.session_id)
    lines = tuple(
        _line(account, held, moments[held.id], cases.get(held.id, NO_CASE), sharings) for held in account.authenticators
    )
    is_barred = holder.residence in ports.terms.no_opt_out
    would_opt_out = opt_out(account, residence=holder.residence, barred=ports.terms.no_opt_out)
    return DeviceList(
        lines=lines,
        standing=account.standing(now),
        has_opted_out=account.has_opted_out,
        may_opt_out=not isinstance(would_opt_out, NotAllowed),
        is_barred=is_barred,
        may_request=may(HolderDeed.ORDER_DEVICE, visitor.scopes)
        and not is_on_its_way(account)
        and bool(answerers(account, HolderDeed.ORDER_DEVICE, subject=NEW, now=now)),
        may_share=hindrance(ports, visitor) is None and not has_temporary_device(account, now),
        pending=tuple(line for line in sharings if line.share.state is ShareState.PENDING and not line.is_owner),
        answered=session.answered if session else None,
    )


def sharing_lines(tx: Transaction, number: str) -> tuple[SharingLine, ...]:
    """Give the sharings of an account that are in use or wait, each with the other user name."""
    return tuple(
        SharingLine(
            share=share,
            username=live_holder(tx, share.borrower if share.owner == number else share.owner).username,
            is_owner=share.owner == number,
            is_missed=share.state is ShareState.ACTIVE and is_missed_by(tx.account(share.borrower), share.device),
        )
        for share in tx.shares_of(number)
        if share.state in (ShareState.ACTIVE, ShareState.PENDING)
    )


def _line(
    account: Account, held: Authenticator, moments: Moments, case: DeviceCase, sharings: tuple[SharingLine, ...]
) -> DeviceLine:
    return DeviceLine(
        authenticator=held,
        moments=moments,
        limits=withdrawal_limits(kind_of(held)),
        may_step_up=may_step_up(kind_of(held)),
        is_last_usable=isinstance(held, PermanentDevice) and is_last_usable(account, held.id),
        case=case,
        sharings=tuple(line for line in sharings if line.share.device == held.id),
    )


def foresee_loss(ports: Ports, visitor: Visitor, *, device_id: str, horizon: timedelta) -> Timeline | None:
    """Tell what would work until when, were this device reported now; None: it cannot be reported."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        in_time = account_in_time(ports, tx, tx.holder(visitor.holder_id).account_number)
        session = tx.session(visitor.session_id)
    after = report_lost(in_time.as_of(now), AuthenticatorId(device_id))
    if isinstance(after, NotAllowed):
        return None
    return Timeline(
        spans=replace(in_time, stored=after).outlook(now=now, horizon=horizon),
        ends_session=session is not None and session.answered == device_id,
    )
