"""The connectivity test's question and its answer: one HTTP request, read strictly, answered, closed. Never a second one.

Nothing is asked here that is worth protecting: any page may ask, because the question is only whether the way is open.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

METHODS: Final = (b"GET ", b"HEAD", b"OPTI")
"""The first four bytes of what is read here; anything else is no probe."""

MOST_HEAD_BYTES: Final = 8192
END: Final = b"\r\n\r\n"
PATH: Final = "/probe"
REQUEST_LINE: Final = re.compile(r"(GET|HEAD|OPTIONS) (/[!-~]*) HTTP/1\.[01]")
FIELD_LINE: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*)")
ALWAYS: Final = (
    "Cache-Control: no-store",
    "Connection: close",
    "X-Content-Type-Options: nosniff",
    "Access-Control-Allow-Origin: *",
)
PREFLIGHT: Final = (
    "Access-Control-Allow-Methods: GET",
    "Access-Control-Allow-Private-Network: true",
    "Access-Control-Max-Age: 60",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """What the answer says: which port was reached, how, and when."""

    port: int
    is_tls: bool
    now_ms: int  # since 1970, UTC


def answer(head: bytes, reached: Reached) -> bytes:
    """Give the whole answer to a request's head (with its empty line); what is not exactly one sound request is refused."""
    asked = _read(head)
    if asked is None:
        return _said("400 Bad Request", "")
    method, path = asked
    if path != PATH:
        return _said("404 Not Found", "", is_head=method == "HEAD")
    if method == "OPTIONS":
        return _said("204 No Content", None, *PREFLIGHT)
    body = json.dumps({"gateway": True, "port": reached.port, "tls": reached.is_tls, "now": reached.now_ms})
    return _said("200 OK", body, "Content-Type: application/json", is_head=method == "HEAD")


def _read(head: bytes) -> tuple[str, str] | None:
    """Give method and path; None for a body, a folded line, a bare CR or LF, two hosts (RFC 9112, sections 2.2, 3.2, 5.2)."""
    lines = head.removesuffix(END).decode("latin-1").split("\r\n")
    asked = REQUEST_LINE.fullmatch(lines[0])
    fields = [FIELD_LINE.fullmatch(line) for line in lines[1:]]
    if asked is None or any(field is None for field in fields):
        return None
    named = [(field[1].lower(), field[2]) for field in fields if field]
    names = [name for name, _ in named]
    has_body = "transfer-encoding" in names or any(name == "content-length" and value != "0" for name, value in named)
    if has_body or names.count("host") > 1:
        return None
    return asked[1], asked[2].partition("?")[0]


def _said(status: str, body: str | None, *fields: str, is_head: bool = False) -> bytes:
    length = () if body is None else (f"Content-Length: {len(body)}",)
    head = "\r\n".join((f"HTTP/1.1 {status}", *ALWAYS, *fields, *length))
    return (head + "\r\n\r\n" + ("" if is_head or body is None else body)).encode()
