"""Clearing up after what was begun and never kept: files without a row, once nobody can be writing their row any more."""

from datetime import timedelta
from typing import Final

from sekisho.workflows.ports import Ports

LEFT_FOR: Final = timedelta(minutes=10)
"""Longer than a mail may take from its first byte to its row (security.md F-01)."""


def tidy(ports: Ports) -> int:
    """Remove them; gives how many. May run at any time, and on every node at once."""
    removed = 0
    for name in ports.objects.left_behind(before=LEFT_FOR):
        with ports.store.reading() as tx:
            is_kept = tx.has_object(name)
        if not is_kept:
            ports.objects.remove(name)
            removed += 1
    return removed
