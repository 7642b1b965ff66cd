"""A call on the pages: verified, refused, agreed to by two, done once, and its secret shown once."""

import re
from datetime import timedelta

import pytest

from sekisho.core.contacts import ContactKind
from sekisho.core.desk.roles import Role

XSS = "<script>alert('reason')</script>"


@pytest.fixture
def in_call(agent, holder):
    at_desk = agent()
    at_desk.open_call(holder)
    return at_desk


def portal_pair(browser, holder):
    visitor = browser()
    page = visitor.log_in(holder)
    found = re.search(r'speaking__pair">.*?<b>([^<]+)</b>', page.html)
    return found[1] if found else ""


# ── Verifying ────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_call_every_telephone_deed_is_greyed_and_says_why(agent, holder):
    page = agent().get(f"holders/{holder.account}")
    ready, greyed = page.buttons()
    assert ready == set()
    assert "issue_passcode" in greyed
    assert "No call is open for this account" in page.text


@pytest.mark.fact("A074", "A087")
def test_a_deed_is_greyed_until_the_evidence_suffices(in_call):
    assert "issue_passcode" in in_call.show("account_details").buttons()[1]
    assert "issue_passcode" in in_call.show("call_back").buttons()[0]


def test_the_script_is_said_in_the_caller_s_language_and_shown_in_both(agent, holder):
    at_desk = agent(language="ja")
    page = at_desk.open_call(holder)
    assert re.search(r'say__line" lang="en">I will call you back', page.html)
    assert re.search(r'say__other" lang="ja">ご登録いただいている', page.html)


def test_the_number_to_ring_is_shown_whole_in_the_call_only(agent, holder):
    at_desk = agent()
    assert "+81-90-0000" not in at_desk.get(f"holders/{holder.account}").html
    assert "+81-90-0000" in at_desk.open_call(holder).html


def test_the_word_pair_is_on_the_portal_and_nowhere_at_the_desk(in_call, browser, holder):
    pair = portal_pair(browser, holder)
    assert pair
    page = in_call.get(f"holders/{holder.account}")
    assert pair not in page.text
    assert in_call.show("portal_word", value=pair).html.count("checks__one--yes") == 1


def test_a_wrong_word_pair_is_judged_by_the_server_whatever_outcome_is_posted(in_call, browser, holder):
    portal_pair(browser, holder)
    page = in_call.show("portal_word", outcome="passed", value="grape 17 no")
    assert "checks__one--no" in page.html
    in_call.verify()
    ready, _ = in_call.get(f"holders/{holder.account}").buttons()
    assert "issue_passcode" not in ready


def test_who_proved_the_password_alone_sees_who_is_speaking_and_no_words(agent, browser, add, house):
    bare = add(devices=(), language="en")
    at_desk = agent()
    at_desk.open_call(bare)
    page = browser().post("login", username=bare.username, password="correct horse battery staple", mode="live")
    assert page.status == 200
    assert "is speaking with you" in page.text
    assert "only after logging in with a second factor" in page.text
    assert "Tell nobody these words" not in page.text
    assert "speaking__pair" not in page.html
    with house.ports.store.reading() as tx:
        fruit, number = tx.call(at_desk.call).pair.split("-")
    assert not re.search(rf"\b{fruit}\b", page.text)  # "hat" is in "what", and nobody is told by that
    assert not re.search(
        rf"\b{number}\b", page.text.partition("is speaking with you")[2].partition("Call us at once")[0]
    )


def test_the_portal_names_who_is_speaking_and_is_quiet_without_a_call(in_call, browser, holder, clock):
    visitor = browser()
    page = visitor.log_in(holder)
    assert "is speaking with you" in page.text
    assert "If you are not on the telephone with us" in page.text
    clock.advance(timedelta(minutes=10))
    assert "Nobody of ours is speaking with you" in visitor.get().text


