"""One file while it comes in from the portal: written piece by piece, sealed, and not there before somebody keeps it.

A file that is plainly wrong, or larger than any may be, is read to its end and not written any further.
"""

import hashlib
from dataclasses import dataclass, field

from sekisho.core.intake.first_bytes import SEEN, first_flaw
from sekisho.core.intake.mail_parts import MOST_NAME
from sekisho.core.intake.pictures import MOST_BYTES, PictureFlaw
from sekisho.core.secret import Secret
from sekisho.workflows.drawing import draw_id
from sekisho.workflows.ports import ObjectDraft, Ports, Vault


def print_of(vault: Vault, digest: bytes) -> str:
    """Give the keyed print of a picture whose SHA-256 is `digest`: the same file, whatever way it came."""
    return vault.fingerprint(Secret(digest), purpose="picture")


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFile:
    """A file that came whole. `source` is the object that holds it once it is kept."""

    name: str
    size: int
    digest: str  # SHA-256, hex, lower case (B131)
    print: str
    flaw: PictureFlaw | None
    source: str
    draft: ObjectDraft = field(compare=False, repr=False)


class IncomingPicture:
    """One file on its way. `write` and `finish` may raise `StorageFullError` / `StorageUnavailableError`; then `drop` it."""

    def __init__(self, ports: Ports, name: str) -> None:
        """Begin it, under an object of its own; `name` is what its sender calls it."""
        self._ports = ports
        self._name = read_file_name(name)
        self._source = draw_id(ports.dice, prefix="file_")
        self._draft = ports.objects.begin(self._source)
        self._digest = hashlib.sha256()
        self._head = b""
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Add a piece."""
        if len(self._head) < SEEN:
            self._head += piece[: SEEN - len(self._head)]
        self._size += len(piece)
        self._digest.update(piece)
        if self._size <= MOST_BYTES:
            self._draft.write(piece)
        else:
            self._draft.drop()

    def finish(self) -> SentFile:
        """Say what came. It is still a draft: `draft.keep` makes it durable."""
        flaw = first_flaw(self._head, size=self._size)
        if flaw is not None:
            self._draft.drop()
        return SentFile(
            name=self._name,
            size=self._size,
            digest=self._digest.hexdigest(),
            print=print_of(self._ports.vault, self._digest.digest()),
            flaw=flaw,
            source=self._source,
            draft=self._draft,
        )

    def drop(self) -> None:
        """Forget it."""
        self._draft.drop()


def read_file_name(name: str) -> str:
    """Give a file's name in one line, without folders and without signs that hide or turn text."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable())
    return " ".join(shown.split())[:MOST_NAME]
