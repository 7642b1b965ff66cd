"""The demo's clock: real time plus an offset that lives in a small file, so that every process of the demo agrees at once.

Time moves on from wherever it was put. A real installation has no such clock and refuses to start with one.
"""

import contextlib
import os
import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

MICROSECOND: Final = timedelta(microseconds=1)
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)

_DURATION: Final = re.compile(
    r"(?P<sign>[+-]?)P(?=[0-9T])(?:(?P<weeks>[0-9]{1,6})W)?(?:(?P<days>[0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,6})H)?(?:(?P<minutes>[0-9]{1,8})M)?(?:(?P<seconds>[0-9]{1,9}(?:\.[0-9]{1,6})?)S)?)?",
    re.ASCII,
)
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


class UnreadableTimeError(ValueError):
    """Not a duration or moment of ISO 8601 that the demo can go to."""


class MovableClock:
    """A `ports.Clock`; `path` is the file with the offset in whole microseconds."""

    def __init__(self, path: Path) -> None:
        """Share the offset in `path`; a missing file means real time."""
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta(0)

    @property
    def folder(self) -> Path:
        """The demo's data folder."""
        return self._path.parent

    def now(self) -> datetime:
        """Give the demo's present instant."""
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        """Give what is added to real time. The file is read only when it was replaced."""
        try:
            status = os.stat(self._path)  # noqa: PTH116 - on the path of every request; Path.stat costs twice as much
        except FileNotFoundError:
            return timedelta(0)
        seen = (status.st_ino, status.st_mtime_ns)
        if seen != self._seen:
            self._offset = int(self._path.read_text("ascii")) * MICROSECOND
            self._seen = seen
        return self._offset

    def advance(self, by: timedelta) -> datetime:
        """Move by `by`, which may be negative; gives the new present.

        Raises `UnreadableTimeError` beyond the years 2000 to 2199.
        """
        try:
            moment = self.now() + by
        except OverflowError:
            raise UnreadableTimeError from None
        return self.go_to(moment)

    def go_to(self, moment: datetime) -> datetime:
        """Make `moment` the present; gives it back."""
        if not EARLIEST <= moment < LATEST:
            raise UnreadableTimeError
        self._write((moment - datetime.now(UTC)) // MICROSECOND)
        return moment

    def _write(self, microseconds: int) -> None:
        handle, name = tempfile.mkstemp(prefix="clock-", dir=self._path.parent)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(str(microseconds))
            os.replace(name, self._path)  # noqa: PTH105 - all or nothing for the readers
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)  # noqa: PTH108 - the pair of mkstemp
            raise


def read_duration(text: str) -> timedelta:
    """Read an ISO 8601 duration of weeks, days, hours, minutes and seconds, with a sign if it goes back: `P2DT1H`, `-PT5M`."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise UnreadableTimeError
    sign, *_ = found.groups()
    amounts = {name: float(value) for name, value in found.groupdict().items() if name != "sign" and value is not None}
    span = timedelta(**amounts)
    return -span if sign == "-" else span


def read_moment(text: str) -> datetime:
    """Read an ISO 8601 moment with its zone: `2026-11-22T15:04:05Z`."""
    if _MOMENT.fullmatch(text) is None:
        raise UnreadableTimeError
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableTimeError from None


def write_moment(moment: datetime) -> str:
    """Write a moment as the contract has it: UTC, whole microseconds only where there are any, with `Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
