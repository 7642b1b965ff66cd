"""Every message as a page for whoever checks the words: Japanese and English side by side, as the catalogue has them."""

from itertools import groupby
from typing import Final

from sekisho.wording.catalogue import CATALOGUE

HEAD: Final = "| id | 日本語 | English |\n| --- | --- | --- |"


def messages_page() -> str:
    """Print the catalogue as Markdown, a table for each file of texts."""
    parts = [
        "# What Sekisho says",
        "",
        "Printed from `sekisho.wording`. `{named}` parts are filled in; a message without both languages does not build.",
        "",
    ]
    for file, names in groupby(sorted(CATALOGUE), key=lambda name: name.partition(".")[0]):
        rows = (f"| `{name}` | {_cell(CATALOGUE[name].ja)} | {_cell(CATALOGUE[name].en)} |" for name in names)
        parts += [f"## {file}", "", HEAD, *rows, ""]
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("\n", "<br>")
