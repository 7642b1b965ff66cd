"""Imaging loaded when it is first asked for: it costs a second and hundreds of megabytes, and most processes never ask."""

import threading
from collections.abc import Callable, Sequence

from sekisho.core.intake.pictures import Box, Corners, Page, PictureFlaw
from sekisho.workflows.ports import Imaging


class DeferredImaging:
    """`ports.Imaging`, made by `make` at the first call."""

    def __init__(self, make: Callable[[], Imaging]) -> None:
        """Remember how it is made."""
        self._make = make
        self._made: Imaging | None = None
        self._turn = threading.Lock()

    def examine(self, content: bytes) -> tuple[Page, ...] | PictureFlaw:
        """See `ports.Imaging`."""
        return self._imaging().examine(content)

    def straighten(self, picture: bytes, corners: Corners) -> bytes:
        """See `ports.Imaging`."""
        return self._imaging().straighten(picture, corners)

    def hide(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """See `ports.Imaging`."""
        return self._imaging().hide(picture, boxes)

    def mark(self, picture: bytes, boxes: Sequence[Box]) -> bytes:
        """See `ports.Imaging`."""
        return self._imaging().mark(picture, boxes)

    def _imaging(self) -> Imaging:
        with self._turn:
            if self._made is None:
                self._made = self._make()
            return self._made
