"""The databases as a bare program uses them: the drivers themselves, with the product's own pragmas and no framework.

`Plain.run` takes a statement as the product writes it; SQLite's other sign for a parameter is put in once for each statement.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import psycopg

from sekisho.adapters.databases import LOCK_SECONDS, PRAGMAS

FAST: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-400000;"

FAST_SERVER: Final = "-c session_replication_role=replica -c synchronous_commit=off -c maintenance_work_mem=512MB"
"""The first looks no foreign key up."""
PLAIN_INDEXES: Final = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indrelid "
    "WHERE NOT indisunique AND c.relnamespace = 'public'::regnamespace"
)

Run = Callable[..., Any]


class Plain:
    """One connection and one cursor; transactions are begun and committed in so many words."""

    def __init__(self, house: Any) -> None:
        self._is_sqlite = house.database_url is None
        if self._is_sqlite:
            self.connection: Any = sqlite3.connect(_file_of(house), timeout=LOCK_SECONDS, isolation_level=None)
            self.connection.executescript(PRAGMAS)
        else:
            self.connection = psycopg.connect(house.database_url, autocommit=True)
        self._execute = self.connection.cursor().execute
        self.run: Run = self._run_qmark if self._is_sqlite else self._execute

    def begin(self) -> None:
        self._execute("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")

    def commit(self) -> None:
        self._execute("COMMIT")

    def close(self) -> None:
        self.connection.close()

    def _run_qmark(self, statement: str, values: tuple[object, ...] = ()) -> Any:
        return self._execute(qmark(statement), values)


@cache
def qmark(statement: str) -> str:
    return statement.replace("%s", "?")


class Filler:
    """Fills tables fast; nothing of it is measured."""

    def __init__(self, house: Any) -> None:
        self._is_sqlite = house.database_url is None
        if self._is_sqlite:
            self._connection: Any = sqlite3.connect(_file_of(house), isolation_level=None)
            self._connection.executescript(FAST)
        else:
            self._connection = psycopg.connect(
                house.database_url, autocommit=True, cursor_factory=psycopg.ClientCursor, options=FAST_SERVER
            )

    def run(self, statement: str, values: tuple[object, ...]) -> None:
        self._connection.execute(qmark(statement) if self._is_sqlite else statement, values)

    def rows(self, table: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
        if self._is_sqlite:
            signs = ", ".join("?" * len(columns))
            self._connection.execute("BEGIN")
            self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({signs})", rows)
            self._connection.execute("COMMIT")
            return
        with self._connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def without_indexes(self) -> Iterator[None]:
        """Leave out, until the end, the indexes that guard nothing: making them at once is many times faster."""
        if self._is_sqlite:
            yield
            self._connection.executescript("PRAGMA wal_checkpoint(TRUNCATE);")
            return
        indexes = self._connection.execute(PLAIN_INDEXES).fetchall()
        for name, _ in indexes:
            self._connection.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            self._connection.execute(definition)
        self._connection.execute("VACUUM ANALYZE")
        self._connection.execute("CHECKPOINT")

    def close(self) -> None:
        self._connection.close()


def _file_of(house: Any) -> str:
    return str((house.folder / "sekisho.sqlite3").resolve(strict=True))
