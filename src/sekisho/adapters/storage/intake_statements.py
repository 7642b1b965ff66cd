"""Every statement about documents by mail, by name; see `statements`."""

from typing import Final

HAS_MAIL: Final = "SELECT 1 FROM mail WHERE identity = %s"
KEEP_MAIL: Final = (
    "INSERT INTO mail (id, identity, way, sender, recipients, peer, size, digest, received_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (identity) DO NOTHING RETURNING id"
)
MAIL: Final = "SELECT id, identity, way, sender, recipients, peer, size, digest, received_at FROM mail WHERE id = %s"
