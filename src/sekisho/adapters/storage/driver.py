"""The driver under Django's connection: runs a named statement or a transaction on it, past Django's wrappers.

Those cost more than the statement itself on SQLite, and `atomic` more than ten (`bench/README.md`). Django goes on opening,
watching and closing the connection; `store` turns the driver's errors into Django's, once for a whole unit of work.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from threading import Lock
from typing import Any, Final

from sekisho.adapters.databases import LOCK_SECONDS

Row = tuple[Any, ...]
Values = Sequence[object]

_WRITING: Final = Lock()


class Driver:
    """One open connection of this thread and one cursor. Statements are written with `%s`, whatever sign the driver wants."""

    __slots__ = ("_connection", "_execute", "_is_sqlite")

    def __init__(self, wrapper: Any) -> None:
        """Take the open connection out of Django's wrapper, with a plain cursor: for such a one psycopg prepares."""
        self._connection = wrapper.connection
        self._execute = wrapper.Database.Cursor(wrapper.connection).execute
        self._is_sqlite = wrapper.vendor == "sqlite"

    def run(self, statement: str, values: Values = ()) -> None:
        """Run a statement that gives no rows."""
        self._execute(_questioned(statement) if self._is_sqlite else statement, values)

    def one(self, statement: str, values: Values = ()) -> Row | None:
        """Give the first row; None: there is none."""
        row: Row | None = self._execute(_questioned(statement) if self._is_sqlite else statement, values).fetchone()
        return row

    def all(self, statement: str, values: Values = ()) -> list[Row]:
        """Give all rows."""
        rows: list[Row] = self._execute(_questioned(statement) if self._is_sqlite else statement, values).fetchall()
        return rows

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit durably on leaving, or roll back on an exception. On SQLite the one write lock is taken at once."""
        with _turn() if self._is_sqlite else nullcontext():
            self._execute("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
            try:
                yield
                self._connection.commit()
            except BaseException:
                self._connection.rollback()
                raise


@contextmanager
def _turn() -> Iterator[None]:
    """Let the threads of a process write to SQLite one after the other.

    SQLite has one writer, and whoever finds it busy there sleeps in ever longer steps, past the moment when it is free.
    """
    if not _WRITING.acquire(timeout=LOCK_SECONDS):
        message = "the others of this process do not come to an end"
        raise sqlite3.OperationalError(message)
    try:
        yield
    finally:
        _WRITING.release()


def connected(wrapper: Any) -> Driver:
    """Give the driver of a connection of Django's, which opens it if it is closed or no longer answers."""
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    return Driver(wrapper)


@cache
def _questioned(statement: str) -> str:
    return statement.replace("%s", "?")
