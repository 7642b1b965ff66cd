"""Every statement about approvals in the app, by name; see `statements`."""

from functools import cache
from typing import Final

COLUMNS: Final = (
    "id",
    "login_hash",
    "challenge_id",
    "device_id",
    "account_number",
    "number",
    "numbers",
    "client",
    "browser",
    "address",
    "asked_at",
    "expires_at",
    "state",
)
_KEPT: Final = ", ".join(COLUMNS)
ASK: Final = (
    f"INSERT INTO approval ({_KEPT}) SELECT {', '.join(['%s'] * len(COLUMNS))} "  # noqa: S608 - names of columns of ours
    "WHERE (SELECT COUNT(*) FROM approval p JOIN login l ON l.id_hash = p.login_hash "
    "JOIN challenge c ON c.id = p.challenge_id WHERE p.account_number = %s AND p.state = 'pending' "
    "AND p.expires_at > %s AND l.challenge_id = p.challenge_id AND l.is_over = %s AND c.used_at IS NULL) < %s "
    "AND NOT EXISTS (SELECT 1 FROM approval d WHERE d.account_number = %s AND d.state = 'denied' AND d.moved_at > %s) "
    "AND (SELECT COUNT(*) FROM approval m WHERE m.account_number = %s AND m.state = 'mismatched' AND m.moved_at > %s) < %s "
    "RETURNING id"
)
"""Counts what others have committed: the account's counter, taken before in the same transaction, lets one ask at a time."""

_FOUND: Final = (
    "SELECT p.id, p.login_hash, p.challenge_id, p.device_id, l.holder_id, h.username, l.surface, l.mode, c.question, "
    "p.number, p.numbers, p.client, p.browser, p.address, p.asked_at, p.state, p.expires_at, l.is_over, l.challenge_id, "
    "c.used_at, c.tries, c.most_tries FROM approval p JOIN login l ON l.id_hash = p.login_hash "
    "JOIN challenge c ON c.id = p.challenge_id JOIN holder h ON h.id = l.holder_id "
    "JOIN authenticator f ON f.id = p.device_id "
)
BY_ID: Final = _FOUND + "WHERE p.id = %s AND p.device_id = %s"
MOVE: Final = (
    "UPDATE approval SET state = %s, moved_at = %s, expires_at = %s WHERE id = %s AND state = %s AND expires_at > %s "
    "RETURNING id"
)
MAY_LISTEN: Final = "SELECT 1 FROM authenticator WHERE id = %s AND kind = 'key_app' AND state = 'active'"


@cache
def pending_for(devices: int) -> str:
    """Write the statement that looks after so many devices."""
    places = ", ".join(["%s"] * devices)
    pending = f"p.device_id IN ({places}) AND f.state = 'active' AND p.state = 'pending' AND p.expires_at > %s"
    return f"{_FOUND}WHERE {pending} ORDER BY p.asked_at DESC, p.id"


@cache
def of_logins(logins: int) -> str:
    """Write the statement that looks after so many logins."""
    places = ", ".join(["%s"] * logins)
    return f"{_FOUND}WHERE p.login_hash IN ({places}) AND p.challenge_id = l.challenge_id"
