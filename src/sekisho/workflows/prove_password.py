"""Proving a password, whatever for: counted and committed before it is compared, one answer and one cost for whoever has it not.

What a right one leads to is the caller's; the try is given back in the caller's own transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import Admitted, Throttled, Verdict
from sekisho.workflows.activate_due import activate_due
from sekisho.workflows.claim import Claim, browser_print, name_print
from sekisho.workflows.counting import refund_try, reserve_try
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import SIGN_IN, HolderRecord, OutgoingMessage, TryKind
from sekisho.workflows.refusing import record_refusal

MOST_USERNAME: Final = 256
"""Longer names belong to nobody; doors that refuse them in words say the same number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PasswordTyped:
    """Who somebody says to be, and what for."""

    username: str
    password: Secret
    surface: Surface
    mode: Mode
    door: Door
    purpose: str = SIGN_IN


@dataclass(frozen=True, kw_only=True, slots=True)
class PasswordProved:
    """The password was right; its try is still counted."""

    claim: Claim
    holder: HolderRecord
    counted: "_Counted"
    tried_at: datetime

    def give_back(self, tx: Transaction) -> None:
        """Take the try out of the count: it was right."""
        refund_try(tx, self.counted.subject, self.counted.kind, tried_at=self.tried_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted:
    """The try after it was counted: who it may be, and against which counter."""

    holder: HolderRecord | None
    subject: str
    kind: TryKind
    verdict: Verdict


def prove_password(ports: Ports, typed: PasswordTyped) -> PasswordProved | RefusalView:
    """Compare, once the try is committed. Raises `StorageUnavailableError`: nothing is decided then."""
    tried_at = ports.clock.now()
    counted = _count(ports, typed.door, canonical_username(typed.username), now=tried_at)
    claim = Claim(
        holder=counted.holder,
        surface=typed.surface,
        mode=typed.mode,
        door=typed.door,
        now=tried_at,
        purpose=typed.purpose,
    )
    if isinstance(counted.verdict, Throttled):
        return _refuse(ports, claim, counted, Reason.LOCKED, retry_at=counted.verdict.until)
    stored = counted.holder.password_hash if counted.holder else None
    is_right = ports.hasher.matches(stored, typed.password)
    claim = replace(
        claim, now=ports.clock.now()
    )  # hashing waits its turn; the trail would take an old moment for a clock set back
    if not is_right or counted.holder is None:
        return _refuse(ports, claim, counted, Reason.BAD_CREDENTIALS)
    _renew_hash(ports, counted.holder, typed.password)
    activate_due(ports, counted.holder.account_number, now=claim.now)
    return PasswordProved(claim=claim, holder=counted.holder, counted=counted, tried_at=tried_at)


def canonical_username(typed: str) -> str:
    """Give the stored form of a user name: printable ASCII in lower case. Other signs never map onto somebody: they are unknown.

    They are escaped, so that no database chokes on them (NUL, half a surrogate pair) and tells a name apart by failing; so are
    names longer than any of ours, of which the database never sees more than the beginning.
    """
    name = typed.strip(" \t\r\n\u3000")
    could_be_ours = len(name) <= MOST_USERNAME and name.isascii() and name.isprintable()
    return name.lower() if could_be_ours else f"\ufffd{name[:64]!a}"


def _count(ports: Ports, door: Door, username: str, *, now: datetime) -> _Counted:
    printed = name_print(ports.vault, username)
    mark = browser_print(ports.vault, door)
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        holder = tx.holder_named(username)
        is_known = tx.is_known_browser(holder.id if holder else "", mark, now=now)
        kind = TryKind.PASSWORD_KNOWN_BROWSER if is_known else TryKind.PASSWORD_UNKNOWN_BROWSER
        subject = ports.vault.fingerprint(printed + mark, purpose="browser of a name") if is_known else printed
        verdict = reserve_try(tx, subject, kind, now=now)
    return _Counted(holder=holder, subject=subject, kind=kind, verdict=verdict)


def _refuse(
    ports: Ports, claim: Claim, counted: _Counted, reason: Reason, *, retry_at: datetime | None = None
) -> RefusalView:
    closes = isinstance(counted.verdict, Admitted) and counted.verdict.closes
    with ports.store.transaction() as tx:
        refusal = record_refusal(
            ports,
            tx,
            claim=claim,
            reason=reason,
            retry_at=retry_at,
            name_print=counted.subject[:16],
            is_proved=False,
        )
        if closes:  # to nobody where the name is unknown, by the same statement
            holder_id = counted.holder.id if counted.holder else ""
            params = {"reference": refusal.reference}
            tx.send(OutgoingMessage(holder_id=holder_id, message="sign_in_door_closed", at=claim.now, params=params))
    return refusal


def _renew_hash(ports: Ports, holder: HolderRecord, password: Secret) -> None:
    if ports.hasher.is_outdated(holder.password_hash):
        renewed = ports.hasher.hash(password)
        with ports.store.transaction() as tx:
            tx.rehash_password(holder.id, old=holder.password_hash, new=renewed)
