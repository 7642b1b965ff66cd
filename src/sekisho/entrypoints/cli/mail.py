"""`sekisho mail`: the mail door, as a process of its own."""

import click

from sekisho.core.errors import ConfigurationError
from sekisho.entrypoints.cli.house import open_house_to_serve
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.entrypoints.mail_intake.server import serve
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.worker.companion import stop_at_signals


@click.command("mail", help=said("help.mail"))
def command() -> None:
    """Take mail in until told to stop."""
    settings, built = open_house_to_serve()
    keep_log()
    stop = stop_at_signals()
    try:
        serve(
            settings,
            built.ports,
            stop=stop,
            listening=lambda port: say("mail.listening", host=settings.smtp_host, port=port),
        )
    except ConfigurationError as error:
        raise no("ended.address", name=error) from None
