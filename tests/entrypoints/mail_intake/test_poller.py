"""Mails that lie in a mailbox, taken in from a real IMAP server, whatever lies beside them and whatever fails meanwhile."""

import logging
import smtplib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from imap_tools import MailBoxUnencrypted

from sekisho.adapters.storage.intake_rows import MailRow
from sekisho.core.errors import StorageFullError
from sekisho.core.secret import Secret
from sekisho.entrypoints.cli.examination import Grade
from sekisho.entrypoints.cli.reachability import try_mailbox
from sekisho.entrypoints.mail_intake.mailbox import MailboxAwayError, MailIsGoneError, open_mailbox
from sekisho.entrypoints.mail_intake.poller import Poller
from sekisho.mail_settings import Imap, MailTls
from sekisho.settings import Settings
from sekisho.testing import databases

from .imap_server import OLD, PASSWORD, imap_server, is_installed

OURS = "newaccounts@sekisho.example"
MEBIBYTE = 1024 * 1024
USERS = count()
TAKEN, ASIDE = "Sekisho-Taken", "Sekisho-Aside"

pytestmark = pytest.mark.skipif(not is_installed(), reason="Dovecot is not installed; ./dev test installs it")


@pytest.fixture(scope="module")
def server(certificate):
    with imap_server(certificate) as one:
        yield one


@pytest.fixture
def imap(server):
    """A mailbox that nobody has used."""
    return Imap(
        host="127.0.0.1",
        port=server.port,
        tls=MailTls.NONE,
        ca=None,
        user=f"documents{next(USERS)}",
        password=Secret(PASSWORD),
        folder="INBOX",
        taken_folder=TAKEN,
        aside_folder=ASIDE,
    )


@pytest.fixture
def poller(house, imap):
    """`poller(house=..., **changes)` looks into the mailbox, or into one that differs in something."""
    return lambda at=house, **changes: Poller(Settings(most_mail_bytes=MEBIBYTE), replace(imap, **changes), at)


class Owner:
    """Whoever looks into the mailbox with a mail program."""

    def __init__(self, imap):
        self.box = MailBoxUnencrypted(imap.host, imap.port).login(imap.user, PASSWORD)

    def put(self, *mails, folder="INBOX", flags=()):
        for one in mails:
            self.box.append(one, folder, flag_set=flags)

    def lies_in(self, folder):
        if not self.box.folder.exists(folder):
            return []
        self.box.folder.set(folder)
        return sorted(self.box.client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1] for uid in self.box.uids())


@pytest.fixture
def owner(imap):
    one = Owner(imap)
    yield one
    one.box.logout()


