"""A holder sets a new password with the code that the desk gave in two halves: an hour, once, ten tries from one address.

Whether a name exists, has a code, or which half was wrong, is not told. Everything that is open for the holder is ended, and
every address on file is told. The second factor stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sekisho.core.accounts import AccountState, Credentials
from sekisho.core.authenticators.entry import CLEAR, Unreadable, read_code
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.passwords import Rejected, read_new_password
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import Throttled
from sekisho.workflows.claim import new_reference
from sekisho.workflows.counting import refund_try, reserve_try
from sekisho.workflows.desk.password_deeds import CODE_LENGTH, PURPOSE
from sekisho.workflows.desk_records import ResetRecord
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.prove_password import canonical_username
from sekisho.workflows.records import HolderRecord, OutgoingMessage, TryKind

MOST_WRONG: Final = 1000
"""From wherever: of 80 bits whoever heard one half guesses the other with one chance in a thousand million, and no stranger who
knows the user name uses up a holder's code by ten wrong ones.
"""


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """The new password opens; everything else was logged out."""

    reference: str


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """User name and code do not fit together, or the code's hour or its tries are over; which, is not told."""

    refusal: RefusalView


@dataclass(frozen=True, kw_only=True, slots=True)
class _Proved:
    """Whose code it is."""

    holder: HolderRecord
    reset: ResetRecord
    is_alone: bool


def set_password_with(
    ports: Ports, *, username: str, code: str, new_password: str, context: Iterable[str], door: Door
) -> PasswordChanged | CodeRefused | Rejected:
    """Take the code and set the password; `Rejected`: the code is right and still good, the password is not taken.

    `context` are the house's own words that no password consists of, such as its brands.
    """
    proved = _prove(ports, username=username, code=code, door=door)
    if proved is None:
        return _refused(ports, username=username, door=door)
    holder = proved.holder
    known = (*context, holder.username, holder.account_number, holder.email, holder.name)
    judged = read_new_password(new_password, is_alone=proved.is_alone, context=known, common=ports.common_passwords)
    if isinstance(judged, Rejected):
        return judged
    hashed = ports.hasher.hash(judged.password)
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        if tx.use_reset(proved.reset.id, now=now):
            return _change(ports, tx, holder, hashed, door=door, now=now)
    return _refused(ports, username=username, door=door)


def _prove(ports: Ports, *, username: str, code: str, door: Door) -> _Proved | None:
    """Count the try, compare, and give it back if it was right; a code that cannot be read is a wrong one."""
    read = read_code(code, alphabet=CLEAR, length=CODE_LENGTH)
    typed = "" if isinstance(read, Unreadable) else read
    printed = Secret(ports.vault.fingerprint(typed, purpose=PURPOSE))
    named, now = canonical_username(username), ports.clock.now()
    client = ports.vault.fingerprint(f"{door.address} {named}", purpose="address of a password code")
    with ports.store.transaction() as tx:
        verdict = reserve_try(tx, client, TryKind.PASSWORD_CODES, now=now)
        holder = tx.holder_named(named)
        reset = tx.live_reset(holder.id if holder else "", now=now)
        if (
            isinstance(verdict, Throttled)
            or holder is None
            or reset is None
            or not tx.reserve_reset(reset.id, most=MOST_WRONG)
        ):
            return None
        if printed != Secret(reset.code_print):
            return None
        tx.refund_reset(reset.id)
        refund_try(tx, client, TryKind.PASSWORD_CODES, tried_at=now)
        account = tx.account(holder.account_number)
    is_alone = holder.credentials is Credentials.PAPER or account.state is AccountState.CLOSED
    return _Proved(holder=holder, reset=reset, is_alone=is_alone)


def _change(
    ports: Ports, tx: Transaction, holder: HolderRecord, hashed: str, *, door: Door, now: datetime
) -> PasswordChanged:
    reference = new_reference(ports.dice)
    tx.replace_password(holder.id, new=hashed)
    tx.end_sessions(holder.id, now=now)
    message = OutgoingMessage(holder_id=holder.id, message="password_changed", at=now, params={"reference": reference})
    tx.announce(message)
    tx.record(_event(Happening.PASSWORD_CHANGED, holder, reference, door=door, now=now, reason=None))
    return PasswordChanged(reference)


def _refused(ports: Ports, *, username: str, door: Door) -> CodeRefused:
    now, reference = ports.clock.now(), new_reference(ports.dice)
    with ports.store.transaction() as tx:
        holder = tx.holder_named(canonical_username(username))
        happening, reason = Happening.PASSWORD_RESET_REFUSED, Reason.BAD_CREDENTIALS
        tx.record(_event(happening, holder, reference, door=door, now=now, reason=reason))
    return CodeRefused(RefusalView(reason=reason, reference=reference))


def _event(
    happening: Happening,
    holder: HolderRecord | None,
    reference: str,
    *,
    door: Door,
    now: datetime,
    reason: Reason | None,
) -> Event:
    return Event(
        happening=happening,
        at=now,
        actor=Actor(kind="claimant", id=holder.id if holder else ""),
        holder=holder.id if holder else "",
        account=holder.account_number if holder else "",
        reference=reference,
        reason=reason,
        surface="portal",
        detail={"channel": door.channel, "address": door.address, "browser": door.browser},
    )
