"""Mails handed to a relay: message submission (RFC 6409) over TLS (RFC 8314, 3207), one connection for each mail.

What a relay says about one mail is told from what it says to everybody: only the first settles the fate of that mail. A mail
bears the same Message-ID at every try, and says that no person wrote it (RFC 3834), so that no machine answers it.
"""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from sekisho.core.errors import PostClosedError
from sekisho.mail_settings import MailTls
from sekisho.post_settings import RelayPlace
from sekisho.workflows.post_records import Carried, Parcel

SECONDS: Final = 20.0  # without an answer, at each step
FOR_GOOD: Final = 500
"""Reply codes from here on are permanent (RFC 5321, 4.2.1)."""
PICTURE_NAME: Final = "picture.jpg"


class Relay:
    """`workflows.ports.Carrier` over SMTP."""

    def __init__(self, place: RelayPlace) -> None:
        """Take the place; nothing is connected to before there is something to carry."""
        self._place = place

    def carry(self, parcel: Parcel) -> Carried:
        """See `ports.Carrier`."""
        try:
            mail = write_mail(parcel, sender=self._place.sender)
        except (
            MessageError,
            ValueError,
            LookupError,
        ):  # an address on file that is none; the parser stumbles over some
            return Carried.RETURNED
        try:
            with self._connected() as line:
                return _hand_over(line, mail)
        except (smtplib.SMTPException, OSError) as accident:
            raise PostClosedError(type(accident).__name__) from None

    def knock(self) -> None:
        """See `ports.Carrier`."""
        try:
            with self._connected() as line:
                line.noop()
        except (smtplib.SMTPException, OSError) as accident:
            raise PostClosedError(type(accident).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        """Connect and log in; never in the open where TLS is asked for."""
        place = self._place
        context = ssl.create_default_context(cafile=place.ca)
        line: smtplib.SMTP
        if place.tls is MailTls.IMPLICIT:
            line = smtplib.SMTP_SSL(place.host, place.port, timeout=SECONDS, context=context)
        else:
            line = smtplib.SMTP(place.host, place.port, timeout=SECONDS)
        try:
            if place.tls is MailTls.STARTTLS:
                line.starttls(context=context)
            if place.user:
                line.login(place.user, place.password.reveal_text())
        except BaseException:
            line.close()
            raise
        return line


def write_mail(parcel: Parcel, *, sender: str) -> EmailMessage:
    """Write a parcel as a mail. Raises `ValueError` or `MessageError` for an address that no header can hold."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = Address(addr_spec=parcel.to)
    mail["Subject"] = " ".join(parcel.subject.split())
    mail["Date"] = parcel.at
    mail["Message-ID"] = f"<{parcel.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = parcel.language
    mail.set_content(parcel.text)
    if parcel.picture:
        mail.add_attachment(parcel.picture, maintype="image", subtype="jpeg", filename=PICTURE_NAME)
    return mail


def _hand_over(line: smtplib.SMTP, mail: EmailMessage) -> Carried:
    try:
        line.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        return _told(min(code for code, _ in refused.recipients.values()))
    except smtplib.SMTPDataError as refused:
        return _told(refused.smtp_code)
    except smtplib.SMTPNotSupportedError:  # an address beyond ASCII, and a relay that cannot carry it
        return Carried.RETURNED
    return Carried.TAKEN


def _told(code: int) -> Carried:
    return Carried.RETURNED if code >= FOR_GOOD else Carried.LATER
