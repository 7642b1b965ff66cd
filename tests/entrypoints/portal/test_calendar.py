"""The dates that matter as a file: behind the session, in the holder's language, with nothing in it that others may not read."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.core.authenticators.kinds import CardState, DeviceState, PasscodeState
from sekisho.core.authenticators.terms import Terms
from sekisho.core.contacts import ContactKind
from sekisho.testing.people import DSC

DAY = timedelta(days=1)
POSTED = (DSC[0], None, DeviceState.SHIPPED)


def fetch(browser, language="ja"):
    return browser.http.get(f"/{language}/forecast.ics")


def unfolded(answer):
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.replace(b"\r\n ", b"").decode()


def starts(text):
    return re.findall(r"DTSTART:(\S+)", text)


@pytest.fixture
def browser_of(person):
    return person


@pytest.fixture
def waiting(add, ports):
    """Somebody with a card, whose device is on its way; and when that activates itself."""
    from sekisho.adapters.storage import seeding

    person = add(devices=(POSTED,), card=CardState.ACTIVE, residence="US")
    posting = Terms().posting(country="US", shipped_at=ports.clock.now())
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    seeding.save_account(account.holding(replace(account.authenticators[0], ever_active=False, posting=posting)))
    return person, posting.activates_at


def test_a_passcode_gives_its_two_ends_with_an_alarm_a_day_before_each(add, browser_of, clock):
    issued_at = clock.now()
    browser = browser_of()
    who = add(passcode=PasscodeState.LIVE)
    browser.log_in(who)
    text = unfolded(fetch(browser))
    assert starts(text) == [f"{issued_at + timedelta(hours=hours):%Y%m%dT%H%M%SZ}" for hours in (48, 288)]
    assert text.count("TRIGGER:-P1D") == 2
    assert "テンポラリー・パスコードの有効期限（関所証券）" in text


def test_a_card_and_a_device_on_its_way_are_both_in_it_and_a_moved_date_keeps_its_uid(
    waiting, browser_of, clock, ports
):
    person, due_at = waiting
    browser = browser_of(language="en")
    browser.answer(person, browser.enter(person), person.factor("code_card"))
    text = unfolded(fetch(browser, "en"))
    assert starts(text) == [f"{at:%Y%m%dT%H%M%SZ}" for at in (due_at, clock.now() + 21 * DAY)]
    assert "Your security device activates itself (Sekisho Securities)" in text
    uids = re.findall(r"UID:(\S+)", text)
    assert len(set(uids)) == 2
    with ports.store.transaction() as tx:
        old = tx.contacts(person.holder_id).address.value
        tx.change_contact(person.holder_id, ContactKind.ADDRESS, old=old, new="2 New Street", now=clock.now() + DAY)
    moved = unfolded(fetch(browser, "en"))
    assert starts(moved)[0] == f"{clock.now() + 15 * DAY:%Y%m%dT%H%M%SZ}"
    assert re.findall(r"UID:(\S+)", moved) == uids


def test_nothing_in_it_names_the_account_the_holder_or_an_authenticator(waiting, browser_of):
    person, _ = waiting
    browser = browser_of()
    browser.answer(person, browser.enter(person), person.factor("code_card"))
    text = unfolded(fetch(browser))
    known = [person.account, person.username, person.holder_id, *(factor["id"] for factor in person.factors)]
    assert [word for word in known if word in text] == []
    assert fetch(browser)["Cache-Control"] == "no-store"


def test_without_a_session_there_is_the_login_window_and_no_file(browser_of):
    answer = fetch(browser_of())
    assert answer["Content-Type"].startswith("text/html")
    assert b"BEGIN:VCALENDAR" not in answer.content


def test_the_front_page_offers_it_where_there_are_dates(add, browser_of, waiting):
    person, _ = waiting
    browser = browser_of()
    assert "/ja/forecast.ics" in browser.answer(person, browser.enter(person), person.factor("code_card")).html
    other = browser_of()
    assert "/ja/forecast.ics" not in other.log_in(add(devices=(DSC,))).html
