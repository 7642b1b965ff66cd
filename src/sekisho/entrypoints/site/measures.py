"""What `/metrics` tells: how many answers of which status each route gave, and how long they took. Nothing about anybody.

Reasons of refusals are not measured: before the password is proved they must not be told apart, here neither. The workers share
the numbers through files (`PROMETHEUS_MULTIPROC_DIR`, set by `server`); a process on its own keeps them in memory.
"""

import os
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_LATEST

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

ANSWERS: Final = Counter("sekisho_answers", "Answers by route and status.", ("method", "route", "status"))
SECONDS: Final = Histogram(
    "sekisho_answer_seconds", "Time until the answer was ready.", ("method", "route"), buckets=BOUNDS
)


def count(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer."""
    method = method if method in METHODS else "other"
    ANSWERS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


def exposition() -> tuple[bytes, str]:
    """Give the numbers of all workers in the Prometheus text format, and its content type."""
    if FOLDER not in os.environ:
        return generate_latest(), CONTENT_TYPE_LATEST
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library gives no types here
    return generate_latest(registry), CONTENT_TYPE_LATEST
