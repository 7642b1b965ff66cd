"""`sekisho gateway`: where trading programs log on, as a process of its own."""

import click

from sekisho.core.errors import AddressTakenError
from sekisho.entrypoints.cli.house import open_house_to_serve
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.entrypoints.gateway import server
from sekisho.entrypoints.gateway.listening import Listeners, listen
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.worker.companion import stop_at_signals
from sekisho.settings import Settings


@click.command("gateway", help=said("help.gateway"))
def command() -> None:
    """Keep both ports until told to stop."""
    settings, built = open_house_to_serve()
    keep_log()
    stop = stop_at_signals()
    gates = open_gates(settings)
    try:
        server.serve(settings, built.ports, gates, stop=stop)
    finally:
        gates.close()


def open_gates(settings: Settings) -> Listeners:
    """Take both ports and say so, or end with why it cannot be."""
    try:
        gates = listen(settings)
    except AddressTakenError as error:
        raise no("ended.address", name=error) from None
    port, tls_port = (listener.getsockname()[1] for listener in (gates.plain, gates.tls))
    say("gateway.listening", host=settings.gateway_listen, port=port, tls_port=tls_port)
    return gates
