"""The ports: what the deeds need of the world, as Protocols. Adapters implement them; fakes in `sekisho.testing` do too.

A `Store` hands out transactions. Leaving one normally commits durably; an exception rolls back. Every method that may lose a
race says so in its result: a number of rows, a version, never a silent success.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Event
from sekisho.core.passwords import CommonPasswords
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.throttle import Tries
from sekisho.workflows.records import (
    AuthenticatorSecrets,
    ChallengeRecord,
    HolderRecord,
    LoginRecord,
    OutgoingMessage,
    SessionRecord,
    TryKind,
)


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC, to the microsecond."""
        ...


class Dice(Protocol):
    """The only source of chance; cryptographically strong in a real installation."""

    def token(self, *, prefix: str) -> Secret:
        """Draw 256 bits as URL-safe text behind `prefix`."""
        ...

    def number(self, *, low: int, high: int) -> int:
        """Draw uniformly from low to high, both included."""
        ...

    def sample(self, population: Sequence[int], *, count: int) -> tuple[int, ...]:
        """Draw `count` different members, in random order."""
        ...

    def text(self, *, alphabet: str, length: int) -> str:
        """Draw `length` characters of `alphabet`, uniformly."""
        ...


class Hasher(Protocol):
    """Slow, peppered, salted hashing of passwords and passcodes (Argon2id); bounded concurrency."""

    def hash(self, secret: Secret) -> str:
        """Give the encoded hash to store."""
        ...

    def matches(self, stored: str | None, secret: Secret) -> bool:
        """Compare; `None` (unknown name) costs the same and is always False. Too long a secret is False at the same cost."""
        ...

    def is_outdated(self, stored: str) -> bool:
        """Tell whether the hash was made under older parameters and should be made anew."""
        ...


class Vault(Protocol):
    """Sealing with keys outside the database. `place` is bound into the seal: a blob moved elsewhere does not open."""

    def seal(self, secret: Secret, *, place: str) -> bytes:
        """Seal for one place, such as `authenticator/fac_1/key`."""
        ...

    def open(self, sealed: bytes, *, place: str) -> Secret:
        """Open, or raise `SealBrokenError` / `KeyUnavailableError`."""
        ...

    def fingerprint(self, value: Secret | str, *, purpose: str) -> str:
        """Give a keyed hash (HMAC-SHA-256, hex) under a key of its own per purpose: for look-up, never reversible."""
        ...


