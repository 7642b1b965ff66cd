"""Which mails are one and the same: whatever an author wrote once and mail programs sent twice.

A sender that did not hear the 250 sends again; a second way in, or a second node, writes its own lines at the top. The same are
mails whose author's own header lines and body are the same; an altered subject or another body is another mail.
"""

import hashlib
import re
from typing import Final

MOST_HEADER: Final = 256 * 1024
"""Bytes of a header that is read. A mail with a larger one is no mail that a person wrote."""

_LINE: Final = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n")
_AUTHORS: Final = (b"message-id", b"date", b"from", b"to", b"subject")
_BLANKS: Final = re.compile(rb"\s+")


def same_mail(header: bytes, *, body: bytes) -> bytes:
    """Give 32 bytes that are equal for the same mail. `header`: its lines with CRLF; `body`: SHA-256 of what follows."""
    written = hashlib.sha256(body)
    for name, value in _LINE.findall(header):
        if name.lower() in _AUTHORS:
            line = name.lower() + b":" + _BLANKS.sub(b" ", value).strip()
            written.update(len(line).to_bytes(8, "big") + line)
    return written.digest()
