"""Every statement of the sign-in path, by name: the same text on SQLite and PostgreSQL.

A conditional UPDATE is the lock, and the number of rows it returns is the verdict; no SELECT before it decides anything
(`docs/decisions/0002-storage.md`).
"""

from functools import cache
from typing import Final

from sekisho.core.contacts import ContactKind

TRIES: Final = "SELECT in_row, moments, closed_until, version FROM tries WHERE subject = %s AND kind = %s"
FIRST_TRIES: Final = (
    "INSERT INTO tries (subject, kind, in_row, moments, closed_until, version) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (subject, kind) DO NOTHING RETURNING version"
)
REPLACE_TRIES: Final = (
    "UPDATE tries SET in_row = %s, moments = %s, closed_until = %s, version = version + 1 "
    "WHERE subject = %s AND kind = %s AND version = %s RETURNING version"
)

KNOWN_BROWSER: Final = "SELECT 1 FROM browser WHERE holder_id = %s AND mark = %s AND known_since > %s"
DRAWN_MARK: Final = "SELECT 1 FROM browser WHERE mark = %s LIMIT 1"
REMEMBER_BROWSER: Final = (
    "INSERT INTO browser (holder_id, mark, known_since) VALUES (%s, %s, %s) "
    "ON CONFLICT (holder_id, mark) DO UPDATE SET known_since = excluded.known_since "
    "WHERE browser.known_since <= %s RETURNING id"
)

HOLDER: Final = (
    "SELECT id, username, password_hash, credentials, account_number, own_number, language, residence, email, phone, "
    "name, address "
    "FROM holder WHERE "
)
HOLDER_NAMED: Final = HOLDER + "username = %s"
HOLDER_BY_ID: Final = HOLDER + "id = %s"
REHASH: Final = "UPDATE holder SET password_hash = %s WHERE id = %s AND password_hash = %s RETURNING id"

AUTHENTICATOR: Final = (
    "f.id, f.kind, f.platform, f.name, f.serial, f.state, f.ever_active, f.created_at, f.activated_at, f.full_until, "
    "f.expires_at, f.cells_left, f.last_used_at, f.shipped_at, f.promised_by, f.activates_at, f.is_held, "
    "f.wrong_in_row, p.credential, p.transports"
)
_PASSKEY: Final = "LEFT JOIN passkey p ON p.authenticator_id = f.id "
_ACCOUNT: Final = f"a.number, a.state, a.trades_from, a.closed_cause, a.has_opted_out, a.paper_number, {AUTHENTICATOR}"
ACCOUNT: Final = (
    f"SELECT {_ACCOUNT}, '', '' FROM account a "  # noqa: S608 - constants
    f"LEFT JOIN authenticator f ON f.account_number = a.number {_PASSKEY}WHERE a.number = %s "
    f"UNION ALL SELECT {_ACCOUNT}, f.account_number, s.state FROM device_share s "
    f"JOIN account a ON a.number = s.account_number JOIN authenticator f ON f.id = s.device_id {_PASSKEY}"
    "WHERE s.account_number = %s AND s.was_active ORDER BY 14, 7"
)
"""The account with its own authenticators, then with those that another account lends it; one statement, one instant."""
SECRETS: Final = (
    f"SELECT {AUTHENTICATOR}, f.suite, f.sealed_key, f.passcode_hash, f.pair_first, "  # noqa: S608 - constants
    f"f.pair_second, f.pair_tries, f.pair_expires_at, f.cells, p.counted FROM authenticator f {_PASSKEY}WHERE f.id = %s"
)

OPEN_LOGIN: Final = (
    "INSERT INTO login (id_hash, holder_id, surface, mode, credentials, created_at, expires_at, is_over, "
    "outcome, reason, reference, purpose, subject, session, challenge_id) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)"
)
LOGIN: Final = (
    "SELECT l.id_hash, l.holder_id, l.surface, l.mode, l.credentials, l.created_at, l.expires_at, l.is_over, "
    "l.outcome, l.reason, l.reference, l.purpose, l.subject, l.session, "
    "c.id, c.authenticator_id, c.question, c.tries, c.most_tries, c.expires_at, c.used_at "
    "FROM login l LEFT JOIN challenge c ON c.id = l.challenge_id WHERE l.id_hash = %s"
)
SETTLE_LOGIN: Final = (
    "UPDATE login SET is_over = %s, outcome = %s, reason = %s, reference = %s WHERE id_hash = %s AND is_over = %s "
    "RETURNING id_hash"
)

