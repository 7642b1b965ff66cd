"""The reviewers' pages: what waits, one document, the verdict with exactly the message that goes out, and words of strangers as text."""

import re
from dataclasses import replace

import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.desk.roles import Role
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language

STRANGE = '"><img src=x onerror=alert(1)>\u202eFDP'


@pytest.fixture
def applicant(add):
    return add(state=AccountState.APPLIED, language="ja")


@pytest.fixture
def send(house):
    """`send(person, **wish)` puts a proof of identity there."""
    from sekisho.testing.documents import IDENTITY, send_paper

    return lambda person, **wish: send_paper(house.ports, person, replace(IDENTITY, **wish))


@pytest.fixture
def reviewer(agent):
    return agent(Role.REVIEWER)


def seen(page):
    return re.search(r'name="seen" value="([^"]+)"', page.html)[1]


def test_a_reviewer_comes_from_the_desk_to_the_oldest_document_and_on_to_the_next(reviewer, applicant, send):
    from sekisho.core.intake.subject_line import Purpose
    from sekisho.testing.documents import RESIDENCE

    first, second = send(applicant), send(applicant, purpose=Purpose.RESIDENCE, lines=RESIDENCE.lines)
    assert "Waiting: 2" in reviewer.get().text
    queue = reviewer.get("documents/")
    assert queue.html.index(first) < queue.html.index(second)
    page = reviewer.get(f"documents/{first}")
    assert "見本 高子" in page.text
    done = reviewer.post(f"documents/{first}/verdict", verdict="accept", seen=seen(page))
    assert done.path.endswith(f"documents/{second}")
    assert "Accepted. The holder is told by mail." in done.text
    last = reviewer.post(f"documents/{second}/verdict", verdict="accept", seen=seen(done))
    assert "Everything that is needed is accepted." in last.text
    assert f"holders/{applicant.account}/deeds/approve" in last.html


def test_the_preview_is_the_message_that_goes_out_in_the_holder_s_language(reviewer, applicant, send, house):
    from sekisho.testing.desk import sent

    document = send(applicant)
    page = reviewer.get(f"documents/{document}")
    assert words("document.reason.expired", language=Language.JA) in page.text
    assert words("outgoing.document.asked_again.text", language=Language.JA) in page.text
    fields = {"verdict": "ask_again", "reason": "expired", "seen": seen(page)}
    assert "Asked again" in reviewer.post(f"documents/{document}/verdict", **fields).text
    [(_, told)] = sent(house.ports, "document.asked_again")
    assert told["why"] == "expired"
    assert told["reference"] in page.text


def test_refusing_is_a_second_step_and_has_reasons_of_its_own(reviewer, applicant, send):
    document = send(applicant)
    assert 'value="not_genuine"' not in reviewer.get(f"documents/{document}").html
    page = reviewer.get(f"documents/{document}/refuse")
    assert 'value="unreadable"' not in page.html
    fields = {"verdict": "refuse", "reason": "not_genuine", "seen": seen(page)}
    assert "Refused. The holder is told" in reviewer.post(f"documents/{document}/verdict", **fields).text


@pytest.mark.parametrize("mark", ["", "0" * 32])
def test_a_form_that_does_not_carry_what_its_page_showed_decides_nothing(reviewer, applicant, send, mark):
    document = send(applicant)
    refused = reviewer.post(f"documents/{document}/verdict", verdict="accept", seen=mark)
    assert refused.status == 409
    assert "has changed since it was shown" in refused.text
    assert f"documents/{document}" in refused.html


def test_what_strangers_wrote_is_text_and_turns_nothing_around(reviewer, applicant, send):
    document = send(applicant, subject=STRANGE, file_name=STRANGE, lines=("運転免許証", f"氏名 {STRANGE}"))
    page = reviewer.get(f"documents/{document}")
    assert "<img src=x" not in page.html
    assert "\u202e" not in page.html
    assert page.text.count("onerror=alert(1)") == 3


def test_an_unclear_mail_is_filed_however_wide_the_number_is_typed(reviewer, applicant, send):
    document = send(None)
    page = reviewer.get(f"documents/{document}")
    assert "Whose is it" in page.text
    wide = applicant.account.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "U0123456789"})
    fields = {"account": f" {wide.lower()} ", "purpose": "PID", "seen": seen(page)}
    assert "Filed." in reviewer.post(f"documents/{document}/filing", **fields).text
    assert "Being read" in reviewer.get(f"documents/{document}").text


def test_what_is_nobody_s_is_dismissed(reviewer, send):
    document = send(None)
    mark = seen(reviewer.get(f"documents/{document}"))
    assert "Dismissed." in reviewer.post(f"documents/{document}/dismissal", seen=mark).text


def test_a_picture_comes_under_its_own_policy_and_an_agent_sees_nothing_of_it(reviewer, agent, applicant, send):
    document = send(applicant)
    place = f"/en/desk/pages/{document}-1-1"
    answer = reviewer.http.get(place)
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/jpeg", "sandbox; default-src 'none'")
    other = agent(Role.AGENT)
    assert other.http.get(place).status_code == 403
    assert "documents/" not in other.get().html
    assert [other.get(page).status for page in ("documents/", f"documents/{document}")] == [403, 403]


def test_a_supervisor_sees_a_document_and_no_form_for_it(agent, applicant, send):
    page = agent(Role.SUPERVISOR, language="ja").get(f"documents/{send(applicant)}")
    assert "受付番号" in page.text or "受付日時" in page.text
    assert 'name="seen"' not in page.html
    assert "あなたの役割では" in page.text
