"""The mail door as a mail program, a careless relay and an attacker find it."""

import smtplib
import socket
import ssl
import time
import tracemalloc
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.storage.intake_rows import MailRow
from sekisho.core.errors import StorageFullError
from sekisho.entrypoints.mail_intake import door
from sekisho.entrypoints.mail_intake.dots import Dots
from sekisho.entrypoints.mail_intake.server import MOST_FROM_ONE

OURS = "newaccounts@sekisho.example"
EUROPE = "newaccounts.uk@sekisho.example"
MEBIBYTE = 1024 * 1024


def kept(house):
    return [b"".join(house.objects.read(row.id)) for row in MailRow.objects.order_by("received_at", "id")]


def mail(subject="U1234567 PID", *, number=1, size=10):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "taro@example.com", OURS, subject
    message["Message-ID"] = f"<{number}@example.com>"
    message.set_content("body\n")
    message.add_attachment(b"\xff\xd8" + b"x" * size, maintype="image", subtype="jpeg", filename="写真.jpg")
    message.set_boundary(f"part-{number}")
    return message


class Wire:
    """A conversation, byte by byte."""

    def __init__(self, port):
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")
        self.greeting = self.hear()

    def say(self, *lines):
        self.socket.sendall(b"".join(lines))
        return self

    def hear(self):
        said = b""
        while True:
            line = self.file.readline()
            said += line
            if not line or line[3:4] != b"-":
                return said

    def ask(self, line):
        self.say(line + b"\r\n")
        return self.hear()

    def begin(self, *recipients):
        self.ask(b"EHLO client.example")
        self.ask(b"MAIL FROM:<taro@example.com>")
        return [self.ask(b"RCPT TO:<" + one.encode() + b">") for one in recipients or (OURS,)]

    def end(self):
        self.file.close()
        self.socket.close()


@pytest.fixture
def wire(open_door):
    """`wire(**settings)` opens a door and a conversation with it; `wire(port)` one more with a door that is open."""
    wires = []

    def talk(port=None, **wanted):
        wires.append(Wire(port or open_door(**wanted)))
        return wires[-1]

    yield talk
    for one in wires:
        one.end()


@pytest.mark.fact("A010", "A045", "A046")
def test_a_mail_to_either_address_is_kept_byte_for_byte_when_250_is_said(house, open_door):
    with smtplib.SMTP("127.0.0.1", open_door(), timeout=20) as client:
        assert client.send_message(mail(number=1)) == {}
        assert client.send_message(mail(number=2), to_addrs=[EUROPE.upper()]) == {}
    assert [row.recipients for row in MailRow.objects.order_by("received_at", "id")].count(EUROPE) == 1
    wanted = {mail(number=number).as_bytes(policy=mail().policy.clone(linesep="\r\n")) for number in (1, 2)}
    assert set(kept(house)) == wanted


def test_a_mail_sent_again_because_250_was_lost_is_one(house, open_door):
    port = open_door()
    for _ in range(3):
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            client.send_message(mail())
    assert len(kept(house)) == 1


def test_nobody_else_is_written_to_by_this_door(wire):
    talk = wire()
    assert talk.begin("someone@sekisho.example", "newaccounts@elsewhere.example", OURS, EUROPE) == [
        b"550 5.1.1 no such address here\r\n",
        b"550 5.1.1 no such address here\r\n",
        b"250 2.1.5 OK\r\n",
        b"250 2.1.5 OK\r\n",
    ]


def test_a_mail_for_nobody_here_is_not_begun(wire, house):
    talk = wire()
    talk.begin("someone@sekisho.example")
    assert talk.ask(b"DATA").startswith(b"503")
    assert kept(house) == []


SMUGGLED = {
    "LF . LF": b"\n.\n",
    "LF . CR LF": b"\n.\r\n",
    "CR . CR": b"\r.\r",
    "CR LF . LF": b"\r\n.\n",
    "CR LF . CR": b"\r\n.\r",
    "CR . CR LF": b"\r.\r\n",
    "LF . CR": b"\n.\r",
    "CR LF zero . CR LF": b"\r\n\0.\r\n",
}


