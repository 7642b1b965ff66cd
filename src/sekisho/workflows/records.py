"""What is stored, as the deeds see it: records without behaviour, made by the store and read by the workflows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators.kinds import Authenticator, AuthenticatorId
from sekisho.core.desk.roles import Role
from sekisho.core.intake.reading import Particulars
from sekisho.core.reasons import Reason
from sekisho.core.sharing import Person

SIGN_IN: Final = "sign_in"
"""The purpose of a login that is to open a session."""


@unique
class TryKind(StrEnum):
    """Which counter a try belongs to."""

    PASSWORD_UNKNOWN_BROWSER = "password:unknown"  # noqa: S105 - the name of a counter
    PASSWORD_KNOWN_BROWSER = "password:known"  # noqa: S105 - the name of a counter
    PASSWORD_CODES = "password:codes"  # noqa: S105 - the name of a counter
    SECOND_FACTOR = "second_factor"
    SECOND_FACTOR_MONTH = "second_factor:month"
    CHALLENGES = "challenges"
    ALARMS = "alarms"
    APPROVALS = "approvals"
    DOCUMENTS = "documents"
    MAILS_SENDER = "mails:sender"  # these five: `core.intake.quotas`
    BYTES_SENDER = "bytes:sender"
    MAILS_NETWORK = "mails:network"
    BYTES_NETWORK = "bytes:network"
    MAILS_ACCOUNT = "mails:account"
    DESK_SEARCHES = "desk:searches"
    DESK_LOOKS = "desk:looks"
    DESK_PASSCODES = "desk:passcodes"
    DESK_PICTURES = "desk:pictures"


@dataclass(frozen=True, kw_only=True, slots=True)
class HolderRecord:
    """One user name with what the deeds need. `password_hash` is encoded Argon2id."""

    id: str
    username: str
    password_hash: str
    credentials: Credentials
    account_number: str  # the live account
    own_number: str  # the live or the paper number, after `credentials`
    language: str
    residence: str
    email: str
    phone: str
    name: str = ""
    address: str = ""  # of record, as it is printed on an envelope


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """Somebody whom an import brings in."""

    account: Account
    holder: HolderRecord
    person: Person
    known: Particulars


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffRecord:
    """One of the desk's own people. `own_account` is the account that they hold themselves, "" if none."""

    holder_id: str
    role: Role
    name: str
    own_account: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthenticatorSecrets:
    """What verification needs beyond the policy's view."""

    authenticator: Authenticator
    suite: str = ""
    sealed_key: bytes = b""
    passcode_hash: str = ""
    wrong_in_row: int = 0
    pair: tuple[int, int] | None = None  # the two cells that a card asks now
    pair_tries: int = 0
    pair_expires_at: datetime | None = None
    cells: int = 0  # how many cells the card was printed with
    counted: int = 0  # how many uses a passkey's last answer counted


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginRecord:
    """A login between password and session, or a proof asked inside a session. Known by the hash of its bearer id."""

    id_hash: str
    holder_id: str
    surface: Surface
    mode: Mode
    credentials: Credentials
    created_at: datetime
    expires_at: datetime
    purpose: str = SIGN_IN  # or the deed inside a session that the proof is for
    subject: str = ""  # what exactly the deed is done to; a proof for one thing is none for another
    session: str = ""  # the hash of the session that asks for the proof, "" at a login
    is_over: bool = False
    outcome: str = ""  # "", "granted", "refused"; refused and not over: it may go on with a suspended device
    reason: Reason | None = None
    reference: str = ""
    challenge: "ChallengeRecord | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChallengeRecord:
    """One live challenge of a login. `question` is six digits, for passkeys 32 bytes (base64url), `i,j` for cards, or ""."""

    id: int
    authenticator_id: AuthenticatorId
    question: str
    tries: int
    most_tries: int
    expires_at: datetime
    is_used: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionRecord:
    """An open session. The evidence is kept, not the scopes: access is decided anew at every request."""

    id_hash: str
    holder_id: str
    surface: Surface
    mode: Mode
    credentials: Credentials
    answered: AuthenticatorId | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OutgoingMessage:
    """A message to a holder, by id and parameters; words are chosen when it is sent, in the holder's language."""

    holder_id: str
    message: str
    at: datetime
    params: dict[str, str]


def outbox_place(recipient: str) -> str:
    """Name the place that a secret in the outbox is sealed for."""
    return f"outbox/{recipient}"
