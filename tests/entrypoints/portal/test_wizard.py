"""The wizard's pages: what this browser may be told, and nothing of anybody else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.help.plights import Plight
from sekisho.core.help.wizard import TREE, questions
from sekisho.gateway_settings import GatewayAddress
from sekisho.testing.people import DSC

SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
CHANGING = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+')


def reference_on(page):
    return page.one(r'reference__value">([^<]+)<')


def why(page):
    return page.one(r'data-why href="/en/([^"]+)"')


def test_every_question_and_every_end_has_a_page_and_nothing_else_has(person):
    browser = person(language="en")
    for path, question in questions(TREE):
        for answer in question.answers:
            page = browser.get("help/wizard/" + "".join(f"{one}/" for one in (*path, answer)))
            assert page.status == 200
    for stray in ("12/", "1/portal/retry/more/", "x/" * 99, "1//", "１/", "1/portal/%00/"):
        assert browser.get("help/wizard/" + stray).status in {400, 404}
    assert [browser.get(f"help/situations/{number}/").status for number in (0, 12)] == [404, 404]
    assert browser.get("help/situations/9/reactivate/").status == 404


def test_every_situation_is_on_the_index_in_its_order(person):
    page = person(language="en").get("help/wizard/")
    assert re.findall(r'href="/en/help/wizard/(\d+)/"', page.html) == [str(plight.value) for plight in Plight]


def test_a_refusal_leads_with_one_click_to_its_situation_in_its_own_words(add, person):
    holder, browser = add(devices=(SUSPENDED,), card=CardState.ACTIVE, residence="GB"), person(language="en")
    refused = browser.enter(add(state=AccountState.REJECTED))
    assert why(refused) == "help/situations/1/"
    page = browser.get("help/situations/1/")
    assert "For your last login" in page.text
    assert "Ask about the decision" in page.text
    assert reference_on(refused) in page.text
    assert "Client Services (Japan)" in page.text
    assert holder.account not in page.html


def test_the_advice_follows_what_the_account_holds(add, person, clock):
    holder = add(devices=(SUSPENDED,), card=CardState.ACTIVE)
    browser = person(language="en", root="trader/")
    clock.advance(timedelta(days=21))
    refused = browser.enter(holder)
    assert why(refused) == "help/situations/8/"
    assert "Re-activate your device" in person_at(browser, "help/situations/8/").text


def person_at(browser, path):
    browser.home = "/en/"
    return browser.get(path)


def test_before_the_password_a_situation_says_nothing_of_any_account(add, person):
    pages = []
    for who in ("nobody99", add(devices=(DSC,)), add(state=AccountState.CLOSED)):
        browser = person(language="en")
        refused = browser.enter(who, password="wrong")
        page = browser.get(why(refused))
        pages.append(page.text.replace(reference_on(refused), "").partition("When you telephone")[0])
    assert len(set(pages)) == 1
    assert "approved yet" in pages[0]  # as one of the causes there can be, not as a fact


def test_a_reference_opens_only_what_this_browser_was_told(add, person):
    owner, stranger = person(language="en"), person(language="en")
    given = reference_on(owner.enter(add(state=AccountState.REJECTED)))
    assert (
        "Ask about the decision" in owner.post("help/wizard/reference", reference=given.lower().replace("-", " ")).text
    )
    answers = [
        stranger.post("help/wizard/reference", reference=typed) for typed in (given, "ZZZ-ZZZ-ZZZ", "'; --", "x" * 999)
    ]
    assert len({CHANGING.sub("", page.html) for page in answers}) == 1
    assert {page.status for page in answers} == {200}
    assert "cannot tell what a reference stands for" in answers[0].text


def test_a_session_knows_its_own_history_and_how_its_account_stands(add, person, clock):
    holder = add(devices=(SUSPENDED,), passcode=PasscodeState.LIVE)
    elsewhere, browser = person(language="en", root="trader/"), person(language="en")
    clock.advance(timedelta(days=3))
    refused = elsewhere.answer(holder, elsewhere.enter(holder), holder.factor("temporary_passcode"))
    assert why(refused) == "help/situations/10/"
    browser.answer(holder, browser.enter(holder), holder.factor("temporary_passcode"))
    start = browser.get("help/wizard/")
    assert "From how your account stands now" in start.text
    assert "My passcode opens Client Portal" in start.text
    assert "Print a card" in browser.post("help/wizard/reference", reference=reference_on(refused)).text
    page = browser.get("help/situations/10/")
    assert "until when" in page.text
    assert "Until Sat 14 March 2026" in page.text


def test_a_login_refused_after_its_password_is_told_no_forecast(add, person, clock):
    holder = add(devices=(SUSPENDED,), card=CardState.ACTIVE)
    browser = person(language="en", root="trader/")
    clock.advance(timedelta(days=21))
    browser.enter(holder)
    assert "until when" not in person_at(browser, "help/situations/8/").text


def test_the_words_of_a_message_find_a_situation_and_are_shown_back_harmless(person):
    page = person(language="en").get("help/wizard/?q=%3Cscript%3Elocked")
    assert "&lt;script&gt;locked" in page.html
    assert "<script>locked" not in page.html


def test_the_page_for_the_telephone_spells_the_reference_and_asks_for_nothing_secret(add, person):
    browser = person(language="en")
    given = reference_on(browser.enter(add(state=AccountState.REJECTED)))
    page = browser.get("help/situations/1/")
    assert f'callsheet__reference mono">{given}<' in page.html
    assert page.html.count('class="whole"><b class="mono">') == 9
    assert "never ask for your password" in page.text


GATEWAY = GatewayAddress(host="gw.example.com", port=4000, tls_port=4001, answers_plain_probes=False)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_connection_test_leads_to_both_ports_and_says_what_to_ask(house, person, language):
    settings.SEKISHO_INSTALLATION = replace(house, gateway=GATEWAY)
    page = person(language=language).get("help/connection")
    assert 'href="http://gw.example.com:4000/probe"' in page.html
    assert 'href="https://gw.example.com:4001/probe"' in page.html
    assert {"ja": "成功", "en": "Success"}[language] in page.text
    assert {"ja": "失敗", "en": "Failure"}[language] in page.text
    assert page.text.count("gw.example.com") == 2


def test_a_house_without_a_gateway_says_that_there_is_nothing_to_test(person):
    assert "nothing to test" in person(language="en").get("help/connection").text
