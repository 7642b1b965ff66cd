"""Whole mails as common programs write them: their headers, their charsets, their nesting, and where each of them puts a picture.

Nothing here is made by a library that would tidy it up: what is odd about a program is what a mail of it is for.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from itertools import count
from types import MappingProxyType
from typing import Final

CR_LF: Final = b"\r\n"
LINE: Final = 76
_numbers = count(1)

Written = Callable[[str, bytes], bytes]
"""`written(subject, file)` gives a mail with lines ended by CR LF; `file` is the picture or PDF that it carries."""


def _apple_phone_in_japanese(subject: str, file: bytes) -> bytes:
    """ISO-2022-JP with full-width letters, the picture inline between two texts, its name in an encoded word."""
    text = _text("送ります。\r\n", charset="iso-2022-jp")
    name = _word("写真 2026-11-23.jpeg", charset="iso-2022-jp")
    picture = _file(file, b"image/jpeg; name=" + name, b"inline; filename=" + name, b"X-Apple-Content-Length: 1")
    signature = _text("iPhoneから送信\r\n", charset="iso-2022-jp")
    top = (b"Mime-Version: 1.0 (1.0)", b"X-Mailer: iPhone Mail (22H20)", b"Content-Transfer-Encoding: 7bit")
    return _mail(_word(_wide(subject), charset="iso-2022-jp"), _many(b"mixed", text, picture, signature), *top)


def _apple_related_without_a_name(subject: str, file: bytes) -> bytes:
    """The picture within multipart/related within multipart/alternative, without a file name."""
    shown = b'<html><body><img src="cid:7F2A@example.com" width="3024"></body></html>'
    picture = _file(file, b"image/jpeg; x-unix-mode=0644", b"inline", b"Content-Id: <7F2A@example.com>")
    related = _many(b'related; type="text/html"', _part(b"text/html; charset=us-ascii", shown), picture)
    both = _many(b"alternative", _text("\ufffc\r\n"), related)
    return _mail(subject.encode(), both, b"X-Mailer: Apple Mail (2.3826)")


def _apple_mixed_without_a_name(subject: str, file: bytes) -> bytes:
    """The picture alone in multipart/mixed: no text, no name, no word of what it is to the mail."""
    return _mail(subject.encode(), _many(b"mixed", _file(file, b"image/jpeg", b"inline")), b"X-Mailer: Apple Mail")


def _attachment(subject: str, file: bytes) -> bytes:
    """A file of a phone that its program knows no type for, under a name in Japanese (RFC 2231)."""
    named = b"attachment; filename*0*=UTF-8''%E8%BA%AB%E5%88%86; filename*1*=%E8%A8%BC.dat"
    return _mail(_word(subject), _many(b"mixed", _text("Anbei"), _file(file, b"application/octet-stream", named)))


def _forwarded_twice(subject: str, file: bytes) -> bytes:
    """The mail with the picture forwarded as a whole, and that one again."""
    innermost = _mail(b"IMG_1", _many(b"mixed", _file(file, b"image/jpeg; name=IMG_1.JPG", b"attachment")))
    inner = _mail(b"Fwd: IMG_1", _many(b"mixed", _text("see below"), _part(b"message/rfc822", innermost)))
    outer = _many(b"mixed", _text("bitte"), _part(b"message/rfc822", inner, b"Content-Disposition: inline"))
    return _mail(b"Fwd: WG: " + subject.encode(), outer)


def _unlabelled_shift_jis(subject: str, file: bytes) -> bytes:
    """An old program of Windows: Shift_JIS without a label in the subject and in the file's name."""
    raw = f"【書類】{_wide(subject)}".encode("cp932")
    named = b'attachment; filename="' + "免許証.jpg".encode("cp932") + b'"'
    return _mail(raw, _many(b"mixed", _file(file, b"image/pjpeg", named)), b"X-Mailer: Becky! ver. 1.25.07")


def _shown_within_the_text(subject: str, file: bytes) -> bytes:
    """A picture that was pasted into the text, and stands in it as its address (RFC 2397)."""
    html = b'<p>see:</p><img src="data:image/jpeg;base64,' + b64encode(file) + b'" alt="">'
    text = _part(b"text/html; charset=utf-8", _lines(html), b"Content-Transfer-Encoding: base64")
    return _mail(_word(subject), _many(b"alternative", _text("see:"), text))


def _signed(subject: str, file: bytes) -> bytes:
    """Signed by S/MIME, with the sender's card."""
    inner = _many(
        b"mixed", _file(file, b"image/jpeg", b"attachment"), _part(b"text/vcard", b"BEGIN:VCARD\r\nEND:VCARD")
    )
    signature = _file(b"0\x82", b"application/pkcs7-signature; name=smime.p7s", b"attachment")
    return _mail(subject.encode(), _many(b'signed; protocol="application/pkcs7-signature"', inner, signature))


