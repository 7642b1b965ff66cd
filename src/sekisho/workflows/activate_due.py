"""Writing down what has come due: devices that have activated themselves, once, with their trace and a message.

Whoever decides sees the activation with or without this (`accounts`). It is a unit of work of its own, before that of the deed:
the deed then finds every row as the policy sees it, and the trail stays last in the order of locks.
"""

from contextlib import suppress
from datetime import datetime

from sekisho.core.authenticators.due import Activation
from sekisho.core.authenticators.kinds import kind_of
from sekisho.core.errors import SekishoError
from sekisho.core.events import Actor, Event, Happening
from sekisho.workflows.accounts import AccountInTime, account_in_time
from sekisho.workflows.changing import write_changes
from sekisho.workflows.claim import new_reference
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage


class _LostRaceError(SekishoError):
    """Somebody else wrote it down, or did something to the same account; what is still due is due at the next look."""


def activate_due(ports: Ports, number: str, *, now: datetime) -> bool:
    """Write down what is due on one account; True if this call did it."""
    with ports.store.reading() as tx:
        if not account_in_time(ports, tx, number).is_due(now):
            return False
    with suppress(_LostRaceError), ports.store.transaction() as tx:
        return _write(ports, tx, number, now=now)
    return False


def _write(ports: Ports, tx: Transaction, number: str, *, now: datetime) -> bool:
    in_time = account_in_time(ports, tx, number)
    if not in_time.is_due(now):
        return False
    if not write_changes(tx, in_time.stored, in_time.as_of(now)):
        raise _LostRaceError
    holder_id = next(iter(tx.holders_of(number)), "")
    events = [
        _tell(ports, tx, in_time, activation, holder_id=holder_id, now=now)
        for activation in in_time.activations()
        if activation.at <= now
    ]
    for event in events:
        tx.record(event)
    return True


def _tell(
    ports: Ports, tx: Transaction, in_time: AccountInTime, activation: Activation, *, holder_id: str, now: datetime
) -> Event:
    """Tell the holder on every address, and give the entry for the trail, which comes last."""
    device = in_time.stored.find(activation.device)
    tx.forgive_wrong(activation.device)  # tries to activate it by hand must not stop it at its first answer
    reference = new_reference(ports.dice)
    params = {"reference": reference, "takes_place_at": activation.at.isoformat()}
    if holder_id:
        message = OutgoingMessage(holder_id=holder_id, message="device_activated", at=now, params=params)
        tx.announce(message)
    return Event(
        happening=Happening.AUTO_ACTIVATED,
        at=now,
        actor=Actor(kind="system"),
        holder=holder_id,
        account=in_time.stored.number,
        reference=reference,
        detail={
            "authenticator": activation.device,
            "factor": kind_of(device).value if device else None,
            "due_at": activation.at.isoformat(),
        },
    )
