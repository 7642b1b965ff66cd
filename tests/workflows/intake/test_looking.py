"""A document looked at: what was read goes to a person, what cannot be read is asked for again, twice at most, at the address on file."""

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.storage.document_rows import PageRow
from sekisho.adapters.storage.rows import OutboxRow, TrailRow
from sekisho.core.intake.cases import CaseState, DocumentState
from sekisho.core.intake.pictures import PictureFlaw
from sekisho.core.intake.subject_line import Purpose
from sekisho.testing.imaging import GOOD_MEASURES, dealt_page
from sekisho.workflows.intake.conclude import conclude, set_aside
from sekisho.workflows.intake.judge import judge_picture
from sekisho.workflows.intake.tidy import tidy

BLURRED = (dealt_page("x", measures=replace(GOOD_MEASURES, softness=0.7, shake=1.1)),)
PASSPORT = (
    dealt_page(
        "PASSPORT", "Surname YAMADA", "Given name TARO", "Date of birth 01 FEB 1990", "Date of expiry 01 FEB 2031"
    ),
)
DAY = timedelta(days=1)


def case_of(phone, person):
    return phone.stored(lambda tx: tx.case_of(person.account, Purpose.IDENTITY))


def answers():
    return [(row.message, json.loads(row.params)) for row in OutboxRow.objects.order_by("id")]


def test_what_was_read_waits_for_a_person_and_its_holder_is_told_so(phone, applicant):
    document = phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(PASSPORT)))
    assert (document.state, document.why) == (DocumentState.WAITING, "")
    assert case_of(phone, applicant).state is CaseState.UNDER_REVIEW
    [(message, params)] = answers()
    assert (message, params["purpose"], params["pictures"]) == ("document.received", "PID", "1")
    assert params["reference"] == document.receipt
    assert params["missing"] == "PoRes"


def test_a_blurred_picture_is_asked_for_again_with_the_picture_marked(phone, applicant, house):
    document = phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(BLURRED)))
    assert (document.state, document.why) == (DocumentState.REPEATED, "out_of_focus")
    assert (case_of(phone, applicant).state, case_of(phone, applicant).repeats) == (CaseState.ASKED_AGAIN, 1)
    [(message, params)] = answers()
    assert (message, params["why"]) == ("document.repeat", "out_of_focus")
    assert b"".join(house.objects.read(params["picture"])).startswith(b"\xff\xd8\xff")


def test_the_third_poor_picture_goes_to_a_person(phone, applicant):
    states = [phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(BLURRED))).state for _ in range(3)]
    assert states == [DocumentState.REPEATED, DocumentState.REPEATED, DocumentState.WAITING]
    assert case_of(phone, applicant).state is CaseState.UNDER_REVIEW


def test_one_answer_a_day_goes_out_about_one_case(phone, applicant, clock):
    for advance in (timedelta(), timedelta(hours=23), timedelta(hours=1)):
        clock.advance(advance)
        phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(BLURRED)))
    assert [message for message, _ in answers()] == ["document.repeat", "document.received"]


def test_automatic_mail_is_looked_at_and_not_answered(phone, applicant):
    sent = phone.send(f"{applicant.account} PID", phone.picture(BLURRED), header=b"Auto-Submitted: auto-generated")
    assert phone.look_at(sent).state is DocumentState.REPEATED
    assert answers() == []


def test_an_answer_says_nothing_about_the_account(phone, applicant):
    phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(PASSPORT), sender="thief@example.net"))
    [row] = OutboxRow.objects.all()
    assert applicant.account not in row.params
    assert row.holder_id == applicant.holder_id
    assert "thief" not in row.params + row.recipient


@pytest.mark.parametrize("flaw", [PictureFlaw.LOCKED, PictureFlaw.NOT_A_PICTURE, PictureFlaw.TOO_HEAVY])
def test_a_file_that_cannot_be_opened_is_asked_for_again_by_its_reason(phone, applicant, flaw):
    document = phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(flaw)))
    assert (document.state, document.why, document.meant) == (DocumentState.REPEATED, flaw.value, f"{document.id}-1")


