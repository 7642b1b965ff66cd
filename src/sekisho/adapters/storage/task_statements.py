"""Every statement about sensitive tasks, by name; see `statements`."""

from typing import Final

KEEP_DRAFT: Final = "INSERT INTO task_draft (id, session, kind, details, at) VALUES (%s, %s, %s, %s, %s)"
DRAFT: Final = "SELECT id, session, kind, details, at FROM task_draft WHERE id = %s AND session = %s"
SPEND_DRAFT: Final = "DELETE FROM task_draft WHERE id = %s RETURNING id"
FORGET_DRAFTS: Final = (
    "DELETE FROM task_draft WHERE id IN (SELECT id FROM task_draft WHERE at < %s ORDER BY at LIMIT %s) RETURNING id"
)

GIVE_PROOF: Final = (
    "INSERT INTO task_proof (print, holder_id, session, deed, subject, answered_id, given_at, expires_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
SPEND_PROOF: Final = (
    "UPDATE task_proof SET used_at = %s WHERE print = %s AND session = %s AND used_at IS NULL "
    "AND expires_at > %s "
    "RETURNING print, holder_id, session, deed, subject, answered_id, given_at, expires_at"
)
FORGET_PROOFS: Final = (
    "DELETE FROM task_proof WHERE print IN "
    "(SELECT print FROM task_proof WHERE expires_at < %s ORDER BY expires_at LIMIT %s) RETURNING print"
)

BANKS: Final = (
    "SELECT id, account_number, bank, branch, number, payee, added_at, reference FROM bank_instruction "
    "WHERE account_number = %s AND ended_at IS NULL ORDER BY added_at, id"
)
ADD_BANK: Final = (
    "INSERT INTO bank_instruction (id, account_number, bank, branch, number, payee, added_at, reference) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
HOLD_BANK: Final = (
    "UPDATE bank_instruction SET ended_at = NULL WHERE id = %s AND account_number = %s AND ended_at IS NULL "
    "RETURNING id, account_number, bank, branch, number, payee, added_at, reference"
)
END_BANK: Final = "UPDATE bank_instruction SET ended_at = %s WHERE id = %s AND ended_at IS NULL RETURNING id"

WITHDRAWALS: Final = (
    "SELECT w.id, w.account_number, w.holder_id, w.bank_id, w.cents, w.factor, w.at, w.reference, w.stopped_at, b.bank "
    "FROM withdrawal w JOIN bank_instruction b ON b.id = w.bank_id "
    "WHERE w.account_number = %s ORDER BY w.nth DESC LIMIT %s"
)
WITHDRAWN: Final = "SELECT at, cents FROM withdrawal WHERE account_number = %s AND at >= %s"
WITHDRAWALS_ASKED: Final = "SELECT COUNT(*) FROM withdrawal WHERE account_number = %s"
ADD_WITHDRAWAL: Final = (
    "INSERT INTO withdrawal (id, account_number, holder_id, bank_id, cents, factor, at, reference, nth) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (account_number, nth) DO NOTHING RETURNING id"
)
STOP_WITHDRAWALS_TO: Final = "UPDATE withdrawal SET stopped_at = %s WHERE bank_id = %s AND stopped_at IS NULL"
STOP_WITHDRAWAL: Final = "UPDATE withdrawal SET stopped_at = %s WHERE id = %s AND stopped_at IS NULL RETURNING id"
