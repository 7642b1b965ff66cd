"""`sekisho audit verify` and `sekisho audit export`: the trail, for whoever must not have to trust it."""

import json

import click

from sekisho import wiring
from sekisho.entrypoints.cli.house import open_house
from sekisho.entrypoints.cli.speech import no, said, say


@click.group("audit", help=said("help.audit"))
def command() -> None:
    """Hold the two deeds together."""


@command.command("verify", help=said("help.audit_verify"))
def verify() -> None:
    """Say that the trail is intact, or name its first bad entry and end with 1."""
    found = wiring.verify_trail(open_house())
    match found:
        case wiring.Broken(seq=seq, why=why):
            raise no(f"audit.{why}", seq=seq)
        case wiring.Intact(entries=entries):
            say("audit.intact", entries=entries)


@command.command("export", help=said("help.audit_export"))
def export() -> None:
    """Print one JSON object a line, oldest first, with the digest that chains it to the line before."""
    open_house()
    for entry in wiring.trail_entries():
        click.echo(json.dumps(entry, ensure_ascii=True, sort_keys=True))
