"""A move of the phone in use (decision 0019): what it rests on, judged with the new phone's answer and for whoever looks before.

A move proved by a code alone waits a day, and seven more in which it may be ended. Nothing takes it back but what it rests on.
"""

from datetime import datetime
from typing import assert_never

from sekisho.core.accounts import Account
from sekisho.core.authenticators.phones import ByCode, ByDevice, judge_move
from sekisho.core.reasons import Reason
from sekisho.workflows.phones.admission import MOVE, password_print
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.work.phones import RegistrationRecord


def waiting_move(ports: Ports, tx: Transaction, account: Account, *, now: datetime) -> RegistrationRecord | None:
    """Give the move that waits, or waited and may be ended, and that nothing has called off; None: there is none."""
    kept = tx.registration_of(account.number)
    if kept is None or kept.deed != MOVE or kept.not_before is None:
        return None
    is_over = kept.done_at is not None or kept.expires_at <= now
    return None if is_over or hindrance_to_move(ports, tx, kept, account, now=now) else kept


def hindrance_to_move(
    ports: Ports, tx: Transaction, kept: RegistrationRecord, account: Account, *, now: datetime
) -> Reason | None:
    """A move rests on the password, the number and the phone that it replaces; whoever uses that one calls it off."""
    stopped_at = tx.stopped_at(kept.account)
    judged = judge_move(account, tx.contacts(kept.holder_id), stopped_at=stopped_at, now=now)
    if isinstance(judged, Reason):
        return judged
    is_same = password_print(ports.vault, tx.holder(kept.holder_id)) == kept.password_print
    is_same_phone = judged.phone.id == kept.replaces
    match judged:
        case ByDevice(device=device):
            is_proved = device.id == kept.proved_by
        case ByCode(phone=old):
            was_used = old.last_answered_at is not None and old.last_answered_at > kept.made_at
            is_proved = kept.not_before is not None and not was_used
        case never:
            assert_never(never)
    return None if is_same and is_same_phone and is_proved else Reason.CONFLICT
