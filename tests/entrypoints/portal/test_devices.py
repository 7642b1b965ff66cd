"""The list of devices and its deeds as pages, from the button to the word that it is done."""

import re
from datetime import timedelta

import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.testing import people

LIST = "settings/user/security/secure-login-system/"
SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
ORDERED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.REQUESTED)
BOTH = pytest.mark.parametrize("language", ["ja", "en"])


def state_of(id_):
    from sekisho.adapters.storage.rows import AuthenticatorRow

    return AuthenticatorRow.objects.get(id=id_).state


@BOTH
@pytest.mark.fact("A171", "A172")
def test_the_list_names_every_authenticator_with_state_limits_and_expiry(add, person, language):
    who = add(devices=(people.DSC, people.IOS), card=CardState.ACTIVE, language=language)
    browser = person(language=language)
    browser.log_in(who)
    page = browser.get(LIST)
    assert page.status == 200
    assert page.html.count('class="panel device"') == 3
    words = {"ja": ("最も強い", "有効期限", "200,000"), "en": ("Strongest", "Valid until", "200,000")}[language]
    assert all(word in page.text for word in words)


@BOTH
@pytest.mark.fact("A094", "A095")
def test_right_after_the_login_with_the_device_the_front_page_has_one_big_action(add, person, language):
    who = add(devices=(SUSPENDED,), language=language)
    browser = person(language=language)
    front = browser.log_in(who)
    (action,) = re.findall(rf'action="/{language}/({LIST}[^"]+/reactivate)"', front.html)
    done = browser.post(action)
    assert {"ja": "再有効化しました", "en": "re-activated"}[language] in done.text
    assert state_of(who.factors[0]["id"]) == "active"
    assert "note--done" not in browser.get(LIST).html  # said once


@pytest.mark.fact("A094", "A095", "A117")
def test_in_a_session_with_the_card_the_device_is_asked(add, person, soft):
    who = add(devices=(SUSPENDED,), card=CardState.ACTIVE)
    browser = person()
    browser.answer(who, browser.enter(who), who.factor("code_card"))
    id_ = who.factor("dsc_plus")["id"]
    typed = browser.post(f"{LIST}{id_}/reactivate")  # the button of the list
    assert 'name="password"' in typed.html
    refused = browser.verify(f"{LIST}{id_}/reactivate", who, password="wrong")
    assert (refused.status, "いまログインしている方" in refused.text) == (403, True)
    assert browser.post(f"{LIST}{id_}/reactivate", username=who.username, password="").status == 422
    asked = browser.verify(f"{LIST}{id_}/reactivate", who)
    assert asked.path.endswith("/reactivate/proof")
    wrong = browser.post(f"{LIST}{id_}/reactivate/proof", response="00000000")
    assert (wrong.status, "一致しませんでした" in wrong.text) == (403, True)
    assert browser.post(f"{LIST}{id_}/reactivate/proof", response=" ").status == 200
    done = browser.post(f"{LIST}{id_}/reactivate/proof", response=soft(who.factor("dsc_plus"), asked))
    assert "再有効化しました" in done.text
    assert browser.get().status == 200  # the session goes on


def test_the_last_usable_device_has_an_explanation_instead_of_a_button(add, person):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    page = browser.get(LIST)
    assert "only device that you can log in with" in page.text
    assert f"{who.factors[0]['id']}/retire" not in page.html


def test_a_second_device_is_removed_after_a_proof(add, person, soft):
    who = add(devices=(people.DSC, people.IOS))
    browser = person(language="en")
    browser.log_in(who)
    id_ = who.factor("key_app")["id"]
    assert "cannot be undone" in browser.get(f"{LIST}{id_}/retire").text
    asked = browser.verify(f"{LIST}{id_}/retire", who)
    done = browser.post(f"{LIST}{id_}/retire/proof", response=soft(who.factors[0], asked))
    assert "is removed" in done.text
    assert state_of(id_) == "retired"


@pytest.mark.parametrize(("language", "said"), [("ja", "まだ完了していません"), ("en", "still logged in")])
def test_where_the_password_is_locked_the_page_says_until_when_and_a_loss_can_be_reported(add, person, language, said):
    who = add(devices=(people.DSC, people.IOS), language=language)
    browser = person(language=language)
    browser.log_in(who)
    id_ = who.factor("key_app")["id"]
    for _ in range(10):
        browser.verify(f"{LIST}{id_}/retire", who, password="wrong")
    locked = browser.verify(f"{LIST}{id_}/retire", who)
    assert (locked.status, said in locked.text, "2026" in locked.one(r"(?s)<strong>(.+?)</strong>")) == (
        429,
        True,
        True,
    )
    browser.post(f"{LIST}{id_}/lost", status="lost")
    assert state_of(id_) == "lost"


