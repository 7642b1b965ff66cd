"""The live coach: the camera in the page, one hint at a time, and then the form by which every document is sent.

The browser measures what the server would; from which number on something is poor comes from the same table. Only this page may
use a camera, and what it sees leaves the device by the form alone.
"""

import json
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.core.access.permits import HolderDeed
from sekisho.core.intake.judging import JUDGING, NOTHING_LEFT, SHAKEN_FROM, Fault
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.portal.documents import MATTER
from sekisho.entrypoints.portal.inside import frame_of, reaching
from sekisho.entrypoints.site.pages import render_page
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language
from sekisho.workflows.outcomes import Visitor

PERMISSIONS: Final = "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
WAIT: Final = "wait"
GO: Final = "go"


@require_safe
@reaching(HolderDeed.SEND_DOCUMENT, matter=MATTER)
def camera(request: HttpRequest, language: Language, visitor: Visitor) -> HttpResponse:
    """Show the camera, and the form below it."""
    wished = request.GET.get("purpose", "")
    context = {
        **frame_of(visitor, language),
        "purpose": wished if wished in set(Purpose) else "",
        "rules": json.dumps(_rules()),
        "hints": json.dumps({name: words(f"coach.hint.{name}", language=language) for name in (*Fault, WAIT, GO)}),
    }
    response = render_page(request, "portal/documents/camera.html", language=language, context=context)
    response["Permissions-Policy"] = PERMISSIONS
    return response


def _rules() -> dict[str, object]:
    rows = [
        {"measure": row.measure, "is_least": row.is_least, "clear": row.clear, "poor": row.poor, "fault": row.fault}
        for row in JUDGING
    ]
    return {"rows": rows, "shaken_from": SHAKEN_FROM, "nothing_left": NOTHING_LEFT}
