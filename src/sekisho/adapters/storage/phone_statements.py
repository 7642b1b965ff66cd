"""Every statement about registrations of phones, by name; see `statements`."""

from typing import Final

COLUMNS: Final = (
    "account_number",
    "holder_id",
    "deed",
    "made_at",
    "expires_at",
    "invitation_print",
    "session",
    "proved_by",
    "replaces",
    "password_print",
    "not_before",
    "token_print",
    "device_id",
    "platform",
    "suite",
    "sealed_key",
    "challenge",
    "tries",
    "admitted_at",
    "done_at",
)
_ALL: Final = ", ".join(COLUMNS)
BEGIN: Final = (
    f"INSERT INTO phone_registration ({_ALL}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608 - names of columns of ours
    f"ON CONFLICT (account_number) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS[1:])}"
)
ADMIT: Final = (
    "UPDATE phone_registration SET token_print = %s, device_id = %s, platform = %s, suite = %s, sealed_key = %s, "  # noqa: S608 - names of columns of ours
    "challenge = %s, admitted_at = %s, expires_at = %s WHERE invitation_print = %s AND admitted_at IS NULL "
    f"AND done_at IS NULL AND expires_at > %s RETURNING {_ALL}"
)
UNDER_TOKEN: Final = f"SELECT {_ALL} FROM phone_registration WHERE token_print = %s AND admitted_at IS NOT NULL"  # noqa: S608 - likewise
OF_ACCOUNT: Final = f"SELECT {_ALL} FROM phone_registration WHERE account_number = %s"  # noqa: S608 - likewise
INVITED_BY: Final = (
    "SELECT r.account_number FROM session s JOIN holder h ON h.id = s.holder_id "
    "JOIN phone_registration r ON r.account_number = h.account_number AND r.session = s.id_hash WHERE s.id_hash = %s"
)
RESERVE: Final = (
    "UPDATE phone_registration SET tries = tries + 1 WHERE token_print = %s AND admitted_at IS NOT NULL "
    "AND done_at IS NULL AND expires_at > %s AND tries < %s RETURNING tries"
)
FINISH: Final = (
    "UPDATE phone_registration SET done_at = %s, sealed_key = %s WHERE token_print = %s AND done_at IS NULL "
    "AND expires_at > %s RETURNING account_number"
)
OLD: Final = (
    "SELECT account_number FROM phone_registration WHERE expires_at <= %s ORDER BY expires_at, account_number LIMIT %s"
)
FORGET: Final = "DELETE FROM phone_registration WHERE account_number = %s AND expires_at <= %s RETURNING account_number"
RENAME: Final = "UPDATE authenticator SET name = %s WHERE id = %s"
