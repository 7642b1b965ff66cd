"""Moments as the database keeps them: whole microseconds since 1970 in UTC, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Final, overload

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


@overload
def to_stored(moment: datetime) -> int: ...
@overload
def to_stored(moment: None) -> None: ...
def to_stored(moment: datetime | None) -> int | None:
    """Give the microseconds of an aware moment."""
    return None if moment is None else (moment - EPOCH) // MICROSECOND


@overload
def from_stored(stored: int) -> datetime: ...
@overload
def from_stored(stored: None) -> None: ...
def from_stored(stored: int | None) -> datetime | None:
    """Give the aware moment of stored microseconds, in UTC."""
    return None if stored is None else EPOCH + timedelta(microseconds=stored)
