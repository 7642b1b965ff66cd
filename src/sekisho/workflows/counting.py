"""Counting a try before anything is compared, and giving it back when it proved right.

The arithmetic is `core.throttle`; the store replaces the counter only if nobody else did meanwhile, so a lost race is simply
counted again from what is there now.
"""

from datetime import datetime
from typing import Final

from sekisho.core import throttle
from sekisho.core.desk.circumstances import AN_HOUR, MOST_PER_HOUR
from sekisho.core.errors import StorageUnavailableError
from sekisho.core.intake.quotas import MailQuotas
from sekisho.core.throttle import Admitted, Allowance, Rate, Rule, Throttled, Tries, Verdict
from sekisho.workflows.claim import browser_print
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import TryKind

QUOTAS: Final = MailQuotas()
RULES: Final[dict[TryKind, Rule]] = {
    TryKind.PASSWORD_UNKNOWN_BROWSER: throttle.PASSWORD_DOOR,
    TryKind.PASSWORD_KNOWN_BROWSER: throttle.PASSWORD_DOOR,
    TryKind.PASSWORD_CODES: throttle.PASSWORD_CODES,
    TryKind.SECOND_FACTOR: throttle.SECOND_FACTOR,
    TryKind.SECOND_FACTOR_MONTH: throttle.SECOND_FACTOR_MONTH,
    TryKind.CHALLENGES: throttle.UNANSWERED_CHALLENGES,
    TryKind.ALARMS: throttle.ALARMS,
    TryKind.APPROVALS: throttle.APPROVALS,
    TryKind.DOCUMENTS: throttle.DOCUMENTS,
    TryKind.MAILS_SENDER: QUOTAS.sender_mails,  # these five as long as an installation sets nothing else
    TryKind.BYTES_SENDER: QUOTAS.sender_bytes,
    TryKind.MAILS_NETWORK: QUOTAS.network_mails,
    TryKind.BYTES_NETWORK: QUOTAS.network_bytes,
    TryKind.MAILS_ACCOUNT: QUOTAS.account_mails,
    TryKind.DESK_SEARCHES: throttle.DESK_SEARCHES,
    TryKind.DESK_LOOKS: throttle.DESK_LOOKS,
    TryKind.DESK_PICTURES: throttle.DESK_PICTURES,
    TryKind.DESK_PASSCODES: Rate(windows=((MOST_PER_HOUR, AN_HOUR),)),
}

RACES: Final = 100
"""How often a counter may be lost to others before the deed fails closed."""


def reserve_try(tx: Transaction, subject: str, kind: TryKind, *, now: datetime) -> Verdict:
    """Count one try of `subject`, or tell until when none is evaluated."""
    for _ in range(RACES):
        tries, version = tx.tries(subject, kind)
        verdict = throttle.reserve(RULES[kind], tries, now)
        match verdict:
            case Throttled():
                return verdict
            case Admitted(tries=counted):
                if tx.replace_tries(subject, kind, counted, version=version):
                    return verdict
    message = "a counter could not be written"
    raise StorageUnavailableError(message)


def spend(tx: Transaction, subject: str, kind: TryKind, *, rule: Allowance, cost: int, now: datetime) -> Verdict:
    """Take `cost` of an allowance of `subject`, or tell when there is as much of it."""
    for _ in range(RACES):
        tries, version = tx.tries(subject, kind)
        verdict = throttle.spend(rule, tries, now, cost=cost)
        if isinstance(verdict, Throttled) or tx.replace_tries(subject, kind, verdict.tries, version=version):
            return verdict
    message = "an allowance could not be written"
    raise StorageUnavailableError(message)


def charge(tx: Transaction, subject: str, kind: TryKind, *, rule: Allowance, cost: int, now: datetime) -> None:
    """Take `cost` of an allowance of `subject`, whether it is there or not."""
    for _ in range(RACES):
        tries, version = tx.tries(subject, kind)
        if tx.replace_tries(subject, kind, throttle.charge(rule, tries, now, cost=cost), version=version):
            return
    message = "an allowance could not be written"
    raise StorageUnavailableError(message)


def client_of(ports: Ports, tx: Transaction, holder_id: str, *, door: Door, now: datetime) -> str:
    """Name who is capped by the month: one known browser, or all unknown ones together. Nobody uses up another's."""
    mark = browser_print(ports.vault, door)
    if not tx.is_known_browser(holder_id, mark, now=now):
        return holder_id
    return ports.vault.fingerprint(f"{holder_id} {mark}", purpose="browser of a holder")


def refund_try(tx: Transaction, subject: str, kind: TryKind, *, tried_at: datetime) -> None:
    """Give back the try that was counted at `tried_at`: it proved right."""
    _refund(tx, subject, kind, seen=tx.tries(subject, kind), tried_at=tried_at)


def refund_newest(tx: Transaction, subject: str, kind: TryKind) -> None:
    """Give back the newest try of `subject`, whenever it was counted."""
    tries, version = tx.tries(subject, kind)
    if tries.moments:
        _refund(tx, subject, kind, seen=(tries, version), tried_at=tries.moments[-1])


def _refund(tx: Transaction, subject: str, kind: TryKind, *, seen: tuple[Tries, int], tried_at: datetime) -> None:
    for _ in range(RACES):
        tries, version = seen
        left = throttle.refund(RULES[kind], tries, tried_at)
        if left == tries or tx.replace_tries(subject, kind, left, version=version):
            return
        seen = tx.tries(subject, kind)
    message = "a counter could not be written"
    raise StorageUnavailableError(message)
