"""What a trading program is told that would log on where nobody does: one FIX 4.4 Logout, and nothing of its own is read.

Its names are not known, because reading them would mean reading what stands beside them: user name and password.
"""

from datetime import datetime
from typing import Final

FIX_START: Final = b"8=FI"
"""The first four bytes of every FIX message."""

SOH: Final = b"\x01"
UNENCRYPTED: Final = "Nothing was read: no logon is taken on this port. Log on over TLS on port {tls_port}."
NOT_OPEN: Final = "Logons are not open in this version yet."


def turn_away(text: str, *, now: datetime) -> bytes:
    """Give the Logout (5) with `text` (ASCII) and the time in UTC; body length and checksum as FIX 4.4 counts them."""
    sent_at = now.strftime("%Y%m%d-%H:%M:%S")
    fields = ("35=5", "49=SEKISHO", "56=UNKNOWN", "34=1", f"52={sent_at}", f"58={text}")
    body = SOH.join(field.encode("ascii") for field in fields) + SOH
    message = b"8=FIX.4.4\x019=%d\x01" % len(body) + body
    return message + b"10=%03d\x01" % (sum(message) % 256)
