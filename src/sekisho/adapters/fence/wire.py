"""What passes over the fence: a file in, its pages as bare pixels out, or why not.

Three frames: a page (`P`, the size of the picture as it came, its size as it is sent, and three bytes for each pixel), a flaw
(`F` and its name), the end (`E`). The reading side believes none of them before it has measured it.
"""

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from sekisho.core.intake.pictures import PictureFlaw

MOST_SIDE: Final = 2048
"""Pixels of the longer side of what is handed over: 170 for each inch of an A4 page."""
MOST_PAGES: Final = 20
WALL_SECONDS: Final = 30
"""That a file may take, whoever is to blame."""
ENDED: Final = struct.Struct(">i")
"""How a child ended, as the nursery says it: its exit code, or the signal's number below zero."""

_PAGE: Final = struct.Struct(">IIII")
_LONGEST_NAME: Final = 40
_CHANNELS: Final = 3


class Garbled(Exception):
    """What came over the fence is no answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pixels:
    """One page, upright: its own size, the size as it is here, and `width * height * 3` bytes of red, green and blue."""

    native_width: int
    native_height: int
    width: int
    height: int
    rgb: bytes


def write_page(out: BinaryIO, page: Pixels) -> None:
    out.write(b"P" + _PAGE.pack(page.native_width, page.native_height, page.width, page.height))
    out.write(page.rgb)


def write_flaw(out: BinaryIO, flaw: PictureFlaw) -> None:
    out.write(b"F" + bytes([len(flaw.value)]) + flaw.value.encode("ascii"))


def write_end(out: BinaryIO) -> None:
    out.write(b"E")


def read_frame(source: BinaryIO) -> Pixels | PictureFlaw | None:
    """Give the next frame, None for the end. Raises `Garbled` for anything else, such as a stream that broke off."""
    match source.read(1):
        case b"P":
            return _read_page(source)
        case b"F":
            return _read_flaw(source)
        case b"E":
            return None
        case _:
            raise Garbled


def _read_page(source: BinaryIO) -> Pixels:
    native_width, native_height, width, height = _PAGE.unpack(_exactly(source, _PAGE.size))
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        raise Garbled
    rgb = _exactly(source, width * height * _CHANNELS)
    return Pixels(native_width=native_width, native_height=native_height, width=width, height=height, rgb=rgb)


def _read_flaw(source: BinaryIO) -> PictureFlaw:
    length = _exactly(source, 1)[0]
    if length > _LONGEST_NAME:
        raise Garbled
    try:
        return PictureFlaw(_exactly(source, length).decode("ascii"))
    except ValueError:
        raise Garbled from None


def _exactly(source: BinaryIO, count: int) -> bytes:
    content = source.read(count)
    if len(content) != count:
        raise Garbled
    return content
