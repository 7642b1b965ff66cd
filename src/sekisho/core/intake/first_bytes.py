"""What a file seems to be, by its first bytes: enough to turn away at once what is neither picture nor PDF.

Names and declared types are never asked. What a file really is, the one decoder says that accepts it, behind its fence; what
passes here is not trusted for it.
"""

from typing import Final

from sekisho.core.intake.pictures import MOST_BYTES, PictureFlaw

SEEN: Final = 1024
"""Bytes that are looked at: a PDF may begin with something else, and programs read it all the same."""

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PDF: Final = b"%PDF-"
_BRAND: Final = slice(4, 8)
_IN_BOXES: Final = b"ftyp"  # HEIC is one of many formats that begin so; the decoder knows which (ISO/IEC 14496-12)


def first_flaw(head: bytes, *, size: int) -> PictureFlaw | None:
    """Tell what is plainly wrong with a file of `size` bytes that begins with `head`; None: it may be looked at."""
    if size == 0:
        return PictureFlaw.EMPTY
    if size > MOST_BYTES:
        return PictureFlaw.TOO_LARGE
    begins_well = head.startswith((_JPEG, _PNG)) or head[_BRAND] == _IN_BOXES or _PDF in head[:SEEN]
    return None if begins_well else PictureFlaw.NOT_A_PICTURE
