"""Documents over the API: listed for their holder, sent as a form with files, told file by file where one is not fit."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.core.accounts import AccountState
from sekisho.entrypoints.site.uploads import ADMITTED

PICTURE = b"\xff\xd8\xff\xe0 not really "


@pytest.fixture
def person(add):
    return add(state=AccountState.APPLIED)


@pytest.fixture
def token(program, person):
    return program.enter(person)["access_token"]


def send(program, token, *contents, admitted=True, **fields):
    files = [SimpleUploadedFile(f"IMG_{n}.jpg", content, "image/jpeg") for n, content in enumerate(contents, start=1)]
    return program.http.post(
        "/api/v1/me/documents",
        {"file": files, **fields},
        headers={"authorization": f"Bearer {token}"},
        **({ADMITTED: "holder"} if admitted else {}),
    )


def test_what_was_sent_is_listed_with_its_receipt_and_the_case_moves_on(program, token, person):
    digest = hashlib.sha256(PICTURE).hexdigest()
    answer = send(program, token, PICTURE, purpose="PID", sha256=[digest.upper()])
    assert answer.status_code == 201, answer.content
    taken = answer.json()
    assert taken["files"] == [{"name": "IMG_1.jpg", "size": len(PICTURE), "sha256": digest}]
    listed = program.call("GET", "/me/documents", token=token).json()
    assert [(one["purpose"], one["state"]) for one in listed["cases"]] == [("PID", "received"), ("PoRes", "required")]
    assert listed["documents"] == [taken["document"]]
    assert listed["mail"]["subjects"] == [f"{person.account} PID", f"{person.account} PoRes"]
    again = send(program, token, PICTURE, purpose="PID")
    assert (again.status_code, again.json()["is_new"]) == (200, False)
    assert again.json()["document"]["receipt"] == taken["document"]["receipt"]


def test_each_unfit_file_is_named_with_what_is_wrong(program, token):
    answer = send(program, token, PICTURE, b"<html>", purpose="PID")
    assert (answer.status_code, answer.json()["reason"]) == (422, "conflict")
    assert [(one["name"], one["flaw"]) for one in answer.json()["files"]] == [("IMG_2.jpg", "not_a_picture")]
    assert program.call("GET", "/me/documents", token=token).json()["documents"] == []


def test_files_that_came_past_the_front_are_not_even_written(program, token, house, tmp_path):
    answer = send(program, token, PICTURE, purpose="PID", admitted=False)
    assert answer.json()["files"] == [{"flaw": "no_files", "text": answer.json()["files"][0]["text"]}]


def test_no_session_no_purpose_and_no_scope_are_told_apart(program, token, add):
    assert send(program, "sat_" + "A" * 43, PICTURE, purpose="PID").status_code == 401
    assert send(program, token, PICTURE, purpose="PoRes PID").status_code == 422
    closed = program.enter(add(state=AccountState.CLOSED))["access_token"]
    assert send(program, closed, PICTURE, purpose="PID").json()["reason"] == "scope_insufficient"
