"""A code of six digits sent to an address on file, for one hour: beside a first device's response, or for moving a phone.

Whoever has only the password could otherwise bind a device of his own. Tries and messages are counted by the day, over all codes
for the same thing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sekisho.core.authenticators.entry import DIGITS, Unreadable, read_code
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports, Transaction
from sekisho.workflows.records import HolderRecord, OutgoingMessage
from sekisho.workflows.work.devices import MailedCode

CODE_DIGITS: Final = 6
VALID_FOR: Final = timedelta(hours=1)
AGAIN_AFTER: Final = timedelta(minutes=5)
WINDOW: Final = timedelta(hours=24)
MOST_SENDS: Final = 5
MOST_TRIES: Final = 10
"""In one window, over all the codes sent in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeSent:
    """What a code is for, where it goes, and in which words."""

    subject: str
    to: str
    message: str
    happening: Happening
    kind: AuthenticatorKind  # of the device that is to come into use


def send_code(
    ports: Ports, tx: Transaction, holder: HolderRecord, sent: CodeSent, *, door: Door, now: datetime
) -> None:
    """Send a code, unless one was sent just now or too many were today: then the newest one stays good."""
    old = tx.mailed_code(sent.subject)
    if old is not None and not old.is_used and now < old.sent_at + AGAIN_AFTER:
        return
    is_same_window = old is not None and old.window_at is not None and now < old.window_at + WINDOW
    if old is not None and is_same_window and old.sends >= MOST_SENDS:
        return
    digits = Secret(ports.dice.text(alphabet=DIGITS, length=CODE_DIGITS))
    fresh = MailedCode(
        subject=sent.subject,
        code_print=_print(ports, sent.subject, digits),
        sent_at=now,
        expires_at=now + VALID_FOR,
        window_at=now,
    )
    if old is not None and is_same_window:
        fresh = replace(fresh, tries=old.tries, sends=old.sends + 1, window_at=old.window_at)
    if tx.replace_mailed_code(fresh, old=old):
        params = {"kind": sent.kind.value, "browser": door.browser, "address": door.address}
        message = OutgoingMessage(holder_id=holder.id, message=sent.message, at=now, params=params)
        tx.send_secret(message, to=sent.to, secret=digits)
        tx.record(_event(holder, sent, door=door, now=now))


def count_code(ports: Ports, subject: str, typed: str) -> MailedCode | Reason:
    """Count one try, committed before anything is compared; the right code is given back, to be spent with the deed."""
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        tx.verify_time(now)
        code = tx.reserve_mailed_code(subject, most=MOST_TRIES, now=now)
    if code is None:
        return Reason.CHALLENGE_EXPIRED
    digits = read_code(typed, alphabet=DIGITS, length=CODE_DIGITS)
    tried = Secret("" if isinstance(digits, Unreadable) else _print(ports, subject, Secret(digits)))
    return code if tried == Secret(code.code_print) else Reason.WRONG_RESPONSE


def _print(ports: Ports, subject: str, digits: Secret) -> str:
    return ports.vault.fingerprint(f"{subject} {digits.reveal_text()}", purpose="mailed code")


def _event(holder: HolderRecord, sent: CodeSent, *, door: Door, now: datetime) -> Event:
    return Event(
        happening=sent.happening,
        at=now,
        actor=Actor(kind="holder", id=holder.id),
        holder=holder.id,
        account=holder.account_number,
        detail={"channel": door.channel, "address": door.address, "subject": sent.subject},
    )
