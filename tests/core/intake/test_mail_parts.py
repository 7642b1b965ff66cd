"""Every part of a mail that could be a document is found, whatever its sender's program made of it."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.mail_parts import MOST_DEPTH, MOST_PARTS, Carried, PartsFlaw, read_mail

PICTURE = b"\xff\xd8\xff\xe0 a photograph \r\n.\x00\xff\xd9"


def written(**headers):
    message = EmailMessage()
    message["Subject"] = "U1234567 PID"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def whole():
    message = written()
    message.set_content(PICTURE, maintype="image", subtype="heic")
    return message


def attached(disposition="attachment", subtype="jpeg", maintype="image", **how):
    message = written()
    message.set_content("Please find it attached.")
    message.add_attachment(PICTURE, maintype=maintype, subtype=subtype, disposition=disposition, **how)
    return message


def without_disposition():
    message = attached()
    del message.get_payload()[1]["Content-Disposition"]
    return message


def inline_in_html():
    message = written()
    message.set_content("text")
    message.add_alternative("<img src='cid:one@x'>", subtype="html")
    message.get_payload()[1].add_related(PICTURE, "image", "png", cid="<one@x>")
    return message


def pasted():
    from base64 import b64encode

    message = written()
    message.set_content("text")
    html = f"<img src='data:image/JPEG;base64,{b64encode(PICTURE).decode()}'>"
    message.add_alternative(html, subtype="html")
    return message


def forwarded(times=1):
    message = attached()
    for _ in range(times):
        outer = written()
        outer.set_content("Fwd")
        outer.add_attachment(message)
        message = outer
    return message


def uuencoded():
    import binascii

    lines = b"".join(binascii.b2a_uu(PICTURE[at : at + 45]) for at in range(0, len(PICTURE), 45))
    head = b"Subject: U1234567 PID\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
    return head + b"begin 644 a.jpg\r\n" + lines.replace(b"\n", b"\r\n") + b"`\r\nend\r\n"


MAILS = {
    "the mail is the picture": whole(),
    "an attachment": attached(filename="a.jpg"),
    "inline, as Apple's program sends it": attached("inline"),
    "without a disposition": without_disposition(),
    "as octet-stream": attached(maintype="application", subtype="octet-stream", filename="IMG_1.HEIC"),
    "shown by the text": inline_in_html(),
    "pasted into the text": pasted(),
    "in a forwarded mail": forwarded(),
    "in a mail forwarded five times": forwarded(5),
    "uuencoded": uuencoded(),
}


@pytest.mark.fact("A009", "A010")
@pytest.mark.parametrize("mail", MAILS.values(), ids=MAILS)
def test_the_picture_is_found(mail):
    carried = read_mail(mail if isinstance(mail, bytes) else mail.as_bytes())
    assert [part.content for part in carried.parts] == [PICTURE]
    assert carried.subject == "U1234567 PID"


def test_all_of_several_are_found_in_their_order():
    message = attached(filename="1.jpg")
    for number in (2, 3):
        message.add_attachment(PICTURE + bytes([number]), maintype="image", subtype="png", filename=f"{number}.png")
    parts = read_mail(message.as_bytes()).parts
    assert [(part.place, part.name) for part in parts] == [("2", "1.jpg"), ("3", "2.png"), ("4", "3.png")]


def test_a_picture_that_the_text_shows_is_marked_and_still_there():
    (part,) = read_mail(inline_in_html().as_bytes()).parts
    assert part.is_named_by_html
    assert not read_mail(attached().as_bytes()).parts[0].is_named_by_html


@pytest.mark.parametrize("address", [b"data:image/png;base64,A", b"data:image/png;base64,====", b"data:image/png,x"])
def test_an_address_that_holds_no_picture_is_none(address):
    carried = read_mail(b"Content-Type: text/html\r\n\r\n<img src='" + address + b"'>")
    assert b"".join(part.content for part in carried.parts) == b""


NAMES = {
    "写真 髙橋.jpg": b"=?ISO-2022-JP?B?GyRCPEw/PxsoQiAbJEJ8YjY2GyhCLmpwZw==?=",
    "a_b_c.jpg": b"../a/b\\\\c.jpg",
    "a Bcc_ evil.jpg": b"=?utf-8?Q?a=0D=0ABcc=3A_evil.jpg?=",
    "": b" . ",
}


@pytest.mark.parametrize(("shown", "sent"), NAMES.items(), ids=range(len(NAMES)))
def test_a_file_s_name_is_fit_to_be_shown_and_no_path(shown, sent):
    mail = b'Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename="' + sent + b'"\r\n\r\nx'
    (part,) = read_mail(mail).parts
    assert part.name == shown


AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"},
    {"Precedence": "bulk"},
    {"List_Id": "<x.example>"},
    {"X_Auto_Response_Suppress": "All"},
]


@pytest.mark.parametrize("headers", AUTOMATIC, ids=[next(iter(one)) for one in AUTOMATIC])
def test_what_no_person_wrote_is_told(headers):
    assert read_mail(written(**headers).as_bytes()).is_automatic
    assert not read_mail(written(Auto_Submitted="no").as_bytes()).is_automatic


def deep(times):
    boundaries = [b"b%d" % number for number in range(times)]
    begin = b"".join(
        b"Content-Type: multipart/mixed; boundary=" + one + b"\r\n\r\n--" + one + b"\r\n" for one in boundaries
    )
    return begin + b"Content-Type: image/jpeg\r\n\r\nx\r\n"


@pytest.mark.parametrize(
    ("mail", "flaw"),
    [
        (deep(MOST_DEPTH + 1), PartsFlaw.TOO_DEEP),
        (deep(2 * MOST_PARTS - 10), PartsFlaw.TOO_DEEP),
        (deep(1000), PartsFlaw.TOO_MANY_PARTS),
        (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * (MOST_PARTS + 1),
            PartsFlaw.TOO_MANY_PARTS,
        ),
        (b"Content-Type: text/html\r\n\r\n" + b"data:image/png;base64,AAAA' " * 100_000, PartsFlaw.TOO_MANY_PARTS),
        (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: a/b\r\n\r\nx\r\n" * 10_000,
            PartsFlaw.TOO_MANY_PARTS,
        ),
    ],
    ids=[
        "deeper than may be",
        "far deeper",
        "a thousand deep",
        "one part too many",
        "a hundred thousand pasted",
        "ten thousand parts",
    ],
)
def test_what_is_built_to_wear_out_is_refused_within_a_second(mail, flaw):
    begun = time.process_time()
    assert read_mail(mail) is flaw
    assert time.process_time() - begun < 1


@given(
    st.binary(max_size=400)
    | st.lists(
        st.sampled_from(
            [
                b"Content-Type: multipart/mixed; boundary=b\r\n",
                b"\r\n",
                b"--b\r\n",
                b"--b--\r\n",
                b"Content-Type: message/rfc822\r\n",
                b"Content-Transfer-Encoding: base64\r\n",
                b"Subject: =?x?B?A?=\r\n",
                b"\xff\x00",
            ]
        ),
        max_size=20,
    ).map(b"".join)
)
def test_any_bytes_are_some_mail(content):
    carried = read_mail(content)
    assert isinstance(carried, Carried | PartsFlaw)
    if isinstance(carried, Carried):
        assert carried.subject.isprintable() or not carried.subject.isascii()
        assert all("/" not in part.name and "\n" not in part.name for part in carried.parts)
