"""A passkey made and used on the pages, as far as a browser's own part can be played without one."""

import html
import json
import re

import pytest

from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.authenticators.kinds import CardState, PasscodeState
from sekisho.testing import people
from sekisho.testing.soft_devices import soft_device
from sekisho.testing.soft_passkey import SoftPasskey
from sekisho.workflows.records import outbox_place

PASSKEY = "settings/user/security/secure-login-system/passkey/"
NEW = SoftPasskey(secret=77)


def options(page):
    return json.loads(html.unescape(re.search(r'data-passkey="([^"]+)"', page.html)[1]))


def code_sent(ports):
    row = OutboxRow.objects.filter(message="own.passkey_code").latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()


def to_make(browser, who, soft):
    proof = browser.verify(PASSKEY + "register-passkey", who)
    return browser.post(PASSKEY + "register-passkey/proof", response=soft(who.factors[0], proof))


@pytest.mark.parametrize(("language", "button"), [("ja", "パスキーを使う"), ("en", "Use the passkey")])
def test_the_login_asks_by_a_button_and_says_what_to_do_where_no_script_runs(add, person, language, button):
    who = add(devices=(people.PASSKEY,))
    browser = person(language=language)
    asked = browser.enter(who)
    assert button in asked.text
    assert "JavaScript" in asked.text or "Allow scripts" in asked.text
    assert 'type="text"' not in asked.html
    wrong = browser.post("response", response="{}")
    assert ("入力された値" in wrong.text, "What you typed" in wrong.text) == (False, False)
    assert options(wrong)["challenge"] == options(asked)["challenge"]
    answer = soft_device(who.factors[0]).sign(options(asked)["challenge"])
    assert "logout" in browser.post("response", response=answer).html


def test_a_further_passkey_is_made_after_the_proof_and_the_list_says_so(add, person, soft):
    who = add(devices=(people.IOS,))
    browser = person(language="en")
    assert "We advise a passkey" in browser.log_in(who).text
    made = NEW.make(options(to_make(browser, who, soft))["challenge"])
    done = browser.post(PASSKEY + "make", credential=made, name="Notebook")
    assert ("The passkey is registered" in done.text, "Notebook" in done.text) == (True, True)
    assert "We advise a passkey" not in browser.get().text
    again = browser.post(PASSKEY + "make", credential=made)
    assert (again.status, "The time to make the passkey is over" in again.text) == (403, True)


def test_a_card_ends_with_the_passkey_and_says_so_before_and_after(add, person, soft):
    who = add(card=CardState.ACTIVE)
    browser = person(language="en")
    browser.log_in(who)
    assert "Online Security Code Card that you use now has ended" in browser.get(PASSKEY).text
    made = NEW.make(options(to_make(browser, who, soft))["challenge"])
    done = browser.post(PASSKEY + "make", credential=made)
    assert done.path == "/en/"
    assert "Log in again, with the passkey" in done.text


def test_a_first_passkey_takes_the_password_again_and_the_mailed_code(add, person, ports):
    who = add()
    browser = person(language="en")
    browser.enter(who)
    assert browser.verify(PASSKEY + "register-passkey", who).path == f"/en/{PASSKEY}code"
    assert browser.post(PASSKEY + "code", code="000000").status == 403
    shown = browser.post(PASSKEY + "code", code=code_sent(ports))
    assert options(shown)["attestation"] == "none"
    refused = browser.post(PASSKEY + "make", credential=NEW.make(options(shown)["challenge"], flags=1))
    assert (refused.status, "nobody was recognised" in refused.text) == (403, True)


def test_a_passcode_is_told_that_it_makes_none(add, person):
    who = add(passcode=PasscodeState.LIVE)
    browser = person(language="en")
    browser.log_in(who)
    assert "passkey/register-passkey" not in browser.get(PASSKEY).html
    assert "We advise a passkey" not in browser.get().text
