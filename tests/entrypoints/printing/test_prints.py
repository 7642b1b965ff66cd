"""A picture of a card is made once while its card is shown, one at a time, and never given for another one."""

import threading
from datetime import UTC, datetime, timedelta

from sekisho.entrypoints.printing.card import Printed
from sekisho.entrypoints.printing.prints import MOST, Prints

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GONE = NOW + timedelta(minutes=10)


class Press:
    """Makes pictures, and remembers how many, and whether two were ever in the making."""

    def __init__(self):
        self.made, self.busy, self.was_crowded = 0, threading.Lock(), False
        self.prints = Prints()

    def make(self):
        self.was_crowded |= not self.busy.acquire(blocking=False)
        self.made += 1
        number = self.made
        self.busy.release()
        return Printed(content=b"%d" % number, content_type="image/png", file_name="x.png")

    def get(self, wish, *, now=NOW):
        return self.prints.get(wish, self.make, now=now, until=GONE)


def test_the_same_picture_is_made_once_and_another_one_anew():
    press = Press()
    first = press.get("a")
    assert press.get("a", now=GONE - timedelta(microseconds=1)) is first
    assert press.get("b") != first
    assert press.made == 2


def test_with_its_card_a_picture_is_gone():
    press = Press()
    first = press.get("a")
    assert press.get("a", now=GONE) != first


def test_no_more_than_a_few_are_kept_and_the_oldest_goes_first():
    press = Press()
    for wish in range(MOST + 1):
        press.get(wish)
    assert press.get(MOST).content == b"%d" % (MOST + 1)
    press.get(0)
    assert press.made == MOST + 2


def test_whoever_asks_at_the_same_time_waits_for_the_one_that_is_made():
    press, gate = Press(), threading.Barrier(4)

    def ask():
        gate.wait()
        press.get("a")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert press.made == 1
    assert not press.was_crowded
