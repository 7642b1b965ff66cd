"""`sekisho demo`: everything in one go, on this machine, with people, devices and a clock that can be moved."""

from importlib import import_module
from pathlib import Path

import click

from sekisho import wiring
from sekisho.entrypoints.cli.speech import said


@click.command("demo", help=said("help.demo"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=said("option.port"))
@click.option("--smtp-port", type=click.IntRange(0, 65535), show_default="2525", help=said("option.smtp_port"))
@click.option("--gateway-port", type=click.IntRange(0, 65535), show_default="4000", help=said("option.gateway_port"))
@click.option(
    "--gateway-tls-port", type=click.IntRange(0, 65535), show_default="4001", help=said("option.gateway_tls_port")
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=said("option.data"))
@click.option("--fresh", is_flag=True, help=said("option.fresh"))
def command(
    *,
    port: int,
    smtp_port: int | None,
    gateway_port: int | None,
    gateway_tls_port: int | None,
    data: Path | None,
    fresh: bool,
) -> None:
    """Declare this process a demo, which is what lets the demo's rooms be imported, and run it."""
    wiring.declare_demo()
    run = import_module("sekisho.entrypoints.demo.run")
    run.run_demo(
        port=port,
        smtp_port=smtp_port,
        gateway_port=gateway_port,
        gateway_tls_port=gateway_tls_port,
        data=data,
        fresh=fresh,
    )
