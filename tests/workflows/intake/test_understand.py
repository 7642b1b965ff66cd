"""A mail becomes one document: clear ones are filed, unclear ones wait for a person, and only the holder's own address hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage.document_rows import DocumentRow
from sekisho.adapters.storage.rows import OutboxRow, TrailRow
from sekisho.core.accounts import AccountState
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.mailboxes import Mailbox
from sekisho.core.intake.quotas import MailQuotas
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.throttle import Allowance
from sekisho.testing.people import Wanted, add_person
from sekisho.workflows.intake.take_in import Envelope, Incoming
from sekisho.workflows.intake.understand import MOST_PICTURES, SMALL, understand

WORLD = "newaccounts@sekisho.example"
PICTURE = b"\xff\xd8\xff\xe0 not really"


def mail(subject, *parts, header=b""):
    lines = [
        b"Subject: " + subject.encode(),
        *([header] if header else []),
        b"Content-Type: multipart/mixed; boundary=b",
        b"",
    ]
    for part in parts:
        lines += [b"--b", b"Content-Type: image/jpeg", b"", part]
    return b"\r\n".join([*lines, b"--b--", b""])


def taken(house, content, *, to=WORLD, sender="taro@example.com"):
    incoming = Incoming(house, Envelope(way="smtp", sender=sender, recipients=(to,), peer="192.0.2.1"))
    incoming.write(content)
    return incoming.finish().mail_id


def understood(house, content, **said):
    document_id = understand(house, taken(house, content, **said))
    with house.store.reading() as tx:
        return tx.document(document_id)


def case_of(house, person, purpose):
    with house.store.reading() as tx:
        return tx.case_of(person.account, purpose)


def test_a_clear_subject_files_the_mail_under_account_and_purpose_with_its_pictures(house, applicant):  # A048 to A053
    document = understood(house, mail(f"{applicant.account} PID", PICTURE, PICTURE + b"2"))
    assert (document.account, document.purpose, document.state) == (
        applicant.account,
        Purpose.IDENTITY,
        DocumentState.RECEIVED,
    )
    with house.store.reading() as tx:
        assert [one.size for one in tx.pictures_of(document.id)] == [len(PICTURE), len(PICTURE) + 1]
    assert case_of(house, applicant, Purpose.IDENTITY).state is CaseState.RECEIVED
    assert case_of(house, applicant, Purpose.RESIDENCE) is None


def test_a_user_name_does_as_well_as_the_account_number(house, applicant):  # A049
    assert understood(house, mail(f"PoRes {applicant.username.upper()}", PICTURE)).account == applicant.account


@pytest.mark.parametrize(
    ("subject", "flaw"),
    [
        ("", "no_holder"),
        ("U9999999 PID", "unknown_holder"),
        ("nobody.here PoRes", "unknown_holder"),
        ("{account} U9999999 PID", "several_holders"),
        ("{account} PID PoRes", "several_purposes"),
        ("{account}", "no_purpose"),
    ],
)
def test_an_unclear_subject_is_filed_by_nobody_and_waits_for_a_person(house, applicant, subject, flaw):
    document = understood(house, mail(subject.format(account=applicant.account), PICTURE))
    assert (document.state, document.account, document.flaw) == (DocumentState.UNFILED, "", flaw)
    with house.store.reading() as tx:
        assert [one.id for one in tx.waiting_documents(most=9)] == [document.id]
        assert not tx.cases_of(applicant.account)


def test_a_paper_user_name_names_nobodys_documents(house):
    person = add_person(house, Wanted(paper=True))
    assert understood(house, mail(f"D{person.account} PID", PICTURE)).flaw == "paper_account"


def test_whose_business_it_is_follows_from_the_residence_and_not_from_the_address_written_to(house):  # A045 to A047
    briton = add_person(house, Wanted(state=AccountState.APPLIED, residence="GB"))
    document = understood(house, mail(f"{briton.account} PID", PICTURE))
    assert (document.mailbox, document.came_to) == (Mailbox.EUROPE, Mailbox.ELSEWHERE)


def test_a_mail_is_understood_once_however_often_that_is_tried(house, applicant):
    mail_id = taken(house, mail(f"{applicant.account} PID", PICTURE))
    first = understand(house, mail_id)
    before = (TrailRow.objects.count(), DocumentRow.objects.values_list("receipt", flat=True)[0])
    assert understand(house, mail_id) == first
    assert (TrailRow.objects.count(), DocumentRow.objects.values_list("receipt", flat=True)[0]) == before


def test_who_forgot_the_code_is_told_at_the_address_on_file_and_once_a_day(house, applicant, clock):
    understood(house, mail(f"{applicant.account}", PICTURE))
    understood(house, mail(f"{applicant.account}", PICTURE + b"2"))
    [row] = OutboxRow.objects.all()
    assert (row.message, row.holder_id) == ("document.unclear", applicant.holder_id)


@pytest.mark.parametrize(
    ("header", "sender"),
    [(b"Auto-Submitted: auto-replied", "taro@example.com"), (b"Precedence: bulk", "taro@example.com"), (b"", "")],
)
def test_mail_that_no_person_sent_is_never_answered(house, applicant, header, sender):
    understood(house, mail(f"{applicant.account}", PICTURE, header=header), sender=sender)
    assert not OutboxRow.objects.exists()


def test_strangers_hear_nothing(house, applicant):
    for subject in ("U9999999 PID", "hello", ""):
        understood(house, mail(subject, PICTURE, header=b"X-Subject: " + subject.encode()))
    assert not OutboxRow.objects.exists()


def test_more_pictures_than_anybody_needs_are_for_a_person(house, applicant):
    document = understood(
        house, mail(f"{applicant.account} PID", *[PICTURE + b"%d" % n for n in range(MOST_PICTURES + 1)])
    )
    assert (document.state, document.flaw) == (DocumentState.UNFILED, "too_many_parts")


def test_a_logo_that_the_mail_shows_is_no_document_and_a_photograph_that_it_shows_is_one(house, applicant):
    html = b'<img src="cid:a"><img src="cid:b">'
    parts = [(b"a", PICTURE), (b"b", PICTURE + b"x" * SMALL)]
    lines = [f"Subject: {applicant.account} PID".encode(), b"Content-Type: multipart/related; boundary=b", b""]
    lines += [b"--b", b"Content-Type: text/html", b"", html]
    for cid, content in parts:
        lines += [b"--b", b"Content-Type: image/jpeg", b"Content-ID: <" + cid + b">", b"", content]
    document = understood(house, b"\r\n".join([*lines, b"--b--", b""]))
    with house.store.reading() as tx:
        assert [one.size for one in tx.pictures_of(document.id)] == [len(parts[1][1])]


def test_more_mails_for_one_account_in_a_day_than_are_looked_at_wait_for_a_person_unread(house, applicant):
    few = replace(house, quotas=MailQuotas(account_mails=Allowance(most=2, within=timedelta(days=1))))
    found = [
        understood(few, mail(f"{applicant.account} PID", PICTURE + b"%d" % n), sender="x@example.net") for n in range(3)
    ]
    assert [one.flaw for one in found] == ["", "", "too_many_mails"]
    assert found[2].state is DocumentState.UNFILED
    with house.store.reading() as tx:
        assert found[2].id not in [one.id for one in tx.unfinished_documents(most=9)]
        assert len(tx.pictures_of(found[2].id)) == 1
        email = tx.holder(applicant.holder_id).email
    assert understood(few, mail(f"{applicant.account} PID", PICTURE + b"own"), sender=email.upper()).flaw == ""
    assert not OutboxRow.objects.exists()
