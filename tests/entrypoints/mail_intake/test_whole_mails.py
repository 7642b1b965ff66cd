"""Mails as real programs write them, through the running door and the worker, to an answer in the outbox and a reviewer's queue."""

import json
import smtplib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from sekisho.adapters.imaging import FencedImaging
from sekisho.adapters.imaging.lines import Sheet, Written
from sekisho.adapters.storage.document_rows import DocumentRow, PageRow, PictureRow
from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.accounts import AccountState
from sekisho.core.desk.roles import Role
from sekisho.core.intake.cases import DocumentState
from sekisho.entrypoints.worker.documents import drive, list_unfinished
from sekisho.testing.camera import GOOD, photograph
from sekisho.testing.desk import at_desk
from sekisho.testing.mail_programs import PROGRAMS
from sekisho.testing.mailing import AtOnce
from sekisho.testing.papers import Paper, print_paper
from sekisho.testing.people import Wanted, add_person
from sekisho.workflows.desk.documents.list_waiting import list_waiting_documents

HEIC = Path(__file__).parents[4] / "shared" / "data" / "photos" / "other" / "082_pillow_heif.heic"
PASSPORT = (
    "PASSPORT",
    "Surname YAMADA",
    "Given name TARO",
    "Date of birth 01 FEB 1990",
    "Date of expiry 01 FEB 2031",
)


class DealtLines:
    """Reads the same lines on every picture, at once."""

    def read(self, picture):
        height, width = picture.shape[:2]
        shares = [(row + 1) / (len(PASSPORT) + 2) for row in range(len(PASSPORT))]
        quads = [[(0.2, top), (0.8, top), (0.8, top + 0.05), (0.2, top + 0.05)] for top in shares]
        lines = [np.array(quad, np.float32) * np.array([width, height], np.float32) for quad in quads]
        return Sheet(0, tuple(Written(text, 0.99, quad) for text, quad in zip(PASSPORT, lines, strict=True)))


@pytest.fixture(scope="module")
def imaging():
    """The real fence and the real measures; what is written on a picture is dealt."""
    opened = FencedImaging(reader=DealtLines())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def photo():
    return photograph(print_paper(Paper.PASSPORT).image, replace(GOOD, side=1000))


@pytest.fixture(scope="module")
def two_pages():
    pdf, into = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(2):
        pdf.new_page(595, 842)
    pdf.save(into)
    pdf.close()
    return into.getvalue()


@pytest.fixture
def arrive(house, open_door, imaging):
    """`arrive(mail)`: at the door, through the worker; gives the document."""
    at = replace(house, imaging=imaging)

    def one(mail):
        with smtplib.SMTP("127.0.0.1", open_door(at), timeout=20) as client:
            assert client.sendmail("hanako@example.com", ["newaccounts@sekisho.example"], mail) == {}
        engine = AtOnce(at)
        for _ in range(2):  # the mail, then the document that was made of it
            drive(at, engine, list_unfinished(at))
        assert list_unfinished(at) == []
        return DocumentRow.objects.get()

    return one


def answers():
    return [(row.message, json.loads(row.params)) for row in OutboxRow.objects.order_by("id")]


POOR = {"TNEF": "not_a_picture", "nothing attached": "no_picture"}
PAPERS = ("with a logo", "the mail is the file")  # programs that send a PDF


@pytest.mark.fact("A008", "A009", "A010", "A048", "A050", "A051")
@pytest.mark.parametrize("program", [name for name in PROGRAMS if name not in POOR])
def test_what_a_real_program_writes_is_judged_answered_and_put_before_a_reviewer(
    house, arrive, photo, two_pages, program
):
    applicant = add_person(house, Wanted(state=AccountState.APPLIED))
    file = two_pages if program in PAPERS else photo
    document = arrive(PROGRAMS[program](f"{applicant.account} PID", file))
    assert (document.state, document.account_id) == (DocumentState.WAITING, applicant.account)
    assert [picture.flaw for picture in PictureRow.objects.all()] == [""]
    assert PageRow.objects.count() == (2 if program in PAPERS else 1)
    [(message, told)] = answers()
    assert (message, told["purpose"], told["pictures"]) == ("document.received", "PID", "1")
    [line] = list_waiting_documents(house, at_desk(house, Role.REVIEWER)).lines
    assert (line.receipt, line.account) == (told["reference"], applicant.account)


@pytest.mark.parametrize(("program", "why"), POOR.items())
def test_a_mail_without_a_picture_is_answered_by_what_is_wrong_with_it(house, arrive, photo, program, why):
    applicant = add_person(house, Wanted(state=AccountState.APPLIED))
    document = arrive(PROGRAMS[program](f"{applicant.account} PID", photo))
    assert (document.state, document.why) == (DocumentState.REPEATED, why)
    [(message, told)] = answers()
    assert (message, told["why"]) == ("document.repeat", why)


@pytest.mark.fact("A009")
@pytest.mark.skipif(not HEIC.is_file(), reason="the collected photographs are not beside the project")
def test_a_heic_photograph_of_a_phone_ends_before_a_reviewer(house, arrive):
    applicant = add_person(house, Wanted(state=AccountState.APPLIED))
    document = arrive(PROGRAMS["as octet-stream"](f"PID {applicant.username}", HEIC.read_bytes()))
    assert (document.state, document.purpose, document.flaw) == (DocumentState.WAITING, "PID", "")
    assert [picture.name for picture in PictureRow.objects.all()] == ["身分証.dat"]
    assert PageRow.objects.count() == 1
