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
OF_LOGIN: Final = _FOUND + "WHERE p.login_hash = %s AND p.challenge_id = l.challenge_id"
MOVE: Final = (
    "UPDATE approval SET state = %s, moved_at = %s, expires_at = %s WHERE id = %s AND state = %s AND expires_at > %s "
    "RETURNING id"
)
MAY_LISTEN: Final = "SELECT 1 FROM authenticator WHERE id = %s AND kind = 'key_app' AND state = 'active'"


@cache
def watched(devices: int, logins: int) -> str:
    """Write the one statement that looks after so many devices and logins."""
    pending = (
        f"(p.device_id IN ({_places(devices)}) AND f.state = 'active' AND p.state = 'pending' AND p.expires_at > %s)"
    )
    present = f"(p.login_hash IN ({_places(logins)}) AND p.challenge_id = l.challenge_id)"
    return f"{_FOUND}WHERE {pending} OR {present} ORDER BY p.asked_at DESC, p.id"


def _places(count: int) -> str:
    return ", ".join(["%s"] * count) if count else "NULL"
