"""What processes cost, from /proc: processor time and memory of a process with all that it started."""

import os
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
KILOBYTE: Final = 1024


def tree_of(root: int) -> list[int]:
    """The process and everything below it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(_after_name(folder)[1])
        except OSError:  # it has just ended
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def processor_seconds(root: int) -> float:
    """Processor time, user and system, that the tree has used so far, with those that have ended."""
    return sum(_ticks(pid) for pid in tree_of(root)) / TICKS


def memory(root: int) -> tuple[int, int]:
    """PSS and RSS of the tree in bytes. PSS shares each page among those who map it, so that it adds up."""
    pss = rss = 0
    for pid in tree_of(root):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "Pss":
                pss += int(value.split()[0]) * KILOBYTE
            elif name == "Rss":
                rss += int(value.split()[0]) * KILOBYTE
    return pss, rss


def _ticks(pid: int) -> int:
    try:
        return sum(map(int, _after_name(Path(f"/proc/{pid}"))[11:15]))
    except OSError:  # it has just ended; from now on its parent counts its time
        return 0


def _after_name(folder: Path) -> list[str]:
    """The fields of `stat` from the state on; a name may hold anything."""
    return (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