def test_a_mail_without_a_picture_is_asked_for_again(phone, applicant):
    document = phone.look_at(phone.send(f"{applicant.account} PID"))
    assert (document.state, document.why) == (DocumentState.REPEATED, "no_picture")


def test_every_step_may_run_again_and_nothing_happens_twice(phone, applicant, house):
    sent = phone.send(f"{applicant.account} PID", phone.picture(BLURRED), phone.picture(PASSPORT))
    phone.look_at(sent)
    before = (TrailRow.objects.count(), OutboxRow.objects.count(), PageRow.objects.count())
    phone.look_at(sent)
    assert (TrailRow.objects.count(), OutboxRow.objects.count(), PageRow.objects.count()) == before


def test_a_page_that_was_kept_before_a_kill_is_kept_again(phone, applicant, house):
    sent = phone.send(f"{applicant.account} PID", phone.picture(PASSPORT))
    draft = house.objects.begin(f"{sent}-1-1")
    draft.write(b"half")
    draft.keep()
    phone.look_at(sent)
    assert b"".join(house.objects.read(f"{sent}-1-1")).startswith(b"\xff\xd8\xff")


def test_nothing_is_concluded_before_every_picture_is_judged(phone, applicant, house):
    sent = phone.send(f"{applicant.account} PID", phone.picture(PASSPORT), phone.picture(PASSPORT))
    judge_picture(house, f"{sent}-1")
    assert conclude(house, sent) == ""
    assert phone.document(sent).state is DocumentState.RECEIVED


def test_what_the_machine_cannot_end_with_goes_to_a_person_once(phone, applicant, house):
    sent = phone.send(f"{applicant.account} PID", phone.picture(PASSPORT))
    assert set_aside(house, sent)
    assert not set_aside(house, sent)
    assert (phone.document(sent).state, phone.document(sent).why) == (DocumentState.WAITING, "set_aside")
    assert case_of(phone, applicant).state is CaseState.UNDER_REVIEW
    assert phone.stored(lambda tx: tx.unfinished_documents(most=9)) == []


def test_a_stranger_s_mail_takes_nothing_away_from_what_a_person_accepted(phone, applicant):
    phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(PASSPORT)))
    with phone.ports.store.transaction() as tx:
        case = tx.case_of(applicant.account, Purpose.IDENTITY)
        tx.move_case(case, state=CaseState.ACCEPTED, repeats=0, now=phone.ports.clock.now())
    document = phone.look_at(phone.send(f"{applicant.account} PID", phone.picture(BLURRED), sender="thief@example.net"))
    assert document.state is DocumentState.WAITING
    assert case_of(phone, applicant).state is CaseState.ACCEPTED


def test_pictures_of_an_unclear_mail_are_there_for_whoever_files_it_and_judged_anew_afterwards(phone, applicant, house):
    sent = phone.send("please open my account", phone.picture(PASSPORT))
    assert phone.look_at(sent).state is DocumentState.UNFILED
    assert phone.stored(lambda tx: len(tx.pages_of(sent))) == 1
    assert phone.stored(lambda tx: tx.unfinished_documents(most=9)) == []
    with house.store.transaction() as tx:
        assert tx.file_document(
            tx.document(sent), account=applicant.account, purpose=Purpose.IDENTITY, now=house.clock.now()
        )
    assert [one.id for one in phone.stored(lambda tx: tx.unfinished_documents(most=9))] == [sent]


def test_tidying_up_leaves_pages_and_marked_pictures_and_removes_what_no_row_names(phone, applicant, house, tmp_path):
    sent = phone.send(f"{applicant.account} PID", phone.picture(BLURRED))
    phone.look_at(sent)
    stray = house.objects.begin("doc_stray-1-1")
    stray.write(b"x")
    stray.keep()
    for path in (tmp_path / "objects").iterdir():
        os.utime(path, (0, 0))
    assert tidy(house) == 1
    kept = sorted(house.objects.left_behind(before=DAY))
    assert len(kept) == 3  # the mail, the page, and the marked picture
    assert kept[:2] == [f"{sent}-1-1", f"{sent}-1-1-m"]
