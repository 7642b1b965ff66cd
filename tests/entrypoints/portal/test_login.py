"""The login as pages: form, challenge, answer, landing; every form is answered by a redirect."""

import re
from datetime import timedelta

import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.testing.people import ANDROID, DSC, IOS, PASSWORD
from sekisho.wiring import trail_entries

SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("root", ["", "trader/"])
@pytest.mark.parametrize("device", [DSC, IOS, ANDROID], ids=["dsc_plus", "ios", "android"])
def test_a_holder_logs_in_with_password_and_device(add, person, language, root, device):
    holder, browser = add(devices=(device,)), person(language=language, root=root)
    page = browser.enter(holder)
    assert page.path == f"/{language}/{root}challenge"
    landing = browser.answer(holder, page)
    assert landing.path == f"/{language}/{root}"
    assert holder.account in landing.text
    assert holder.account in browser.get().text


@pytest.mark.fact("A149", "A150", "A152")
def test_the_challenge_page_shows_the_device_s_own_prompts(add, person):
    page = person().enter(add(devices=(DSC,)))
    assert '<kbd class="prompt">PIN&gt;</kbd>' in page.html
    assert '<kbd class="prompt">CHALLNG&gt;</kbd>' in page.html


def test_a_reload_asks_the_same_question_and_the_other_language_too(add, person):
    holder, browser = add(devices=(DSC,)), person()
    code = browser.enter(holder).one(r'data-code="(\d+)"')
    assert browser.get("challenge").one(r'data-code="(\d+)"') == code
    browser.home = "/en/"
    again = browser.get("challenge")
    assert again.one(r'data-code="(\d+)"') == code
    assert "Challenge Code" in again.text
    assert 'href="/ja/challenge"' in again.html


def test_a_wrong_answer_says_so_above_and_at_the_field_with_the_tries_left(add, person):
    holder, browser = add(devices=(DSC,)), person(language="en")
    browser.enter(holder)
    page = browser.post("response", response="00000000")
    assert page.path == "/en/challenge"
    assert 'role="alert"' in page.html
    assert 'aria-invalid="true"' in page.html
    assert "You have 4 tries left." in page.text
    assert holder.account in browser.answer(holder, page).text


@pytest.mark.parametrize("disguise", ["{0} {1}", "{0}-{1}", "　{0}{1}　"])
def test_an_answer_in_disguise_is_understood(add, person, soft, disguise):
    holder, browser = add(devices=(DSC,)), person()
    response = soft(holder.factors[0], browser.enter(holder))
    assert holder.account in browser.post("response", response=disguise.format(response[:4], response[4:])).text


def test_an_empty_answer_costs_no_try(add, person):
    holder, browser = add(devices=(DSC,)), person(language="en")
    browser.enter(holder)
    page = browser.post("response", response=" ")
    assert "Type your answer." in page.text
    assert "tries left" not in page.text
    assert holder.account in browser.answer(holder, page).text


@pytest.mark.parametrize("is_split", [False, True], ids=["one field", "two fields"])
def test_a_card_s_values_may_come_in_one_field_or_in_two(add, person, soft, is_split):
    holder, browser = add(card=CardState.ACTIVE), person()
    page = browser.enter(holder)
    values = soft(holder.factors[0], page)
    assert "SC-" in page.text
    landing = browser.post("response", response=[values[:3], values[3:]] if is_split else values)
    assert "オンライン・セキュリティ・コード・カード" in landing.text
    assert holder.account in landing.text


@pytest.mark.fact("A087", "A090", "A091")
def test_a_fresh_passcode_opens_both_doors(add, person):
    for root in ("", "trader/"):
        holder, browser = add(passcode=PasscodeState.LIVE), person(root=root)
        page = browser.enter(holder)
        assert 'autocapitalize="characters"' in page.html
        assert holder.account in browser.post("response", response=holder.factors[0]["passcode"].lower()).text


def test_the_trading_page_says_at_which_door_to_look_for_what_changes_when(add, person):
    landing = person(language="en", root="trader/").log_in(add(passcode=PasscodeState.LIVE))
    assert "See “What will work until when” in Client Portal." in landing.text


def test_another_device_can_be_chosen_and_a_suspended_one_is_marked(add, person):
    holder, browser = add(devices=(DSC, SUSPENDED)), person(language="en")
    page = browser.enter(holder)
    assert "Select Second Factor Device" in page.text
    assert "Suspended" in page.text
    page = browser.post("factor", factor=holder.factors[1]["id"])
    landing = browser.answer(holder, page, holder.factors[1])
    assert "You can re-activate your security device" in landing.text


@pytest.mark.fact("A065", "A066", "A067", "A068")
def test_a_closed_account_comes_in_by_its_password_alone_and_reads_statements(add, person):
    holder = add(state=AccountState.CLOSED, devices=(DSC,))
    page = person().enter(holder)
    assert "ステートメントをご覧いただけます" in page.text
    assert "出金限度額" not in page.text


def test_logging_out_ends_the_session_everywhere(add, person):
    holder, browser = add(devices=(DSC,)), person(language="en")
    browser.log_in(holder)
    token = browser.http.cookies["sekisho_session"].value
    assert "You are logged out" in browser.post("logout").text
    browser.http.cookies["sekisho_session"] = token
    assert holder.account not in browser.get().text


