"""Line ends of a mail that lay in a mailbox: whatever they are there, CR LF as the wire has them (RFC 5322, 2.3).

Only for mails that a mailbox server hands over with their length: where they end is not found by looking at lines, so that no
other reading of a line end can make two mails of one. On SMTP the same mail is refused.
"""

import re
from typing import Final

_ANY: Final = re.compile(rb"\r*\n|\r+")


class LineEnds:
    """Mends a mail piece by piece; where the pieces part makes no difference."""

    def __init__(self) -> None:
        """Begin a mail."""
        self._held = b""

    def mend(self, piece: bytes) -> bytes:
        """Give the piece with its line ends mended, but for what only the next one can tell."""
        together = self._held + piece
        sure = together.rstrip(b"\r")
        self._held = together[len(sure) :]
        return _mended(sure)

    def rest(self) -> bytes:
        """Give what was held back."""
        return _mended(self._held)


def _mended(text: bytes) -> bytes:
    return _ANY.sub(b"\r\n", text)
