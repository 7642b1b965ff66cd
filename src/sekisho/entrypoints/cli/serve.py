"""`sekisho serve`: the web server of a real installation. It refuses to start rather than to serve unsafely (AU-14)."""

from contextlib import nullcontext

import click
from django.db import connections

from sekisho.core.errors import ConfigurationError
from sekisho.entrypoints.cli.house import open_house_to_serve
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.entrypoints.site import server
from sekisho.entrypoints.worker.companion import accompanied


@click.command("serve", help=said("help.serve"))
@click.option("--all", "everything", is_flag=True, help=said("option.all"))
def command(*, everything: bool) -> None:
    """Serve until told to stop; with `--all`, the worker runs beside the server."""
    settings, _ = open_house_to_serve()
    connections.close_all()  # the workers open their own
    try:
        server.expect_free(settings.host, settings.port)
        say("serve.listening", host=settings.host, port=settings.port)
        with accompanied(settings) if everything else nullcontext():
            server.serve(settings)
    except ConfigurationError as error:
        raise no("ended.address", name=error) from None
