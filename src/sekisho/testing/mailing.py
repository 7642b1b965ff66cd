"""Mails with photographs, as a phone sends them, and what becomes of them step by step.

`ports.imaging` of a `Phone` is a `FakeImaging`: its pictures are dealt beforehand.
"""

from collections.abc import Callable, Sequence
from itertools import count
from typing import TypeVar, cast

from sekisho.core.intake.pictures import Page, PictureFlaw
from sekisho.testing.imaging import FakeImaging
from sekisho.workflows.intake.conclude import conclude
from sekisho.workflows.intake.flows import FLOWS
from sekisho.workflows.intake.judge import judge_picture
from sekisho.workflows.intake.take_in import Envelope, Incoming, MailFlaw, Taken
from sekisho.workflows.intake.understand import understand
from sekisho.workflows.intake_records import DocumentRecord
from sekisho.workflows.ports import Ports, Run, Transaction

WORLD = "newaccounts@sekisho.example"
Told = TypeVar("Told")
_numbers = count(1)


class Phone:
    """Takes photographs and mails them to a house."""

    def __init__(self, ports: Ports) -> None:
        """Send to the house of these ports."""
        self.ports = ports

    def picture(self, seen: Sequence[Page] | PictureFlaw) -> bytes:
        """Take a photograph of which `seen` is what the machine will see."""
        content = b"\xff\xd8\xff\xe0 picture %d" % next(_numbers)
        cast("FakeImaging", self.ports.imaging).deal(content, seen)
        return content

    def mail(self, subject: str, *pictures: bytes, header: bytes = b"") -> bytes:
        """Write a mail."""
        lines = [b"Subject: " + subject.encode(), *([header] if header else [])]
        lines += [b"Message-ID: <%d@phone.example>" % next(_numbers), b"Content-Type: multipart/mixed; boundary=b", b""]
        for content in pictures:
            lines += [b"--b", b"Content-Type: image/jpeg", b"", content]
        return b"\r\n".join([*lines, b"--b--", b""])

    def take(self, mail: bytes, *, sender: str = "taro@example.com", to: str = WORLD) -> Taken:
        """Have the door take a mail in."""
        incoming = Incoming(self.ports, Envelope(way="smtp", sender=sender, recipients=(to,), peer="192.0.2.1"))
        incoming.write(mail)
        taken = incoming.finish()
        if isinstance(taken, MailFlaw):
            raise LookupError(taken)  # noqa: TRY004 - a mail that was not taken, not a wrong type
        return taken

    def send(
        self, subject: str, *pictures: bytes, header: bytes = b"", sender: str = "taro@example.com", to: str = WORLD
    ) -> str:
        """Write a mail, have it taken in and understood; gives the document's id."""
        taken = self.take(self.mail(subject, *pictures, header=header), sender=sender, to=to)
        return understand(self.ports, taken.mail_id)

    def look_at(self, document_id: str) -> DocumentRecord:
        """Have the machine look at a document to its end; gives what it then is."""
        for picture in self.stored(lambda tx: tx.pictures_of(document_id)):
            judge_picture(self.ports, picture.id)
        conclude(self.ports, document_id)
        return self.document(document_id)

    def document(self, document_id: str) -> DocumentRecord:
        """Give a document that is there."""
        found = self.stored(lambda tx: tx.document(document_id))
        if found is None:
            raise LookupError(document_id)
        return found

    def stored(self, ask: Callable[[Transaction], Told]) -> Told:
        """Ask the store something."""
        with self.ports.store.reading() as tx:
            return ask(tx)


class AtOnce:
    """`ports.Engine` that runs a flow in the call that starts it, and remembers which failed."""

    def __init__(self, ports: Ports) -> None:
        """Run the flows of documents on these ports."""
        self._ports = ports
        self._failed: set[tuple[str, str]] = set()
        self.started: list[tuple[str, str]] = []

    def run_of(self, flow: str, about: str) -> Run:
        """See `ports.Engine`."""
        return Run.FAILED if (flow, about) in self._failed else Run.IDLE

    def start(self, flow: str, about: str) -> None:
        """See `ports.Engine`."""
        self.started.append((flow, about))
        try:
            FLOWS[flow](lambda _, deed, one: deed(self._ports, one), about)
        except Exception:  # noqa: BLE001 - as the real one: whatever a step fails with, the flow has failed
            self._failed.add((flow, about))

    def end(self) -> None:
        """See `ports.Engine`."""
