"""A phone registered from the pages: the proof, the Session ID, the word that it is done, also where the session ended with it."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import OutboxRow
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState, PasscodeState, Platform
from sekisho.core.secret import Secret
from sekisho.testing import people
from sekisho.testing.claimant import DOOR
from sekisho.testing.soft_devices import SoftOcraDevice
from sekisho.workflows.phones.admit import admit_phone
from sekisho.workflows.phones.prove_phone import FirstResponse, prove_phone
from sekisho.workflows.records import outbox_place

LIST = "settings/user/security/secure-login-system/"
PHONE = LIST + "phone/"
SHOWN = r'class="invitation__id mono">([0-9A-Z-]+)<'


def use(ports, session_id):
    """Be the phone that scans the code and answers."""
    given = admit_phone(ports, session_id=session_id, platform=Platform.IOS, door=DOOR)
    phone = SoftOcraDevice(id="", suite=given.suite, key=given.key.reveal())
    sent = FirstResponse(
        registration=given.id, token=given.token, response=phone.respond_to(given.challenge), door=DOOR
    )
    return prove_phone(ports, sent)


def code_sent(ports):
    row = OutboxRow.objects.filter(message="own.phone_code").latest("id")
    return ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient)).reveal_text()


# B061, B064
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_first_phone_is_registered_from_the_landing_page(add, person, ports, language):
    who = add()
    browser = person(language=language)
    assert f'href="/{language}/{PHONE}"' in browser.enter(who).html
    asked = browser.verify(PHONE + "register", who)
    assert asked.path == f"/{language}/{PHONE}code"
    assert browser.post(PHONE + "code", code="000000").status == 403
    shown = browser.post(PHONE + "code", code=code_sent(ports))
    session_id = shown.one(SHOWN)
    assert f"/key/#register={session_id}" in shown.html
    assert browser.get(PHONE).one(SHOWN) == session_id
    use(ports, session_id)
    for _ in range(2):  # loading it again loses nothing
        assert 'data-stage="done"' in browser.get(PHONE).html
    assert 'data-stage="done"' not in person(language=language).get(PHONE).html


# B059, B065
def test_a_phone_in_use_answers_for_the_one_that_replaces_it(add, person, soft, ports):
    who = add(devices=(people.IOS,))
    browser = person(language="en")
    browser.log_in(who)
    assert "Move to a new phone" in browser.get(LIST).text
    asked = browser.verify(PHONE + "register", who)
    shown = browser.post(PHONE + "register/proof", response=soft(who.factors[0], asked))
    use(ports, shown.one(SHOWN))
    done = browser.get(PHONE)
    assert ("Your phone is registered" in done.text, "has ended with it" in done.text) == (True, True)


def test_a_session_of_the_physical_device_goes_on_after_it(add, person, soft, ports):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    shown = browser.post(
        PHONE + "register/proof", response=soft(who.factors[0], browser.verify(PHONE + "register", who))
    )
    use(ports, shown.one(SHOWN))
    assert "has ended with it" not in browser.get(PHONE).text
    assert "Sekisho Key" in browser.get(LIST).text


def test_after_ten_minutes_the_page_offers_to_begin_again(add, person, soft, clock):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    browser.post(PHONE + "register/proof", response=soft(who.factors[0], browser.verify(PHONE + "register", who)))
    clock.advance(timedelta(minutes=10))
    assert 'data-stage="over"' in browser.get(PHONE).html


# K1 of the security notes: a passcode binds nothing
def test_a_passcode_is_told_what_it_takes_and_reaches_no_session_id(add, person):
    who = add(devices=((AuthenticatorKind.DSC_PLUS, None, DeviceState.LOST),), passcode=PasscodeState.LIVE)
    browser = person(language="en")
    browser.answer(who, browser.enter(who), who.factor("temporary_passcode"))
    assert "get a card first" in browser.get(PHONE).text
    assert browser.get(PHONE + "register").status == 403


def test_a_device_is_given_a_name_that_the_login_shows(add, person):
    who = add(devices=(people.DSC, people.IOS))
    browser = person(language="ja")
    browser.log_in(who)
    id_ = who.factor("key_app")["id"]
    assert browser.post(f"{LIST}{id_}/rename", name="x" * 41).status == 422
    assert browser.post(f"{LIST}{id_}/rename", name="\u202eevil").status == 422
    assert "仕事用 📱" in browser.post(f"{LIST}{id_}/rename", name="  仕事用 📱 ").text
    assert "仕事用 📱" in person(language="ja").enter(who).text


def test_a_phone_of_somebody_else_cannot_be_renamed(add, person):
    who, other = add(devices=(people.DSC,)), add(devices=(people.IOS,))
    browser = person(language="en")
    browser.log_in(who)
    assert browser.post(f"{LIST}{other.factors[0]['id']}/rename", name="mine").status == 404


def test_the_link_in_the_message_stops_a_waiting_move_and_blocks_a_phone_in_use(add, person, soft, ports):
    who = add(devices=(people.DSC,))
    browser = person(language="en")
    browser.log_in(who)
    shown = browser.post(
        PHONE + "register/proof", response=soft(who.factors[0], browser.verify(PHONE + "register", who))
    )
    phone = use(ports, shown.one(SHOWN)).device
    row = OutboxRow.objects.filter(message="own.phone_registered").latest("id")
    token = ports.vault.open(bytes(row.sealed), place=outbox_place(row.recipient))
    page = person(language="en").get(f"stop/{Secret(token.reveal()).reveal_text()}")
    assert "A phone has been registered" in page.text
    assert "It was stopped" in person(language="en").post(f"stop/{token.reveal_text()}").text
    with ports.store.reading() as tx:
        assert tx.account(who.account).find(phone.id).state == "blocked"