def test_a_new_login_ends_the_session_before_it(add, person):
    holder, browser = add(devices=(DSC,)), person()
    browser.log_in(holder)
    before = browser.http.cookies["sekisho_session"].value
    browser.log_in(holder)
    assert browser.http.cookies["sekisho_session"].value != before
    browser.http.cookies["sekisho_session"] = before
    assert holder.account not in browser.get().text


def test_both_doors_can_be_open_in_one_browser(add, person):
    holder, browser = add(devices=(DSC,)), person()
    browser.log_in(holder)
    browser.home = "/ja/trader/"
    browser.log_in(holder)
    assert "取引プラットフォーム" in browser.get().text
    browser.home = "/ja/"
    assert "ログインの履歴" in browser.get().text


def test_a_session_that_ran_out_is_said_to_have(add, person, clock):
    holder, browser = add(devices=(DSC,)), person(language="en")
    browser.log_in(holder)
    clock.advance(timedelta(minutes=15))
    assert "Your session has ended" in browser.get().text


def test_a_session_that_is_no_longer_granted_is_explained_under_a_reference_that_the_trail_has(add, person, clock):
    holder, browser = add(passcode=PasscodeState.LIVE), person(language="en", root="trader/")
    clock.advance(timedelta(hours=48) - timedelta(minutes=1))
    browser.log_in(holder)
    clock.advance(timedelta(minutes=1))
    page = browser.get()
    told = re.search(r"Reference ([0-9A-Z]{3}(-[0-9A-Z]{3}){2})", page.text)[1]
    assert told in {entry["reference"] for entry in trail_entries() if entry["happening"] == "session_ended"}
    assert "Reference" not in browser.get().text


def test_a_login_that_took_too_long_is_explained(add, person, clock):
    holder, browser = add(devices=(DSC,)), person(language="en")
    page = browser.enter(holder)
    clock.advance(timedelta(minutes=5))
    late = browser.answer(holder, page)
    assert "The time to answer is over" in late.text
    assert late.status == 403


def test_an_answer_without_a_login_leads_to_the_window(person):
    page = person(language="en").post("response", response="12345678")
    assert page.path == "/en/"
    assert "This login is over" in page.text


@pytest.mark.parametrize("address", ["login", "response", "factor", "logout"])
def test_the_address_of_a_form_leads_whoever_types_it_to_the_front_page(person, address):
    assert person().get(address).path == "/ja/"


def test_missing_fields_are_named_and_nothing_is_tried(add, person):
    page = person(language="en").enter("", password="")
    assert page.status == 422
    assert "Type your user name." in page.text
    assert "Type your password." in page.text
    kept = person(language="en").enter("kaede314", password="")
    assert 'value="kaede314"' in kept.html


def test_what_was_typed_comes_back_as_text_and_never_as_markup(person):
    page = person().enter('"><script>alert(1)</script>', password="")
    assert "<script>alert" not in page.html


def test_the_password_is_in_no_page_and_no_cookie(add, person):
    holder, browser = add(devices=(DSC,)), person()
    pages = [browser.enter(holder, password="wrong " + PASSWORD), browser.enter(holder)]
    assert all(PASSWORD not in page.html for page in pages)
    assert all(PASSWORD not in cookie.value for cookie in browser.http.cookies.values())


# ── Too long ─────────────────────────────────────────────────────────────────────────────────────────────────


def refusal_without_its_reference(page):
    return re.sub(r"[0-9A-Z]{3}(-[0-9A-Z]{3}){2}", "", page.text)


@pytest.mark.parametrize(
    "too_long",
    [{"who": "a" * 257}, {"password": "x" * 1025}, {"password": "あ" * 342}, {"password": PASSWORD + "x" * 900_000}],
)
def test_a_field_that_is_too_long_is_refused_like_a_wrong_entry(add, person, too_long):
    holder = add(devices=(DSC,))
    wrong = person().enter(holder, password="wrong")
    page = person().enter(**({"who": holder} | too_long))
    assert (page.status, page.path) == (wrong.status, wrong.path)
    assert refusal_without_its_reference(page) == refusal_without_its_reference(wrong)


def test_a_password_that_is_too_long_costs_one_try(add, person):
    holder = add(devices=(DSC,))
    for _ in range(9):
        person().enter(holder, password="x" * 1025)
    assert person().enter(holder).path == "/ja/challenge"
    person().enter(holder, password="x" * 1025)
    assert person().enter(holder).path == "/ja/refused"


def test_an_answer_that_is_too_long_is_a_wrong_one_and_costs_one_try(add, person):
    holder, browser = add(devices=(DSC,)), person(language="en")
    page = browser.enter(holder)
    assert "You have 4 tries left." in browser.post("response", response="0" * 257).text
    assert "You have 3 tries left." in browser.post("response", response="0" * 500_000).text
    assert holder.account in browser.answer(holder, page).text


def test_a_pasted_password_is_never_cut_and_other_fields_hold_what_the_house_reads(add, person):
    window = person().get()
    assert "maxlength" not in window.one(r"(<input[^>]*name=\"password\"[^>]*>)")
    assert 'maxlength="256"' in window.one(r"(<input[^>]*name=\"username\"[^>]*>)")
    assert 'maxlength="256"' in person().enter(add(devices=(DSC,))).one(r"(<input[^>]*name=\"response\"[^>]*>)")


def test_a_user_name_that_is_too_long_does_not_come_back(person):
    assert "aaaa" not in person().enter("a" * 257, password="").html
