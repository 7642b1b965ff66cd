"""Every statement about documents by mail, by name; see `statements`."""

from typing import Final

HAS_MAIL: Final = "SELECT 1 FROM mail WHERE identity = %s"
KEEP_MAIL: Final = (
    "INSERT INTO mail (id, identity, way, sender, recipients, peer, size, digest, received_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (identity) DO NOTHING RETURNING id"
)
MAIL: Final = "SELECT id, identity, way, sender, recipients, peer, size, digest, received_at FROM mail WHERE id = %s"
UNREAD_MAILS: Final = "SELECT id FROM mail WHERE read_at IS NULL ORDER BY received_at, id LIMIT %s"
MARK_READ: Final = "UPDATE mail SET read_at = %s WHERE id = %s AND read_at IS NULL RETURNING id"
HAS_OBJECT: Final = (
    "SELECT 1 FROM mail WHERE id = %s UNION ALL SELECT 1 FROM document_page WHERE id = %s "
    "UNION ALL SELECT 1 FROM document_picture WHERE source = %s LIMIT 1"
)
