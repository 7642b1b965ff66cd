"""The worker's loop: a round, a pause, a round, until it is told to stop. A round that fails is logged and run again."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from sekisho.workflows.keep_time import Round, keep_time
from sekisho.workflows.ports import Ports
from sekisho.workflows.sweep import sweep

LOG: Final = logging.getLogger("sekisho.worker")
SWEPT_EVERY: Final = timedelta(hours=1)


def run_rounds(ports: Ports, *, stop: threading.Event, pause_seconds: float) -> None:
    """Run rounds until `stop` is set; a round in progress ends between two accounts. Old rows are swept once an hour."""
    swept_at: datetime | None = None
    while True:
        run_round(ports, stop=stop)
        now = ports.clock.now()
        if not stop.is_set() and (swept_at is None or not timedelta() <= now - swept_at < SWEPT_EVERY):
            run_sweep(ports, now=now)
            swept_at = now
        if stop.wait(pause_seconds):
            return


def run_round(ports: Ports, *, stop: threading.Event) -> Round | None:
    """Run one round and log what came of it; None: nothing could be done, and the next round tries again."""
    try:
        done = keep_time(ports, is_stopping=stop.is_set)
    except Exception as accident:  # noqa: BLE001 - a worker outlives any one accident; values stay out of the log
        LOG.warning("round failed: %s", type(accident).__name__)
        return None
    for _, failure in done.failed:  # no account number: a log is not the place for it
        LOG.error("an account could not be kept: %s", type(failure).__name__)
    if done.activated or done.announced:
        LOG.info("activated %d, announced %d", done.activated, done.announced)
    return done


def run_sweep(ports: Ports, *, now: datetime) -> bool:
    """Forget what no rule asks for any more; False: it could not be done, and the next sweep goes on."""
    try:
        swept = sweep(ports, now=now)
    except Exception as accident:  # noqa: BLE001 - a worker outlives any one accident; values stay out of the log
        LOG.warning("sweep failed: %s", type(accident).__name__)
        return False
    LOG.info(
        "swept %d logins, %d sessions, %d browsers, %d tasks, %d counters",
        swept.logins,
        swept.sessions,
        swept.browsers,
        swept.tasks,
        swept.counters,
    )
    return True
