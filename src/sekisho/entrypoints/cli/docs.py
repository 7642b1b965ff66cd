"""`sekisho docs`: the pages that are printed from the code, so that no document says what the program does not do."""

from importlib import import_module
from pathlib import Path
from typing import Final

import click

from sekisho.entrypoints.cli.speech import no, said, say

FOLDER: Final = Path("docs/generated")
GENERATORS: Final = {
    "access.md": "sekisho.entrypoints.cli.printed:access_page",
    "desk.md": "sekisho.core.desk.render:desk_page",
    "judging.md": "sekisho.core.intake.judging_page:judging_page",
    "lifecycles.md": "sekisho.entrypoints.cli.printed:lifecycles_page",
    "messages.md": "sekisho.wording.listing:messages_page",
}
"""File -> the function without parameters that gives its whole text. A new page is one line here."""
FROM_TESTS: Final = {"facts.md": "sekisho.testing.ledger:facts_page"}
"""Likewise, of a source tree alone: an installation has no tests to read."""


@click.command("docs", help=said("help.docs"))
@click.option("--check", "only_compares", is_flag=True, help=said("option.check"))
def command(*, only_compares: bool) -> None:
    """Write the pages of this working tree, or compare them."""
    generators = GENERATORS | (FROM_TESTS if Path("tests").is_dir() else {})
    pages = {FOLDER / name: _print(generator) for name, generator in generators.items()}
    if only_compares:
        stale = [str(path) for path, text in pages.items() if not path.is_file() or path.read_text("utf-8") != text]
        if stale:
            raise no("docs.stale", names=", ".join(stale))
        say("docs.current")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    say("docs.written", count=len(pages), folder=FOLDER)


def _print(generator: str) -> str:
    module, _, name = generator.partition(":")
    text: str = getattr(import_module(module), name)()
    return text
