"""The ports: what the deeds need of the world, as Protocols. Adapters implement them; fakes in `sekisho.testing` do too.

A `Store` hands out transactions. Leaving one normally commits durably; an exception rolls back. Every method that may lose a
race says so in its result: a number of rows, a version, never a silent success.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Protocol

from sekisho.core.accounts import Cutoff
from sekisho.core.authenticators.passkey import MadePasskey, PasskeyKey, Signed, Unfit
from sekisho.core.authenticators.terms import CHALLENGE_FOR, Terms
from sekisho.core.intake.mailboxes import Mailboxes
from sekisho.core.intake.pictures import Box, Corners, Page, PictureFlaw
from sekisho.core.intake.quotas import MailQuotas
from sekisho.core.passwords import CommonPasswords
from sekisho.core.secret import Secret
from sekisho.workflows.post_records import Carried, Parcel
from sekisho.workflows.work.announcements import AnnouncementWork
from sekisho.workflows.work.approvals import ApprovalWork
from sekisho.workflows.work.cards import CardWork
from sekisho.workflows.work.changes import ChangeWork
from sekisho.workflows.work.desk import DeskWork
from sekisho.workflows.work.devices import DeviceWork
from sekisho.workflows.work.documents import DocumentWork
from sekisho.workflows.work.intake import IntakeWork
from sekisho.workflows.work.passkeys import PasskeyWork
from sekisho.workflows.work.phones import PhoneWork
from sekisho.workflows.work.post import PostWork
from sekisho.workflows.work.sharing import SharingWork
from sekisho.workflows.work.sign_in import SignInWork
from sekisho.workflows.work.sweeping import SweepWork
from sekisho.workflows.work.tasks import TaskWork


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


class ObjectDraft(Protocol):
    """Bytes on their way to be kept: nothing of them is there before `keep`, and everything after it."""

    def write(self, piece: bytes) -> None:
        """Add a piece. Raises `StorageFullError` / `StorageUnavailableError`: the draft is then good for `drop` only."""
        ...

    def keep(self) -> None:
        """Make it durable under its name before this returns. Raises as `write` does: it is not there then."""
        ...

    def drop(self) -> None:
        """Forget it; nothing happens where it is kept or dropped already."""
        ...


class Objects(Protocol):
    """Where whole files are kept, sealed: original mails and pictures. A name is 1 to 64 of `a-z 0-9 _ -`."""

    def begin(self, name: str) -> ObjectDraft:
        """Begin one; its name must be new."""
        ...

    def read(self, name: str) -> Iterator[bytes]:
        """Give it in pieces. Raises `SealBrokenError` where it is not as it was kept, `LookupError` where there is none."""
        ...

    def remove(self, name: str) -> None:
        """Remove one, if it is there."""
        ...

    def left_behind(self, *, before: timedelta) -> Iterator[str]:
        """Name what was begun or kept longer ago than `before`, drafts that nobody will finish among them."""


class Imaging(Protocol):
    """Pictures and what is written on them. Files from outside are opened only behind a fence of time, memory and no network."""

    def examine(self, content: bytes) -> tuple[Page, ...] | PictureFlaw:
        """Open a JPEG, HEIC, PNG or PDF by its bytes, measure each page and read its lines."""
        ...

    def straighten(self, picture: bytes, corners: Corners) -> bytes:
        """Give the page alone, as if taken from right above. Pictures are JPEGs that `examine` made."""
        ...

    def hide(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """Black out what nobody may see."""
        ...

    def mark(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """Give a small picture, at most 800 pixels long, with a frame around each box: what is meant, in an answer."""
        ...


class Step(Protocol):
    """Runs one deed of a flow, once: `name` says what it is, `about` is the id that it is done to; gives what the deed gave."""

    def __call__(self, name: str, deed: "Callable[[Ports, str], str]", about: str) -> str:
        """Run it, or give what it gave when it ran before. What fails is tried again before this raises."""
        ...


Flow = Callable[[Step, str], None]
"""Steps in their order, for one id."""


@unique
class Run(StrEnum):
    """How the runs of a flow for one id stand."""

    IDLE = "idle"  # it never ran, or ended, or what it needs was away: it may be started
    GOES_ON = "goes_on"
    FAILED = "failed"  # three times: it is set aside


class Engine(Protocol):
    """Runs flows durably, each for one id at a time; what a kill cut off goes on with the next start."""

    def run_of(self, flow: str, about: str) -> Run:
        """Tell how it stands."""
        ...

    def start(self, flow: str, about: str) -> None:
        """Start a run, unless one goes on."""
        ...

    def end(self) -> None:
        """Start nothing more, and leave what goes on to the next engine."""
        ...


class Carrier(Protocol):
    """A way by which messages leave the house."""

    def carry(self, parcel: Parcel) -> Carried:
        """Hand one over; `TAKEN` only after whoever takes it said so. Raises `PostClosedError` where nobody's would be taken."""
        ...

    def knock(self) -> None:
        """Go as far as a message would be taken, and hand over none. Raises `PostClosedError`."""
        ...


class PasskeyJudge(Protocol):
    """Web Authentication's side of passkeys: the site is the installation's own, and nothing of a request can change it."""

    @property
    def site(self) -> str:
        """Give the RP ID, the name of the host that every passkey is bound to."""
        ...

    def made(self, response: str, *, challenge: str) -> MadePasskey | Unfit:
        """Judge a new passkey, made for `challenge` (base64url) by a person that was recognised; text is JSON."""
        ...

    def signed(self, response: str, *, challenge: str, key: PasskeyKey) -> Signed | Unfit:
        """Judge an answer to `challenge`, likewise."""
        ...


class Transaction(
    SignInWork,
    ChangeWork,
    AnnouncementWork,
    DeviceWork,
    PhoneWork,
    ApprovalWork,
    PasskeyWork,
    SharingWork,
    CardWork,
    DeskWork,
    TaskWork,
    IntakeWork,
    DocumentWork,
    PostWork,
    SweepWork,
    Protocol,
):
    """One unit of work.

    Lock order: challenge, the holder's tries, authenticator, its questions' tries, approval, login, session, trail.
    """


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
    desk_idle: timedelta = timedelta(minutes=15)
    desk_absolute: timedelta = timedelta(hours=8)
    login: timedelta = timedelta(minutes=5)
    challenge: timedelta = CHALLENGE_FOR


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """Everything a deed may ask of the world, handed to it as its first argument."""

    store: Store
    clock: Clock
    dice: Dice
    hasher: Hasher
    vault: Vault
    common_passwords: CommonPasswords
    objects: Objects
    imaging: Imaging
    passkeys: PasskeyJudge
    spans: SessionSpans = SessionSpans()
    terms: Terms = field(default_factory=Terms)
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    quotas: MailQuotas = field(default_factory=MailQuotas)
    cutoff: Cutoff = field(default_factory=Cutoff)
    splits_passcode: bool = True  # the agent reads out half of a passcode, an address on file gets the other
    approval_needs_documents: bool = True  # an account is approved when both its proofs are accepted
