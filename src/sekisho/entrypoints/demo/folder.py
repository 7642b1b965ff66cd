"""The demo's data folder: recognised by a mark of its own, so that nothing else is ever thrown away."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK: Final = "demo.mark"
BEGUN: Final = "begun"
SEEDED: Final = "seeded"
CERTIFICATE: Final = "gateway.pem"
AUTHORITY: Final = "gateway-issuer.pem"


class NotOursError(Exception):
    """The folder holds something, and the demo did not put it there."""


@dataclass(frozen=True)
class DemoFolder:
    """A folder that is the demo's, or empty."""

    path: Path

    @property
    def is_seeded(self) -> bool:
        """Tell whether a demo was filled here to the end."""
        return self._mark == SEEDED

    def claim(self, *, fresh: bool) -> None:
        """Make the folder the demo's; throws an unfinished demo away, and with `fresh` a finished one too.

        Raises `NotOursError` for a folder that holds anything else, `OSError` where it cannot be made.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._mark is None and any(self.path.iterdir()):
            raise NotOursError
        if fresh or not self.is_seeded:
            self._clear()
            self._write(BEGUN)

    def finish(self) -> None:
        """Note that everybody is in."""
        self._write(SEEDED)

    @property
    def _mark(self) -> str | None:
        try:
            return (self.path / MARK).read_text("ascii")
        except FileNotFoundError:
            return None

    def _write(self, mark: str) -> None:
        (self.path / MARK).write_text(mark, "ascii")

    def _clear(self) -> None:
        for found in self.path.iterdir():
            if found.is_dir() and not found.is_symlink():
                shutil.rmtree(found)
            elif found.name != MARK:
                found.unlink()


def usual_folder() -> Path:
    """Give the folder of a demo that was given none: in the user's cache, where the XDG specification puts it."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "sekisho" / "demo"
