"""Reads the list of passwords that are guessed first: one a line, compressed, the most common first.

Which list it is, the wiring says; what makes a password a common one, `core.passwords` says.
"""

import gzip
from functools import cache
from pathlib import Path

from sekisho.core.passwords import CommonPasswords, read_common


@cache
def load_common(path: Path) -> CommonPasswords:
    """Read the list; `OSError` where it is missing, for an installation without it must not start."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return read_common(lines)
