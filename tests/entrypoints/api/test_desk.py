"""The desk over the API, as an agent's program would use it: every answer against the document, every refusal with its reason."""

import jsonschema_rs
import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.desk.roles import Role
from sekisho.testing import people
from sekisho.testing.desk import sent

CALL_BACK = {"kind": "call_back", "outcome": "passed"}
DETAILS = {"kind": "account_details", "outcome": "passed"}
PASSCODE = {"deed": "issue_passcode", "reason": "The card was left on a train."}


@pytest.fixture
def document(program):
    return program.call("GET", "/openapi.json").json()


@pytest.fixture
def sit(program, ports):
    """`sit(role)` hires somebody and gives what they call with."""

    def hire(role=Role.AGENT):
        token = program.enter(people.add_agent(ports, role))["access_token"]
        return lambda method, path, body=None, **more: program.call(method, f"/desk{path}", body, token=token, **more)

    return hire


@pytest.fixture
def holder(add):
    return add(devices=(people.DSC,))


def fits(document, answer, path, method):
    response = document["paths"][f"/api/v1/desk{path}"][method]["responses"][str(answer.status_code)]
    (media,) = response["content"].values()
    checked = jsonschema_rs.validator_for(
        {**media["schema"], "components": document["components"]}, validate_formats=True
    )
    errors = [str(error) for error in checked.iter_errors(answer.json())]
    assert not errors, errors
    return answer.json()


@pytest.mark.fact("A073", "A074", "A086", "A087")
def test_a_plain_program_gets_half_a_passcode_and_the_outbox_the_other(sit, holder, document, ports):
    agent = sit()
    (hit,) = fits(document, agent("GET", f"/holders?query={holder.username}"), "/holders", "get")
    call = fits(document, agent("POST", "/calls", {"account": hit["account"]}), "/calls", "post")
    for item in (CALL_BACK, DETAILS):
        fits(document, agent("POST", f"/calls/{call['id']}/evidence", item), "/calls/{call_id}/evidence", "post")
    answer = agent("POST", f"/calls/{call['id']}/deeds", PASSCODE)
    done = fits(document, answer, "/calls/{call_id}/deeds", "post")
    assert answer.status_code == 201
    ((_, params),) = sent(ports, "passcode_half")
    assert len(done["passcode"] + params["secret"]) == 10
    assert done["is_half"]


def test_every_other_answer_fits_the_document_too(sit, holder, document):
    agent, other, sheet = sit(), sit(Role.SUPERVISOR), "/holders/{account}"
    call = fits(document, agent("POST", "/calls", {"account": holder.account}), "/calls", "post")
    place = f"/calls/{call['id']}"
    fits(document, agent("GET", f"/holders/{holder.account}"), sheet, "get")
    fits(document, agent("GET", "/holders/U99999999"), sheet, "get")
    fits(document, agent("GET", place), "/calls/{call_id}", "get")
    refused = fits(document, agent("POST", f"{place}/deeds", PASSCODE), "/calls/{call_id}/deeds", "post")
    found = agent("GET", f"/references/{refused['reference'].lower()}")
    assert fits(document, found, "/references/{reference}", "get")["reason"] == "verification_required"
    for item in (CALL_BACK, DETAILS):
        agent("POST", f"{place}/evidence", item)
    change = {"deed": "change_contact", "reason": "moved", "contact": "phone", "value": "+81-90-0000-9999"}
    answer = agent("POST", f"{place}/deeds", change)
    assert fits(document, answer, "/calls/{call_id}/deeds", "post")["reason"] == "second_agent_required"
    fits(document, agent("POST", f"{place}/second-agent", change), "/calls/{call_id}/second-agent", "post")
    (waiting,) = fits(document, other("GET", "/approvals"), "/approvals", "get")
    approved = other("POST", f"/calls/{waiting['call']}/approval", {"agree": True})
    fits(document, approved, "/calls/{call_id}/approval", "post")
    assert agent("POST", f"{place}/deeds", change).status_code == 201
    fits(document, agent("DELETE", place), "/calls/{call_id}", "delete")


def test_a_refusal_says_what_is_lacking_in_words(sit, holder):
    agent = sit()
    call = agent("POST", "/calls", {"account": holder.account}).json()
    answer = agent("POST", f"/calls/{call['id']}/deeds", PASSCODE)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == "verification_required"
    assert [lack["code"] for lack in answer.json()["lacks"]] == ["call_back", "evidence"]
    assert all(lack["text"] for lack in answer.json()["lacks"])


def test_technical_assistance_and_reviewers_issue_nothing(sit, holder):
    for role in (Role.TECHNICAL_ASSISTANCE, Role.REVIEWER):
        other = sit(role)
        answer = other("POST", "/calls", {"account": holder.account})
        if answer.status_code == 201:
            place = f"/calls/{answer.json()['id']}"
            for item in (CALL_BACK, DETAILS):
                other("POST", f"{place}/evidence", item)
            answer = other("POST", f"{place}/deeds", PASSCODE)
        assert (answer.status_code, answer.json()["reason"]) == (403, "scope_insufficient")


def test_a_holder_s_token_opens_nothing_here(program, holder, sit):
    call = sit()("POST", "/calls", {"account": holder.account}).json()
    token = program.enter(holder)["access_token"]
    for method, path, body in (
        ("GET", "/desk/holders?query=tes", None),
        ("GET", f"/desk/holders/{holder.account}", None),
        ("POST", "/desk/calls", {"account": holder.account}),
        ("POST", f"/desk/calls/{call['id']}/evidence", CALL_BACK),
        ("POST", f"/desk/calls/{call['id']}/deeds", PASSCODE),
        ("GET", "/desk/approvals", None),
        ("POST", f"/desk/accounts/{holder.account}/close", None),
    ):
        answer = program.call(method, path, body, token=token)
        assert (answer.status_code, answer.json()["reason"]) == (403, "scope_insufficient"), path
        assert program.call(method, path, body).status_code == 401


