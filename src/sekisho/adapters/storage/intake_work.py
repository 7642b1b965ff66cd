"""`work.intake` over one database connection."""

from collections.abc import Sequence
from datetime import datetime

from sekisho.adapters.storage import intake_statements as statements
from sekisho.adapters.storage.moments import from_stored, to_stored
from sekisho.adapters.storage.work import Work
from sekisho.workflows.intake_records import MARKED
from sekisho.workflows.work.intake import MailRecord


class IntakeWork(Work):
    """Mails that were taken in."""

    def has_mail(self, identity: str) -> bool:
        """See `work.intake`."""
        return self._driver.one(statements.HAS_MAIL, (identity,)) is not None

    def keep_mail(self, mail: MailRecord) -> bool:
        """See `work.intake`."""
        came = (mail.way, mail.sender, " ".join(mail.recipients), mail.peer)
        kept = (mail.size, mail.digest, to_stored(mail.received_at))
        return self._driver.one(statements.KEEP_MAIL, (mail.id, mail.identity, *came, *kept)) is not None

    def mail(self, mail_id: str) -> MailRecord | None:
        """See `work.intake`."""
        row = self._driver.one(statements.MAIL, (mail_id,))
        if row is None:
            return None
        id_, identity, way, sender, recipients, peer, size, digest, received_at = row
        return MailRecord(
            id=id_,
            identity=identity,
            way=way,
            sender=sender,
            recipients=tuple(recipients.split()),
            peer=peer,
            size=size,
            digest=digest,
            received_at=from_stored(received_at),
        )

    def unread_mails(self, *, most: int) -> Sequence[str]:
        """See `work.intake`."""
        return [row[0] for row in self._driver.all(statements.UNREAD_MAILS, (most,))]

    def mark_read(self, mail_id: str, *, now: datetime) -> bool:
        """See `work.intake`."""
        return self._driver.one(statements.MARK_READ, (to_stored(now), mail_id)) is not None

    def has_object(self, name: str) -> bool:
        """See `work.intake`."""
        page = name.removesuffix(MARKED)
        return self._driver.one(statements.HAS_OBJECT, (name, page, name)) is not None