@BOTH
def test_a_posted_device_with_no_tries_left_says_whom_to_telephone_and_has_no_button(add, person, ports, language):
    from sekisho.adapters.storage.rows import AuthenticatorRow
    from sekisho.testing.posting import send

    who = add(devices=(people.IOS, ORDERED), language=language)
    id_ = send(ports, who)
    AuthenticatorRow.objects.filter(id=id_).update(wrong_in_row=10)
    browser = person(language=language)
    browser.log_in(who)
    page = browser.get(LIST)
    assert {"ja": "もう一度有効化できるようになります", "en": "let you activate it once more"}[language] in page.text
    assert f"{id_}/activate" not in page.html
    refused = browser.verify(f"{LIST}{id_}/activate", who)
    assert {"ja": "いまはご自身で有効化できません", "en": "cannot activate this security device"}[
        language
    ] in refused.text
    assert 'href="tel:' in refused.html


@pytest.mark.fact("A096", "A110")
def test_reporting_a_device_shows_what_will_work_and_then_what_to_do(add, person):
    who = add(devices=(people.DSC, people.IOS))
    browser = person(language="en")
    browser.answer(who, browser.enter(who), who.factors[0])
    id_ = who.factor("key_app")["id"]
    assert "What will work until when" in browser.get(f"{LIST}{id_}/lost").text
    done = browser.post(f"{LIST}{id_}/lost", status="stolen")
    assert "Nobody can log in" in done.text
    assert state_of(id_) == "lost"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "they put it back into use"), ("ja", "ご本人様確認のあとに、停止を解除します")]
)
def test_what_a_weaker_device_stopped_can_come_back_and_the_page_says_how(add, person, language, said):
    who = add(devices=(people.IOS, people.DSC))
    browser = person(language=language)
    browser.enter(who)
    asked = browser.post("factor", factor=who.factor("key_app")["id"])
    browser.answer(who, asked, who.factor("key_app"))
    id_ = who.factor("dsc_plus")["id"]
    assert said in browser.post(f"{LIST}{id_}/lost", status="lost").text
    assert state_of(id_) == "blocked"


def test_a_device_that_is_back_in_use_is_no_longer_shown_as_reported(add, person):
    from sekisho.adapters.storage.rows import AuthenticatorRow

    who = add(devices=(people.DSC, people.IOS))
    browser = person(language="en")
    browser.log_in(who)
    id_ = who.factor("key_app")["id"]
    browser.post(f"{LIST}{id_}/lost", status="stolen")
    assert "Stolen" in browser.get(LIST).text
    AuthenticatorRow.objects.filter(id=id_).update(state="active")
    assert "Stolen" not in browser.get(LIST).text


@pytest.mark.fact("A096", "A106", "A109")
def test_who_reports_the_device_of_this_very_login_is_told_whom_to_telephone(add, person):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    id_ = who.factors[0]["id"]
    assert "this very device" in browser.get(f"{LIST}{id_}/lost").text
    done = browser.post(f"{LIST}{id_}/lost", status="lost")
    assert "telephone Client Services" in done.text
    assert "0120-000-000" in done.text
    assert 'name="username"' in browser.get(LIST).html  # the login window


@pytest.mark.fact("A097", "A099", "A111", "A113")
def test_a_replacement_is_requested_with_the_card_in_the_same_section(add, person, soft):
    lost = (AuthenticatorKind.DSC_PLUS, None, DeviceState.LOST)
    who = add(devices=(lost,), card=CardState.ACTIVE)
    browser = person(language="en")
    browser.answer(who, browser.enter(who), who.factor("code_card"))
    form = browser.get(f"{LIST}request/")
    assert "3 to 14 days" in form.text
    obvious = browser.post(f"{LIST}request/", pin="1234", again="1234", deposit=who.account)
    assert (obvious.status, "easily guessed" in obvious.text) == (422, True)
    summary = browser.post(f"{LIST}request/", pin="8305", again="8305", deposit=who.account)
    assert summary.path.endswith("/request/summary")
    assert "8305" not in summary.html
    asked = browser.verify(f"{LIST}request/order", who)
    done = browser.post(f"{LIST}request/order/proof", response=soft(who.factor("code_card"), asked))
    assert "request is taken" in done.text
    assert "20 US dollars are held" in done.text


def test_a_passcode_sees_no_button_to_request_a_device_and_is_refused(add, person):
    who = add(devices=((AuthenticatorKind.DSC_PLUS, None, DeviceState.LOST),), passcode=PasscodeState.LIVE)
    browser = person(language="en")
    browser.answer(who, browser.enter(who), who.factor("temporary_passcode"))
    assert f"{LIST}request/" not in browser.get(LIST).html
    refused = browser.get(f"{LIST}request/")
    assert (refused.status, "stronger proof" in refused.text) == (403, True)


