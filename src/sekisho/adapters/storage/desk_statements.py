"""Every statement of the desk, by name: the same text on SQLite and PostgreSQL. A conditional UPDATE is the verdict."""

from typing import Final

FIND: Final = (
    "SELECT h.account_number, h.username, h.name, h.residence, h.email, h.phone, a.state, a.trades_from "
    "FROM holder h JOIN account a ON a.number = h.account_number WHERE h.credentials = 'live' AND h.account_number IN ("
    "SELECT DISTINCT f.account_number FROM holder_term t JOIN holder f ON f.id = t.holder_id "
    "WHERE t.term >= %s AND t.term < %s AND f.credentials <> 'staff' LIMIT %s) ORDER BY h.account_number"
)
FORGET_TERMS: Final = "DELETE FROM holder_term WHERE holder_id = %s"
ADD_TERM: Final = "INSERT INTO holder_term (holder_id, term) VALUES (%s, %s)"
FOUND_BY: Final = "SELECT username, account_number, own_number, name, email, phone FROM holder WHERE id = %s"

OPEN_CALL: Final = (
    "INSERT INTO desk_call (id, agent_id, holder_id, account, opened_at, ends_at, pair, deed, reference, asked_deed, "
    "asked_reason, asked_details, second_id) VALUES (%s, %s, %s, %s, %s, %s, %s, '', '', '', '', '', '')"
)
CALL: Final = (
    "SELECT id, agent_id, holder_id, account, opened_at, ends_at, closed_at, pair, deed, deed_at, reference, asked_deed, "
    "asked_reason, asked_details, asked_at, second_id, approved_at, declined_at FROM desk_call WHERE "
)
CALL_BY_ID: Final = CALL + "id = %s"
CALL_OF_AGENT: Final = (
    CALL + "agent_id = %s AND account = %s AND closed_at IS NULL AND deed_at IS NULL AND ends_at > %s "
    "ORDER BY opened_at DESC LIMIT 1"
)
CALL_ABOUT: Final = (
    CALL + "account = %s AND closed_at IS NULL AND deed_at IS NULL AND ends_at > %s ORDER BY opened_at DESC LIMIT 1"
)
WAITING: Final = (
    CALL + "ends_at > %s AND asked_deed <> '' AND second_id = '' AND deed_at IS NULL AND closed_at IS NULL "
    "ORDER BY asked_at, id"
)
CLOSE_CALL: Final = "UPDATE desk_call SET closed_at = %s WHERE id = %s AND closed_at IS NULL RETURNING id"
EVIDENCE: Final = "SELECT kind, outcome, at FROM call_evidence WHERE call_id = %s ORDER BY id"
ADD_EVIDENCE: Final = (
    "INSERT INTO call_evidence (call_id, account, kind, outcome, at) SELECT id, account, %s, %s, %s FROM desk_call "
    "WHERE id = %s AND agent_id = %s AND closed_at IS NULL AND deed_at IS NULL AND ends_at > %s RETURNING id"
)
FAILED_AT: Final = "SELECT at FROM call_evidence WHERE account = %s AND outcome = 'failed' AND at > %s ORDER BY at"
ASK_SECOND: Final = (
    "UPDATE desk_call SET asked_deed = %s, asked_reason = %s, asked_details = %s, asked_at = %s, second_id = '', "
    "approved_at = NULL, declined_at = NULL WHERE id = %s AND asked_deed = '' AND closed_at IS NULL AND deed_at IS NULL "
    "AND ends_at > %s RETURNING id"
)
ANSWER_SECOND: Final = (
    "UPDATE desk_call SET second_id = %s, approved_at = %s, declined_at = %s WHERE id = %s AND agent_id <> %s "
    "AND asked_deed <> '' AND second_id = '' AND closed_at IS NULL AND deed_at IS NULL AND ends_at > %s RETURNING id"
)
USE_CALL: Final = (
    "UPDATE desk_call SET deed = %s, deed_at = %s, reference = %s WHERE id = %s AND agent_id = %s AND account = %s "
    "AND closed_at IS NULL AND deed_at IS NULL AND ends_at > %s RETURNING id"
)
DEEDS_OF: Final = (
    "SELECT deed, deed_at, agent_id, second_id, approved_at, reference, id FROM desk_call "
    "WHERE account = %s AND deed_at > %s ORDER BY deed_at DESC"
)

ADD_STOP: Final = (
    "INSERT INTO desk_stop (print, holder_id, account, deed, deed_at, subject, expires_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
STOP: Final = (
    "SELECT print, holder_id, account, deed, deed_at, subject, expires_at, used_at FROM desk_stop WHERE print = %s"
)
USE_STOP: Final = (
    "UPDATE desk_stop SET used_at = %s WHERE print = %s AND used_at IS NULL AND expires_at > %s RETURNING print"
)
STOPPED_AT: Final = "SELECT MAX(used_at) FROM desk_stop WHERE account = %s"

CARD_GRANTED_AT: Final = (
    "SELECT MAX(deed_at) FROM desk_stop WHERE account = %s AND deed = 'request_card' AND used_at IS NULL"
)
ADD_RESET: Final = (
    "INSERT INTO password_reset (id, holder_id, code_print, created_at, expires_at, wrong) "
    "VALUES (%s, %s, %s, %s, %s, 0)"
)
LIVE_RESET: Final = (
    "SELECT id, holder_id, code_print, created_at, expires_at, wrong, used_at, cancelled_at FROM password_reset "
    "WHERE holder_id = %s AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > %s ORDER BY created_at DESC LIMIT 1"
)
RESERVE_RESET: Final = "UPDATE password_reset SET wrong = wrong + 1 WHERE id = %s AND wrong < %s RETURNING wrong"
REFUND_RESET: Final = "UPDATE password_reset SET wrong = wrong - 1 WHERE id = %s"
RESET_USED: Final = "SELECT id FROM password_reset WHERE id = %s AND used_at IS NOT NULL"
USE_RESET: Final = (
    "UPDATE password_reset SET used_at = %s WHERE id = %s AND used_at IS NULL AND cancelled_at IS NULL "
    "AND expires_at > %s RETURNING id"
)
CANCEL_RESETS: Final = (
    "UPDATE password_reset SET cancelled_at = %s WHERE holder_id = %s AND used_at IS NULL AND cancelled_at IS NULL "
    "RETURNING id"
)
CLEAR_TRIES: Final = (
    "UPDATE tries SET in_row = 0, moments = '', closed_until = NULL, version = version + 1 "
    "WHERE subject = %s AND kind = %s"
)
FORGIVE_WRONG: Final = "UPDATE authenticator SET wrong_in_row = 0 WHERE id = %s"
MARKS_OF: Final = "SELECT mark FROM browser WHERE holder_id = %s"
EVENT_UNDER: Final = (
    "SELECT seq, at, happening, actor_kind, actor_id, holder_id, account, reference, reason, surface, detail, digest "
    "FROM trail WHERE reference = %s"
)
