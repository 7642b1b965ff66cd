"""Real databases for tests: a fresh SQLite file, or a fresh database in a private PostgreSQL cluster.

Both are copied from a template with all tables, so that a new one costs milliseconds. The cluster listens on a socket in a
temporary folder only, and runs as `postgres` where the tests run as root.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from django.core.management import call_command
from django.db import connections

from sekisho.adapters import databases

TEMPLATE: Final = "sekisho_template"
SERVER_OPTIONS: Final = "-c fsync=off -c full_page_writes=off -c listen_addresses= -c max_connections=60"


def use(database: databases.Database) -> None:
    """Point Django's default connection of this process at `database`."""
    connections["default"].close()
    if hasattr(connections._connections, "default"):  # noqa: SLF001 - Django has no public way to swap a database
        delattr(connections._connections, "default")  # noqa: SLF001 - see above
    described = dict(connections.settings["default"])
    described.update({"USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "CONN_HEALTH_CHECKS": False})
    connections.settings["default"] = described | database


def fresh_sqlite(folder: Path, template: Path) -> databases.Database:
    """Copy the template to a file of its own in `folder`."""
    file = folder / "sekisho.sqlite3"
    shutil.copyfile(template, file)
    return databases.sqlite(file)


@dataclass(kw_only=True)
class Cluster:
    """A running private cluster; `socket` is the folder of its socket."""

    socket: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        """Give the URL of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.socket}"

    def make_template(self) -> None:
        """Make the database that others are copied from."""
        self.run(f"CREATE DATABASE {TEMPLATE}")
        use(databases.postgresql(self.url(TEMPLATE)))
        call_command("migrate", verbosity=0, interactive=False)
        connections["default"].close()

    def fresh(self) -> str:
        """Give the URL of a new database with all tables."""
        name = f"sekisho_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def run(self, statement: str) -> None:
        """Run one statement as the cluster's owner."""
        command = [_tool("psql"), "-X", "-q", "-h", str(self.socket), "-U", "postgres", "-c", statement]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a command of our own

    def crash(self) -> None:
        """End the server without a word to anybody, and start it again."""
        log = f"{self.socket}/log"
        _as_postgres("pg_ctl", "-D", str(self.socket / "data"), "-m", "immediate", "-w", "-l", log, "restart")


@contextmanager
def postgresql_cluster() -> Iterator[Cluster]:
    """Start a private cluster and stop it."""
    with tempfile.TemporaryDirectory(prefix="sekisho-pg-") as folder:
        data = Path(folder) / "data"
        if os.getuid() == 0:
            shutil.chown(folder, user="postgres")
        _as_postgres("initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"{SERVER_OPTIONS} -k {folder}"
        _as_postgres("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", f"{folder}/log", "start")
        try:
            yield Cluster(socket=Path(folder))
        finally:
            _as_postgres("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _as_postgres(tool: str, *arguments: str) -> None:
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    command = [*become, _tool(tool), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603 - a command of our own


def _tool(name: str) -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else name
