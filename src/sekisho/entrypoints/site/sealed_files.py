"""Files of a form as they are parsed: straight into sealed drafts, from whoever was let in to send some; others are skipped.

Django asks its upload handlers for each file of each form, whatever its address. What nobody keeps is dropped with its request.
"""

from typing import Any, Final

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from sekisho.entrypoints.site.installation import installation
from sekisho.entrypoints.site.uploads import ADMITTED
from sekisho.workflows.intake.incoming_picture import IncomingPicture, SentFile
from sekisho.workflows.intake.send_in import MOST_FILES

FIELD: Final = "file"


class SealedFile:
    """One file of a form, in `request.FILES`."""

    def __init__(self, sent: SentFile) -> None:
        """Keep it until the request ends."""
        self.sent = sent

    def close(self) -> None:
        """Drop what nobody kept; called by Django when the request is over."""
        self.sent.draft.drop()


class SealedFiles(FileUploadHandler):
    """Takes one more file than may be sent, so that too many are told and not cut short."""

    def __init__(self, request: Any = None) -> None:
        """See Django."""
        super().__init__(request)
        self._count = 0
        self._picture: IncomingPicture | None = None

    def new_file(self, field_name: str, file_name: str, *told: Any, **more: Any) -> None:
        """Begin a draft, or skip the file."""
        super().new_file(field_name, file_name, *told, **more)
        self._count += 1
        if ADMITTED not in self.request.META or field_name != FIELD or self._count > MOST_FILES + 1:
            raise SkipFile
        self._picture = IncomingPicture(installation().ports, file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Add a piece; nothing is handed on."""
        if self._picture is not None:
            self._picture.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile | None:  # noqa: ARG002 - Django's signature
        """Give the file."""
        if self._picture is None:
            return None
        sent, self._picture = self._picture.finish(), None
        return SealedFile(sent)

    def upload_interrupted(self) -> None:
        """Forget the file that was coming."""
        if self._picture is not None:
            self._picture.drop()
            self._picture = None


def files_of(request: HttpRequest) -> tuple[SentFile, ...]:
    """Give the files of a form, in their order."""
    return tuple(file.sent for file in request.FILES.getlist(FIELD))
