"""Every statement about documents and their cases, by name; see `statements`."""

from typing import Final

_CASE: Final = (
    "SELECT id, account_number, purpose, state, repeats, changed_at FROM document_case WHERE account_number = %s"
)
ADD_CASE: Final = (
    "INSERT INTO document_case (id, account_number, purpose, state, repeats, changed_at) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (account_number, purpose) DO NOTHING RETURNING id"
)
CASE_OF: Final = _CASE + " AND purpose = %s"
CASES_OF: Final = _CASE + " ORDER BY purpose"
MOVE_CASE: Final = (
    "UPDATE document_case SET state = %s, repeats = %s, changed_at = %s "
    "WHERE id = %s AND state = %s AND repeats = %s RETURNING id"
)

_DOCUMENT_COLUMNS: Final = (
    "id, receipt, way, mail_id, account_number, purpose, state, received_at, mailbox, came_to, subject, may_be_answered, flaw, "
    "flaw_column, why, meant, decided_by, settled_at, filings"
)
_DOCUMENTS: Final = f"SELECT {_DOCUMENT_COLUMNS} FROM document "  # noqa: S608 - put together from constants
ADD_DOCUMENT: Final = (
    f"INSERT INTO document ({_DOCUMENT_COLUMNS}) "  # noqa: S608 - put together from constants
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING RETURNING id"
)
DOCUMENT: Final = _DOCUMENTS + "WHERE id = %s"
DOCUMENTS_OF: Final = _DOCUMENTS + "WHERE account_number = %s ORDER BY received_at DESC, id DESC LIMIT %s"
UNFINISHED: Final = (
    _DOCUMENTS  # noqa: S608 - see above
    + "WHERE state IN ('received', 'unfiled') AND (state = 'received' OR EXISTS "
    "(SELECT 1 FROM document_picture p WHERE p.document_id = document.id AND p.judged_at IS NULL)) "
    "ORDER BY received_at, id LIMIT %s"
)
WAITING: Final = _DOCUMENTS + "WHERE state IN ('waiting', 'unfiled') ORDER BY received_at, id LIMIT %s"
SETTLE_DOCUMENT: Final = (
    "UPDATE document SET state = %s, why = %s, meant = %s, decided_by = %s, settled_at = %s "
    "WHERE id = %s AND state = %s RETURNING id"
)
FILE_DOCUMENT: Final = (
    "UPDATE document SET state = 'received', account_number = %s, purpose = %s, mailbox = %s, settled_at = %s, "
    "filings = filings + 1 WHERE id = %s AND state = 'unfiled' RETURNING id"
)

_PICTURE_COLUMNS: Final = "id, document_id, number, source, place, name, size, print, flaw, judged_at"
ADD_PICTURE: Final = (
    f"INSERT INTO document_picture ({_PICTURE_COLUMNS}) "  # noqa: S608 - put together from constants
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
PICTURE: Final = f"SELECT {_PICTURE_COLUMNS} FROM document_picture WHERE id = %s"  # noqa: S608 - see above
PICTURES_OF: Final = f"SELECT {_PICTURE_COLUMNS} FROM document_picture WHERE document_id = %s ORDER BY number"  # noqa: S608 - see above
JUDGE_PICTURE: Final = (
    "UPDATE document_picture SET flaw = %s, judged_at = %s WHERE id = %s AND judged_at IS NULL RETURNING id"
)
FORGET_JUDGEMENTS: Final = "UPDATE document_picture SET flaw = '', judged_at = NULL WHERE document_id = %s"
SENT_BEFORE: Final = (
    _DOCUMENTS  # noqa: S608 - see above
    + "WHERE account_number = %s AND purpose = %s AND state NOT IN ('repeated', 'dismissed') AND EXISTS "
    "(SELECT 1 FROM document_picture p WHERE p.document_id = document.id AND p.print = %s) "
    "ORDER BY received_at DESC, id DESC LIMIT 1"
)
SENDERS_OF: Final = (
    "SELECT DISTINCT d.account_number FROM document_picture p JOIN document d ON d.id = p.document_id "
    "WHERE p.print = %s AND d.account_number IS NOT NULL ORDER BY d.account_number"
)

FORGET_PAGES: Final = "DELETE FROM document_page WHERE picture_id = %s"
ADD_PAGE: Final = (
    "INSERT INTO document_page (id, document_id, picture_id, number, findings) VALUES (%s, %s, %s, %s, %s)"
)
_PAGES: Final = "SELECT id, document_id, picture_id, number, findings FROM document_page "
PAGE: Final = _PAGES + "WHERE id = %s"
PAGES_OF: Final = (
    "SELECT g.id, g.document_id, g.picture_id, g.number, g.findings FROM document_page g "
    "JOIN document_picture p ON p.id = g.picture_id WHERE g.document_id = %s ORDER BY p.number, g.number"
)

PARTICULARS: Final = (
    "SELECT h.name, h.address, p.sealed FROM holder h LEFT JOIN particulars p ON p.holder_id = h.id WHERE h.id = %s"
)
MAY_ANSWER: Final = (
    "INSERT INTO document_answer (holder_id, about, answered_at) VALUES (%s, %s, %s) "
    "ON CONFLICT (holder_id, about) DO UPDATE SET answered_at = excluded.answered_at "
    "WHERE document_answer.answered_at <= %s RETURNING holder_id"
)
