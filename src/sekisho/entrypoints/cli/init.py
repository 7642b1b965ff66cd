"""`sekisho init`: what an installation needs before it can serve. Run again, it brings the tables up to this release."""

import os

import click
from django.db import DatabaseError

from sekisho import wiring
from sekisho.entrypoints.cli.speech import no, said, say
from sekisho.settings import read_settings


@click.command("init", help=said("help.init"))
def command() -> None:
    """Prepare the installation that the settings name."""
    os.umask(0o077)
    settings = read_settings()
    if settings.has_demo_mark:
        raise no("ended.demo_data", folder=settings.data_dir)
    try:
        wiring.prepare(settings)
    except DatabaseError:
        raise no("ended.no_database") from None
    say("init.done", keys=settings.key_path)
