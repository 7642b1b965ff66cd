"""The worker's loop: a round, a pause, a round, until it is told to stop. A round that fails is logged and run again."""

import logging
import threading
from typing import Final

from sekisho.core.errors import SekishoError
from sekisho.workflows.keep_time import Round, keep_time
from sekisho.workflows.ports import Ports

LOG: Final = logging.getLogger("sekisho.worker")


def run_rounds(ports: Ports, *, stop: threading.Event, pause_seconds: float) -> None:
    """Run rounds until `stop` is set; a round in progress ends between two accounts."""
    while True:
        run_round(ports, stop=stop)
        if stop.wait(pause_seconds):
            return


def run_round(ports: Ports, *, stop: threading.Event) -> Round | None:
    """Run one round and log what came of it; None: nothing could be done, and the next round tries again."""
    try:
        done = keep_time(ports, is_stopping=stop.is_set)
    except SekishoError as accident:
        LOG.warning("round failed: %s", type(accident).__name__)
        return None
    for _, failure in done.failed:  # no account number: a log is not the place for it
        LOG.error("an account could not be kept: %s", type(failure).__name__)
    if done.activated or done.announced:
        LOG.info("activated %d, announced %d", done.activated, done.announced)
    return done