@pytest.mark.fact("A114", "A115", "A118", "A119")
def test_a_posted_device_is_held_let_run_and_activated(add, person, soft, ports):
    from sekisho.testing.posting import send

    who = add(devices=(people.IOS, ORDERED))
    id_ = send(ports, who)
    browser = person(language="en")
    browser.log_in(who)
    assert "Activates itself" in browser.get(LIST).text
    assert "will not activate itself" in browser.post(f"{LIST}{id_}/say/not-arrived").text
    assert "will activate itself again" in browser.post(f"{LIST}{id_}/say/arriving").text
    assert "has arrived" in browser.post(f"{LIST}{id_}/say/received").text
    asked = browser.verify(f"{LIST}{id_}/activate", who)
    done = browser.post(f"{LIST}{id_}/activate/proof", response=soft(who.factors[1], asked))
    assert "is active" in done.text


def test_a_first_device_is_activated_with_the_mailed_code(add, person, soft, ports):
    from sekisho.adapters.storage.rows import OutboxRow
    from sekisho.testing.posting import send
    from sekisho.workflows.records import outbox_place

    who = add(devices=(ORDERED,))
    id_ = send(ports, who)
    browser = person(language="en")
    browser.enter(who)
    asked = browser.verify(f"{LIST}{id_}/activate", who)
    assert "Activation code" in asked.text
    row = OutboxRow.objects.get(message="own.activation_code")
    code = ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()
    done = browser.post(f"{LIST}{id_}/activate/proof", response=soft(who.factors[0], asked), code=code)
    assert "is active" in done.text


def test_a_device_is_sent_back_with_a_printed_form(add, person):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    id_ = who.factors[0]["id"]
    form = browser.post(f"{LIST}{id_}/return", reason="damage")
    assert form.path.endswith("/return/form")
    assert who.account in form.text
    assert "Signature" in form.text
    assert "return number" in browser.get(LIST).text


def test_the_pin_is_changed_with_the_new_pin(add, person):
    from sekisho.testing.soft_devices import soft_device

    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    id_ = who.factors[0]["id"]
    assert browser.post(f"{LIST}{id_}/pin", pin="8305", again="8350").status == 422
    typed = browser.post(f"{LIST}{id_}/pin", pin="8305", again="8305")
    assert typed.path.endswith(f"{id_}/new-pin")
    asked = browser.verify(f"{LIST}{id_}/new-pin", who)
    code = asked.one(r'data-code="(\d+)"')
    response = soft_device(who.factors[0]).respond_to(code, pin="8305")
    assert "PIN is changed" in browser.post(f"{LIST}{id_}/new-pin/proof", response=response).text


def test_trading_without_a_second_factor_out_and_in_again(add, person, soft):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    assert "advise against" in browser.get(f"{LIST}trading/opt-out").text
    asked = browser.verify(f"{LIST}trading/opt-out", who)
    assert "is off" in browser.post(f"{LIST}trading/opt-out/proof", response=soft(who.factors[0], asked)).text
    assert "on again" in browser.post(f"{LIST}trading/opt-in").text


def test_residents_of_hong_kong_are_told_why_not(add, person):
    who = add(devices=(people.DSC,), residence="HK")
    browser = person(language="en")
    browser.log_in(who)
    page = browser.get(LIST)
    assert "regulation does not allow" in page.text
    assert "trading/opt-out" not in page.html


@pytest.mark.parametrize("deed", ["lost", "return", "return/form", "pin", "retire", "reactivate", "activate"])
def test_somebody_elses_device_is_not_found(add, person, deed):
    other = add(devices=(people.DSC,))
    browser = person()
    browser.log_in(add(devices=(people.DSC,)))
    assert browser.get(f"{LIST}{other.factors[0]['id']}/{deed}").status == 404
    assert browser.get(f"{LIST}fac_nobody/{deed}").status == 404


def test_a_card_only_session_sees_the_list_and_the_button_and_does_nothing_else(add, person, clock):
    who = add(devices=(SUSPENDED,), passcode=PasscodeState.LIVE)
    clock.advance(timedelta(hours=49))
    browser = person(language="en")
    browser.answer(who, browser.enter(who), who.factor("temporary_passcode"))
    page = browser.get(LIST)
    id_ = who.factors[0]["id"]
    assert f"{id_}/" not in page.html
    assert browser.post(f"{LIST}{id_}/lost", status="lost").status == 403
    assert browser.post(f"{LIST}{id_}/reactivate").status == 403
    assert state_of(id_) == "suspended"


def test_a_paper_login_sees_nothing_of_it(add, person):
    who = add(devices=(people.DSC,), paper=True)
    browser = person()
    browser.answer(who, browser.enter(who, mode="paper"))
    assert "device" not in browser.get(LIST).path


@pytest.mark.parametrize("state", [AccountState.APPLIED, AccountState.CLOSED, AccountState.OPEN])
def test_every_portal_session_can_look(add, person, state):
    who = add(devices=(people.DSC,) if state is AccountState.CLOSED else (), state=state)
    browser = person()
    browser.enter(who)
    assert browser.get(LIST).status == 200
