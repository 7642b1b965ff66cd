"""A mail header's bytes as text, where the standard library gives up: Japanese as it is really sent.

Encoded words (RFC 2047) may be split inside a character, labelled with names that Python does not know (cp50220, iso-2022-jp-ms,
windows-31j, x-sjis), or hold what their label does not allow: 髙, 﨑 and ① under ISO-2022-JP, as common mail programs write them.
Older ones send raw Shift_JIS or raw ISO-2022-JP without any label. What cannot be read becomes U+FFFD; nothing is refused here.
"""

import binascii
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from types import MappingProxyType
from typing import Final

_ENCODED_WORD: Final = re.compile(rb"=\?([!->@-~]{1,40})\?([bBqQ])\?([^?]*)\?=")  # a space inside is wrong, and common
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])")
_HEX: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_ESCAPE: Final = re.compile(rb"\x1b(\$\(?[@BD]|\([BJI]|&@)|[\x0e\x0f]")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Control signs and line ends, which an encoded word may carry: none of them may reach a header or a page of ours."""

_JIS: Final = frozenset(
    {"iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-ms", "csiso2022jp", "cp50220", "cp50221", "cp50222", "jis"}
)
_SHIFT_JIS: Final = frozenset(
    {"shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji", "csshiftjis"}
)
_EUC_JP: Final = frozenset({"euc-jp", "eucjp", "x-euc-jp", "euc_jp", "eucjp-ms", "cp51932"})
_WIDER: Final = MappingProxyType(
    {
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "ks_c_5601-1987": "cp949",
        "euc-kr": "cp949",
        "us-ascii": "utf-8",
        "iso-8859-1": "cp1252",
    }
)
"""What is sent under a label is often of its larger neighbour."""

_PLAIN: Final = re.compile(r"[a-z0-9_-]+")
_FIRST_ROW: Final = 0x21
_LAST_ROW: Final = 0x7E


def read_header(raw: bytes) -> str:
    """Give the text of a header's value, which may be folded; what nobody sees is one space."""
    text = "".join(decode(charset, content) for charset, content in _pieces(_FOLD.sub(b"", raw)))
    return _UNSEEN.sub(" ", text).strip()


def decode(charset: str, content: bytes) -> str:
    """Decode `content` under a label from a mail, "" for none. Never fails."""
    label = charset.casefold()
    if label in _JIS or (not label and b"\x1b" in content):
        return decode_jis(content)
    if label in _SHIFT_JIS:
        return _first_of(content, "cp932")
    if label in _EUC_JP:
        return _first_of(content, "euc_jis_2004", "euc_jp")
    if label and _PLAIN.fullmatch(label):
        return _first_of(content, _WIDER.get(label, label), "utf-8", "cp932")
    return _first_of(content, "utf-8", "cp932")


def decode_jis(content: bytes) -> str:
    """Decode ISO-2022-JP as it is sent: with rows of Microsoft and NEC, half-width kana, and JIS X 0212 (cp50221)."""
    read, begin, text = _single, 0, list[str]()
    for escape in _ESCAPE.finditer(content):
        text.append(read(content[begin : escape.start()]))
        begin = escape.end()
        read = _READERS.get(escape[1] or escape[0], read)
    return "".join([*text, read(content[begin:])])


def _pieces(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Give (label, bytes), one character never in two pieces: neighbouring words of one label are one (and RFC 2047, 6.2)."""
    for label, group in groupby(_words(raw), key=lambda piece: piece[0]):
        yield label, b"".join(content for _, content in group)


def _words(raw: bytes) -> Iterator[tuple[str, bytes]]:
    begin = 0
    for word in _ENCODED_WORD.finditer(raw):
        between = raw[begin : word.start()]
        if between.strip(b" \t") or (between and begin == 0):
            yield "", between
        begin = word.end()
        label = word[1].partition(b"*")[0].decode("ascii").casefold()  # a language may follow the charset (RFC 2231)
        content = word[3]
        yield label or "us-ascii", _base64(content) if word[2] in b"bB" else _quoted(content)
    if raw[begin:].strip(b" \t"):
        yield "", raw[begin:]


def _base64(content: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    whole = kept if len(kept) % 4 != 1 else kept[:-1]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _quoted(content: bytes) -> bytes:
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), content.replace(b"_", b" "))


def _first_of(content: bytes, *codecs: str) -> str:
    """Decode by the first codec that can, else by the first that there is, with U+FFFD for what it cannot."""
    for codec in codecs:
        try:
            return content.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return content.decode(codecs[0], errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _single(content: bytes) -> str:
    return _first_of(content, "cp932") if content.isascii() else _first_of(content, "utf-8", "cp932")


def _kana(content: bytes) -> str:
    return _first_of(bytes(byte | 0x80 if _FIRST_ROW <= byte <= _LAST_ROW else byte for byte in content), "cp932")


def _double(content: bytes) -> str:
    """JIS X 0208 pairs become Shift_JIS pairs by arithmetic, so that cp932's rows of NEC and IBM are read, too."""
    return _first_of(b"".join(_pairs(content, _to_shift_jis)), "cp932")


def _supplement(content: bytes) -> str:
    return _first_of(b"".join(_pairs(content, lambda row, cell: bytes([0x8F, row | 0x80, cell | 0x80]))), "euc_jp")


def _pairs(content: bytes, make: Callable[[int, int], bytes]) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        row, cell = content[at], content[at + 1] if at + 1 < len(content) else 0
        if _FIRST_ROW <= row <= _LAST_ROW and _FIRST_ROW <= cell <= _LAST_ROW:
            yield make(row, cell)
            at += 2
        else:  # a line end or a space that a mail program left between two pairs
            yield bytes([row]) if row <= _LAST_ROW else b"?"
            at += 1


def _to_shift_jis(row: int, cell: int) -> bytes:
    lead = ((row - _FIRST_ROW) >> 1) + 0x81
    lead += 0x40 if lead > 0x9F else 0  # noqa: PLR2004 - Shift_JIS leaves 0xA0 to 0xDF to half-width kana
    trail = cell + 0x7E if row % 2 == 0 else cell + 0x1F + (cell >= 0x60)  # noqa: PLR2004 - and no trail is 0x7F
    return bytes([lead, trail])


_READERS: Final = MappingProxyType(
    {
        b"(B": _single,
        b"(J": _single,
        b"(I": _kana,
        b"\x0e": _kana,
        b"\x0f": _single,
        b"$@": _double,
        b"$B": _double,
        b"$(@": _double,
        b"$(B": _double,
        b"$(D": _supplement,
    }
)
"""By the escape sequence that begins it; an announcement that changes nothing is not here."""
