"""Before a worker's threads: a request's body is read on the event loop, within a time and a size.

A WSGI application holds its thread while it waits for a body, and a server has few of them: a handful of clients that send
one byte now and then would stop everybody. Here a thread is taken only when the whole request is there. Speaks RSGI, granian's
own interface, to the server, and WSGI (PEP 3333) to the application.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from sekisho.entrypoints.site.installation import MOST_BODY_BYTES
from sekisho.entrypoints.site.streams import WATCHED, Look, Streams
from sekisho.entrypoints.site.uploads import Uploads, is_upload

BODY_SECONDS: Final = 10.0
TOO_SLOW: Final = 408

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Answer = tuple[int, list[tuple[str, str]], bytes]


class Front:
    """One worker's door: many half-sent requests, few threads."""

    def __init__(self, application: Application, *, threads: int, look: Look, uploads: Uploads) -> None:
        """Take the WSGI application, how many requests it may answer at once, and what looks after streams and large bodies."""
        self._application, self._uploads = application, uploads
        self._pool = ThreadPoolExecutor(threads)
        self._streams = Streams(look, self._pool)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request (RSGI's entry point)."""
        if is_upload(scope):
            await self._take_upload(scope, protocol)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(scope, protocol)
        except TimeoutError:
            protocol.response_str(TOO_SLOW, [("connection", "close"), ("content-type", "text/plain")], "Too slow.\n")
            return
        loop, environ = asyncio.get_running_loop(), _environ(scope, body)
        status, headers, content = await loop.run_in_executor(self._pool, self._answer, environ)
        watched = environ.get(WATCHED)
        if watched is None or scope.method != "GET":  # HEAD is answered as GET, and has no body to go on with
            protocol.response_bytes(status, headers, content)
        else:
            await self._streams.send(protocol, headers, watched=watched, first=content)

    async def _take_upload(self, scope: Any, protocol: Any) -> None:
        """Answer a request with files: whose it is, then its body, then a thread. A stranger's body is not read at all."""
        loop, environ = asyncio.get_running_loop(), _environ(scope, b"")
        sender = await loop.run_in_executor(self._pool, self._uploads.admit, environ)
        taken = await self._uploads.receive(scope, protocol, sender=sender)
        try:
            environ |= taken.told
            protocol.response_bytes(*await loop.run_in_executor(self._pool, self._answer, environ))
        finally:
            taken.close()

    def _answer(self, environ: Environ) -> Answer:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _failure: object = None) -> None:
            begun.append((status, headers))

        parts = self._application(environ, start_response)
        try:
            content = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = begun[-1]
        return int(status[:3]), [(name.lower(), value) for name, value in headers], content


async def _body(scope: Any, protocol: Any) -> bytes | None:
    """Give the body; None: its length says that it is too large, and it is not read. Of one in parts not much more is read."""
    headers = scope.headers
    if "transfer-encoding" in headers:
        return await _parts(protocol)
    length = int(headers.get("content-length") or 0)
    if length > MOST_BODY_BYTES:
        return None
    body: bytes = await protocol() if length else b""  # at once: each part would wake the loop once more
    return body


async def _parts(protocol: AsyncIterator[bytes]) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in protocol:
        parts.append(part)
        size += len(part)
        if size > MOST_BODY_BYTES:
            break
    return b"".join(parts)


def _environ(scope: Any, body: bytes | None) -> Environ:
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "SCRIPT_NAME": "",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body or b""),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        _add_header(environ, name, value)
    if body is not None:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    if "_" in name:  # `X_Forwarded_For` must not pass for `X-Forwarded-For`
        return
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    joint = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
