"""`work.sign_in` over one database connection, one method for each named statement."""

from datetime import datetime, timedelta
from typing import Final

from sekisho.adapters.storage import readers, statements, trail
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work, surely, written
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.events import Event
from sekisho.core.reasons import Reason
from sekisho.core.throttle import Tries
from sekisho.workflows.post_records import Channel
from sekisho.workflows.records import (
    AuthenticatorSecrets,
    ChallengeRecord,
    HolderRecord,
    LoginRecord,
    OutgoingMessage,
    SessionRecord,
    TryKind,
)

KNOWN_FOR: Final = timedelta(days=180)
TOUCH_EVERY: Final = timedelta(seconds=1)
"""How often the last use of a session is written at most; idle time is exact to this span."""


class SignInWork(Work):
    """Counters, people, logins, challenges, sessions, trail and outbox."""

    def verify_time(self, now: datetime) -> None:
        """See `work.sign_in`."""
        trail.verify_time(self._driver, now, tolerance=self._allowance())

    def tries(self, subject: str, kind: TryKind) -> tuple[Tries, int]:
        """See `work.sign_in`."""
        row = self._driver.one(statements.TRIES, (subject, kind.value))
        if row is None:
            return Tries(), 0
        in_row, moments, closed_until, version = row
        at = tuple(from_stored(int(moment)) for moment in moments.split())
        return Tries(in_row=in_row, moments=at, closed_until=from_stored(closed_until)), version

    def replace_tries(self, subject: str, kind: TryKind, tries: Tries, *, version: int) -> bool:
        """See `work.sign_in`."""
        moments = " ".join(str(to_stored(at)) for at in tries.moments)
        values = (tries.in_row, moments, to_stored(tries.closed_until))
        if version == 0:
            first = max(map(to_stored, tries.moments), default=1)  # no version of a row that was swept comes again
            return self._driver.one(statements.FIRST_TRIES, (subject, kind.value, *values, first)) is not None
        return self._driver.one(statements.REPLACE_TRIES, (*values, subject, kind.value, version)) is not None

    def is_known_browser(self, holder_id: str, mark: str, *, now: datetime) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.KNOWN_BROWSER, (holder_id, mark, to_stored(now - KNOWN_FOR))) is not None

    def is_drawn_mark(self, mark: str) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.DRAWN_MARK, (mark,)) is not None

    def remember_browser(self, holder_id: str, mark: str, *, now: datetime) -> bool:
        """See `work.sign_in`."""
        values = (holder_id, mark, to_stored(now), to_stored(now - KNOWN_FOR))
        return self._driver.one(statements.REMEMBER_BROWSER, values) is not None

    def holder_named(self, username: str) -> HolderRecord | None:
        """See `work.sign_in`."""
        row = self._driver.one(statements.HOLDER_NAMED, (username,))
        return None if row is None else readers.holder(row)

    def holder(self, holder_id: str) -> HolderRecord:
        """See `work.sign_in`."""
        return readers.holder(surely(self._driver.one(statements.HOLDER_BY_ID, (holder_id,))))

    def rehash_password(self, holder_id: str, *, old: str, new: str) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.REHASH, (new, holder_id, old)) is not None

    def account(self, number: str) -> Account:
        """See `work.sign_in`."""
        return readers.account(self._driver.all(statements.ACCOUNT, (number, number)))

    def secrets(self, authenticator_id: AuthenticatorId) -> AuthenticatorSecrets:
        """See `work.sign_in`."""
        return readers.secrets(surely(self._driver.one(statements.SECRETS, (authenticator_id,))))

    def open_login(self, login: LoginRecord) -> None:
        """See `work.sign_in`."""
        values = (
            login.id_hash,
            login.holder_id,
            login.surface.value,
            login.mode.value,
            login.credentials.value,
            to_stored(login.created_at),
            to_stored(login.expires_at),
            login.is_over,
            login.outcome,
            login.reason or "",
            login.reference,
            login.purpose,
            login.subject,
            login.session,
        )
        self._driver.run(statements.OPEN_LOGIN, values)

    def login(self, id_hash: str) -> LoginRecord | None:
        """See `work.sign_in`."""
        row = self._driver.one(statements.LOGIN, (id_hash,))
        return None if row is None else readers.login(row)

    def settle_login(
        self, id_hash: str, *, outcome: str, is_over: bool, reason: Reason | None = None, reference: str = ""
    ) -> bool:
        """See `work.sign_in`."""
        return (
            self._driver.one(statements.SETTLE_LOGIN, (is_over, outcome, reason or "", reference, id_hash, False))
            is not None
        )

    def pose_question(self, authenticator_id: AuthenticatorId, question: str) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.POSE_QUESTION, (authenticator_id, question)) is not None

    def hold_authenticator(self, authenticator_id: AuthenticatorId) -> None:
        """See `work.sign_in`."""
        self._driver.run(statements.HOLD_AUTHENTICATOR, (authenticator_id,))

    def pose_pair(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, expires_at: datetime) -> bool:
        """See `work.sign_in`."""
        return (
            self._driver.one(statements.POSE_FIRST_PAIR, (*pair, to_stored(expires_at), authenticator_id)) is not None
        )

    def prolong_pair(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, expires_at: datetime) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.PROLONG_PAIR, (to_stored(expires_at), authenticator_id, *pair)) is not None

    def spent_cells(self, authenticator_id: AuthenticatorId) -> frozenset[int]:
        """See `work.sign_in`."""
        return frozenset(row[0] for row in self._driver.all(statements.SPENT_CELLS, (authenticator_id,)))

    def pose_challenge(self, id_hash: str, challenge: ChallengeRecord) -> ChallengeRecord | None:
        """See `work.sign_in`."""
        values = (id_hash, challenge.authenticator_id, challenge.question, challenge.most_tries)
        (id_,) = surely(self._driver.one(statements.POSE_CHALLENGE, (*values, to_stored(challenge.expires_at))))
        if self._driver.one(statements.ATTACH_CHALLENGE, (id_, id_hash, False)) is None:
            return None
        return ChallengeRecord(
            id=id_,
            authenticator_id=challenge.authenticator_id,
            question=challenge.question,
            tries=0,
            most_tries=challenge.most_tries,
            expires_at=challenge.expires_at,
            is_used=False,
        )

    def reserve_challenge(self, id_hash: str, challenge_id: int, *, now: datetime) -> int | None:
        """See `work.sign_in`."""
        at = to_stored(now)
        return self._number(statements.RESERVE_CHALLENGE, (challenge_id, id_hash, at, False, at))

    def reserve_authenticator(self, authenticator_id: AuthenticatorId, *, most: int) -> int | None:
        """See `work.sign_in`."""
        return self._number(statements.RESERVE_AUTHENTICATOR, (authenticator_id, most))

    def reserve_pair(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, most: int) -> int | None:
        """See `work.sign_in`."""
        return self._number(statements.RESERVE_PAIR, (authenticator_id, *pair, most))

    def spend_challenge(self, challenge_id: int, *, now: datetime) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.SPEND_CHALLENGE, (to_stored(now), challenge_id, to_stored(now))) is not None

    def spend_cells(self, authenticator_id: AuthenticatorId, pair: tuple[int, int], *, now: datetime) -> bool:
        """See `work.sign_in`."""
        forgotten = self._driver.one(statements.FORGET_PAIR, (authenticator_id, *pair))
        at = to_stored(now)
        spent = self._driver.all(statements.SPEND_CELLS, (authenticator_id, pair[0], at, authenticator_id, pair[1], at))
        return forgotten is not None and len(spent) == len(pair)

    def clear_wrong(self, authenticator_id: AuthenticatorId, *, now: datetime) -> None:
        """See `work.sign_in`."""
        self._driver.run(statements.CLEAR_WRONG, (to_stored(now), authenticator_id))

    def set_authenticator_state(self, authenticator_id: AuthenticatorId, *, old: str, new: str) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.SET_STATE, (new, authenticator_id, old)) is not None

    def open_session(self, session: SessionRecord) -> None:
        """See `work.sign_in`."""
        values = (
            session.id_hash,
            session.holder_id,
            session.surface.value,
            session.mode.value,
            session.credentials.value,
            session.answered or "",
            session.reference,
            to_stored(session.created_at),
            to_stored(session.last_seen_at),
            to_stored(session.expires_at),
        )
        self._driver.run(statements.OPEN_SESSION, values)

    def session(self, id_hash: str) -> SessionRecord | None:
        """See `work.sign_in`."""
        row = self._driver.one(statements.SESSION, (id_hash,))
        return None if row is None else readers.session(row)

    def touch_session(self, id_hash: str, *, now: datetime) -> None:
        """See `work.sign_in`."""
        self._driver.run(statements.TOUCH_SESSION, (to_stored(now), id_hash, to_stored(now - TOUCH_EVERY)))

    def end_session(self, id_hash: str, *, now: datetime) -> bool:
        """See `work.sign_in`."""
        return self._driver.one(statements.END_SESSION, (to_stored(now), id_hash)) is not None

    def record(self, event: Event) -> None:
        """See `work.sign_in`."""
        trail.append(self._driver, self._vault, event, tolerance=self._allowance())

    def sign_ins(self, holder_id: str, *, most: int) -> list[Event]:
        """See `work.sign_in`."""
        return [trail.read(entry) for entry in self._driver.all(statements.ENTRIES_OF_HOLDER, (holder_id, most))]

    def send(self, message: OutgoingMessage) -> None:
        """See `work.sign_in`."""
        values = (message.message, written(message.params), to_stored(message.at), Channel.MAIL.value, "", b"")
        self._driver.run(statements.SEND, (*values, message.holder_id))