def _with_a_logo(subject: str, file: bytes) -> bytes:
    """A firm's program: the logo of the signature beside the attachment, and the addressee's name twice in the subject."""
    shown = _part(b"text/html; charset=iso-8859-1", b"<p>Gr\xfc\xdfe</p><img src='cid:image001.png@01DA'>")
    logo = _file(
        b"\x89PNG\r\n\x1a\n logo", b"image/png; name=image001.png", b"inline", b"Content-ID: <image001.png@01DA>"
    )
    related = _many(b"related", _many(b"alternative", _text("Grüße"), shown), logo)
    paper = _file(file, b'application/pdf; name="bill.pdf"', b"attachment; filename=bill.pdf; size=1")
    return _mail(_word(f"{subject} / {subject}"), _many(b"mixed", related, paper), b"X-MS-Has-Attach: yes")


def _as_the_whole(subject: str, file: bytes) -> bytes:
    """A scanner: the mail is the file."""
    return _mail(subject.encode(), _file(file, b"application/pdf", b"attachment; filename=scan.pdf"))


def _of_windows_alone(subject: str, file: bytes) -> bytes:
    """TNEF: what is attached lies in a format of one firm, and nothing else can open it."""
    del file
    tnef = _file(b"\x78\x9f\x3e\x22\x01\x00", b'application/ms-tnef; name="winmail.dat"', b"attachment")
    return _mail(subject.encode(), _many(b"mixed", _text("see attachment"), tnef))


def _nothing_attached(subject: str, file: bytes) -> bytes:
    """The attachment was forgotten."""
    del file
    return _mail(subject.encode(), _text("please find attached"))


PROGRAMS: Final[Mapping[str, Written]] = MappingProxyType(
    {
        "iPhone in Japanese": _apple_phone_in_japanese,
        "Apple, in multipart/related": _apple_related_without_a_name,
        "Apple, in multipart/mixed": _apple_mixed_without_a_name,
        "as octet-stream": _attachment,
        "forwarded twice": _forwarded_twice,
        "unlabelled Shift_JIS": _unlabelled_shift_jis,
        "within the text": _shown_within_the_text,
        "signed": _signed,
        "with a logo": _with_a_logo,
        "the mail is the file": _as_the_whole,
        "TNEF": _of_windows_alone,
        "nothing attached": _nothing_attached,
    }
)


def _mail(subject: bytes, body: bytes, *more: bytes) -> bytes:
    number = next(_numbers)
    head = (
        b"Return-Path: <hanako@example.com>",
        b"Date: Mon, 23 Nov 2026 09:00:00 +0900",
        b"From: =?utf-8?B?" + b64encode("見本 花子".encode()) + b"?= <hanako@example.com>",
        b"To: newaccounts@sekisho.example",
        b"Message-Id: <%d.7F2A@mail.example.com>" % number,
        b"Subject: " + subject,
        *more,
    )
    return CR_LF.join(head) + CR_LF + body


def _many(kind: bytes, *parts: bytes) -> bytes:
    boundary = b"=_%d_b" % next(_numbers)
    between = b"".join(b"--" + boundary + CR_LF + part + CR_LF for part in parts)
    return (
        b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind, boundary) + between + b"--" + boundary + b"--\r\n"
    )


def _part(kind: bytes, content: bytes, *more: bytes) -> bytes:
    return CR_LF.join((b"Content-Type: " + kind, *more, b"", content))


def _text(text: str, *, charset: str = "utf-8") -> bytes:
    return _part(b"text/plain; charset=" + charset.encode(), text.encode(charset))


def _file(content: bytes, kind: bytes, disposition: bytes, *more: bytes) -> bytes:
    how = (b"Content-Disposition: " + disposition, b"Content-Transfer-Encoding: base64", *more)
    return _part(kind, _lines(content), *how)


def _lines(content: bytes) -> bytes:
    coded = b64encode(content)
    return CR_LF.join(coded[at : at + LINE] for at in range(0, len(coded), LINE))


def _word(text: str, *, charset: str = "utf-8") -> bytes:
    return b"=?%s?B?%s?=" % (charset.encode(), b64encode(text.encode(charset)))


def _wide(text: str) -> str:
    """Write it as a Japanese keyboard does when nobody switches: full width."""
    return "".join("　" if sign == " " else chr(ord(sign) + 0xFEE0) for sign in text)