@pytest.mark.parametrize("ending", SMUGGLED.values(), ids=SMUGGLED)
def test_no_other_end_of_a_mail_than_the_one_is_an_end(wire, house, ending):
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    inner = (
        b"MAIL FROM:<a@b.example>\r\nRCPT TO:<" + EUROPE.encode() + b">\r\nDATA\r\nSubject: U7654321 PID\r\n\r\ninner"
    )
    talk.say(b"Subject: U1234567 PID\r\n\r\nouter", ending, inner, b"\r\n.\r\n")
    assert talk.hear().startswith(b"550 5.6.11")
    assert talk.ask(b"NOOP").startswith(b"250")
    assert kept(house) == []


def test_dots_that_smtp_adds_are_taken_away_and_no_others(wire, house):
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    talk.say(b"Subject: U1234567 PID\r\n\r\n..\r\n..a\r\nb.\r\n.c\r\n.\r\n")
    assert talk.hear().startswith(b"250 2.0.0")
    assert kept(house) == [b"Subject: U1234567 PID\r\n\r\n.\r\n.a\r\nb.\r\nc\r\n"]


@given(
    lines=st.lists(st.sampled_from([b"", b".", b"..", b".a", b"a.", b"a", b"\n.", b"\r.", b".\r", b"\r"]), max_size=6),
    cuts=st.sets(st.integers(0, 30)),
)
def test_a_mail_is_its_lines_without_the_dots_that_were_added_wherever_it_is_cut(lines, cuts):
    lines = [line for line in lines if not line.endswith(b"\r")]  # with what follows it would be another line end
    wanted = b"".join(line + b"\r\n" for line in lines)
    sent = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"
    places = sorted(cut for cut in cuts if cut < len(sent) - 2)
    dots = Dots()
    taken = [dots.take(sent[begin:end]) for begin, end in zip([0, *places], [*places, len(sent)], strict=True)]
    assert [is_end for _, is_end in taken] == [False] * len(places) + [True]
    assert b"".join(plain for plain, _ in taken) == wanted


@pytest.mark.parametrize("length", [50_000, 3_000_000])
def test_a_picture_in_one_line_is_taken(wire, house, length):
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    talk.say(b"Subject: U1234567 PID\r\n\r\n" + b"x" * length + b"\r\n.\r\n")
    assert talk.hear().startswith(b"250")
    assert [len(one) for one in kept(house)] == [length + 27]


def test_what_is_said_right_behind_the_end_of_a_mail_is_the_next_command(wire, house):
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    talk.say(b"Subject: U1234567 PID\r\n\r\n.\r\nNOOP\r\nMAIL FROM:<a@b.example>\r\n")
    assert [talk.hear()[:3] for _ in range(3)] == [b"250", b"250", b"250"]
    assert kept(house) == [b"Subject: U1234567 PID\r\n\r\n"]


def test_a_mail_that_is_too_large_is_refused_before_it_is_sent_and_after(wire, house):
    talk = wire(most_mail_bytes=MEBIBYTE)
    assert b"SIZE 1048576" in talk.ask(b"EHLO client.example")
    assert talk.ask(b"MAIL FROM:<taro@example.com> SIZE=1048577").startswith(b"552")
    talk.begin()
    talk.ask(b"DATA")
    talk.say(*([b"x" * 998 + b"\r\n"] * 1100), b".\r\n")
    assert talk.hear().startswith(b"552 5.3.4")
    assert talk.ask(b"NOOP").startswith(b"250")
    assert kept(house) == []


