"""What every part of a unit of work stands on: one open connection, and what the trail needs."""

import json
from datetime import timedelta
from typing import Final

from sekisho.adapters.storage.driver import Driver, Row, Values
from sekisho.workflows.ports import Vault

MAIL: Final = "mail"
TEXT: Final = "text"
"""The channels of the outbox."""


class Work:
    """A part of one unit of work on Django's default connection; `DjangoStore` begins and ends it."""

    def __init__(self, driver: Driver, *, vault: Vault, tolerance: timedelta | None) -> None:
        """Take the connection, and what the trail needs: the vault for its digests, the tolerance for its clock."""
        self._driver = driver
        self._vault = vault
        self._tolerance = tolerance

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
