"""Files from outside are opened behind the fence: honest ones upright and in their true colours, the others not at all."""

import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from sekisho.adapters.fence.warden import Fence
from sekisho.adapters.fence.wire import MOST_SIDE, Pixels
from sekisho.core.intake.pictures import MOST_BYTES, PictureFlaw

HEICS = Path(__file__).parents[3] / "shared" / "data" / "photos" / "other"
RED, BLUE, WHITE = (220, 40, 30), (20, 60, 200), (255, 255, 255)
TURN_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.fixture(scope="module")
def fence():
    """One fence, whose nursery serves every test of this file."""
    opened = Fence()
    yield opened
    opened.close()


def flag(mode="RGB", size=(800, 600)):
    """Red at the upper left, white at the upper right, blue below."""
    image = Image.new("RGB", size, WHITE)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, size[0] // 2, size[1] // 2), fill=RED)
    pen.rectangle((0, size[1] // 2 + 1, size[0], size[1]), fill=BLUE)
    return image.convert(mode)


def written(image, kind="JPEG", **how):
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def pixels_of(fence, content):
    found = fence.open(content, lambda page: page)
    assert not isinstance(found, PictureFlaw), found
    return found


def colours(page: Pixels):
    """The colours at the upper left, the upper right and below."""
    rgb = np.frombuffer(page.rgb, np.uint8).reshape(page.height, page.width, 3).astype(int)
    return [rgb[page.height * y // 8, page.width * x // 8] for x, y in ((2, 2), (6, 2), (4, 6))]


def is_near(found, wanted):
    return np.abs(np.array(found) - np.array(wanted)).max() <= 30


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_comes_out_upright_however_the_phone_was_held(fence, orientation):
    turned = flag().transpose(TURN_BACK[orientation]) if TURN_BACK[orientation] is not None else flag()
    exif = Image.Exif()
    exif[0x0112] = orientation
    (page,) = pixels_of(fence, written(turned, exif=exif, quality=95))
    assert (page.native_width, page.native_height) == (800, 600)
    assert is_near(colours(page), [RED, WHITE, BLUE])


def deep_grey():
    """A 16-bit grey ramp: light at the left, dark at the right."""
    return Image.fromarray(np.linspace(65535, 0, 800).astype(np.uint16)[None, :].repeat(600, 0))


def seen_through():
    """The flag, its white part fully transparent and black underneath."""
    image = flag("RGBA")
    image.paste((0, 0, 0, 0), (401, 0, 800, 300))
    return image


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        pytest.param(written(flag("CMYK"), quality=95), [RED, WHITE, BLUE], id="cmyk-jpeg"),
        pytest.param(written(flag(), quality=95, progressive=True), [RED, WHITE, BLUE], id="progressive-jpeg"),
        pytest.param(written(flag("L"), quality=95), [(93,) * 3, WHITE, (64,) * 3], id="grey-jpeg"),
        pytest.param(written(flag().quantize(8), "PNG"), [RED, WHITE, BLUE], id="palette-png"),
        pytest.param(written(seen_through(), "PNG"), [RED, WHITE, BLUE], id="transparent-png"),
        pytest.param(written(flag("1"), "PNG"), None, id="bit-png"),
        pytest.param(written(deep_grey(), "PNG"), [(191,) * 3, (64,) * 3, (128,) * 3], id="deep-grey-png"),
        pytest.param(written(flag(), "PDF", quality=95), [RED, WHITE, BLUE], id="pdf"),
        pytest.param(b"From nobody\r\n" * 40 + written(flag(), "PDF", quality=95), [RED, WHITE, BLUE], id="late-pdf"),
        pytest.param(written(flag(), "MPO", save_all=True, append_images=[flag("L").convert("RGB")]), [RED, WHITE, BLUE], id="mpo"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_comes_out_in_its_true_colours(fence, content, wanted):
    page = pixels_of(fence, content)[0]
    assert wanted is None or is_near(colours(page), wanted)


def test_a_large_picture_is_handed_over_small_and_says_how_large_it_was(fence):
    (page,) = pixels_of(fence, written(flag(size=(4000, 3000))))
    assert (page.native_width, page.native_height) == (4000, 3000)
    assert 1600 <= max(page.width, page.height) <= MOST_SIDE


def test_each_page_of_a_pdf_is_a_picture(fence):
    content = written(flag(), "PDF", save_all=True, append_images=[flag()] * 2)
    assert len(pixels_of(fence, content)) == 3


@pytest.mark.skipif(not HEICS.is_dir(), reason="the collected photographs are not beside the project")
def test_a_heic_of_a_phone_is_opened_and_one_cut_off_is_not(fence):
    (page,) = pixels_of(fence, (HEICS / "082_pillow_heif.heic").read_bytes())
    assert (page.native_width, page.native_height, page.width) == (4032, 3024, 2016)
    assert fence.open((HEICS / "084_pillow_heif.heic").read_bytes(), id) is PictureFlaw.TOO_MANY_PIXELS
    assert fence.open((HEICS / "086_pillow_heif.heic").read_bytes(), id) in {PictureFlaw.TOO_SMALL, PictureFlaw.BROKEN}


# ── What is not opened ───────────────────────────────────────────────────────────────────────────────────────


def png_of(width, height, *, depth=1, colour=0, rows=0):
    """A PNG whose head says what it likes; `rows` of nothing follow."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    channels = {0: 1, 2: 3, 6: 4}[colour]
    squeezed = zlib.compressobj(9)
    line = b"\0" + bytes((width * depth * channels + 7) // 8)
    content = b"".join(squeezed.compress(line) for _ in range(rows)) + squeezed.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def lying_jpeg():
    """A small JPEG whose head says 65,000 by 65,000."""
    content = bytearray(written(flag()))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 65000, 65000)
    return bytes(content)


def locked_pdf(**passwords):
    out = BytesIO()
    with pikepdf.open(BytesIO(written(flag(), "PDF"))) as document:
        document.save(out, encryption=pikepdf.Encryption(**passwords))
    return out.getvalue()


def many_paged_pdf(count):
    out = BytesIO()
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


def zipped():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        pytest.param(b"", PictureFlaw.EMPTY, id="empty"),
        pytest.param(b"\xff" * (MOST_BYTES + 1), PictureFlaw.TOO_LARGE, id="too-large"),
        pytest.param(SVG, PictureFlaw.NOT_A_PICTURE, id="svg"),
        pytest.param(b"<!doctype html><img src=x onerror=alert(1)>", PictureFlaw.NOT_A_PICTURE, id="html"),
        pytest.param(zipped(), PictureFlaw.NOT_A_PICTURE, id="office-document"),
        pytest.param(written(flag(), "GIF"), PictureFlaw.NOT_A_PICTURE, id="gif"),
        pytest.param(written(flag(), "TIFF"), PictureFlaw.NOT_A_PICTURE, id="tiff"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", PictureFlaw.NOT_A_PICTURE, id="postscript"),
        pytest.param(png_of(30000, 30000, rows=30000), PictureFlaw.TOO_MANY_PIXELS, id="png-bomb"),
        pytest.param(png_of(2**31 - 1, 2**31 - 1), PictureFlaw.TOO_MANY_PIXELS, id="largest-png-head"),
        pytest.param(lying_jpeg(), PictureFlaw.TOO_MANY_PIXELS, id="lying-jpeg"),
        pytest.param(written(flag(size=(599, 400))), PictureFlaw.TOO_SMALL, id="thumbnail"),
        pytest.param(written(flag())[:-2000], PictureFlaw.BROKEN, id="cut-off-jpeg"),
        pytest.param(written(flag(), "PNG")[:900], PictureFlaw.BROKEN, id="cut-off-png"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(5000), PictureFlaw.BROKEN, id="jpeg-of-zeros"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(5000), PictureFlaw.BROKEN, id="heic-of-zeros"),
        pytest.param(b"%PDF-1.7\n" + bytes(5000), PictureFlaw.BROKEN, id="pdf-of-zeros"),
        pytest.param(locked_pdf(user="secret", owner="secret"), PictureFlaw.LOCKED, id="locked-pdf"),
        pytest.param(many_paged_pdf(21), PictureFlaw.TOO_MANY_PAGES, id="too-many-pages"),
    ],
)
def test_what_is_no_honest_picture_is_refused_with_its_reason(fence, content, flaw):
    assert fence.open(content, id) is flaw


def test_a_pdf_that_only_its_owner_may_change_is_opened(fence):
    assert len(pixels_of(fence, locked_pdf(user="", owner="secret"))) == 1


def test_a_page_of_any_size_is_rendered_small(fence):
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(14400, 14400))
        document.pages[0].UserUnit = 100000
        document.save(out)
    (page,) = pixels_of(fence, out.getvalue())
    assert max(page.width, page.height) <= MOST_SIDE


@pytest.mark.parametrize("hidden", [b"<script>alert(1)</script>", zipped()], ids=["html", "zip"])
def test_a_file_that_is_also_another_is_a_picture_and_nothing_but_its_pixels(fence, hidden):
    plain = written(flag(), quality=95)
    (alone,), (both,) = pixels_of(fence, plain), pixels_of(fence, plain + hidden)
    assert alone == both


@pytest.mark.parametrize(
    "width", [pytest.param(9000, id="too-much-memory", marks=pytest.mark.slow)]
)  # a gigabyte is filled
def test_a_picture_that_takes_too_much_memory_is_refused_and_the_next_one_opened(fence, width):
    assert fence.open(png_of(width, 11000, depth=16, colour=6, rows=11000), id) is PictureFlaw.TOO_HEAVY
    assert len(pixels_of(fence, written(flag()))) == 1


def endless_pdf(depth=14, width=10):
    """Each form draws the next ten times: ten to the fourteenth rectangles."""
    document = pikepdf.new()
    inner = document.make_stream(
        b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 500, 500]
    )
    for _ in range(depth):
        inner = document.make_stream(
            b"/F Do " * width,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 500, 500],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner)),
        )
    document.add_blank_page()
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    document.pages[0].Contents = document.make_stream(b"/F Do")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.slow  # it takes what time and memory a file may have
def test_a_file_that_never_ends_is_ended_and_the_next_one_opened(fence):
    assert fence.open(endless_pdf(), id) is PictureFlaw.TOO_HEAVY
    assert len(pixels_of(fence, written(flag()))) == 1


def test_a_nursery_that_is_killed_is_followed_by_another(fence):
    pixels_of(fence, written(flag()))
    os.kill(fence._nursery._process.pid, 9)
    assert fence.open(written(flag()), id) is not PictureFlaw.BROKEN  # whether it was seen to be gone is a race
    assert len(pixels_of(fence, written(flag()))) == 1


MADE = [written(flag()), written(flag(), "PNG"), written(flag(), "PDF"), written(seen_through(), "PNG")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.data())
def test_a_damaged_file_is_opened_or_refused_and_nothing_else(fence, data):
    content = bytearray(data.draw(st.sampled_from(MADE)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(1, 4))] = data.draw(st.binary(max_size=6))
    found = fence.open(bytes(content) or b"x", lambda page: (page.width, page.height))
    assert isinstance(found, PictureFlaw | tuple)


# ── What a process behind the fence can do ───────────────────────────────────────────────────────────────────

ESCAPES = """
import json, os, socket, subprocess, sys, ctypes
from sekisho.adapters.fence import walls
if sys.argv[1] == "ordinary" and os.geteuid() == 0:
    os.setgroups([]); os.setresgid(4711, 4711, 4711); os.setresuid(4711, 4711, 4711)
walls.leave_network()
room = walls.empty_folder()
walls.shut_in(room, has_threads=False)
def tried(deed):
    try:
        deed()
    except (OSError, MemoryError, ValueError) as error:
        return type(error).__name__
    return "done"
found = {
    "read": tried(lambda: open("/etc/passwd").close()),
    "write": tried(lambda: open("/tmp/sekisho-escaped", "w").close()),
    "connect": tried(lambda: socket.create_connection(("127.0.0.1", 1), timeout=1)),
    "socket": tried(socket.socket),
    "run": tried(lambda: subprocess.run(["/bin/true"])),
    "fork": tried(lambda: os.fork() or os._exit(0)),
    "raise": tried(lambda: __import__("resource").setrlimit(7, (64, 64))),
    "fill": tried(lambda: bytearray(2 << 30)),
    "become": tried(lambda: os.setuid(0)) if os.getuid() else "is root",
}
print(json.dumps(found))
"""


@pytest.mark.parametrize("user", ["root", "ordinary"])
def test_a_process_behind_the_fence_opens_nothing_starts_nothing_and_stays_who_it_is(user):
    if user == "root" and os.geteuid() != 0:
        pytest.skip("only root can be tried as root")
    said = subprocess.run(
        [sys.executable, "-c", ESCAPES, user],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    found = json.loads(said.stdout)
    assert "done" not in found.values(), found
    assert found["become"] in {"PermissionError", "OSError"}, found


def test_a_nursery_inherits_no_settings(fence):
    pixels_of(fence, written(flag()))
    try:
        said = Path(f"/proc/{fence._nursery._process.pid}/environ").read_bytes()
    except PermissionError:
        return  # it lets nobody of its own user look: so much the better
    assert {entry.partition(b"=")[0] for entry in said.split(b"\0") if entry} <= {b"PYTHONPATH", b"LANG", b"LC_CTYPE"}
