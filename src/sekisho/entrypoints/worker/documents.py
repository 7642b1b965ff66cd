"""Documents kept going: every second, whatever came and was not looked at is given to the engine; what failed goes to a person.

Nobody tells the worker that something came: it looks into the rows. So nothing is forgotten that a kill left unstarted, and the
engine is not even loaded until there is something to do.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final

from sekisho.workflows.intake.conclude import set_aside
from sekisho.workflows.intake.flows import DOCUMENT, MAIL
from sekisho.workflows.intake.understand import set_mail_aside
from sekisho.workflows.ports import Engine, Ports, Run

LOG: Final = logging.getLogger("sekisho.documents")
PAUSE_SECONDS: Final = 0.5
MOST_AT_ONCE: Final = 20


def keep_documents(ports: Ports, start_engine: Callable[[], Engine], *, stop: threading.Event) -> None:
    """Keep them going until `stop` is set."""
    engine: Engine | None = None
    while not stop.wait(PAUSE_SECONDS):
        try:
            unfinished = list_unfinished(ports)
            if unfinished and engine is None:
                engine = start_engine()
            if engine is not None:
                drive(ports, engine, unfinished)
        except Exception as accident:  # noqa: BLE001 - a worker outlives any one accident; values stay out of the log
            LOG.warning("documents wait: %s", type(accident).__name__)
            stop.wait(PAUSE_SECONDS)
    if engine is not None:
        engine.end()


def list_unfinished(ports: Ports) -> list[tuple[str, str]]:
    """Give what there is to do: the flow, and what it is to be done to."""
    with ports.store.reading() as tx:
        mails = [(MAIL, mail_id) for mail_id in tx.unread_mails(most=MOST_AT_ONCE)]
        documents = [(DOCUMENT, one.id) for one in tx.unfinished_documents(most=MOST_AT_ONCE)]
    return [*mails, *documents]


def drive(ports: Ports, engine: Engine, unfinished: list[tuple[str, str]]) -> None:
    """Start what no run is at, and set aside what failed."""
    for flow, about in unfinished:
        match engine.run_of(flow, about):
            case Run.IDLE:
                engine.start(flow, about)
            case Run.FAILED:
                LOG.error("set aside: %s %s", flow, about)
                (set_mail_aside if flow == MAIL else set_aside)(ports, about)
            case Run.GOES_ON:
                pass
