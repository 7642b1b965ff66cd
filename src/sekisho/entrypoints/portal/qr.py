"""A QR code as inline SVG: dark on light whatever the page's colours are, with the quiet zone that readers need."""

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""Modules of light around the code, as ISO/IEC 18004 has it."""


def draw_qr(text: str) -> SafeString:
    """Draw `text`; it is named by whatever the page puts around it."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=QUIET_ZONE, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - numbers and our own constants; the text is not in it
