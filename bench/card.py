"""What the card's pictures cost: printed anew, as each request once did, against given again from what is kept.

Both lanes take turns in one process; nothing waits for a disk or a network, so the ratio of processor times is the answer.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import process_time

from sekisho.entrypoints.printing.card import CardFace, CardForm, Medium, Printed, print_card
from sekisho.entrypoints.printing.prints import Prints

ROUNDS = 5
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SAID = {name: name for name in CardFace.__slots__ if name != "cells"}
FACE = CardFace(**SAID, cells=tuple(f"{number:03d}" for number in range(224)))


def main() -> None:
    """Print a line for each picture: milliseconds anew, again, and how many times more the one takes than the other."""
    prints = Prints()
    for medium in Medium:
        for form in CardForm:
            anew, again = [], []
            for _ in range(ROUNDS):
                anew.append(_seconds(partial(_make, form, medium)))
                again.append(_seconds(partial(_kept, prints, form, medium)))
            slow, fast = median(anew), median(again)
            print(
                f"{form}.{medium}: {slow * 1000:8.1f} ms anew, {fast * 1000:6.3f} ms again, {slow / max(fast, 1e-6):,.0f} to 1"
            )


def _make(form: CardForm, medium: Medium) -> Printed | None:
    return print_card(FACE, form=form, medium=medium, language="ja", made_at=NOW)


def _kept(prints: Prints, form: CardForm, medium: Medium) -> object:
    return prints.get((FACE, form, medium), lambda: _make(form, medium), now=NOW, until=NOW + timedelta(minutes=10))


def _seconds(deed: Callable[[], object]) -> float:
    begun = process_time()
    deed()
    return process_time() - begun


if __name__ == "__main__":
    main()
