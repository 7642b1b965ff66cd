"""`sekisho serve`: the web server of a real installation. It refuses to start rather than to serve unsafely (AU-14)."""

from contextlib import ExitStack

import click
from django.db import connections

from sekisho.core.errors import AddressTakenError
from sekisho.entrypoints.cli.gateway import open_gates
from sekisho.entrypoints.cli.house import open_house_to_serve
from sekisho.entrypoints.cli.mail import open_listener
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.entrypoints.gateway.server import serve as keep_gates
from sekisho.entrypoints.mail_intake.ways import take_mail_in
from sekisho.entrypoints.site import server
from sekisho.entrypoints.worker.companion import Companion, keep_rounds
from sekisho.settings import Settings


@click.command("serve", help=said("help.serve"))
@click.option("--all", "everything", is_flag=True, help=said("option.all"))
def command(*, everything: bool) -> None:
    """Serve until told to stop; with `--all`, worker, mail door and gateway run beside the server and end with it."""
    settings, _ = open_house_to_serve()
    connections.close_all()  # the workers open their own
    try:
        server.expect_free(settings.host, settings.port)
        with ExitStack() as together:
            companions = _companions(settings, together) if everything else ()
            say("serve.listening", host=settings.host, port=settings.port)
            for companion in companions:
                together.callback(companion.end)
                companion.start()
            server.serve(settings)
    except AddressTakenError as error:
        raise no("ended.address", name=error) from None


def _companions(settings: Settings, together: ExitStack) -> tuple[Companion, ...]:
    listener = together.enter_context(open_listener(settings))
    say("mail.listening", host=settings.smtp_host, port=listener.getsockname()[1])
    companions = (
        Companion(settings, keep_rounds, name="worker"),
        Companion(settings, take_mail_in, listener, name="mail door"),
    )
    if settings.gateway_certificate is None:
        say("gateway.closed")
        return companions
    gates = open_gates(settings)
    together.callback(gates.close)
    return (*companions, Companion(settings, keep_gates, gates, name="gateway"))
