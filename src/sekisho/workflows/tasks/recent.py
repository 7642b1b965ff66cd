"""What was withdrawn lately, read once: what each factor leaves open now follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.tasks.withdrawals import Left, Window, Withdrawn, left_for, window_start
from sekisho.workflows.ports import Ports, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Recent:
    """The withdrawals of one account in the longest window that holds `now`; days are those of `zone`."""

    withdrawn: Sequence[Withdrawn]
    now: datetime
    zone: ZoneInfo

    def left(self, factor: AuthenticatorKind) -> Left:
        """Tell what a factor leaves open."""
        return left_for(factor, self.withdrawn, now=self.now, zone=self.zone)


def read_recent(ports: Ports, tx: Transaction, account: str, *, now: datetime) -> Recent:
    """Read them for the account of a number."""
    zone = ports.cutoff.zone
    since = window_start(Window.FIVE_BUSINESS_DAYS, now=now, zone=zone)
    return Recent(withdrawn=tx.withdrawn_since(account, since), now=now, zone=zone)