def test_another_agent_s_call_is_not_there(sit, holder):
    call = sit()("POST", "/calls", {"account": holder.account}).json()
    other = sit(Role.SUPERVISOR)
    assert other("GET", f"/calls/{call['id']}").status_code == 404
    assert other("POST", f"/calls/{call['id']}/evidence", CALL_BACK).status_code == 404
    assert other("POST", f"/calls/{call['id']}/deeds", PASSCODE).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"deed": "switch_off_second_factor", "reason": "for a minute"},
        {"deed": "issue_passcode"},
        {"deed": "issue_passcode", "reason": " "},
        {"deed": "issue_passcode", "reason": "x", "second": "me"},
        {"deed": "change_contact", "reason": "x", "contact": "fax"},
        {"deed": ["issue_passcode"], "reason": "x"},
    ],
)
def test_what_is_no_deed_is_not_understood(sit, holder, body):
    agent = sit()
    call = agent("POST", "/calls", {"account": holder.account}).json()
    assert agent("POST", f"/calls/{call['id']}/deeds", body).status_code == 422


@pytest.mark.parametrize(
    "address", [{"contact": "phone", "value": "none"}, {"contact": "email", "value": "a@b"}, {"contact": "email"}, {}]
)
def test_a_new_address_that_is_none_is_lacking(sit, holder, address):
    agent = sit()
    call = agent("POST", "/calls", {"account": holder.account}).json()
    body = {"deed": "change_contact", "reason": "x"} | address
    answer = agent("POST", f"/calls/{call['id']}/deeds", body)
    assert (answer.status_code, answer.json()["reason"]) == (403, "conflict")
    assert answer.json()["lacks"][0]["code"] == "address"


@pytest.mark.fact("A056")
def test_a_reviewer_approves_an_application_and_an_agent_does_not(house, sit, add):
    from sekisho.testing.documents import accept_both

    applicant = add(state=AccountState.APPLIED)
    refused = sit()("POST", f"/accounts/{applicant.account}/approve", {"reason": "in order"})
    assert (refused.status_code, refused.json()["reason"]) == (403, "scope_insufficient")
    reviewer = sit(Role.REVIEWER)
    early = reviewer("POST", f"/accounts/{applicant.account}/approve")
    assert [one["code"] for one in early.json()["lacks"]] == ["documents_missing"]
    accept_both(house.ports, applicant)
    assert reviewer("POST", f"/accounts/{applicant.account}/approve").status_code == 201
    assert reviewer("GET", f"/holders/{applicant.account}").json()["state"] in ("open", "approved_today")
    again = reviewer("POST", f"/accounts/{applicant.account}/approve", {})
    assert (again.status_code, again.json()["reason"]) == (403, "conflict")


@pytest.mark.fact("A062", "A063")
def test_an_account_is_closed_by_the_books_or_for_a_verified_caller(sit, add):
    first, second = add(devices=(people.DSC,)), add(devices=(people.DSC,))
    assert sit(Role.REVIEWER)("POST", f"/accounts/{first.account}/close", {"reason": "empty"}).status_code == 201
    agent = sit()
    unheard = agent("POST", f"/accounts/{second.account}/close", {"reason": "asked"})
    assert (unheard.status_code, unheard.json()["reason"]) == (403, "verification_required")
    call = agent("POST", "/calls", {"account": second.account}).json()
    for item in (CALL_BACK, DETAILS):
        agent("POST", f"/calls/{call['id']}/evidence", item)
    assert agent("POST", f"/accounts/{second.account}/close", {"reason": "asked"}).status_code == 201


def test_a_search_finds_by_every_beginning_and_shows_no_whole_address(sit, add):
    agent, holder = sit(), add(devices=(people.DSC,))
    for query in (holder.username[:6], holder.account, holder.account.lower(), "+8190"):
        found = agent("GET", f"/holders?query={query.replace('+', '%2B')}").json()
        assert holder.account in [hit["account"] for hit in found]
        assert all("•" in hit["email"] and "•" in hit["phone"] for hit in found)
    assert agent("GET", "/holders?query=te").json() == []
    assert agent("GET", "/holders").status_code == 422


def test_an_agent_searches_120_times_an_hour_at_most(sit, holder, ports):
    agent = sit()
    for _ in range(120):
        assert agent("GET", f"/holders?query={holder.username}").status_code == 200
    answer = agent("GET", f"/holders?query={holder.username}")
    assert (answer.status_code, answer.json()["reason"]) == (429, "throttled")
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("odd", ["%00", "U1%00", "u1234567", "U1234567%0A", "DU1234567", "A1000001", "é", "x" * 300])
def test_what_could_be_nobody_s_number_and_no_call_is_not_there(sit, odd):
    agent = sit()
    for method, path in (("GET", f"/holders/{odd}"), ("GET", f"/calls/{odd}"), ("GET", f"/references/{odd}")):
        assert agent(method, path).status_code in (400, 404), path
    assert agent("GET", f"/holders?query={odd}").status_code in (200, 400, 422)
    assert agent("POST", f"/accounts/{odd}/close", {}).status_code in (400, 403, 404)


def test_the_staff_are_no_holders(sit, ports):
    agent, other = sit(), people.add_agent(ports, Role.AGENT)
    assert agent("GET", f"/holders?query={other.username}").json() == []
    assert agent("GET", f"/holders/{other.account}").status_code == 404
    assert agent("POST", "/calls", {"account": other.account}).status_code == 422
