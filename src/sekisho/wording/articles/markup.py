"""How an article's text is written: paragraphs, lists, steps, notes; labels, keys, values and links inside a line. No HTML.

Blocks are separated by an empty line. A block whose lines begin with `- ` is a list, with `1. ` steps, with `! ` a note;
`(figure:name)` and `(table:name)` stand alone; all else is a paragraph, whose lines are joined. Inside a line `{label:id}` is a
message of the catalogue (a button renamed is renamed here too), `{key:OK}` what a device's key or display says, `{name}` a value,
`[words](target)` a link, and `[](target)` one that is called as its target is. Braces and brackets have no other use.
"""

import re
from dataclasses import dataclass
from typing import Final

INLINE: Final = re.compile(
    r"\{label:(?P<label>[\w.:\"-]+)\}|\{key:(?P<key>[^{}\[\]]+)\}|\{(?P<value>[a-z][a-z0-9_]*)\}"
    r"|\[(?P<words>[^\[\]{}]*)\]\((?P<target>[^()\s]+)\)"
)
ALONE: Final = re.compile(r"\((?P<kind>figure|table):(?P<name>[a-z][a-z0-9-]*)\)")
STEP: Final = re.compile(r"\d+\. ")
STRAY: Final = re.compile(r"[{}\[\]]")


class MarkupError(Exception):
    """A text is not written in this markup; the message names the line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Plain words."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What a screen of ours calls something: the id of its message."""

    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What stands on a key or on a display of a device."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A number, a time or an address that the house sets or the core fixes."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A way to another place; without words it is called as its target is."""

    words: str
    target: str


Span = Words | Label | Key | Value | Link
Line = tuple[Span, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Something that must not be overlooked."""

    line: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """Items; numbered where their order matters."""

    items: tuple[Line, ...]
    is_steps: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Inset:
    """A figure or a table, by its name."""

    kind: str  # "figure" or "table"
    name: str


Block = Paragraph | Note | Listing | Inset


def read_markup(text: str) -> tuple[Block, ...]:
    """Read a text; raises `MarkupError`."""
    pieces = re.split(r"\n[ \t]*\n", text.strip())
    return tuple(_read_block([line.strip() for line in piece.splitlines()]) for piece in pieces if piece.strip())


def read_line(text: str) -> Line:
    """Read what stands in one line; raises `MarkupError`."""
    spans: list[Span] = []
    at = 0
    for found in INLINE.finditer(text):
        spans += _plain(text[at : found.start()], text)
        spans.append(_span(found))
        at = found.end()
    return tuple(spans + _plain(text[at:], text))


def _read_block(lines: list[str]) -> Block:
    if all(line.startswith("- ") for line in lines):
        return Listing(items=tuple(read_line(line[2:]) for line in lines), is_steps=False)
    if all(STEP.match(line) for line in lines):
        return Listing(items=tuple(read_line(STEP.sub("", line, count=1)) for line in lines), is_steps=True)
    if alone := ALONE.fullmatch(lines[0]) if len(lines) == 1 else None:
        return Inset(kind=alone["kind"], name=alone["name"])
    if any(line.startswith(("- ", "! ")) or STEP.match(line) for line in lines[1:]):
        raise MarkupError(f"an empty line is missing before or after: {lines[1]}")
    joined = " ".join(lines) if lines[0].isascii() else "".join(lines)
    return Note(line=read_line(joined[2:])) if joined.startswith("! ") else Paragraph(line=read_line(joined))


def _span(found: re.Match[str]) -> Span:
    if found["label"] is not None:
        return Label(message=found["label"])
    if found["key"] is not None:
        return Key(text=found["key"])
    if found["value"] is not None:
        return Value(name=found["value"])
    return Link(words=found["words"], target=found["target"])


def _plain(text: str, line: str) -> list[Span]:
    if STRAY.search(text):
        raise MarkupError(f"a brace or bracket that means nothing: {line}")
    return [Words(text=text)] if text else []


def lines_of(blocks: tuple[Block, ...]) -> tuple[Line, ...]:
    """Give every line of some blocks, in order."""
    found: list[Line] = []
    for block in blocks:
        match block:
            case Paragraph() | Note():
                found.append(block.line)
            case Listing():
                found += block.items
            case Inset():
                pass
    return tuple(found)