POSE_QUESTION: Final = (
    "INSERT INTO question (authenticator_id, question) VALUES (%s, %s) "
    "ON CONFLICT (authenticator_id, question) DO NOTHING RETURNING id"
)
POSE_CHALLENGE: Final = (
    "INSERT INTO challenge (login_hash, authenticator_id, question, tries, most_tries, expires_at, used_at) "
    "VALUES (%s, %s, %s, 0, %s, %s, NULL) RETURNING id"
)
ATTACH_CHALLENGE: Final = (
    "UPDATE login SET challenge_id = %s, outcome = '', reason = '', reference = '' "
    "WHERE id_hash = %s AND is_over = %s RETURNING id_hash"
)
RESERVE_CHALLENGE: Final = (
    "UPDATE challenge SET tries = tries + 1 WHERE id = %s AND login_hash = %s AND used_at IS NULL AND expires_at > %s "
    "AND tries < most_tries AND EXISTS (SELECT 1 FROM login WHERE login.id_hash = challenge.login_hash "
    "AND login.challenge_id = challenge.id AND login.is_over = %s AND login.expires_at > %s) RETURNING tries"
)
SPEND_CHALLENGE: Final = (
    "UPDATE challenge SET used_at = %s WHERE id = %s AND used_at IS NULL AND expires_at > %s RETURNING id"
)

RESERVE_AUTHENTICATOR: Final = (
    "UPDATE authenticator SET wrong_in_row = wrong_in_row + 1 WHERE id = %s AND wrong_in_row < %s "
    "RETURNING wrong_in_row"
)
CLEAR_WRONG: Final = "UPDATE authenticator SET wrong_in_row = 0, last_used_at = %s WHERE id = %s"
SET_STATE: Final = "UPDATE authenticator SET state = %s WHERE id = %s AND state = %s RETURNING id"

HOLD_AUTHENTICATOR: Final = "UPDATE authenticator SET pair_tries = pair_tries WHERE id = %s"
POSE_FIRST_PAIR: Final = (
    "UPDATE authenticator SET pair_first = %s, pair_second = %s, pair_tries = 0, pair_expires_at = %s "
    "WHERE id = %s AND pair_first IS NULL RETURNING id"
)
PROLONG_PAIR: Final = (
    "UPDATE authenticator SET pair_expires_at = %s WHERE id = %s AND pair_first = %s AND pair_second = %s RETURNING id"
)
RESERVE_PAIR: Final = (
    "UPDATE authenticator SET pair_tries = pair_tries + 1 "
    "WHERE id = %s AND pair_first = %s AND pair_second = %s AND pair_tries < %s RETURNING pair_tries"
)
FORGET_PAIR: Final = (
    "UPDATE authenticator SET pair_first = NULL, pair_second = NULL, pair_tries = 0, pair_expires_at = NULL, "
    "cells_left = cells_left - 2 WHERE id = %s AND pair_first = %s AND pair_second = %s RETURNING cells_left"
)
SPEND_CELLS: Final = (
    "INSERT INTO spent_cell (authenticator_id, cell, spent_at) VALUES (%s, %s, %s), (%s, %s, %s) "
    "ON CONFLICT (authenticator_id, cell) DO NOTHING RETURNING cell"
)
SPENT_CELLS: Final = "SELECT cell FROM spent_cell WHERE authenticator_id = %s"

OPEN_SESSION: Final = (
    "INSERT INTO session (id_hash, holder_id, surface, mode, credentials, answered, reference, created_at, last_seen_at, "
    "expires_at, ended_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)"
)
SESSION: Final = (
    "SELECT id_hash, holder_id, surface, mode, credentials, answered, reference, created_at, last_seen_at, expires_at "
    "FROM session WHERE id_hash = %s AND ended_at IS NULL"
)
TOUCH_SESSION: Final = (
    "UPDATE session SET last_seen_at = %s WHERE id_hash = %s AND last_seen_at < %s AND ended_at IS NULL"
)
END_SESSION: Final = "UPDATE session SET ended_at = %s WHERE id_hash = %s AND ended_at IS NULL RETURNING id_hash"

