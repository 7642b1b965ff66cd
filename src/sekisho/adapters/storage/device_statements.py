"""Every statement about the files of devices and their mailed codes, by name; see `statements`."""

from typing import Final

MOMENTS: Final = (
    "SELECT id, created_at, last_used_at FROM authenticator WHERE account_number = %s "
    "UNION ALL SELECT f.id, s.at, f.last_used_at FROM device_share s JOIN authenticator f ON f.id = s.device_id "
    "WHERE s.account_number = %s AND s.was_active"
)

CASE_COLUMNS: Final = (
    "deposit",
    "deposit_account",
    "address",
    "ordered_at",
    "status",
    "status_at",
    "return_reason",
    "return_reference",
    "return_at",
    "received_at",
)
CASES: Final = (
    f"SELECT c.device_id, {', '.join(f'c.{column}' for column in CASE_COLUMNS)} "  # noqa: S608 - names of columns of ours
    "FROM device_case c JOIN authenticator f ON f.id = c.device_id WHERE f.account_number = %s"
)
OPEN_CASE: Final = (
    f"INSERT INTO device_case (device_id, {', '.join(CASE_COLUMNS)}) "  # noqa: S608 - names of columns of ours
    f"VALUES ({', '.join(['%s'] * (len(CASE_COLUMNS) + 1))}) ON CONFLICT (device_id) DO NOTHING"
)
NOTE_STATUS: Final = "UPDATE device_case SET status = %s, status_at = %s WHERE device_id = %s"
NOTE_RETURN: Final = (
    "UPDATE device_case SET return_reason = %s, return_reference = %s, return_at = %s WHERE device_id = %s"
)
NOTE_RECEIVED: Final = (
    "UPDATE device_case SET received_at = %s WHERE device_id = %s AND received_at IS NULL RETURNING device_id"
)
SETTLE_DEPOSIT: Final = (
    "UPDATE device_case SET deposit = %s WHERE device_id = %s AND deposit = 'held' RETURNING device_id"
)

FORGET_DRAFT: Final = "DELETE FROM device_draft WHERE session = %s AND deed = %s"
KEEP_DRAFT: Final = (
    "INSERT INTO device_draft (id, session, deed, device_id, deposit_account, address, sealed_pin, at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (session, deed) DO UPDATE SET id = excluded.id, "
    "device_id = excluded.device_id, deposit_account = excluded.deposit_account, address = excluded.address, "
    "sealed_pin = excluded.sealed_pin, at = excluded.at"
)
DRAFT: Final = (
    "SELECT id, session, deed, sealed_pin, at, device_id, deposit_account, address FROM device_draft "
    "WHERE session = %s AND deed = %s"
)
SPEND_DRAFT: Final = "DELETE FROM device_draft WHERE id = %s RETURNING id"

POSTED: Final = (
    "SELECT id, account_number, kind, state, created_at FROM authenticator "
    "WHERE state IN ('requested', 'shipped', 'delivered') ORDER BY created_at, id"
)
ACCOUNT_OF_DEVICE: Final = (
    "SELECT account_number FROM authenticator WHERE id = %s AND kind IN ('key_app', 'dsc_plus', 'passkey')"
)

MAILED_CODE: Final = (
    "SELECT subject, code_print, sent_at, expires_at, tries, sends, window_at, is_used FROM mailed_code "
    "WHERE subject = %s"
)
FIRST_MAILED_CODE: Final = (
    "INSERT INTO mailed_code (code_print, sent_at, expires_at, tries, sends, window_at, is_used, subject) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (subject) DO NOTHING RETURNING subject"
)
REPLACE_MAILED_CODE: Final = (
    "UPDATE mailed_code SET code_print = %s, sent_at = %s, expires_at = %s, tries = %s, sends = %s, window_at = %s, "
    "is_used = %s WHERE subject = %s AND code_print = %s AND tries = %s RETURNING subject"
)
RESERVE_MAILED_CODE: Final = (
    "UPDATE mailed_code SET tries = tries + 1 WHERE subject = %s AND tries < %s AND expires_at > %s AND is_used = %s "
    "RETURNING subject, code_print, sent_at, expires_at, tries, sends, window_at, is_used"
)
SPEND_MAILED_CODE: Final = (
    "UPDATE mailed_code SET is_used = %s WHERE subject = %s AND code_print = %s AND is_used = %s RETURNING subject"
)
