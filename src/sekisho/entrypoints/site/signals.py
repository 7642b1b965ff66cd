"""Signals that end a process: the handler only writes one byte, and a thread of its own does the rest.

A `threading.Event` set inside a handler can wait for ever for the very lock that the interrupted thread holds in `wait`.
"""

import os
import threading
from collections.abc import Callable


def relayed(action: Callable[[], None]) -> Callable[..., None]:
    """Give a handler after which `action` is done soon, outside of it, once for each signal."""
    readable, writable = os.pipe()

    def relay() -> None:
        while os.read(readable, 1):
            action()

    threading.Thread(target=relay, name="signals", daemon=True).start()

    def handler(*_: object) -> None:
        os.write(writable, b"\0")

    return handler
