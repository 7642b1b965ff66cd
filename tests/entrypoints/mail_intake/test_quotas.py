"""A flood at the door is put off before its bodies are taken, and nobody else is: never by a 5xx, which would lose a mail."""

import smtplib
import threading
from dataclasses import replace

import pytest

from sekisho.adapters.storage.intake_rows import MailRow
from sekisho.adapters.storage.rows import TriesRow
from sekisho.core.errors import StorageUnavailableError
from sekisho.core.intake.quotas import DAY, HOUR, MailQuotas
from sekisho.core.throttle import Allowance
from sekisho.workflows.intake.admit import admit
from sekisho.workflows.intake.take_in import Envelope
from sekisho.workflows.sweep import KEPT_FOR, sweep

OURS = "newaccounts@sekisho.example"
FEW = MailQuotas(
    sender_mails=Allowance(most=3, within=HOUR),
    sender_bytes=Allowance(most=3000, within=DAY),
    network_mails=Allowance(most=5, within=HOUR),
    trusted=(),
)


def say(client, sender, *, number, body=b"x", options=()):
    """Send one mail; gives the code and what was said."""
    client.rset()
    assert client.mail(sender, options)[0] == 250
    assert client.rcpt(OURS)[0] == 250
    code, said = client.docmd("DATA")
    if code != 354:
        return code, said
    client.send(b"Message-ID: <%d@example.com>\r\n\r\n" % number + body + b"\r\n.\r\n")
    return client.getreply()


@pytest.fixture
def flood(house, open_door):
    """`flood(quotas)` opens a door with these and gives a conversation with it."""
    clients = []

    def begin(quotas):
        clients.append(smtplib.SMTP("127.0.0.1", open_door(replace(house, quotas=quotas)), timeout=20))
        clients[-1].ehlo()
        return clients[-1]

    yield begin
    for client in clients:
        client.close()


def test_who_has_sent_enough_is_asked_to_come_later_before_the_body_and_others_are_not(flood, clock):
    client = flood(FEW)
    said = [say(client, "flood@example.net", number=number)[0] for number in range(5)]
    assert said == [250, 250, 250, 451, 451]
    assert say(client, "hanako@example.com", number=9)[0] == 250
    clock.advance(HOUR / 3)
    assert say(client, "flood@example.net", number=3)[0] == 250
    assert MailRow.objects.count() == 5


def test_a_network_is_put_off_whatever_senders_it_names_and_without_one_it_is_counted_too(flood):
    client = flood(FEW)
    senders = ["a@x.example", "b@x.example", "", "", "c@x.example", "d@x.example", ""]
    said = [say(client, sender, number=number)[0] for number, sender in enumerate(senders)]
    assert said == [250] * 5 + [451] * 2


def test_what_is_put_off_costs_neither_its_network_nor_a_row(flood):
    client = flood(FEW)
    for number in range(9):
        say(client, "flood@example.net", number=number)
    said = [say(client, sender, number=20)[0] for sender in ("a@x.example", "b@x.example", "c@x.example")]
    assert said == [250, 250, 451]
    assert TriesRow.objects.count() == 3 * 2 + 2  # three senders who were let in and their network: mails and bytes


@pytest.mark.parametrize("options", [["SIZE=2000"], []])
def test_bytes_are_counted_as_said_and_what_is_more_afterwards(flood, options):
    client = flood(FEW)
    said = [say(client, "hanako@example.com", number=n, body=b"x" * 1900, options=options)[0] for n in range(3)]
    assert said == ([250, 451, 451] if options else [250, 250, 451])


def test_behind_a_trusted_relay_the_relay_itself_is_never_put_off(flood):
    client = flood(replace(FEW, trusted=MailQuotas().trusted))
    assert {say(client, f"{number}@x.example", number=number)[0] for number in range(9)} == {250}


def test_where_nothing_can_be_counted_nothing_is_taken_and_the_sender_comes_again(house, open_door):
    class Away:
        def transaction(self):
            raise StorageUnavailableError("away")

    with smtplib.SMTP("127.0.0.1", open_door(replace(house, store=Away())), timeout=20) as client:
        client.ehlo()
        assert say(client, "hanako@example.com", number=1)[0] == 451


def test_many_at_once_are_counted_one_by_one(ports_on):
    at = replace(ports_on, quotas=FEW)
    told, gate = [], threading.Barrier(6)

    def knock():
        from django.db import connections

        gate.wait()
        try:
            envelope = Envelope(way="smtp", sender="flood@example.net", recipients=(OURS,), peer="192.0.2.1")
            told.append(admit(at, envelope, size=1))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=knock) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [until is None for until in told].count(True) == FEW.sender_mails.most


def test_whoever_sent_long_ago_is_forgotten(house, clock):
    admit(house, Envelope(way="smtp", sender="a@x.example", recipients=(OURS,), peer="192.0.2.1"), size=1)
    clock.advance(KEPT_FOR + HOUR)
    assert sweep(house, now=clock.now()).counters == 4
    assert not TriesRow.objects.exists()
