"""What every part of a unit of work stands on: one open connection, and what the trail needs."""

import json
from datetime import timedelta
from time import monotonic

from sekisho.adapters.storage.driver import Driver, Row, Values
from sekisho.workflows.ports import Vault


class Work:
    """A part of one unit of work on Django's default connection; `DjangoStore` begins and ends it."""

    def __init__(
        self, driver: Driver, *, vault: Vault, tolerance: timedelta | None, asked_for_at: float | None = None
    ) -> None:
        """Take the connection, and what the trail needs: the vault for its digests, the tolerance for its clock.

        `asked_for_at` is the reading of the monotonic clock, in seconds, when the unit of work was asked for; default: now.
        """
        self._driver = driver
        self._vault = vault
        self._tolerance = tolerance
        self._asked_for_at = monotonic() if asked_for_at is None else asked_for_at

    def _allowance(self) -> timedelta | None:
        """How far a deed may be behind the trail: the tolerance, and the whole seconds for which it waited for its turn."""
        if self._tolerance is None:
            return None
        return self._tolerance + timedelta(seconds=int(monotonic() - self._asked_for_at))

    def _number(self, statement: str, values: Values) -> int | None:
        row = self._driver.one(statement, values)
        return None if row is None else int(row[0])


def surely(row: Row | None) -> Row:
    """Give a row that must exist."""
    if row is None:
        message = "a row that must exist is gone"
        raise LookupError(message)
    return row


def written(params: dict[str, str]) -> str:
    """Write a message's parameters for the outbox."""
    return json.dumps(params, sort_keys=True)
