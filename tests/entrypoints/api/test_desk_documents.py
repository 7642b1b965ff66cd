"""The reviewers' calls: the queue, one document, its picture, the verdict; every answer as the document describes it."""

from dataclasses import replace
from typing import get_args

import jsonschema_rs
import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.desk.roles import Role
from sekisho.core.intake.reasons import DocumentReason
from sekisho.entrypoints.api.desk_document_shapes import VerdictBody
from sekisho.testing import people

STRANGE = '"><script>alert(1)</script>\u202eFDP.eci\u200bov\u0007'
NAME = STRANGE.removesuffix("\u0007")


@pytest.fixture
def document(program):
    return program.call("GET", "/openapi.json").json()


@pytest.fixture
def sit(program, ports):
    """`sit(role)` hires somebody and gives what they call with."""

    def hire(role=Role.REVIEWER):
        token = program.enter(people.add_agent(ports, role))["access_token"]
        return lambda method, path, body=None, **more: program.call(method, f"/desk{path}", body, token=token, **more)

    return hire


@pytest.fixture
def send(house, ports):
    """`send(person, **wish)` puts a document there."""
    from sekisho.testing.documents import IDENTITY, send_paper

    return lambda person, **wish: send_paper(ports, person, replace(IDENTITY, **wish))


def fits(document, answer, path, method):
    response = document["paths"][f"/api/v1/desk{path}"][method]["responses"][str(answer.status_code)]
    (media,) = response["content"].values()
    described = {**media["schema"], "components": document["components"]}
    checked = jsonschema_rs.validator_for(described, validate_formats=True)
    assert not [str(error) for error in checked.iter_errors(answer.json())]
    return answer.json()


@pytest.mark.fact("A056")
def test_two_accepted_documents_let_the_reviewer_approve(sit, add, send, document):
    from sekisho.core.intake.subject_line import Purpose

    applicant, reviewer = add(state=AccountState.APPLIED), sit()
    papers = [send(applicant), send(applicant, purpose=Purpose.RESIDENCE)]
    queue = fits(document, reviewer("GET", "/documents"), "/documents", "get")
    assert [line["id"] for line in queue] == papers
    one = "/documents/{document_id}"
    for paper in papers:
        fits(document, reviewer("GET", f"/documents/{paper}"), one, "get")
        answer = reviewer("POST", f"/documents/{paper}/verdict", {"verdict": "accept"})
        done = fits(document, answer, f"{one}/verdict", "post")
        assert (answer.status_code, done["state"], done["is_told"]) == (200, "accepted", True)
    assert done["may_approve"]
    assert reviewer("POST", f"/accounts/{applicant.account}/approve").status_code == 201
    again = reviewer("POST", f"/documents/{papers[0]}/verdict", {"verdict": "accept"})
    assert fits(document, again, f"{one}/verdict", "post")["reason"] == "conflict"


def test_what_a_stranger_wrote_comes_back_as_text(sit, add, send, document):
    applicant = add(state=AccountState.APPLIED)
    paper = send(applicant, subject=STRANGE, file_name=STRANGE, lines=("運転免許証", f"氏名 {STRANGE}"))
    shown = fits(document, sit()("GET", f"/documents/{paper}"), "/documents/{document_id}", "get")
    assert shown["subject"] == STRANGE
    assert [(one["text"], one["match"]) for one in shown["fields"] if one["field"] == "name"] == [(NAME, "differs")]
    assert "name_differs" in shown["cautions"]


def test_a_page_is_a_jpeg_in_which_nothing_runs_and_which_nobody_keeps(sit, add, send):
    reviewer, paper = sit(), send(add(state=AccountState.APPLIED), file_name=STRANGE)
    (page,) = reviewer("GET", f"/documents/{paper}").json()["pages"]
    answer = reviewer("GET", page["url"].removeprefix("/api/v1/desk"))
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert answer["Content-Disposition"].startswith("inline; filename=")
    assert "script" not in answer["Content-Disposition"]
    assert sit(Role.AGENT)("GET", page["url"].removeprefix("/api/v1/desk")).status_code == 403


def test_what_is_unclear_is_filed_or_dismissed_and_only_once(sit, add, send, document):
    reviewer, applicant, papers = sit(), add(state=AccountState.APPLIED), [send(None), send(None)]
    place, body = "/documents/{document_id}", {"account": applicant.account, "purpose": "PID"}
    fits(document, reviewer("GET", f"/documents/{papers[0]}"), place, "get")
    filed = fits(document, reviewer("POST", f"/documents/{papers[0]}/filing", body), f"{place}/filing", "post")
    assert (filed["account"], filed["state"]) == (applicant.account, "received")
    again = reviewer("POST", f"/documents/{papers[0]}/filing", body)
    assert [one["code"] for one in fits(document, again, f"{place}/filing", "post")["lacks"]] == ["document_state"]
    gone = reviewer("POST", f"/documents/{papers[1]}/dismissal")
    assert fits(document, gone, f"{place}/dismissal", "post")["state"] == "dismissed"
    assert reviewer("GET", "/documents").json() == []


@pytest.mark.parametrize(
    "path", ["/documents/doc_none", "/documents/%2e%2e", "/pages/keys.json", "/pages/doc_none-1-1"]
)
def test_what_does_not_exist_is_not_found(sit, path):
    assert sit()("GET", path).status_code == 404


def test_the_body_of_a_verdict_names_every_reason():
    (listed, _) = get_args(VerdictBody.model_fields["reason"].annotation)
    assert {*get_args(listed)} == {"", *DocumentReason}
