"""What a mail carries: its subject, and every part that could be a document, whatever its sender's program calls it.

Mail programs mark photographs as inline, as attachments, as nothing, as octet-stream, or send them as the whole mail. So no mark
decides here: each leaf is given but the text that was written around them, and what it is its bytes say to whoever decodes it.
A picture that was pasted into the text stands in it as its address (RFC 2397) and is given as well. Nothing of a mail's headers
proves who sent it.
"""

import re
from binascii import Error, a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum, unique
from itertools import islice
from typing import Final

from sekisho.core.intake.header_text import read_header

MOST_PARTS: Final = 100
MOST_DEPTH: Final = 20
MOST_NAME: Final = 120  # signs of a file's name that are kept

HTML: Final = "text/html"
_BODIES: Final = frozenset({"text/plain", HTML})
_PASTED: Final = re.compile(rb"data:(image/[a-z0-9.+-]{1,40});base64,([a-z0-9+/=\s]+)", re.IGNORECASE)
_HEADER_OF_A_PART: Final = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_PATH: Final = re.compile(r"[/\\:*?\"<>|]+")
_LISTS: Final = frozenset({"bulk", "junk", "list"})
_NO_ANSWER: Final = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")


@unique
class PartsFlaw(StrEnum):
    """Why the parts of a mail are not looked at; a person sees the mail."""

    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One leaf."""

    place: str  # such as "1.2": the second part of the first
    name: str  # as its sender called it, fit to be shown; "" for none
    declared: str  # the type that its sender's program says, in lower case
    content: bytes
    is_named_by_html: bool  # the mail's own text shows it, as it shows a signature's logo


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """What a mail carries."""

    subject: str
    is_automatic: bool  # no person wrote it, and no program may answer it (RFC 3834)
    parts: tuple[Part, ...]


def read_mail(content: bytes) -> Carried | PartsFlaw:
    """Take a mail apart; any bytes are some mail."""
    if len(_HEADER_OF_A_PART.findall(content)) > 2 * MOST_PARTS:  # before anything is built of it
        return PartsFlaw.TOO_MANY_PARTS
    try:
        mail = message_from_bytes(content, policy=policy.compat32)
    except RecursionError:
        return PartsFlaw.TOO_DEEP
    leaves = []
    for depth, place, leaf in _leaves(mail):
        if depth > MOST_DEPTH:
            return PartsFlaw.TOO_DEEP
        leaves.append((place, leaf))
    written = [(place, _content(leaf)) for place, leaf in leaves if _is_body(leaf) and leaf.get_content_type() == HTML]
    pasted = [part for place, html in written for part in _pasted(place, html)]
    if len(leaves) + len(pasted) > MOST_PARTS:
        return PartsFlaw.TOO_MANY_PARTS
    shown = b"".join(html for _, html in written)
    added = [_part(place, leaf, shown) for place, leaf in leaves if not _is_body(leaf)]
    return Carried(subject=_header(mail, "Subject"), is_automatic=_is_automatic(mail), parts=(*added, *pasted))


def _leaves(mail: Message, place: str = "", depth: int = 0) -> Iterator[tuple[int, str, Message]]:
    below = mail.get_payload()
    if not isinstance(below, list) or depth > MOST_DEPTH:
        yield depth, place or "1", mail
        return
    for number, part in enumerate(below, start=1):
        yield from _leaves(part, f"{place}.{number}".lstrip("."), depth + 1)


def _is_body(leaf: Message) -> bool:
    """Tell whether it is text that was written, and no file that was added; or a frame that holds nothing."""
    if leaf.get_content_maintype() == "multipart":
        return True
    return (
        leaf.get_content_type() in _BODIES
        and not leaf.get_filename()
        and leaf.get_content_disposition() != "attachment"
    )


def _part(place: str, leaf: Message, shown: bytes) -> Part:
    cid = _header(leaf, "Content-ID").strip("<> ").encode("utf-8", "surrogateescape")
    return Part(
        place=place,
        name=_name(leaf),
        declared=leaf.get_content_type(),
        content=_content(leaf),
        is_named_by_html=bool(cid) and b"cid:" + cid in shown,
    )


def _pasted(place: str, html: bytes) -> Iterator[Part]:
    """Give the pictures that stand within a text."""
    for number, found in enumerate(islice(_PASTED.finditer(html), MOST_PARTS + 1), start=1):
        try:
            content = a2b_base64(found[2])
        except Error:
            content = b""
        yield Part(
            place=f"{place}-{number}",
            name="",
            declared=found[1].decode().lower(),
            content=content,
            is_named_by_html=True,
        )


def _content(leaf: Message) -> bytes:
    payload = leaf.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(leaf: Message) -> str:
    said = leaf.get_filename() or ""
    text = read_header(said.encode("utf-8", "surrogateescape"))
    return _PATH.sub("_", text)[:MOST_NAME].strip("._ ")


def _header(mail: Message, name: str) -> str:
    """Give the first one of a name; a second is some other program's."""
    raw = next((value for key, value in mail.raw_items() if key.casefold() == name.casefold()), "")
    return read_header(str(raw).encode("utf-8", "surrogateescape"))


def _is_automatic(mail: Message) -> bool:
    submitted = _header(mail, "Auto-Submitted").casefold()
    is_of_a_list = _header(mail, "Precedence").casefold() in _LISTS
    return (bool(submitted) and submitted != "no") or is_of_a_list or any(_header(mail, name) for name in _NO_ANSWER)