def test_a_mail_of_25_megabytes_never_holds_64(wire, house):
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    talk.say(b"Subject: U1234567 PID\r\n\r\n")
    line = b"x" * 998 + b"\r\n"
    tracemalloc.start()
    try:
        for _ in range(25):
            talk.say(line * (MEBIBYTE // len(line)))
        talk.say(b".\r\n")
        assert talk.hear().startswith(b"250")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 64 * MEBIBYTE
    assert [row.size // MEBIBYTE for row in MailRow.objects.all()] == [24]


class FullOnce:
    """Objects that have no room for one mail."""

    def __init__(self, objects):
        self.objects, self.is_full = objects, True

    def begin(self, name):
        if self.is_full:
            self.is_full = False
            raise StorageFullError(name)
        return self.objects.begin(name)

    def __getattr__(self, name):
        return getattr(self.objects, name)


def test_a_full_disk_is_said_as_such_and_the_next_mail_is_taken(house, open_door):
    full = replace(house, objects=FullOnce(house.objects))
    with smtplib.SMTP("127.0.0.1", open_door(full), timeout=20) as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(mail())
        assert (refused.value.smtp_code, refused.value.smtp_error[:5]) == (452, b"4.3.1")
        assert client.send_message(mail()) == {}
    assert len(kept(house)) == 1


def test_a_mail_that_is_cut_off_leaves_nothing(wire, house, tmp_path):
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    talk.say(b"Subject: U1234567 PID\r\n\r\n", b"x" * 60_000 + b"\r\n", b"x" * 60_000 + b"\r\n")
    talk.end()
    again = wire(talk.port)
    again.begin()
    again.ask(b"DATA")
    assert again.ask(b".").startswith(b"250")
    assert kept(house) == [b""]
    until = time.monotonic() + 20
    while [path.suffix for path in (tmp_path / "objects").iterdir()] != [
        ""
    ]:  # who has hung up is noticed a little later
        assert time.monotonic() < until


def test_more_conversations_than_are_held_are_sent_away(wire, open_door):
    port = open_door()
    talks = [wire(port) for _ in range(MOST_FROM_ONE)]
    assert wire(port).greeting == b"421 4.7.0 too many conversations; please come back later\r\n"
    assert talks[0].ask(b"QUIT").startswith(b"221")
    talks[0].end()
    assert any(wire(port).greeting.startswith(b"220") for _ in range(50))


def test_a_mail_comes_encrypted_where_there_is_a_certificate(house, open_door, certificate):
    context = ssl.create_default_context(cafile=str(certificate))
    with smtplib.SMTP("localhost", open_door(smtp_certificate=certificate), timeout=20) as client:
        client.starttls(context=context)
        assert client.send_message(mail()) == {}
    assert len(kept(house)) == 1


def test_what_was_said_in_the_clear_behind_starttls_is_not_heard(wire, house, certificate):
    talk = wire(smtp_certificate=certificate)
    talk.ask(b"EHLO client.example")
    talk.say(b"STARTTLS\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<" + OURS.encode() + b">\r\n")
    assert talk.hear().startswith(b"220")
    context = ssl.create_default_context(cafile=str(certificate))
    talk.file.close()
    talk.socket = context.wrap_socket(talk.socket, server_hostname="localhost")
    talk.file = talk.socket.makefile("rb")
    talk.ask(b"EHLO client.example")
    assert talk.ask(b"DATA").startswith(b"503")
    assert kept(house) == []


@pytest.mark.parametrize(
    "line", [b"XCLIENT NAME=a ADDR=1.2.3.4", b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2", b"AUTH LOGIN", b"\xff\xfe", b"EXPN x"]
)
def test_what_is_not_offered_is_refused_and_the_conversation_goes_on(wire, line):
    talk = wire()
    talk.ask(b"EHLO client.example")
    assert talk.ask(line)[:1] == b"5"
    assert talk.ask(b"NOOP").startswith(b"250")


def test_a_mail_that_dawdles_is_told_so(wire, house, monkeypatch):
    monkeypatch.setattr(door, "MAIL_SECONDS", 0.2)
    talk = wire()
    talk.begin()
    talk.ask(b"DATA")
    talk.say(b"Subject: U1234567 PID\r\n")
    assert talk.hear() in {b"", b"451 4.4.2 too slow; please send it again\r\n"}
    assert kept(house) == []


def test_whoever_hangs_up_at_any_moment_leaves_nothing(wire, house, tmp_path):
    port = wire().port
    for sent in range(12):
        talk = wire(port)
        talk.begin()
        (talk.ask if sent % 2 else talk.say)(b"DATA" if sent % 2 else b"DATA\r\n")
        talk.say(b"Subject: U1234567 PID\r\n\r\n" * (sent % 3), b"x" * 998 + b"\r\n")
        talk.end()
    until = time.monotonic() + 20
    while any((tmp_path / "objects").iterdir()):
        assert time.monotonic() < until
    assert kept(house) == []
