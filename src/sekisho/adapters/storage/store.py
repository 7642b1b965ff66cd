"""ports.Store on Django's default database: SQLite (WAL, FULL, BEGIN IMMEDIATE) or PostgreSQL (READ COMMITTED)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

from sekisho.adapters.storage.driver import connected
from sekisho.adapters.storage.transaction import DjangoTransaction
from sekisho.core.errors import StorageUnavailableError
from sekisho.workflows.ports import Vault

TOLERANCE: Final = timedelta(seconds=2)
"""How far the clock may be behind the trail before nothing more is decided."""


class DjangoStore:
    """Opens units of work. A store that cannot answer raises, and the deed fails closed."""

    def __init__(self, *, vault: Vault, tolerance: timedelta | None = TOLERANCE) -> None:
        """Take the vault for the trail's digests; `tolerance=None` only under the demo's movable clock."""
        self._vault = vault
        self._tolerance = tolerance

    @contextmanager
    def transaction(self) -> Iterator[DjangoTransaction]:
        """See `ports.Store`. The commit is durable when the block has been left."""
        wrapper = connections[DEFAULT_DB_ALIAS]
        if wrapper.in_atomic_block:
            raise RuntimeError("a unit of work is durable, so it is never inside another one")
        asked_for_at = monotonic()
        with _failing_closed(wrapper):
            driver = connected(wrapper)
            with driver.transaction(), _told(wrapper):
                yield DjangoTransaction(driver, vault=self._vault, tolerance=self._tolerance, asked_for_at=asked_for_at)

    @contextmanager
    def reading(self) -> Iterator[DjangoTransaction]:
        """See `ports.Store`. Each statement sees one consistent state; no write lock is taken."""
        wrapper = connections[DEFAULT_DB_ALIAS]
        with _failing_closed(wrapper):
            yield DjangoTransaction(connected(wrapper), vault=self._vault, tolerance=self._tolerance)


@contextmanager
def _told(wrapper: Any) -> Iterator[None]:
    """Let Django know that a transaction is open, so that rows written through its models take part in it."""
    wrapper.in_atomic_block, wrapper.needs_rollback = True, False
    try:
        yield
        wrapper.validate_no_broken_transaction()
    finally:
        wrapper.in_atomic_block, wrapper.needs_rollback = False, False


@contextmanager
def _failing_closed(wrapper: Any) -> Iterator[None]:
    try:
        with wrapper.wrap_database_errors:  # after the rollback
            yield
    except (OperationalError, InterfaceError) as error:
        wrapper.close()
        message = "the database did not answer"
        raise StorageUnavailableError(message) from error
