"""`work.cards` over one database connection."""

from datetime import datetime
from typing import Final

from sekisho.adapters.storage import readers, statements
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.workflows.card_records import Keeping, ShowingRecord
from sekisho.workflows.records import LoginRecord

LOCK_ACCOUNT: Final = "UPDATE account SET state = state WHERE number = %s"
OPEN_SHOWING: Final = (
    "INSERT INTO card_showing (authenticator_id, session, shown_at, shown_until, printed_at, saved_at) "
    "VALUES (%s, %s, %s, %s, NULL, NULL)"
)
SHOWING_TO: Final = (
    "SELECT authenticator_id, session, shown_at, shown_until, printed_at, saved_at FROM card_showing "
    "WHERE session = %s ORDER BY shown_at DESC, authenticator_id LIMIT 1"
)
NOTE_KEPT: Final = {
    Keeping.PRINTED: "UPDATE card_showing SET printed_at = %s WHERE authenticator_id = %s AND printed_at IS NULL "
    "RETURNING authenticator_id",
    Keeping.SAVED: "UPDATE card_showing SET saved_at = %s WHERE authenticator_id = %s AND saved_at IS NULL "
    "RETURNING authenticator_id",
}
NEWEST_PROOF: Final = (
    statements.LOGIN.removesuffix("l.id_hash = %s")
    + "l.session = %s AND l.purpose = %s AND l.subject = %s ORDER BY l.created_at DESC, l.challenge_id DESC LIMIT 1"
)


class CardWork(Work):
    """Cards on screens."""

    def lock_account(self, number: str) -> None:
        """See `work.cards`."""
        self._driver.run(LOCK_ACCOUNT, (number,))

    def open_showing(self, showing: ShowingRecord) -> None:
        """See `work.cards`."""
        values = (showing.card_id, showing.session, to_stored(showing.shown_at), to_stored(showing.shown_until))
        self._driver.run(OPEN_SHOWING, values)

    def showing_to(self, session: str) -> ShowingRecord | None:
        """See `work.cards`."""
        row = self._driver.one(SHOWING_TO, (session,))
        if row is None:
            return None
        card, session, shown_at, shown_until, printed_at, saved_at = row
        return ShowingRecord(
            card_id=AuthenticatorId(card),
            session=session,
            shown_at=from_stored(shown_at),
            shown_until=from_stored(shown_until),
            is_kept=printed_at is not None or saved_at is not None,
        )

    def note_kept(self, card_id: AuthenticatorId, keeping: Keeping, *, now: datetime) -> bool:
        """See `work.cards`."""
        return self._driver.one(NOTE_KEPT[keeping], (to_stored(now), card_id)) is not None

    def newest_proof(self, session: str, *, purpose: str, subject: str) -> LoginRecord | None:
        """See `work.cards`."""
        row = self._driver.one(NEWEST_PROOF, (session, purpose, subject))
        return None if row is None else readers.login(row)
