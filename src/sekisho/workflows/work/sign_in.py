"""What the sign-in path needs of a unit of work. Every method that may lose a race says so in its result."""

from datetime import datetime
from typing import Protocol

from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Event
from sekisho.core.reasons import Reason
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


class SignInWork(Protocol):
    """Counters, people, logins, challenges, sessions, trail and outbox."""

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

    def hold_authenticator(self, authenticator_id: AuthenticatorId) -> None:
        """Lock an authenticator's row until the unit of work ends, before anything is read of it."""
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
