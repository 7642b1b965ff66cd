"""Pictures that cost tenths of a second of the processor, the first one more: made one at a time in each process, and kept.

Whoever asks for the same picture again is given the same bytes; whoever asks for another one waits for the one that is being
made, so that no session takes more of the processor from the logins than its card's few pictures. They are kept for as long as
the card is shown, in memory alone, and never on a disk; the next picture that is asked for sweeps out those whose card is gone.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from sekisho.entrypoints.printing.card import Printed

MOST: Final = 12
"""How many are kept: the forms and media of two cards. The oldest one goes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    printed: Printed
    until: datetime


class Prints:
    """What this process has printed lately."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[Hashable, _Kept] = {}
        self._press = Lock()

    def get(
        self, wish: Hashable, make: Callable[[], Printed | None], *, now: datetime, until: datetime
    ) -> Printed | None:
        """Give what was made for `wish`, all that it depends on, or make it and keep it `until` its card is gone."""
        with self._press:
            self._kept = {one: kept for one, kept in self._kept.items() if now < kept.until}
            if wish in self._kept:
                return self._kept[wish].printed
            printed = make()
            if printed is not None:
                self._kept[wish] = _Kept(printed=printed, until=until)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return printed
