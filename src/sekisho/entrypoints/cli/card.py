"""`sekisho card`: the Digital Security Card+ in the terminal, for whoever holds its key.

The key comes from a file, the environment, the keyboard or a running demo, never from the command line, which every process
of the machine can read. Nothing is written anywhere; the terminal's own screen comes back when the card is put away.
"""

import os
import sys
import time
from pathlib import Path
from typing import Final

import click

from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.dsc_plus_machine import Chip, fits
from sekisho.core.ocra import Suite, SuiteError
from sekisho.core.secret import Secret
from sekisho.entrypoints.cli.demo_card import DemoCard, card_in_demo
from sekisho.entrypoints.cli.ocra import describe
from sekisho.entrypoints.cli.speech import locale_language, no, said, wrong_call

KEY_VARIABLE: Final = "SEKISHO_CARD_KEY"
KEY_BYTES: Final = range(16, 65)
LONGEST_FILE: Final = 1024
ANYBODY: Final = ""
DEMO_URL: Final = "http://127.0.0.1:8000"


@click.command("card", help=said("help.card"))
@click.option("--suite", default=dsc_plus.SUITE, show_default=True, help=said("option.suite"))
@click.option("--key-file", type=click.Path(path_type=Path, dir_okay=False), help=said("option.card_key_file"))
@click.option(
    "--demo", "person", is_flag=False, flag_value=ANYBODY, metavar="[USERNAME]", help=said("option.card_demo")
)
@click.option("--url", default=DEMO_URL, show_default=True, help=said("option.card_url"))
def command(*, suite: str, key_file: Path | None, person: str | None, url: str) -> None:
    """Show the card until it is put away."""
    if person is not None and key_file is not None:
        raise wrong_call("card.either")
    if not _has_terminal():
        raise wrong_call("card.no_terminal")
    if person is None:
        _show(read_chip(suite, _own_key(key_file)), owner="")
        return
    lent: DemoCard = card_in_demo(url, username=person)
    _show(read_chip(lent.suite, lent.key_hex), owner=lent.owner)


def _has_terminal() -> bool:
    """Tell whether there is a screen to draw on and a keyboard to read; the drawing goes to standard error."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) and os.environ.get("TERM") != "dumb"


def _own_key(key_file: Path | None) -> Secret:
    from_environment = os.environ.pop(KEY_VARIABLE, "")
    if key_file is not None:
        return _in_file(key_file)
    if from_environment:
        return Secret(from_environment)
    return Secret(click.prompt(said("card.key"), hide_input=True, err=True))


def _in_file(path: Path) -> Secret:
    try:
        with path.open("rb") as file:
            return Secret(file.read(LONGEST_FILE))
    except OSError:
        raise no("ended.file", name=path) from None


def read_chip(suite: str, key_hex: Secret) -> Chip:
    """Give the chip that suite and key make, or end with what is wrong about them; the key is not repeated."""
    try:
        mode = Suite.parse(suite)
    except SuiteError as error:
        raise describe(error) from None
    if not fits(mode):
        raise wrong_call("card.suite", example=dsc_plus.SUITE)
    try:
        key = Secret(bytes.fromhex(key_hex.reveal_text()))
    except ValueError:  # not UTF-8, or not hexadecimal
        raise wrong_call("card.key_shape") from None
    if len(key) not in KEY_BYTES:
        raise wrong_call("card.key_shape")
    return Chip(suite=mode, key=key)


def _show(chip: Chip, *, owner: str) -> None:
    """Load what draws, which no other command needs; its own variables would let it log every key to a file or a socket."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    from sekisho.entrypoints.cli.terminal_card import TerminalCard

    app = TerminalCard(chip, owner=owner, language=locale_language(), now=time.monotonic)
    app.run()
    if app.return_code:
        raise no("card.broken")
