"""Policy as aligned text: a head line names the columns, and every cell begins under the head of its column.

A table is read once, at import. One that does not parse stops the program before it answers anybody.
"""

import re
from collections.abc import Iterable, Sequence

from sekisho.core.errors import SekishoError

CELL = re.compile(r"\S+(?: \S+)*")  # words parted by one space; two spaces begin the next cell


class TableError(SekishoError):
    """A policy table is not what it must be: a cell is missing, shifted or unknown, or a row is missing or there twice."""


def read_rows(text: str, *, columns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Give the rows under the head line, each with one cell for each column; blank lines part groups of rows."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise TableError("the table is empty")
    head = list(CELL.finditer(lines[0]))
    if tuple(cell.group() for cell in head) != columns:
        raise TableError(f"the head line must say {columns}, and says {lines[0].strip()!r}")
    starts = [cell.start() for cell in head]
    return tuple(_read_row(line, starts=starts) for line in lines[1:])


def _read_row(line: str, *, starts: list[int]) -> tuple[str, ...]:
    cells = list(CELL.finditer(line))
    if [cell.start() for cell in cells] != starts:
        raise TableError(f"the cells do not stand under their heads: {line.strip()!r}")
    return tuple(cell.group() for cell in cells)


def print_rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Print a table as Markdown, for the pages that an auditor reads."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
