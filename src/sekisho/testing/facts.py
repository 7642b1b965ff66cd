"""The facts of the source that Sekisho shows to hold, A001 to A197, each with its section and a few words of our own.

The list is `facts.tsv` beside this module: id, section, words, one fact a line. Which tests show them is `ledger`'s to say.
"""

from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact: its id ("A057"), the section it stands in, and what it says in at most 90 characters."""

    id: str
    section: str
    words: str


def all_facts() -> tuple[Fact, ...]:
    """Give every fact, in the source's order."""
    return facts_in((resources.files("sekisho.testing") / "facts.tsv").read_text("utf-8"))


def facts_in(text: str) -> tuple[Fact, ...]:
    """Read lines of three columns; ValueError where a line has more or fewer."""
    rows = (line.split("\t") for line in text.splitlines())
    return tuple(Fact(id=fact, section=section, words=words) for fact, section, words in rows)
