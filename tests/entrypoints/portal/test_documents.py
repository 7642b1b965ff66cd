"""The page of documents: what is wanted, what came, how to send it from here or by mail, in both languages."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.adapters.storage.document_rows import DocumentRow
from sekisho.core.accounts import AccountState
from sekisho.core.intake.cases import CaseEvent, DocumentState
from sekisho.core.intake.judging import JUDGING, Fault
from sekisho.core.intake.subject_line import Purpose
from sekisho.entrypoints.site.uploads import ADMITTED
from sekisho.workflows.intake.cases import move
from sekisho.workflows.work.documents import Settled

from .conftest import Page

PICTURE = b"\xff\xd8\xff\xe0 not really "


@pytest.fixture
def applicant(add):
    return add(state=AccountState.APPLIED)


def ask_again(ports, account, *, why):
    """End as the machine does with what it could not read."""
    now = ports.clock.now()
    with ports.store.transaction() as tx:
        [document] = tx.documents_of(account, most=1)
        tx.settle_document(document, Settled(state=DocumentState.REPEATED, at=now, why=why))
        move(tx, tx.case_of(account, Purpose.IDENTITY), CaseEvent.REPEAT, now=now)


def send(reader, *contents, name="<i>IMG.jpg", **fields):
    files = [SimpleUploadedFile(name, content, "image/jpeg") for content in contents]
    return Page(
        reader.http.post(f"{reader.home}documents/send", {"file": files, **fields}, follow=True, **{ADMITTED: "holder"})
    )


def test_an_applicant_is_led_to_what_is_missing_and_sees_it_arrive(person, applicant):
    reader = person()
    home = reader.enter(applicant)
    assert "ご提出をお待ちしている書類：本人確認書類、居住地住所を証明する書類" in home.text
    page = send(reader, PICTURE, purpose="PID")
    document = DocumentRow.objects.get()
    assert (page.path, page.status) == ("/ja/documents/", 200)
    assert f"受付番号は {document.receipt} です" in page.text
    assert "画像を確認しています（1件中0件終了）" in page.text
    assert "&lt;i&gt;IMG.jpg" in page.html
    assert "1～2営業日" in page.text
    again = send(reader, PICTURE, purpose="PID")
    assert "同じファイルがすでに届いています" in again.text
    assert DocumentRow.objects.count() == 1


def test_what_is_unfit_is_said_beside_the_form_and_the_choice_is_kept(person, applicant):
    reader = person(language="en")
    reader.enter(applicant)
    page = send(reader, b"<html>", purpose="PoRes")
    assert (page.status, "neither a picture (JPEG, HEIC, PNG) nor a PDF" in page.text) == (422, True)
    assert 'value="PoRes" required checked' in page.html
    assert send(reader, PICTURE).status == 422  # which document, was not said
    assert not DocumentRow.objects.exists()


def test_a_receipt_in_the_address_says_nothing_that_did_not_happen(person, applicant, add):
    other, reader = person(), person()
    other.enter(add(state=AccountState.APPLIED))
    receipt = send(other, PICTURE, purpose="PID") and DocumentRow.objects.get().receipt
    reader.enter(applicant)
    assert receipt not in reader.get(f"documents/?sent={receipt}").text


@pytest.mark.fact("A044", "A048", "A049", "A051", "A052", "A053")
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ja", ("本人確認書類", "居住地住所を証明する書類", "口座番号（ユーザー名でもかまいません）")),
        ("en", ("Proof of identity", "Proof of residential address", "your account number (or your user name)")),
    ],
)
def test_the_mail_is_ready_to_write_with_its_address_and_a_subject_for_each_proof(person, applicant, language, names):
    reader = person(language=language)
    reader.enter(applicant)
    page = reader.get("documents/")
    for code in ("PID", "PoRes"):
        assert f'href="mailto:newaccounts@sekisho.example?subject={applicant.account}%20{code}"' in page.html
        assert f'data-copies="{applicant.account} {code}"' in page.html
    assert all(name in page.text for name in names)


def test_who_may_not_send_is_told_and_whoever_is_not_logged_in_sees_the_window(person, add):
    reader = person()
    assert 'name="password"' in reader.get("documents/").html
    reader.enter(add(state=AccountState.CLOSED))
    page = reader.get("documents/")
    assert (page.status, 'id="file"' in page.html) == (403, False)


def test_while_a_picture_is_judged_the_part_that_changes_can_be_asked_for_alone(person, applicant):
    reader = person()
    reader.enter(applicant)
    send(reader, PICTURE, purpose="PID")
    part = reader.get("documents/status")
    assert "data-judging" in part.html
    assert "<html" not in part.html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_asked_for_again_leads_to_the_step_of_the_guide_to_repeat(person, applicant, house, language):
    reader = person(language=language)
    reader.enter(applicant)
    send(reader, PICTURE, purpose="PID")
    ask_again(house.ports, applicant.account, why="shaken")
    page = reader.get("documents/")
    assert (
        page.html.count(f'href="/{language}/documents/guide/#steady"') == 2
    )  # beside the proof, and beside the document


def test_what_was_just_sent_is_no_longer_called_done_once_it_is_asked_for_again(person, applicant, house):
    reader = person()
    reader.enter(applicant)
    page = send(reader, PICTURE, purpose="PID")
    [asked] = re.findall(r'data-standing="/ja/(documents/status\?sent=[\w-]+)"', page.html)
    assert "書類を受け付けました" in reader.get(asked).text
    ask_again(house.ports, applicant.account, why="shaken")
    part = reader.get(asked)
    assert "書類を受け付けました" not in part.text
    assert re.search(
        r'<section class="summary" id="done".*?もう一度お送りください.*?guide/#steady', part.html, re.DOTALL
    )


def test_a_phone_offers_its_camera_beside_the_choice_of_files(person, applicant):
    reader = person()
    reader.enter(applicant)
    page = reader.get("documents/")
    camera = page.one(r'(<input [^>]*id="photograph"[^>]*>)')
    assert 'name="file"' in camera
    assert 'capture="environment"' in camera
    taken = send(reader, PICTURE, purpose="PID")  # one of the two fields is always empty
    assert "書類を受け付けました" in taken.text


def test_only_the_page_with_the_camera_may_use_one_and_only_whoever_may_send_reaches_it(person, applicant, add):
    reader = person()
    assert 'name="password"' in reader.get("documents/camera/").html
    reader.enter(applicant)
    page = reader.get("documents/camera/?purpose=PoRes")
    assert "camera=(self)" in page.response["Permissions-Policy"]
    assert 'value="PoRes" required checked' in page.html
    assert "camera=()" in reader.get("documents/").response["Permissions-Policy"]
    closed = person()
    closed.enter(add(state=AccountState.CLOSED))
    assert closed.get("documents/camera/").status == 403


def test_the_browser_is_given_the_numbers_of_the_one_table_and_a_hint_for_each_fault(person, applicant):
    reader = person()
    reader.enter(applicant)
    page = reader.get("documents/camera/")
    given = json.loads(html.unescape(page.one(r'data-rules="(.*?)"')))
    assert [(row["measure"], row["clear"], row["poor"], row["fault"]) for row in given["rows"]] == [
        (row.measure, row.clear, row.poor, row.fault.value) for row in JUDGING
    ]
    assert {*Fault} <= set(json.loads(html.unescape(page.one(r'data-hints="(.*?)"'))))
