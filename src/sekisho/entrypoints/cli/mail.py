"""`sekisho mail`: the mail door, as a process of its own."""

import socket

import click

from sekisho.core.errors import AddressTakenError
from sekisho.entrypoints.cli.house import open_house_to_serve
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.entrypoints.mail_intake.server import listen
from sekisho.entrypoints.mail_intake.ways import take_mail_in
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.worker.companion import stop_at_signals
from sekisho.settings import Settings


@click.command("mail", help=said("help.mail"))
def command() -> None:
    """Take mail in until told to stop."""
    settings, built = open_house_to_serve()
    keep_log()
    stop = stop_at_signals()
    with open_listener(settings) as listener:
        say("mail.listening", host=settings.smtp_host, port=listener.getsockname()[1])
        if settings.imap is not None:
            say("mail.polling", host=settings.imap.host, folder=settings.imap.folder)
        take_mail_in(settings, built.ports, listener, stop=stop)


def open_listener(settings: Settings) -> socket.socket:
    """Take the mail door's port, or end with why it cannot be."""
    try:
        return listen(settings)
    except AddressTakenError as error:
        raise no("ended.address", name=error) from None
