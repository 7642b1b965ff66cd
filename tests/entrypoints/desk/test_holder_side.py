"""What the holder can do without logging in: stop what was done for a caller, and set a password with the code of a call."""

import re
from datetime import timedelta

import pytest

from sekisho.core.contacts import ContactKind
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.secret import Secret
from sekisho.testing.claimant import attempt
from sekisho.testing.desk import sent
from sekisho.workflows.sign_in import sign_in

NEW = "seven lanterns over the harbour"


def second_half(house, message):
    from sekisho.adapters.storage.rows import OutboxRow
    from sekisho.workflows.records import outbox_place

    row = OutboxRow.objects.get(message=message)
    return house.ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()


# ── The link that stops ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def link(agent, holder, house):
    at_desk = agent()
    at_desk.open_call(holder)
    at_desk.verify()
    assert at_desk.carry_out("issue_passcode").status == 200
    return f"stop/{sent(house.ports, 'passcode_issued')[0][1]['stop']}"


def test_looking_at_the_link_stops_nothing_and_posting_does(link, browser, holder, house):
    visitor = browser()
    page = visitor.get(link)
    assert "A temporary passcode has been issued" in page.text
    assert holder.account not in page.html
    assert "It was stopped" not in visitor.get(link).text
    assert "It was stopped" in visitor.post(link).text
    assert "It was stopped" in visitor.post(link).text
    with house.ports.store.reading() as tx:
        states = {one.state.value for one in tx.account(holder.account).authenticators}
    assert "live" not in states


def test_the_page_of_the_link_is_kept_indexed_and_told_nowhere(link, browser):
    response = browser().get(link).response
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "strict-origin"


def test_the_link_needs_no_login_and_speaks_both_languages(link, browser):
    assert "お手続きの取り消し" in browser(language="ja").get(link).text


@pytest.mark.parametrize("token", ["stop_nothing", "stop_" + "A" * 43, "x"])
def test_an_unknown_link_names_the_telephone(browser, token):
    page = browser(language="ja").get(f"stop/{token}")
    assert page.status == 404
    assert "0120-000-000" in page.text


def test_a_link_posted_from_elsewhere_is_refused(link):
    from django.test import Client

    assert Client(enforce_csrf_checks=True, headers={"host": "localhost"}).post(f"/en/{link}").status_code == 403


def link_to_change(house, holder, **back):
    from sekisho.workflows.desk_records import StopRecord

    now, token = house.ports.clock.now(), f"stop_{'B' * 43}"
    stop = StopRecord(
        print=house.ports.vault.fingerprint(Secret(token), purpose="stop"),
        account=holder.account,
        holder_id=holder.holder_id,
        deed=DeskDeed.CHANGE_CONTACT,
        deed_at=now,
        expires_at=now + timedelta(days=14),
        subject={"contact": "email", "new": "thief@example.net", **back},
    )
    with house.ports.store.transaction() as tx:
        tx.add_stop(stop)
    return f"stop/{token}"


def put_on_file(house, holder, value):
    with house.ports.store.transaction() as tx:
        old = tx.contacts(holder.holder_id).email.value
        tx.change_contact(holder.holder_id, ContactKind.EMAIL, old=old, new=value, now=house.ports.clock.now())


def test_the_page_says_that_an_address_was_changed_again_and_keeps_the_link(browser, holder, house):
    link, visitor = link_to_change(house, holder, back="own@example.com"), browser()
    for page in (visitor.get(link), visitor.post(link)):
        assert "The address was changed again" in page.text
        assert "nothing was stopped" in page.text
        assert "<form" not in page.html.partition('id="main"')[2]
        assert 'href="tel:' in page.html
    put_on_file(house, holder, "thief@example.net")
    assert "It was stopped" in visitor.post(link).text


def test_the_page_says_that_an_address_stays_where_none_before_it_was_settled(browser, holder, house):
    link, visitor = link_to_change(house, holder), browser()
    put_on_file(house, holder, "thief@example.net")
    assert "this page does not put it back" in visitor.get(link).text
    page = visitor.post(link)
    assert "Every open session was ended" in page.text
    assert "still on file" in page.text


# ── The new password ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def code(agent, holder, house):
    at_desk = agent()
    at_desk.open_call(holder)
    at_desk.verify()
    page = at_desk.carry_out("reset_password")
    assert page.status == 200, page.text
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{8}", page.secret)
    return page.secret + second_half(house, "password_half")


def set_password(visitor, holder, code, *, new=NEW, again=None):
    fields = {"username": holder.username, "code": code, "new": new, "again": new if again is None else again}
    return visitor.post("password/", **fields)


@pytest.mark.fact("A073")
def test_both_halves_set_a_password_once(code, browser, holder, house):
    visitor = browser()
    spaced = f"{code[:8]} - {code[8:]}".lower()
    assert "Your new password is set" in set_password(visitor, holder, spaced).text
    assert sign_in(house.ports, attempt(holder, password=NEW)).challenge
    assert set_password(visitor, holder, code).status == 403


def test_the_agent_s_half_sets_nothing(code, browser, holder):
    page = set_password(browser(), holder, code[:8])
    assert page.status == 403
    assert NEW not in page.html


def test_an_unknown_name_and_a_wrong_code_are_answered_alike(code, browser, holder):
    visitor = browser()
    wrong, unknown = (
        set_password(visitor, holder, "AAAABBBBCCCCDDDD"),
        visitor.post("password/", username="nobody", code=code, new=NEW, again=NEW),
    )
    said = [re.search(r'id="code-wrong">([^<]+)', page.html)[1] for page in (wrong, unknown)]
    assert said[0] == said[1]
    assert wrong.status == unknown.status == 403


@pytest.mark.parametrize(
    ("new", "said"),
    [("tiny", "too short"), ("password123", "common password"), ("sekisho securities", "name"), ("", "Type a new")],
)
def test_a_password_is_refused_with_its_exact_reason_and_the_code_stays(code, browser, holder, new, said):
    page = set_password(browser(), holder, code, new=new)
    assert page.status == 422
    assert said in page.text
    assert not new or new not in page.html
    assert "Your new password is set" in set_password(browser(), holder, code).text


def test_two_different_passwords_are_told_before_the_code_is_tried(code, browser, holder):
    page = set_password(browser(), holder, code, again="another one entirely")
    assert page.status == 422
    assert "The two passwords differ" in page.text


def test_the_rules_are_told_beforehand(browser):
    page = browser().get("password/")
    assert "8 characters or more" in page.text
    assert 'autocomplete="new-password"' in page.html