class Transaction(Protocol):
    """One unit of work. Lock order: challenge, the holder's tries, authenticator, its questions' tries, login, session, trail."""

    def verify_time(self, now: datetime) -> None:
        """Raise `ClockWentBackError` if `now` is behind the trail; before a try is counted, so that none is lost to it."""
        ...

    # tries: replaced by one conditional UPDATE on the version that was read
    def tries(self, subject: str, kind: TryKind) -> tuple[Tries, int]:
        """Read a counter and its version (0: no row yet)."""
        ...

    def replace_tries(self, subject: str, kind: TryKind, tries: Tries, *, version: int) -> bool:
        """Write the counter if its version is still `version`."""
        ...

    # browsers that a holder has fully signed in from
    def is_known_browser(self, holder_id: str, mark: str, *, now: datetime) -> bool:
        """Tell whether this browser (by the fingerprint of its mark) is known for the holder and not older than 180 days."""
        ...

    def is_drawn_mark(self, mark: str) -> bool:
        """Tell whether the house gave this mark to a browser, for whichever holder."""
        ...

    def remember_browser(self, holder_id: str, mark: str, *, now: datetime) -> bool:
        """Know this browser from now on; True if it was not known."""
        ...

    # people
    def holder_named(self, username: str) -> HolderRecord | None:
        """Find a holder by the canonical user name."""
        ...

    def holder(self, holder_id: str) -> HolderRecord:
        """Load a holder that is known to exist."""
        ...

    def rehash_password(self, holder_id: str, *, old: str, new: str) -> bool:
        """Replace the hash if it is still `old`."""
        ...

    def account(self, number: str) -> Account:
        """Load an account with all its authenticators, in one consistent read."""
        ...

    def secrets(self, authenticator_id: AuthenticatorId) -> AuthenticatorSecrets:
        """Load what verification of one authenticator needs."""
        ...

    # logins and challenges
    def open_login(self, login: LoginRecord) -> None:
        """Store a new login; the password was proved."""
        ...

    def login(self, id_hash: str) -> LoginRecord | None:
        """Find a login by the hash of its bearer id, with its live challenge."""
        ...

    def settle_login(
        self, id_hash: str, *, outcome: str, is_over: bool, reason: Reason | None = None, reference: str = ""
    ) -> bool:
        """Write down what came of a login that is not over, once; False if it was over."""
        ...

    def pose_question(self, authenticator_id: AuthenticatorId, question: str) -> bool:
        """Record that a question is put to a device; False if it ever was (then draw another)."""
        ...

    def pose_pair(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, expires_at: datetime) -> bool:
        """Make `pair` the two cells that the card asks; False if it already asks two."""
        ...

    def prolong_pair(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, expires_at: datetime) -> bool:
        """Keep asking the same two cells; False if they are no longer asked."""
        ...

    def spent_cells(self, authenticator_id: AuthenticatorId) -> frozenset[int]:
        """Give the indices that were ever spent."""
        ...

    def pose_challenge(self, id_hash: str, challenge: ChallengeRecord) -> ChallengeRecord | None:
        """Make this the one live challenge of a login (earlier ones are void), with its id; None if the login is over."""
        ...

    def reserve_challenge(self, id_hash: str, challenge_id: int, *, now: datetime) -> int | None:
        """Count one try on a live challenge of a live login; gives the tries counted, None if it is not live."""
        ...

    def reserve_authenticator(self, authenticator_id: AuthenticatorId, *, most: int) -> int | None:
        """Count one wrong answer in advance; gives the count, None when `most` is already reached."""
        ...

    def reserve_pair(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, most: int) -> int | None:
        """Count one try on the card's current pair; None if the pair is no longer asked or used up."""
        ...

    def spend_challenge(self, challenge_id: int, *, now: datetime) -> bool:
        """Use the challenge, once."""
        ...

    def spend_cells(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, now: datetime) -> bool:
        """Spend both cells and forget the pair, once; False if either was spent before."""
        ...

    def clear_wrong(self, authenticator_id: AuthenticatorId, *, now: datetime) -> None:
        """A right answer: the row of wrong ones ends; remember when it was last used."""
        ...

    def set_authenticator_state(self, authenticator_id: AuthenticatorId, *, old: str, new: str) -> bool:
        """Move an authenticator from one state to another, if it is still in the old one."""
        ...

    # sessions
    def open_session(self, session: SessionRecord) -> None:
        """Store a new session."""
        ...

    def session(self, id_hash: str) -> SessionRecord | None:
        """Find an open session."""
        ...

    def touch_session(self, id_hash: str, *, now: datetime) -> None:
        """Remember that the session was used."""
        ...

    def end_session(self, id_hash: str, *, now: datetime) -> bool:
        """End a session once."""
        ...

    # trail and outbox
    def record(self, event: Event) -> None:
        """Append to the audit trail; last in the transaction, since it takes the trail's head."""
        ...

    def sign_ins(self, holder_id: str, *, most: int) -> list[Event]:
        """Give the holder's newest sign-in events, newest first."""
        ...

    def send(self, message: OutgoingMessage) -> None:
        """Put a message into the outbox; to a holder who does not exist, nothing, at the same cost."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a unit of work that writes; raises `StorageUnavailableError` when the store cannot answer."""
        ...

    def reading(self) -> AbstractContextManager[Transaction]:
        """Open a unit of work that only reads."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionSpans:
    """How long a session lives: idle and absolute, per surface."""

    portal_idle: timedelta = timedelta(minutes=15)
    portal_absolute: timedelta = timedelta(hours=12)
    trading_idle: timedelta = timedelta(hours=1)
    trading_absolute: timedelta = timedelta(hours=24)
    login: timedelta = timedelta(minutes=5)
    challenge: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """Everything a deed may ask of the world, handed to it as its first argument."""

    store: Store
    clock: Clock
    dice: Dice
    hasher: Hasher
    vault: Vault
    common_passwords: CommonPasswords
    spans: SessionSpans = SessionSpans()
