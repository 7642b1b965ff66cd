"""`sekisho serve`: the web server of a real installation. It refuses to start rather than to serve unsafely (AU-14)."""

import os
from contextlib import nullcontext
from typing import Final

import click
from django.db import connections

from sekisho import wiring
from sekisho.core.errors import ConfigurationError
from sekisho.entrypoints.cli.house import expect_installed, expect_real, expect_tables
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.entrypoints.site import server
from sekisho.entrypoints.worker.companion import accompanied
from sekisho.settings import Settings, read_settings, unknown_variables

OWN_ADDRESSES: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@click.command("serve", help=said("help.serve"))
@click.option("--all", "everything", is_flag=True, help=said("option.all"))
def command(*, everything: bool) -> None:
    """Serve until told to stop; with `--all`, the worker runs beside the server."""
    os.umask(0o077)
    settings = read_settings()
    expect_safe(settings)
    expect_installed(settings)
    built = wiring.start(settings)
    expect_tables()
    if wiring.is_clock_behind(built):
        raise no("ended.clock_behind")
    connections.close_all()  # the workers open their own
    try:
        server.expect_free(settings.host, settings.port)
        say("serve.listening", host=settings.host, port=settings.port)
        with accompanied(settings) if everything else nullcontext():
            server.serve(settings)
    except ConfigurationError as error:
        raise no("ended.address", name=error) from None


def expect_safe(settings: Settings) -> None:
    """End the command when a setting would make the service unsafe; the keys judge themselves when they are read."""
    for name in unknown_variables():
        raise no("ended.no_setting", name=name)
    expect_real(settings)
    if not settings.secure_cookies and settings.host not in OWN_ADDRESSES:
        raise no("ended.open_cookies")
