"""Flows that outlive a kill: `ports.Engine` on DBOS, which keeps them in a database beside ours, SQLite or the same PostgreSQL.

A step that fails is tried three times; a flow that a kill interrupts is begun again three times; then it has failed, and whoever
asks sets it aside. Where what a step needs is away (the database, the keys, a clock gone back), nothing has failed: the run ends
and may be started again. What is kept there are ids and states, as JSON: nothing is unpickled, and nobody's name is in it.
"""

import json
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from dbos import DBOS, DBOSConfig, Queue, Serializer, SetWorkflowID, error

from sekisho.core.errors import ClockWentBackError, KeyUnavailableError, StorageUnavailableError
from sekisho.workflows.ports import Flow, Ports, Run

TRIES: Final = 3
AWAY: Final = (StorageUnavailableError, KeyUnavailableError, ClockWentBackError)
STALE: Final = timedelta(minutes=30)
"""After so long whoever began a run is taken for gone; a worker that starts again takes up at once what it had begun."""

POLLED_SECONDS: Final = 0.2
GOING_ON: Final = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
FAILED: Final = frozenset({"ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"})


class StepFailedError(Exception):
    """What a step failed with, by the name of its kind alone."""


class DurableEngine:
    """The one engine of a process."""

    def __init__(self, ports: Ports, flows: Mapping[str, Flow], *, database: str, release: Callable[[], None]) -> None:
        """Start it, with what `database` (a URL, see `database_url`) has kept of earlier runs.

        `release` is called at the end of a run, in its thread, to give back what belongs to that thread.
        """
        self._flows = {name: _durable(ports, name, flow, release=release) for name, flow in flows.items()}
        config: DBOSConfig = {
            "name": "sekisho",
            "system_database_url": database,
            "application_version": "1",  # what a step gives is read by every release
            "executor_id": socket.gethostname(),
            "serializer": PlainSerializer(),
            "enable_otlp": False,
            "log_level": "CRITICAL",  # its messages quote values; ours say what failed
        }
        DBOS(config=config)
        DBOS.launch()
        self._queue: Queue = DBOS.register_queue("documents", worker_concurrency=1, polling_interval_sec=POLLED_SECONDS)

    def run_of(self, flow: str, about: str) -> Run:
        """See `ports.Engine`."""
        runs = self._runs(flow, about)
        if any(run.status in FAILED for run in runs):
            return Run.FAILED
        going_on = [run for run in runs if run.status in GOING_ON]
        for run in going_on:
            if run.status == "PENDING" and _is_stale(run):
                DBOS.resume_workflow(run.workflow_id)
        return Run.GOES_ON if going_on else Run.IDLE

    def start(self, flow: str, about: str) -> None:
        """See `ports.Engine`."""
        known = {run.workflow_id for run in self._runs(flow, about)}
        new = next(name for number in count() if (name := f"{flow}:{about}:{number}") not in known)
        with SetWorkflowID(new):
            self._queue.enqueue(self._flows[flow], about)

    def end(self) -> None:
        """See `ports.Engine`."""
        DBOS.destroy(destroy_registry=True)

    def _runs(self, flow: str, about: str) -> list[Any]:
        return DBOS.list_workflows(workflow_id_prefix=f"{flow}:{about}:", load_input=False, load_output=False)


class PlainSerializer(Serializer):
    """Texts and lists of texts as JSON; of an error, the name of its kind."""

    def serialize(self, data: Any) -> str:
        """Write it."""
        return json.dumps(data, default=lambda fault: {"error": type(fault).__name__})

    def deserialize(self, serialized_data: str) -> Any:
        """Read it."""
        found = json.loads(serialized_data)
        return StepFailedError(found["error"]) if isinstance(found, dict) and "error" in found else found

    def name(self) -> str:
        """Name it, as the rows do."""
        return "sekisho_json"


def database_url(data_dir: Path, database: str | None) -> str:
    """Give the URL of the database for the flows: the installation's own PostgreSQL, or a file beside its SQLite."""
    return database or f"sqlite:///{data_dir / 'flows.sqlite3'}"


def _durable(ports: Ports, flow_name: str, flow: Flow, *, release: Callable[[], None]) -> Callable[[str], str]:
    def step(name: str, deed: Callable[[Ports, str], str], about: str) -> str:
        def once() -> str:
            return deed(ports, about)

        options: Any = {"name": name, "retries_allowed": True, "max_attempts": TRIES, "interval_seconds": 0.5}
        return str(DBOS.run_step(options, once))

    def run(about: str) -> str:
        try:
            flow(step, about)
        except error.DBOSMaxStepRetriesExceeded as failed:
            if isinstance(failed.errors[-1], AWAY):
                return "away"
            raise
        finally:
            release()
        return "done"

    run.__qualname__ = run.__name__ = f"flow_{flow_name}"
    return DBOS.workflow(name=flow_name, max_recovery_attempts=TRIES)(run)


def _is_stale(run: Any) -> bool:
    touched = datetime.fromtimestamp((run.updated_at or run.created_at) / 1000, tz=UTC)
    return datetime.now(tz=UTC) - touched > STALE
