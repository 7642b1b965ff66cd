"""The refusal page: the exact reason after the password, one answer before it, and always a way on."""

import re
from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState
from sekisho.core.reasons import Reason
from sekisho.testing.people import DSC

SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)
LOST = (AuthenticatorKind.DSC_PLUS, None, DeviceState.LOST)
CHANGING = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+|\b[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}\b')


def alike(page):
    return CHANGING.sub("…", page.html)


def test_unknown_and_wrong_are_told_apart_by_nothing(add, person):
    holder = add(devices=(DSC,))
    closed = add(state=AccountState.CLOSED, devices=(DSC,))
    pages = [person().enter(who, password="not the password") for who in ("nobody99", holder, closed)]
    assert len({alike(page) for page in pages}) == 1
    assert len({len(page.html) for page in pages}) == 1
    assert {page.status for page in pages} == {403}


def test_a_lock_says_when_it_ends_and_is_the_same_for_a_name_that_nobody_has(add, person, clock):
    holder, pages = add(devices=(DSC,)), []
    for who in (holder, "nobody99"):
        for _ in range(10):
            person(language="en").enter(who, password="wrong")
        pages.append(person(language="en").enter(who))
    assert {page.status for page in pages} == {429}
    assert len({alike(page) for page in pages}) == 1
    assert pages[0].response["Retry-After"] == str(24 * 60 * 60)
    assert "Logging in is locked" in pages[0].text
    clock.advance(timedelta(hours=24))
    assert person(language="en").enter(holder).path == "/en/challenge"


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "このセキュリティデバイスの使用を停止しました"), ("en", "This security device has been stopped")],
)
def test_the_last_wrong_answer_says_that_the_device_is_stopped_and_whom_to_telephone(add, person, language, said):
    holder, browser = add(devices=(DSC,)), person(language=language)
    browser.enter(holder)
    AuthenticatorRow.objects.filter(id=holder.factors[0]["id"]).update(wrong_in_row=9)
    for page in (browser.post("response", response="00000000"), browser.get("refused")):
        assert said in page.text
        assert 'href="tel:' in page.html
        assert {"ja": "一時停止中", "en": "interim access"}[language] not in page.text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DeviceState.BLOCKED, "This security device is stopped"),
        (DeviceState.LOST, "This security device was reported lost"),
        (DeviceState.RETIRED, "What you logged in with has ended"),
    ],
)
def test_a_session_whose_device_is_out_of_use_says_exactly_why_it_is_over(add, person, state, said):
    holder, browser = add(devices=(DSC,)), person(language="en")
    browser.log_in(holder)
    AuthenticatorRow.objects.filter(id=holder.factors[0]["id"]).update(state=state)
    assert said in browser.get().text


@pytest.mark.parametrize("root", ["", "trader/"])
def test_the_window_is_at_hand_below_a_refused_password(person, root):
    browser = person(root=root)
    page = browser.enter("nobody99", password="wrong")
    assert page.path == f"/ja/{root}refused"
    assert f'action="/ja/{root}login"' in page.html


@pytest.mark.fact("A101", "A106")
def test_an_expired_passcode_offers_the_device_that_is_back(add, person, clock):
    holder, browser = add(devices=(SUSPENDED,), passcode=PasscodeState.LIVE), person(language="en")
    clock.advance(timedelta(hours=288))
    page = browser.enter(holder)
    assert "Your temporary passcode has expired" in page.text
    assert page.status == 403
    assert 'href="tel:+81-120-000-000"' in page.html
    page = browser.post("factor", factor=holder.factors[0]["id"])
    assert "You can re-activate your security device" in browser.answer(holder, page).text


def test_the_device_that_is_back_is_spoken_of_once_and_where_it_opens_something(add, person, clock):
    holder = add(devices=(SUSPENDED,), passcode=PasscodeState.LIVE)
    clock.advance(timedelta(hours=288))
    portal = person(language="en").enter(holder).text
    assert portal.count("re-activate it") == 1
    assert "If your device is back with you" in portal
    trader = person(language="en", root="trader/").enter(holder).text
    assert trader.count("re-activate it") == 1
    assert "If your device is back with you" not in trader


@pytest.mark.fact("A102", "A103", "A104", "A116")
def test_a_passcode_in_its_second_phase_is_sent_from_the_platform_to_the_card_in_the_portal(add, person, clock):
    holder = add(devices=(SUSPENDED,), passcode=PasscodeState.LIVE)
    clock.advance(timedelta(hours=48))
    trader = person(language="en", root="trader/")
    trader.enter(holder)
    page = trader.post("response", response=holder.factors[1]["passcode"])
    assert "Your temporary passcode no longer opens the trading platform" in page.text
    assert 'href="/en/"' in page.html
    portal = person(language="en")
    portal.enter(holder)
    assert "You can print or save your card" in portal.post("response", response=holder.factors[1]["passcode"]).text


@pytest.mark.fact("A107", "A109", "A110")
def test_an_expired_card_asks_for_a_call_and_the_state_of_the_device(add, person, clock):
    holder = add(devices=(LOST,), card=CardState.ACTIVE)
    clock.advance(timedelta(days=21))
    page = person().enter(holder)
    assert "有効期限が切れています" in page.text
    assert "セキュリティデバイスの状況" in page.text


@pytest.mark.fact("A056", "A057")
def test_an_account_that_is_not_approved_is_led_from_the_platform_to_the_portal(add, person):
    holder = add(state=AccountState.APPLIED)
    page = person(language="en", root="trader/").enter(holder)
    assert "Your account is not approved yet" in page.text
    assert "Your application is under way" in person(language="en").enter(holder).text


@pytest.mark.parametrize("root", ["", "trader/"])
def test_somebody_rejected_is_told_so_and_whom_to_call(add, person, root):
    page = person(language="en", root=root).enter(add(state=AccountState.REJECTED))
    assert "Your application was not approved" in page.text
    assert "tel:" in page.html


def test_a_page_of_a_refusal_without_one_leads_to_the_window(person):
    assert person().get("refused").path == "/ja/"


def test_a_note_that_was_tampered_with_is_no_note(add, person):
    browser = person()
    browser.enter("nobody99", password="wrong")
    browser.http.cookies["sekisho_note"] = browser.http.cookies["sekisho_note"].value[:-1] + "x"
    assert browser.get("refused").path == "/ja/"


def test_a_refusal_of_one_door_is_not_shown_at_the_other(person):
    browser = person(root="trader/")
    browser.enter("nobody99", password="wrong")
    browser.home = "/ja/"
    assert browser.get("refused").path == "/ja/"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_refusal_s_article_is_there(person, language):
    page = person(language=language).get("help/")
    ids = re.findall(r'id="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))
    assert {reason.value for reason in Reason} <= set(ids)
    assert "telephone" in ids
    assert all(anchor in ids for anchor in re.findall(r'href="#([^"]+)"', page.html))


def test_waiting_is_announced_in_whole_seconds(add, person, clock):
    holder = add(devices=(DSC,))
    for _ in range(10):
        person().enter(holder, password="wrong")
    browser = person()
    browser.enter(holder)
    clock.advance(timedelta(hours=23, minutes=59, seconds=59, microseconds=500_000))
    assert browser.get("refused").response["Retry-After"] == "1"