def mail(number=1, *, to=OURS, size=10, top=b""):
    head = f"To: {to}\r\nSubject: U1234567 PID\r\nMessage-ID: <{number}@example.com>\r\n\r\n".encode()
    return top + head + b"x" * 70 * (size // 70) + f"\r\n{number}\r\n".encode()


def kept(house):
    return sorted(b"".join(house.objects.read(row.id)) for row in MailRow.objects.all())


@pytest.mark.parametrize("host", ["127.0.0.1", OLD], ids=["with MOVE", "with UIDPLUS"])
def test_what_lies_there_is_kept_byte_for_byte_and_moved_and_nothing_else_is_touched(house, poller, owner, host):
    top = b"Return-Path: <taro@example.com>\r\nDelivered-To: newaccounts.uk@sekisho.example\r\n"
    mails = [mail(1, top=top), mail(2, size=700_000), mail(3)]
    owner.put(mails[0])
    owner.put(mails[1], flags=[r"\Seen"])
    owner.put(mails[2], flags=[r"\Deleted"])  # somebody's; it was not taken before, so it is taken
    owner.put(mail(4), folder="INBOX.Others" if owner.box.folder.create("INBOX.Others") else "")
    assert poller(host=host).poll() == {"taken": 3}
    assert kept(house) == sorted(mails) == owner.lies_in(TAKEN)
    assert (owner.lies_in("INBOX"), owner.lies_in("INBOX.Others")) == ([], [mail(4)])
    row = MailRow.objects.get(sender="taro@example.com")
    assert (row.way, row.recipients, row.peer.partition(";")[0]) == ("imap", "newaccounts.uk@sekisho.example", "INBOX")
    assert set(MailRow.objects.exclude(id=row.id).values_list("recipients", flat=True)) == {OURS}
    assert poller(host=host).poll() == {}


def test_a_mail_that_came_over_smtp_too_is_one(house, poller, owner, open_door):
    with smtplib.SMTP("127.0.0.1", open_door(), timeout=20) as client:
        client.sendmail("taro@example.com", [OURS], mail())
    owner.put(mail(top=b"Received: from elsewhere\r\n"))
    assert poller().poll() == {"known": 1}
    assert kept(house) == [mail()]
    assert owner.lies_in("INBOX") == []


def test_a_mail_that_was_taken_and_could_not_be_moved_is_not_taken_twice(house, poller, owner, caplog):
    owner.put(mail(1), mail(2))
    assert poller(taken_folder="no/such\x00folder").poll() == {"left": 2}
    assert kept(house) == owner.lies_in("INBOX") == [mail(1), mail(2)]
    assert "1 could not be taken in and stays where it is: Mailbox" in caplog.text
    assert poller().poll() == {"known": 2}
    assert kept(house) == owner.lies_in(TAKEN) == [mail(1), mail(2)]


def test_two_pollers_at_once_take_every_mail_once(house, poller, owner):
    mails = [mail(number) for number in range(12)]
    owner.put(*mails)

    def poll(_):
        try:
            return poller().poll()
        finally:
            databases.connections["default"].close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(poll, range(2))
    assert kept(house) == sorted(mails)
    assert one["taken"] + other["taken"] == 12
    assert owner.lies_in("INBOX") == []
    assert set(owner.lies_in(TAKEN)) == set(mails)


def test_a_mail_that_is_moved_away_while_it_is_read_is_no_mail(imap, owner):
    owner.put(mail(1, size=700_000), mail(2))
    with open_mailbox(imap) as one, open_mailbox(imap) as other:
        other.make_folders()
        for uid in (1, 2):
            other.move(uid, TAKEN)
            with pytest.raises(MailIsGoneError):
                b"".join(one.pieces(uid))
            one.move(uid, TAKEN)  # nothing is left to be moved, which is no failure


def test_what_is_refused_is_set_aside_and_told_and_the_next_goes_on(house, poller, owner, caplog):
    large, headed = mail(1, size=2 * MEBIBYTE), mail(2, top=b"X: " + b"y" * 300_000 + b"\r\n")
    owner.put(large, headed, mail(3))
    with caplog.at_level(logging.WARNING, "sekisho.mail"):
        assert poller().poll() == {"taken": 1, "set_aside": 2}
    assert kept(house) == owner.lies_in(TAKEN) == [mail(3)]
    assert owner.lies_in(ASIDE) == sorted([large, headed])
    assert [message.rpartition(": ")[2] for message in caplog.messages] == ["too_large", "header_too_large"]


class FullFor:
    """Objects that have no room for the first mails."""

    def __init__(self, objects, mails):
        self.objects, self.left = objects, mails

    def begin(self, name):
        if self.left:
            self.left -= 1
            raise StorageFullError(name)
        return self.objects.begin(name)

    def __getattr__(self, name):
        return getattr(self.objects, name)


def test_where_there_is_no_room_nothing_is_moved_and_the_next_poll_begins_with_another_mail(house, poller, owner):
    owner.put(mail(1), mail(2))
    one = poller(replace(house, objects=FullFor(house.objects, 1)))
    with pytest.raises(StorageFullError):
        one.poll()
    assert (kept(house), owner.lies_in("INBOX")) == ([], [mail(1), mail(2)])
    assert one.poll() == {"taken": 2}
    assert [row.peer.rpartition("=")[2] for row in MailRow.objects.order_by("id")].count("2") == 1
    assert kept(house) == [mail(1), mail(2)]


def test_a_uid_that_is_used_again_hides_no_mail(house, poller, owner):
    one = poller(folder="Documents")
    for number in (1, 2):
        owner.box.folder.create("Documents")
        owner.put(mail(number), folder="Documents")
        assert one.poll() == {"taken": 1}
        owner.box.folder.delete("Documents")
    assert {row.peer.rpartition("=")[2] for row in MailRow.objects.all()} == {"1"}
    assert kept(house) == [mail(1), mail(2)]


@pytest.mark.parametrize("tls", [MailTls.IMPLICIT, MailTls.STARTTLS])
def test_a_mailbox_is_read_encrypted_and_only_from_whom_it_should_be(house, poller, owner, server, certificate, tls):
    port = server.tls_port if tls is MailTls.IMPLICIT else server.port
    owner.put(mail())
    with pytest.raises(MailboxAwayError):
        poller(host="localhost", port=port, tls=tls).poll()
    assert kept(house) == []
    assert poller(host="localhost", port=port, tls=tls, ca=certificate).poll() == {"taken": 1}


def test_the_doctor_sees_what_waits_in_the_mailbox_and_leaves_it_there(imap, owner):
    owner.put(mail(1), mail(2))
    finding = try_mailbox(imap)
    assert (finding.grade, finding.params["waiting"]) == (Grade.OK, 2)
    assert owner.lies_in("INBOX") == [mail(1), mail(2)]
    assert try_mailbox(replace(imap, password=Secret("another"))).grade is Grade.FAILED


@pytest.mark.parametrize("wrong", [{"password": Secret("another")}, {"port": 1}, {"folder": "Nowhere"}])
def test_a_mailbox_that_cannot_be_opened_is_an_accident_that_says_nothing_of_the_password(poller, wrong):
    with pytest.raises(Exception, match=r"Error|NO") as accident:
        poller(**wrong).poll()
    assert PASSWORD not in str(accident.value)
