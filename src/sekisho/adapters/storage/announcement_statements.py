"""The statements of `announcement_work`, the same on SQLite and PostgreSQL; each part of the UNION has its index."""

from typing import Final

ACCOUNTS_AHEAD: Final = (
    "SELECT account_number FROM ("
    "SELECT account_number FROM authenticator "
    "WHERE state IN ('shipped', 'delivered') AND activates_at <= %s AND is_held = %s "
    "UNION SELECT account_number FROM authenticator "
    "WHERE state IN ('active', 'live') AND kind = 'code_card' AND expires_at > %s AND expires_at <= %s "
    "UNION SELECT account_number FROM authenticator WHERE state = 'live' AND full_until > %s AND full_until <= %s "
    "UNION SELECT account_number FROM authenticator "
    "WHERE state IN ('active', 'live') AND kind = 'temporary_passcode' AND expires_at > %s AND expires_at <= %s"
    ") AS ahead WHERE account_number > %s ORDER BY account_number LIMIT %s"
)
WAS_TOLD: Final = (
    "SELECT 1 FROM announcement WHERE authenticator_id = %s AND subject = %s AND happens_at = %s AND ahead = %s"
)
TELL_ONCE: Final = (
    "INSERT INTO announcement (authenticator_id, subject, happens_at, ahead, told_at) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (authenticator_id, subject, happens_at, ahead) DO NOTHING RETURNING id"
)
