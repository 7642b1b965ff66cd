"""The link in a message that stops what it tells of: 256 bits, of which only the keyed print is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.secret import Secret
from sekisho.core.stops import Stoppable
from sekisho.workflows.desk_records import StopRecord
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord

STOP_LASTS: Final = timedelta(days=14)
STOP_PREFIX: Final = "stop_"
STOP_PURPOSE: Final = "stop"


def draw_stop(
    ports: Ports, tx: Transaction, holder: HolderRecord, deed: Stoppable, *, subject: Mapping[str, str], now: datetime
) -> Secret:
    """Draw the link for `deed`, done at `now` to `subject`, and keep its print."""
    token = ports.dice.token(prefix=STOP_PREFIX)
    stop = StopRecord(
        print=ports.vault.fingerprint(token, purpose=STOP_PURPOSE),
        account=holder.account_number,
        holder_id=holder.id,
        deed=deed,
        deed_at=now,
        expires_at=now + STOP_LASTS,
        subject=dict(subject),
    )
    tx.add_stop(stop)
    return token
