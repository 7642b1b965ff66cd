"""A mail is durable before it is said to be taken, and once however often it is sent."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.adapters.objects import SealedFolder
from sekisho.adapters.storage.intake_rows import MailRow
from sekisho.core.intake.mail_identity import MOST_HEADER
from sekisho.testing import databases
from sekisho.workflows.intake.take_in import Envelope, Incoming, MailFlaw, Taken
from sekisho.workflows.intake.tidy import tidy

DAY = timedelta(days=1)
SAID = Envelope(way="smtp", sender="taro@example.com", recipients=("newaccounts@sekisho.example",), peer="192.0.2.1")
MAIL = (
    b"From: taro@example.com\r\nTo: newaccounts@sekisho.example\r\nSubject: U1234567 PID\r\n"
    b"Message-ID: <1@example.com>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0900\r\n\r\nbody\r\n"
)


@pytest.fixture
def house(ports_on, tmp_path):
    """The ports, with a folder of their own."""
    return replace(ports_on, objects=SealedFolder(tmp_path / "objects", vault=ports_on.vault))


@pytest.fixture
def sqlite_house(ports, tmp_path):
    """The same on SQLite alone."""
    return replace(ports, objects=SealedFolder(tmp_path / "objects", vault=ports.vault))


def take(ports, mail, *cuts):
    incoming = Incoming(ports, SAID)
    for begin, end in zip([0, *cuts], [*cuts, len(mail)], strict=True):
        incoming.write(mail[begin:end])
    return incoming.finish()


def kept(ports):
    return {row.id: b"".join(ports.objects.read(row.id)) for row in MailRow.objects.all()}


def test_a_mail_that_is_taken_is_there_byte_for_byte_with_what_was_said_about_it(house, clock):
    taken = take(house, MAIL)
    assert isinstance(taken, Taken)
    assert kept(house) == {taken.mail_id: MAIL}
    with house.store.reading() as tx:
        record = tx.mail(taken.mail_id)
    assert (record.sender, record.recipients, record.peer, record.way) == (
        SAID.sender,
        SAID.recipients,
        SAID.peer,
        SAID.way,
    )
    assert (record.size, record.digest) == (len(MAIL), hashlib.sha256(MAIL).hexdigest())
    assert record.received_at == clock.now()


SAME = {
    "sent again": MAIL,
    "by another node, with its line at the top": b"Received: by two; now\r\nReturn-Path: <x@y>\r\n" + MAIL,
    "folded by another program": MAIL.replace(b"Subject: U1234567 PID", b"Subject: U1234567\r\n PID"),
    "with other letters in the names of its lines": MAIL.replace(b"Subject", b"SUBJECT"),
}
OTHERS = {
    "another subject": MAIL.replace(b"PID", b"PoRes"),
    "another body": MAIL.replace(b"body", b"Body"),
    "another author": MAIL.replace(b"From: taro", b"From: jiro"),
    "another id": MAIL.replace(b"<1@", b"<2@"),
    "a subject more": b"Subject: U7654321 PID\r\n" + MAIL,
}


@pytest.mark.parametrize("again", SAME.values(), ids=SAME)
def test_the_same_mail_twice_is_one_submission(house, again):
    first, second = take(house, MAIL), take(house, again)
    assert (first.is_new, second.is_new) == (True, False)
    assert kept(house) == {first.mail_id: MAIL}
    assert list(house.objects.left_behind(before=-DAY)) == [first.mail_id]


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_mail_is_another_submission(house, other):
    assert take(house, MAIL).is_new
    assert take(house, other).is_new
    assert sorted(kept(house).values()) == sorted([MAIL, other])


def test_the_same_mail_by_two_ways_at_once_is_one_submission(house):
    def one(_):
        try:
            return take(house, MAIL)
        finally:
            databases.connections["default"].close()

    for turn in range(5):
        MailRow.objects.all().delete()
        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(one, range(4)))
        assert sum(each.is_new for each in taken) == 1, turn
        assert list(kept(house).values()) == [MAIL]
        winner = next(each.mail_id for each in taken if each.is_new)
        assert list(house.objects.left_behind(before=-DAY)) == [winner]
        house.objects.remove(winner)


FLAWED = {
    "LF alone": MAIL.replace(b"body\r\n", b"bo\ndy\r\n"),
    "CR alone": MAIL.replace(b"body\r\n", b"bo\rdy\r\n"),
    "CR at the end": MAIL + b"\r",
    "LF at the beginning": b"\n" + MAIL,
    "a zero byte": MAIL.replace(b"body", b"bo\0dy"),
    "CR CR LF": MAIL.replace(b"body\r\n", b"body\r\r\n"),
    "a header of LF": MAIL.replace(b"PID\r\n", b"PID\n"),
}


@pytest.mark.parametrize("mail", FLAWED.values(), ids=FLAWED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(cut=st.floats(0, 1))
def test_a_line_end_that_can_be_read_in_two_ways_is_refused_wherever_the_pieces_part(sqlite_house, mail, cut):
    assert take(sqlite_house, mail, int(cut * len(mail))) is MailFlaw.BARE_LINE_END
    assert kept(sqlite_house) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(cuts=st.lists(st.integers(0, len(MAIL)), max_size=6).map(sorted))
def test_the_pieces_in_which_it_comes_make_no_difference(sqlite_house, cuts):
    taken = take(sqlite_house, MAIL, *cuts)
    assert isinstance(taken, Taken)
    assert list(kept(sqlite_house).values()) == [MAIL]


ODD = {
    "no header": b"\r\nbody\r\n",
    "no body": b"Subject: U1234567 PID\r\n\r\n",
    "no blank line": b"Subject: U1234567 PID\r\n",
    "nothing": b"",
    "no line at all": b"\xff" * 100,
}


@pytest.mark.parametrize("mail", ODD.values(), ids=ODD)
def test_the_oddest_mail_is_kept_too(sqlite_house, mail):
    assert take(sqlite_house, mail).is_new
    assert list(kept(sqlite_house).values()) == [mail]


def test_a_header_beyond_all_measure_is_refused(sqlite_house):
    long = b"X: " + b"y" * MOST_HEADER + b"\r\n\r\n"
    assert take(sqlite_house, long, 1000, 100_000) is MailFlaw.HEADER_TOO_LARGE
    assert kept(sqlite_house) == {}


def test_what_was_begun_and_never_taken_is_cleared_up_and_nothing_else(sqlite_house, tmp_path):
    taken = take(sqlite_house, MAIL)
    begun = Incoming(sqlite_house, SAID)
    begun.write(b"x" * 1000)
    new = sqlite_house.objects.begin("mail_new")
    for path in (tmp_path / "objects").iterdir():
        if "mail_new" not in path.name:
            os.utime(path, (0, 0))
    assert tidy(sqlite_house) == 1
    assert kept(sqlite_house) == {taken.mail_id: MAIL}
    assert sorted(path.name for path in (tmp_path / "objects").iterdir()) == sorted([taken.mail_id, "mail_new.part"])
    begun.drop()
    new.drop()
