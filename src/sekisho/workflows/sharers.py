"""Everybody else who uses a device: told of what became of it on every address on file, and in the trail of each account."""

from dataclasses import replace
from datetime import datetime

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.sharing import SHARE_LIFE, ShareEvent, ShareState, is_missed_by
from sekisho.core.transitions import NotAllowed
from sekisho.workflows.ports import Transaction
from sekisho.workflows.records import HolderRecord, OutgoingMessage
from sekisho.workflows.work.sharing import Share


def live_holder(tx: Transaction, account_number: str) -> HolderRecord:
    """Give the live user name of an account."""
    return tx.holder(tx.holders_of(account_number)[0])


def tell_sharers(
    tx: Transaction,
    message: OutgoingMessage,
    *,
    device: AuthenticatorId,
    happening: Happening,
    actor: Actor,
    also: tuple[str, ...] = (),
) -> tuple[Event, ...]:
    """Send `message`, which its first holder has got, to the others who use `device`, and to those of the accounts `also`.

    Gives what their trails keep, to be recorded last.
    """
    by = tx.holder(message.holder_id)
    numbers = dict.fromkeys((*tx.users_of(device), *also))
    told = [live_holder(tx, number) for number in numbers if number != by.account_number]
    for holder in told:
        params = message.params | {"user_name": by.username}
        tx.announce(replace(message, holder_id=holder.id, params=params))
    return tuple(
        Event(
            happening=Happening.SHARED_DEVICE_TOUCHED,
            at=message.at,
            actor=actor,
            holder=holder.id,
            account=holder.account_number,
            detail={"device": device, "what": happening.value, "under": message.params.get("reference", "")},
        )
        for holder in told
    )


def is_missed(tx: Transaction, device: AuthenticatorId) -> bool:
    """Tell whether any borrower could not come in without a device."""
    return any(is_missed_by(tx.account(number), device) for number in tx.users_of(device)[1:])


def end_share(tx: Transaction, share: Share, event: ShareEvent, *, now: datetime) -> bool:
    """Write that a sharing is over; the borrower's opt-out ends with it. False: somebody was faster, roll back."""
    state = SHARE_LIFE.after(share.state, event)
    if isinstance(state, NotAllowed) or not tx.move_share(share, state, at=now):
        return False
    borrower = without(tx.account(share.borrower), share.device)
    is_in_use = share.state is ShareState.ACTIVE
    return not is_in_use or tx.write_changes(borrower, replace(borrower, has_opted_out=False))


def without(account: Account, device: AuthenticatorId) -> Account:
    """Give an account but for one device: what becomes of a sharing is written in its own row, not in the device's."""
    return replace(account, authenticators=tuple(held for held in account.authenticators if held.id != device))
