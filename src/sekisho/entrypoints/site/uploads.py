"""Bodies larger than any form, for the few addresses that take files, from whoever is known already: to disk, never to memory.

Who sends is asked before the first byte is read. How much comes at once, in all and from one sender, and how slowly, is bounded
here; every other address keeps its small bodies.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum, unique
from io import BytesIO
from typing import Any, Final, Protocol

from sekisho.core.errors import StorageUnavailableError

ADMITTED: Final = "sekisho.admitted"
"""Where a request's environ says that a large body was let in, and whose it is. No header can set it."""
NOT_TAKEN: Final = "sekisho.not_taken"
"""Where it says that there was one which was not taken, and why."""

MOST_UPLOAD_BYTES: Final = 102 * 1024 * 1024
"""Ten files of 10 MB and what a form puts around them."""
ADDRESSES: Final = re.compile(r"/api/v1/me/documents|/(ja|en)/documents/send", re.ASCII)
MULTIPART: Final = "multipart/form-data"
MOST_AT_ONCE: Final = 16  # of one worker
MOST_OF_ONE: Final = 2
FREE_SECONDS: Final = 30.0
DRAINED_SECONDS: Final = 10.0
LEAST_RATE: Final = 16 * 1024
"""Bytes a second, beyond the first seconds: a telephone far from its mast still does it, and nobody holds a place for hours."""


class Body(Protocol):
    """Where a body goes; it then reads like any file, forwards."""

    @property
    def size(self) -> int:
        """How much was written."""
        ...

    def write(self, piece: bytes, /) -> int:
        """Add a piece."""
        ...

    def close(self) -> None:
        """Forget it."""
        ...


@unique
class NotTaken(StrEnum):
    """Why a large body is not read, or not to its end."""

    STRANGER = "stranger"
    TOO_LARGE = "too_large"  # than ten files
    TOO_SLOW = "too_slow"
    TOO_MANY = "too_many"  # as many are sending as may at once
    UNAVAILABLE = "unavailable"


Admit = Callable[[dict[str, Any]], str | None]
"""Tells whose a request is, by its environ without a body; None: nobody's who may send."""


def is_upload(scope: Any) -> bool:
    """Tell whether a request goes where files are taken. Nothing else is let in, whatever its body says."""
    if scope.method != "POST" or not ADDRESSES.fullmatch(scope.path):
        return False
    kind: str = scope.headers.get("content-type") or ""
    return kind.partition(";")[0].strip().lower() == MULTIPART


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A body, and what the request's environ is told of it."""

    told: dict[str, Any]
    body: Body | None = None

    def close(self) -> None:
        """Forget the body."""
        if self.body is not None:
            self.body.close()


class _TooMuchError(Exception):
    """More came than was allowed."""


@dataclass(eq=False, slots=True)
class Uploads:
    """All bodies that one worker is taking in."""

    admit: Admit
    open_body: Callable[[], Body]
    patience_seconds: float = FREE_SECONDS
    _senders: list[str] = field(default_factory=list)

    async def receive(self, scope: Any, protocol: Any, *, sender: str | None) -> Taken:
        """Take a body in, whole, or say why not."""
        if int(scope.headers.get("content-length") or 0) > MOST_UPLOAD_BYTES:
            return _not_taken(NotTaken.TOO_LARGE)
        if sender is None:
            await _drain(protocol)
            return _not_taken(NotTaken.STRANGER)
        if len(self._senders) >= MOST_AT_ONCE or self._senders.count(sender) >= MOST_OF_ONE:
            await _drain(protocol)
            return _not_taken(NotTaken.TOO_MANY)
        self._senders.append(sender)
        try:
            return await self._take(protocol, sender)
        finally:
            self._senders.remove(sender)

    async def _take(self, protocol: Any, sender: str) -> Taken:
        try:
            body = self.open_body()
        except StorageUnavailableError:
            return _not_taken(NotTaken.UNAVAILABLE)
        taken = Taken(body=body, told={})
        try:
            await _read(protocol, body, patience_seconds=self.patience_seconds)
        except TimeoutError:
            taken = _not_taken(NotTaken.TOO_SLOW)
        except _TooMuchError:
            taken = _not_taken(NotTaken.TOO_LARGE)
        except StorageUnavailableError:
            taken = _not_taken(NotTaken.UNAVAILABLE)
        else:
            taken.told.update({"wsgi.input": body, "CONTENT_LENGTH": str(body.size), ADMITTED: sender})
        finally:
            if not taken.told.get(ADMITTED):  # refused, or the client went away
                body.close()
        return taken


async def _read(protocol: Any, body: Body, *, patience_seconds: float) -> None:
    """Write a body down as it comes, as long as it comes fast enough."""
    begun = asyncio.get_running_loop().time()
    async with asyncio.timeout_at(begun + patience_seconds) as patience:
        async for piece in protocol:
            body.write(piece)
            if body.size > MOST_UPLOAD_BYTES:
                raise _TooMuchError
            patience.reschedule(begun + patience_seconds + body.size / LEAST_RATE)


async def _drain(protocol: Any) -> None:
    """Let a body go by for some seconds: who hears no answer while still sending sees a broken connection."""
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINED_SECONDS):
            async for _ in protocol:
                pass


def _not_taken(why: NotTaken) -> Taken:
    told = {NOT_TAKEN: why, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
    return Taken(told=told | ({"REQUEST_METHOD": "GET"} if why is NotTaken.STRANGER else {}))  # told as who only looks