TAKE_HEAD: Final = "UPDATE trail_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, digest, at"
MOVE_HEAD: Final = "UPDATE trail_head SET digest = %s, at = %s WHERE id = 1"
APPEND: Final = (
    "INSERT INTO trail (seq, at, happening, actor_kind, actor_id, holder_id, account, reference, reason, surface, detail, "
    "digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
ENTRIES: Final = (
    "SELECT seq, at, happening, actor_kind, actor_id, holder_id, account, reference, reason, surface, detail, digest "
    "FROM trail "
)
ENTRIES_AFTER: Final = ENTRIES + "WHERE seq > %s ORDER BY seq LIMIT %s"
ENTRIES_OF_HOLDER: Final = ENTRIES + "WHERE holder_id = %s ORDER BY seq DESC LIMIT %s"
HEAD: Final = "SELECT seq, digest, at FROM trail_head WHERE id = 1"

SEND: Final = (
    "INSERT INTO outbox (holder_id, message, params, at, channel, recipient, sealed, tries, next_at) "
    "SELECT h.id, %s, %s, %s, %s, %s, %s, 0, 0 FROM holder h WHERE h.id = %s"
)


# ── Deeds that change an account, its proofs or its holder's addresses ───────────────────────────────────────

REPLACE_KEY: Final = "UPDATE authenticator SET sealed_key = %s WHERE id = %s AND sealed_key = %s RETURNING id"
RENEW_SESSION: Final = (
    "UPDATE session SET id_hash = %s, answered = %s WHERE id_hash = %s AND ended_at IS NULL RETURNING id_hash"
)
END_LOGINS: Final = (
    "UPDATE login SET is_over = %s, outcome = 'refused', reason = 'challenge_expired' "
    "WHERE holder_id = %s AND is_over = %s AND (session = '' OR session <> %s)"
)
END_SESSIONS: Final = (
    "UPDATE session SET ended_at = %s WHERE holder_id = %s AND ended_at IS NULL AND id_hash <> %s RETURNING id_hash"
)
REPLACE_PASSWORD: Final = "UPDATE holder SET password_hash = %s WHERE id = %s"  # noqa: S105 - a statement

CONTACTS: Final = "SELECT email, phone, address FROM holder WHERE id = %s"
FORMER_CONTACTS: Final = (
    "SELECT kind, value, replaced_at FROM former_contact WHERE holder_id = %s ORDER BY replaced_at DESC, id DESC"
)
CHANGE_CONTACT: Final = {
    kind: f"UPDATE holder SET {kind.value} = %s WHERE id = %s AND {kind.value} = %s RETURNING id"  # noqa: S608 - three column names
    for kind in ContactKind
}
KEEP_FORMER_CONTACT: Final = "INSERT INTO former_contact (holder_id, kind, value, replaced_at) VALUES (%s, %s, %s, %s)"

HOLDERS_OF: Final = "SELECT id FROM holder WHERE account_number = %s ORDER BY credentials, id"
STAFF: Final = (
    "SELECT s.role, h.name, s.own_account FROM staff s JOIN holder h ON h.id = s.holder_id WHERE s.holder_id = %s"
)


@cache
def changing(table: str, *, key: str, columns: tuple[str, ...], seen: tuple[str, ...]) -> str:
    """Write the UPDATE that changes `columns` of one row if what was `seen` of it is still there. Names are our own."""
    settings = ", ".join(f"{column} = %s" for column in columns)
    as_seen = " AND ".join((f"{key} = %s", *(f"{column} IS NOT DISTINCT FROM %s" for column in seen)))
    return f"UPDATE {table} SET {settings} WHERE {as_seen} RETURNING {key}"  # noqa: S608 - names of columns of ours


@cache
def inserting(table: str, columns: tuple[str, ...]) -> str:
    """Write the INSERT of one row. Names are our own."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 - likewise
