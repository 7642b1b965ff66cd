"""A page's picture as it is served: a JPEG that the house made, that nothing may run in, that nobody keeps, under a safe name.

The file that came never reaches a browser (FI-05, FI-08).
"""

from typing import Final

from django.http import HttpResponse

from sekisho.workflows.desk.documents.outcomes import PagePicture

JPEG: Final = "image/jpeg"
POLICY: Final = "sandbox; default-src 'none'"


def picture_answer(picture: PagePicture) -> HttpResponse:
    """Answer with a picture. Its name holds a receipt and two numbers, and nothing that a stranger wrote."""
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="{picture.name}"',
    }
    return HttpResponse(picture.content, content_type=JPEG, headers=headers)
