"""A private PostgreSQL that keeps its promises: unlike the tests' cluster it waits for the disk at every commit."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sekisho.testing.databases import Cluster, _as_postgres

OPTIONS: Final = "-c listen_addresses= -c max_connections=40 -c shared_buffers=256MB -c max_wal_size=8GB"


@contextmanager
def durable_cluster() -> Iterator[Cluster]:
    """Start it in a temporary folder, and remove it."""
    with TemporaryDirectory(prefix="sekisho-bench-pg-") as folder:
        data = Path(folder) / "data"
        if os.getuid() == 0:
            shutil.chown(folder, user="postgres")
        _as_postgres("initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync")
        _as_postgres("pg_ctl", "-D", str(data), "-o", f"{OPTIONS} -k {folder}", "-w", "-l", f"{folder}/log", "start")
        try:
            yield Cluster(socket=Path(folder))
        finally:
            _as_postgres("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
