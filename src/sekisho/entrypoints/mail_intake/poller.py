"""The second way in: mails that lie in a mailbox are taken in as those that come over SMTP, and then moved out of the way.

Everything in the folder is looked at, at each poll: what lies there has not been taken, or was taken and not moved yet, and the
mail's own identity tells which. No UID is remembered, so that none that is used again hides a mail. A mail leaves the folder
after its row is committed, and is never deleted.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import Final

from sekisho.core.errors import SekishoError
from sekisho.core.intake.delivered import LINES_WANTED, delivered_to, returned_to
from sekisho.core.intake.line_ends import LineEnds
from sekisho.entrypoints.mail_intake.mailbox import Mailbox, MailboxAwayError, MailIsGoneError, open_mailbox
from sekisho.mail_settings import Imap
from sekisho.settings import Settings
from sekisho.workflows.intake.take_in import MOST_SENDER, Envelope, Incoming, MailFlaw, Taken
from sekisho.workflows.ports import Ports

LOG: Final = logging.getLogger("sekisho.mail")
MOST_PLACE: Final = 64  # characters of where a mail lay, as its row keeps it


class Poller:
    """One mailbox, looked into again and again."""

    def __init__(self, settings: Settings, imap: Imap, ports: Ports) -> None:
        """Take in at `ports` what lies at `imap`."""
        self._imap, self._ports = imap, ports
        self._ours = tuple(settings.intake_addresses.values())
        self._most_bytes = settings.most_mail_bytes
        self._stumbled: Counter[tuple[int, int]] = Counter()  # what failed goes last, and keeps nobody waiting

    def poll(self, *, is_stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
        """Take in what lies there; gives how many of what. What concerns every mail ends it, until the next poll."""
        done: Counter[str] = Counter()
        with open_mailbox(self._imap) as box:
            waiting = sorted(box.uids(), key=lambda uid: (self._stumbled[box.validity, uid], uid))
            if waiting:
                box.make_folders()
            for uid in waiting:
                if is_stopping():
                    break
                done[self._deal_with(box, uid)] += 1
        return done

    def _deal_with(self, box: Mailbox, uid: int) -> str:
        place = (box.validity, uid)
        try:
            said = self._settle(box, uid)
        except MailIsGoneError:
            said = "gone"
        except (SekishoError, MailboxAwayError):  # whatever it is, it is not this mail: nothing more can be done now
            self._stumbled[place] += 1
            raise
        except Exception as accident:  # noqa: BLE001 - one mail holds up no other; values stay out of the log
            self._stumbled[place] += 1
            LOG.error("mail %d could not be taken in and stays where it is: %s", uid, _kind(accident))  # noqa: TRY400 - see above
            return "left"
        self._stumbled.pop(place, None)
        return said

    def _settle(self, box: Mailbox, uid: int) -> str:
        done = self._take(box, uid)
        if isinstance(done, Taken):
            box.move(uid, self._imap.taken_folder)
            return "taken" if done.is_new else "known"
        box.move(uid, self._imap.aside_folder)
        LOG.warning("mail %d was set aside, for a person to look at: %s", uid, done)
        return "set_aside"

    def _take(self, box: Mailbox, uid: int) -> Taken | MailFlaw:
        header = box.header(uid, lines=LINES_WANTED)
        incoming = Incoming(self._ports, self._envelope(header, place=box.place(uid)))
        ends, size = LineEnds(), 0
        try:
            for piece in box.pieces(uid):
                size += len(piece)
                if size > self._most_bytes:
                    return MailFlaw.TOO_LARGE
                incoming.write(ends.mend(piece))
            if not size:
                raise MailIsGoneError
            incoming.write(ends.rest())
            return incoming.finish()
        finally:
            incoming.drop()

    def _envelope(self, header: bytes, *, place: str) -> Envelope:
        return Envelope(
            way="imap",
            sender=returned_to(header)[:MOST_SENDER],
            recipients=delivered_to(header, self._ours),
            peer=place[-MOST_PLACE:],
        )


def poll_on(poller: Poller, *, stop: threading.Event, pause_seconds: float) -> None:
    """Poll until `stop` is set; whatever goes wrong is told and tried again."""
    while True:
        try:
            done = poller.poll(is_stopping=stop.is_set)
        except Exception as accident:  # noqa: BLE001 - the poller outlives any one accident; values stay out of the log
            LOG.warning("the mailbox could not be read to its end: %s", _kind(accident))
        else:
            if done:
                LOG.info("from the mailbox: %s", ", ".join(f"{count} {what}" for what, count in sorted(done.items())))
        if stop.wait(pause_seconds):
            return


def _kind(accident: Exception) -> str:
    """Name an accident, and what it came from, without a word of what it says."""
    cause = accident.__cause__
    return type(accident).__name__ + (f" ({type(cause).__name__})" if cause else "")
