"""Stopping what was done, by the desk or in the holder's name: the link in the message undoes it and ends what is open.

The desk is warned for 14 days. No login: whoever holds the link reads the holder's mail, and the worst that it does is protect.
Looking changes nothing, using it twice changes nothing more; a link past its 14 days is no link. The link of an address that was
changed again is not used up.
"""

from typing import Final

from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.masking import mask
from sekisho.core.errors import SekishoError
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.secret import Secret
from sekisho.workflows.claim import new_reference
from sekisho.workflows.desk.outcomes import StopReach, StopUnknown, StopView
from sekisho.workflows.desk.undoing import Undo, reach_of, undo
from sekisho.workflows.desk_records import StopRecord
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.stop_links import STOP_PURPOSE

RACES: Final = 5


class _LostRaceError(SekishoError):
    """The account changed meanwhile; the whole unit of work is undone and begun anew."""


def show_stop(ports: Ports, token: Secret) -> StopView | StopUnknown:
    """Show what a link would stop, or has stopped."""
    with ports.store.reading() as tx:
        stop = tx.stop_under(ports.vault.fingerprint(token, purpose=STOP_PURPOSE))
        return StopUnknown() if stop is None or _is_past(ports, stop) else _view(tx, stop)


def stop_deed(ports: Ports, token: Secret, *, door: Door) -> StopView | StopUnknown:
    """Stop it; a link that was used shows that it was."""
    found = show_stop(ports, token)
    if isinstance(found, StopUnknown) or found.stopped_at is not None:
        return found
    spare_hash = ports.hasher.hash(ports.dice.token(prefix="")) if found.deed is DeskDeed.RESET_PASSWORD else ""
    for _ in range(RACES):
        try:
            return _stop(ports, token, door=door, spare_hash=spare_hash)
        except _LostRaceError:
            continue
    raise SekishoError("an account changed again and again while a deed was being stopped")


def _stop(ports: Ports, token: Secret, *, door: Door, spare_hash: str) -> StopView | StopUnknown:
    now, link = ports.clock.now(), ports.vault.fingerprint(token, purpose=STOP_PURPOSE)
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        stop = tx.stop_under(link)
        if stop is None:
            return StopUnknown()
        tx.lock_account(stop.account)
        if reach_of(tx, stop) is not StopReach.CHANGED_AGAIN and tx.use_stop(link, now=now):
            if not undo(Undo(ports=ports, tx=tx, stop=stop, now=now, spare_hash=spare_hash)):
                raise _LostRaceError
            tx.end_sessions(stop.holder_id, now=now)
            _tell(ports, tx, stop, door=door)
        return _view(tx, tx.stop_under(link) or stop)


def _tell(ports: Ports, tx: Transaction, stop: StopRecord, *, door: Door) -> None:
    now, reference = ports.clock.now(), new_reference(ports.dice)
    message = OutgoingMessage(holder_id=stop.holder_id, message="deed_stopped", at=now, params={"reference": reference})
    tx.announce(message)
    tx.record(
        Event(
            happening=Happening.DEED_STOPPED,
            at=now,
            actor=Actor(kind="claimant", id=stop.holder_id),
            holder=stop.holder_id,
            account=stop.account,
            reference=reference,
            surface="desk",
            detail={"deed": stop.deed.value, "channel": door.channel, "address": door.address, "browser": door.browser},
        )
    )


def _is_past(ports: Ports, stop: StopRecord) -> bool:
    return stop.used_at is None and ports.clock.now() >= stop.expires_at


def _view(tx: Transaction, stop: StopRecord) -> StopView:
    holder = tx.holder(stop.holder_id)
    return StopView(
        deed=stop.deed,
        at=stop.deed_at,
        account=mask(stop.account),
        stopped_at=stop.used_at,
        reach=reach_of(tx, stop),
        language=holder.language,
        residence=holder.residence,
    )