def test_a_call_is_over_after_ten_minutes(in_call, clock):
    in_call.verify()
    clock.advance(timedelta(minutes=10))
    refused = in_call.carry_out("issue_passcode")
    assert refused.status == 403
    assert "ten minutes are over" in refused.text


# ── Refused by the server ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("deed", ["issue_passcode", "reset_password", "close", "order_device", "approve", "reject"])
def test_a_greyed_button_posted_by_hand_is_refused_with_the_reason(in_call, deed):
    page = in_call.carry_out(deed)
    assert page.status in {403, 409}
    assert "Nothing was changed" in page.text
    assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", page.text)
    assert page.secret == ""


def test_a_review_of_a_greyed_deed_has_no_working_button(in_call):
    page = in_call.review("issue_passcode")
    assert "/carry-out" not in page.html
    assert "/second" not in page.html
    assert "call-back to a number on file is needed" in page.text


def test_another_agent_s_call_is_not_found(in_call, agent):
    stranger = agent()
    stranger.call, stranger.holder = in_call.call, in_call.holder
    assert stranger.show("call_back").status == 404
    assert stranger.get(f"calls/{in_call.call}").status == 404
    assert stranger.post(f"calls/{in_call.call}/end").status == 404
    assert "Open a call" in stranger.get(f"holders/{in_call.holder.account}").text


def test_a_holder_s_session_moves_nothing_at_the_desk(in_call, browser, holder):
    in_call.verify()
    thief = browser(root="desk/")
    thief.log_in(holder)
    assert thief.post(f"holders/{holder.account}/deeds/issue_passcode/carry-out", reason="mine").status == 403
    assert "issue_passcode" in in_call.get(f"holders/{holder.account}").buttons()[0]


def test_a_form_from_elsewhere_is_refused(in_call):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = in_call.http.cookies
    path = f"/en/desk/holders/{in_call.holder.account}/deeds/issue_passcode/carry-out"
    assert strict.post(path, {"reason": "x"}).status_code == 403


def test_a_deed_without_a_reason_asks_for_one(in_call):
    in_call.verify()
    page = in_call.carry_out("issue_passcode", reason="  ")
    assert page.status == 422
    assert "Write the reason" in page.text
    assert page.secret == ""


def test_a_deed_that_does_not_exist_leads_back(in_call):
    assert in_call.get(f"holders/{in_call.holder.account}/deeds/switch_off_factor").path.endswith(
        in_call.holder.account
    )


# ── Done ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.fact("A086", "A089")
def test_half_a_passcode_is_shown_once(in_call):
    in_call.verify()
    assert "A temporary passcode has been issued" in in_call.review("issue_passcode").text
    done = in_call.carry_out("issue_passcode")
    assert done.status == 200
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{5}", done.secret)
    again = in_call.carry_out("issue_passcode")
    assert (again.status in {403, 409}, again.secret) == (True, "")
    pages = [in_call.get(), in_call.get(f"holders/{in_call.holder.account}")]
    assert all(done.secret not in page.html for page in pages)
    assert done.response["Cache-Control"] == "no-store"


def test_the_result_says_where_the_rest_went_and_who_was_told_in_part(in_call, holder):
    in_call.verify()
    page = in_call.carry_out("issue_passcode")
    assert "The second half went to" in page.text
    assert f"{holder.username}@example.com" not in page.html
    assert "Full access until" in page.text


def test_letters_are_spelt_in_the_caller_s_language(agent, holder):
    at_desk = agent(language="ja")
    at_desk.open_call(holder)
    at_desk.verify()
    page = at_desk.carry_out("issue_passcode")
    assert 'class="spell" lang="en"' in page.html
    assert re.search(r"Alfa|Bravo|Charlie|Delta|Echo|Foxtrot|Golf|Hotel|Juliett|Kilo|Lima|Mike|November|Papa|Quebec|Romeo"
                     r"|Sierra|Tango|Uniform|Victor|Whiskey|X-ray|Yankee|Zulu|digit", page.html)  # fmt: skip


