"""JPEG, HEIC, PNG and PDF opened by their bytes; names and declared types are never asked. Runs behind the fence only.

What a file is, the one decoder says that accepts it: a JPEG that is also a ZIP or a page of HTML is a JPEG here, and nothing but
its pixels goes on. Sizes are compared before anything is unpacked.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO
from types import MappingProxyType
from typing import Final

import pi_heif
import pypdfium2
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin
from pypdfium2.raw import FPDF_ERR_PASSWORD

from sekisho.adapters.fence.wire import MOST_PAGES, MOST_SIDE, Pixels
from sekisho.core.intake.pictures import PictureFlaw

MOST_PIXELS: Final = 100_000_000
LEAST_SIDE: Final = 600
"""Pixels of the longer side: a thumbnail, or what a cut-off HEIC decodes to, has fewer."""
WORKING_SIDE: Final = 1600
"""What is measured and read needs no more; a JPEG is not even unpacked beyond twice of it."""

_FORMATS: Final = ("JPEG", "PNG", "HEIF")
_HEIF: Final = (4, b"ftyp")
_MARKS: Final = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG"), _HEIF)
_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1024
_POINTS_AN_INCH: Final = 72
_MOST_INCH: Final = 300
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = MappingProxyType(
    {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
)
"""Exif orientation -> what makes the picture upright; 1 is upright already."""
_TURNS_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
_DEEP: Final = ("I;16", "I;16B", "I;16L", "I;16N", "I")

PLUGINS: Final = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin)
"""Named, so that they are there before the process gives up opening files; and what Pillow looks for beside them."""
Image.preinit()

pi_heif.register_heif_opener(decode_threads=0, thumbnails=False, depth_images=False, aux_images=False)
warnings.simplefilter("error", Image.DecompressionBombWarning)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class Flawed(Exception):
    """The file is not opened, and why."""

    def __init__(self, flaw: PictureFlaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def may_be_heif(content: bytes) -> bool:
    """Tell whether the bytes begin as such a file does."""
    return _has(content, _HEIF)


def open_pages(content: bytes) -> Iterator[Pixels]:
    """Give each page, upright. Raises `Flawed`; whatever a decoder raises beside that is the file's flaw, too."""
    is_picture = any(_has(content, mark) for mark in _MARKS)
    if not is_picture and _PDF not in content[:_PDF_WITHIN]:
        raise Flawed(PictureFlaw.NOT_A_PICTURE)
    try:
        if is_picture:
            yield _open_picture(content)
        else:
            yield from _open_document(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Flawed(PictureFlaw.TOO_MANY_PIXELS) from None
    except MemoryError:
        raise Flawed(PictureFlaw.TOO_HEAVY) from None
    except Flawed:
        raise
    except Exception:  # noqa: BLE001 - a decoder may raise anything over a file from outside, and all of it says the same
        raise Flawed(PictureFlaw.BROKEN) from None


def _has(content: bytes, mark: tuple[int, bytes]) -> bool:
    return content.startswith(mark[1], mark[0])


def _open_picture(content: bytes) -> Pixels:
    image = Image.open(BytesIO(content), formats=_FORMATS)
    _measure(image.size)
    orientation = _orientation(image)
    width, height = image.size
    shrink = max(max(image.size) / WORKING_SIDE, 1)
    image.draft(None, (int(width / shrink), int(height / shrink)))
    image.load()
    _measure(
        image.size if image.format == "HEIF" else (width, height)
    )  # libheif may find another size than the head said
    small = _fit(_plain(image))
    if orientation in _UPRIGHT:
        small = small.transpose(_UPRIGHT[orientation])
    native = (height, width) if orientation in _TURNS_SIDEWAYS else (width, height)
    return _pixels(small, native=native)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - whatever a camera wrote there, the picture is as good as without it
        return 1


def _open_document(content: bytes) -> Iterator[Pixels]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        raise Flawed(PictureFlaw.LOCKED if is_locked else PictureFlaw.BROKEN) from None
    if len(document) > MOST_PAGES:
        raise Flawed(PictureFlaw.TOO_MANY_PAGES)
    if not len(document):
        raise Flawed(PictureFlaw.BROKEN)
    for number in range(len(document)):
        page = document[number]
        longest = max(page.get_size())
        if not longest > 0:
            raise Flawed(PictureFlaw.BROKEN)
        scale = min(MOST_SIDE / longest, _MOST_INCH / _POINTS_AN_INCH)
        picture = page.render(scale=scale * (1 - 1 / MOST_SIDE)).to_pil().convert("RGB")
        page.close()
        _measure(picture.size)
        yield _pixels(_fit(picture), native=picture.size)


def _measure(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise Flawed(PictureFlaw.TOO_MANY_PIXELS)
    if max(size) < LEAST_SIDE:
        raise Flawed(PictureFlaw.TOO_SMALL)


def _plain(image: Image.Image) -> Image.Image:
    """Give red, green and blue, of every kind of picture that there is: transparent becomes white, as on paper."""
    if image.mode in _DEEP:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _fit(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest <= MOST_SIDE:
        return image
    factor = longest // WORKING_SIDE
    smaller = image.reduce(factor) if factor > 1 else image
    smaller.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.HAMMING)
    return smaller


def _pixels(image: Image.Image, *, native: tuple[int, int]) -> Pixels:
    width, height = image.size
    return Pixels(native_width=native[0], native_height=native[1], width=width, height=height, rgb=image.tobytes())
