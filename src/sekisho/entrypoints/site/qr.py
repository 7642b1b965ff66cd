"""A QR code as the one path that its page's SVG draws: dark on light whatever the page's colours are."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4
"""Modules of light around the code, as ISO/IEC 18004 has it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QrDrawing:
    """The side of the picture in modules, and the path of its dark ones."""

    side: int
    path: str


def draw_qr(text: str) -> QrDrawing:
    """Draw `text`; it is named by whatever the page puts around it."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE)]
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrDrawing(side=len(rows), path="".join(dark))