def test_one_call_serves_one_deed(in_call):
    in_call.verify()
    in_call.carry_out("send_username")
    page = in_call.get(f"holders/{in_call.holder.account}")
    assert page.buttons()[0] == set()


def test_what_an_agent_writes_is_shown_as_text(in_call):
    in_call.verify()
    page = in_call.review("issue_passcode", reason=XSS)
    assert XSS not in page.html
    assert XSS in page.text or "alert" in page.html


# ── Two agents ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def asked(in_call):
    """A change of contact data, which always takes two, with the second agent asked."""
    in_call.verify()
    fields = {"contact": "email", "value": "new@example.com", "reason": XSS}
    assert "Ask a second agent" in in_call.review("change_contact", **fields).text
    account = in_call.holder.account
    page = in_call.post(f"holders/{account}/deeds/change_contact/second", **fields)
    assert "Waiting for a second agent" in page.text
    return in_call


def test_a_second_agent_sees_the_request_agrees_and_the_first_carries_it_out(asked, agent, house):
    fields = {"contact": "email", "value": "new@example.com", "reason": XSS}
    assert asked.carry_out("change_contact", **fields).status == 403
    second = agent(Role.SUPERVISOR)
    home = second.get()
    assert "Waiting for a second agent" in home.text
    path = re.search(r'href="/en/desk/(approvals/[^"]+)"', home.html)[1]
    page = second.get(path)
    assert XSS not in page.html
    assert "new@example.com" in page.text
    assert "You agreed" in second.post(f"{path}/agree").text
    sheet = asked.get(f"holders/{asked.holder.account}")
    assert "agreed" in sheet.text
    done = asked.carry_out("change_contact", **fields)
    assert done.status == 200, done.text
    with house.ports.store.reading() as tx:
        assert tx.contacts(asked.holder.holder_id).email.value == "new@example.com"


def test_the_agreement_holds_for_exactly_what_was_asked(asked, agent):
    second = agent(Role.SUPERVISOR)
    second.post(f"approvals/{asked.call}/agree")
    other = asked.carry_out("change_contact", contact="email", value="thief@example.com")
    assert other.status == 403


def test_nobody_agrees_to_their_own_request(asked):
    page = asked.post(f"approvals/{asked.call}/agree")
    assert page.status in {403, 404, 409}
    assert asked.carry_out("change_contact", contact="email", value="new@example.com").status == 403


def test_a_declined_request_says_so(asked, agent):
    second = agent()
    assert "You declined" in second.post(f"approvals/{asked.call}/decline").text
    assert "declined" in asked.get(f"holders/{asked.holder.account}").text


def test_a_technical_assistant_agrees_to_nothing(asked, agent):
    assert agent(Role.TECHNICAL_ASSISTANCE).post(f"approvals/{asked.call}/agree").status == 403


def test_while_a_number_is_new_the_one_before_it_is_to_be_rung(in_call, house, holder, clock):
    with house.ports.store.transaction() as tx:
        old = tx.contacts(holder.holder_id).phone.value
        assert tx.change_contact(
            holder.holder_id, ContactKind.PHONE, old=old, new="+81-90-0000-9999", now=house.ports.clock.now()
        )
    clock.advance(timedelta(seconds=1))
    page = in_call.get(f"holders/{holder.account}")
    assert re.search(rf"Call back</span> <span[^>]*>{re.escape(old)}<", page.html)
    assert "Telephone before the change" in page.text
    assert "An address on file changed in the last 14 days" in page.text


def test_a_reason_of_several_lines_is_agreed_to_and_carried_out(in_call, agent):
    in_call.verify()
    fields = {"contact": "email", "value": "new@example.com", "reason": "lost\r\non a train"}
    in_call.post(f"holders/{in_call.holder.account}/deeds/change_contact/second", **fields)
    agent().post(f"approvals/{in_call.call}/agree")
    assert in_call.carry_out("change_contact", **fields).status == 200
