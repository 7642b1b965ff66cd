"""Style sheets, scripts and pictures of the doors, from memory's list of files and never from a path that was asked for.

The address holds a digest of all of them, so a browser keeps a file for ever and has the new one at once after an upgrade.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """whitenoise over the static folders of several doors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """List the files once."""
        super().__init__(get_response)
        for folder in settings.SEKISHO_STATIC_FOLDERS:
            self.add_files(folder, prefix=settings.STATIC_URL)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Tell whether `url` means this content for ever: under the digest all do."""
        del path
        return bool(url.startswith(settings.STATIC_URL))


def static_url(folders: Sequence[Path]) -> str:
    """Give the address below which the files of `folders` are served."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(found for found in folder.rglob("*") if found.is_file()):
            digest.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}/"
