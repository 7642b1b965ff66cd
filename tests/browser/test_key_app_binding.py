"""Registering a phone, moving to another one, changing the PIN: the app before the real server, and what it keeps when something stops halfway."""

import re

import pytest

from sekisho.testing.soft_devices import answer

from .registering import PIN, finish, register, tap

EVERYWHERE = [
    pytest.param("ios", "ja", id="ios-ja"),
    pytest.param("android", "en", id="android-en"),
    pytest.param("ios", "en", id="ios-en", marks=pytest.mark.slow),
    pytest.param("android", "ja", id="android-ja", marks=pytest.mark.slow),
]


def lets_in(portal, person, one, *, factor, pin=None):
    """Whether the portal takes what this phone answers now."""
    login = portal.begin(person, factor)
    one.show("authenticate")
    typed = one.respond(login["challenge"]["code"], pin=pin)
    return portal.respond(login, typed)["state"] == "granted"


@pytest.mark.fact("A136", "A141", "A145", "A146")
@pytest.mark.parametrize(("system", "language"), EVERYWHERE)
def test_a_phone_that_scanned_the_qr_code_is_registered_and_answers_without_a_network(
    phone, portal, demo, shots, system, language
):
    person = demo(factors=["dsc_plus"], language=language)
    session_id, token = portal.invite(person)
    one, faults = phone(system, language), {}

    def look_at(step):
        one.visitor.keep(shots, f"key-binding-{step}-{system}-{language}")
        faults[step] = one.visitor.find_faults()

    one.open(f"#register={session_id}")
    look_at("1-register")
    tap(one, "finish")
    assert person["username"] in one.page.inner_text("main")
    look_at("2-finish")
    finish(one)
    look_at("3-bound")
    one.open().keep_offline()
    one.go_offline()
    one.page.reload()
    one.at("home")
    assert lets_in(portal, person, one, factor=portal.phone_of(token), pin=PIN if system == "android" else None)
    assert {step: found for step, found in faults.items() if found} == {}


def test_the_portal_s_own_link_opens_the_app_and_its_page_says_when_the_phone_is_registered(phone, visit, demo):
    person = demo(factors=["dsc_plus"], language="en")
    desk = visit("en")
    desk.log_in(person)
    desk.go("settings/user/security/secure-login-system/phone/")
    with desk.page.expect_navigation():
        desk.page.click("a[href$='/phone/register']")
    desk.verify(person)
    desk.answer(person)
    link = desk.page.get_attribute("a[href*='#register=']", "href")
    one = phone("ios", "en").open(link[link.index("#") :])
    tap(one)
    finish(one)
    desk.page.reload()
    desk.page.get_by_text("Your phone is registered", exact=True).wait_for()


def test_a_session_id_that_cannot_be_used_and_a_missing_network_are_said_with_the_next_step(phone, shots):
    one = phone("android", "ja").open()
    one.show("register")
    tap(one)
    assert one.page.inner_text(".field__wrong") == "セッションIDを、英字と数字で入力してください。"
    one.page.fill("#session", "ｋ7mq 2pxr-9tda")
    tap(one)
    one.page.wait_for_selector(".note--warn")
    said = one.page.inner_text(".note--warn")
    assert "このセッションIDは使えません" in said
    assert re.search(r"受付番号：[0-9A-Z-]{6,}", said)
    assert one.page.locator(".note--warn li").count() >= 1
    assert one.visitor.find_faults() == []
    one.visitor.keep(shots, "key-refused-android-ja")
    one.go_offline()
    tap(one)
    one.page.get_by_text("通信できませんでした", exact=True).wait_for()
    assert one.stored()["entries"] == []


def test_a_registration_that_stops_halfway_loses_no_key_and_is_finished_later(phone, portal, demo):
    person = demo(factors=["dsc_plus"], language="en")
    session_id, token = portal.invite(person)
    one = phone("android", "en")
    register(one, session_id)
    old = portal.phone_of(token)
    session_id, token = portal.invite(person)
    one.open(f"#register={session_id}")
    tap(one, "finish")
    assert one.page.get_by_text("in use on another phone", exact=False).count()
    one.go_offline()
    finish(one, "w2x?8", to="finish")
    one.page.get_by_text("The server could not be reached", exact=True).wait_for()
    assert len(one.stored()["entries"]) == 2
    one.page.context.set_offline(False)
    one.open()  # as after the phone was switched off
    assert lets_in(portal, person, one, factor=old, pin=PIN)
    one.show("names")
    one.page.get_by_text("Not finished", exact=True).click()
    one.lead("Finish registering", to="finish")
    finish(one, "w2x?8")
    (entry,) = one.stored()["entries"]
    assert (entry["device"], entry["pending"]) == (portal.phone_of(token), None)
    assert lets_in(portal, person, one, factor=entry["device"], pin="w2x?8")


def test_two_windows_that_finish_the_same_registration_end_with_one_key_that_works(phone, portal, demo):
    person = demo(factors=["dsc_plus"], language="en")
    session_id, token = portal.invite(person)
    one = phone("android", "en").open(f"#register={session_id}")
    tap(one, "finish")
    one.have("bind.js", "vault.js")
    kinds = one.page.evaluate(
        """async pin => {
            const [{ id }] = await app.listEntries();
            const ended = await Promise.all([app.finish(id, { pin }), app.finish(id, { pin })]);
            return ended.map(({ kind }) => kind);
        }""",
        PIN,
    )
    assert kinds == ["bound", "bound"]
    assert lets_in(portal, person, one, factor=portal.phone_of(token), pin=PIN)


def test_an_easy_pin_is_chosen_anew_without_another_session_id(phone, portal, demo):
    person = demo(factors=["dsc_plus"], language="en")
    one = phone("android", "en").open(f"#register={portal.invite(person)[0]}")
    tap(one)
    finish(one, "7777", to="finish")
    one.page.get_by_text("Choose another PIN", exact=True).wait_for()
    one.page.fill("#new_pin", PIN)
    one.page.fill("#again", "k4e!8")
    tap(one)
    one.page.get_by_text("The two PINs differ. Please type it again.", exact=True).wait_for()
    finish(one)


def test_the_new_phone_takes_over_with_password_and_card_and_the_old_one_is_refused(phone, portal, demo):
    person = demo(factors=["dsc_plus"], language="en")
    session_id, token = portal.invite(person)
    old, new = phone("ios", "en"), phone("android", "en").open()
    register(old, session_id)
    first = portal.phone_of(token)
    new.show("move")
    new.page.fill("#username", person["username"])
    new.page.fill("#password", person["password"])
    tap(new, "moveAnswer")
    code = "".join(new.page.locator(".answer__digits span").all_text_contents())
    card = {"code": code, "kind": "dsc_plus", "factor": {"id": person["factors"][0]["id"]}}
    new.page.fill("#card_response", answer(person, card))
    tap(new)
    finish(new)
    assert new.page.get_by_text("no longer works for this user name", exact=False).count()
    second = portal.phone_of(token)
    assert second != first
    assert lets_in(portal, person, new, factor=second, pin=PIN)
    assert not lets_in(portal, person, old, factor=second)


def test_a_move_by_the_code_alone_waits_a_day_and_is_finished_where_it_was_left(phone, calls, demo, portal, shots):
    person = demo(factors=[{"kind": "key_app", "platform": "android"}], language="en")
    new = phone("ios", "en").open()
    new.show("move")
    new.page.fill("#username", person["username"])
    new.page.fill("#password", person["password"])
    tap(new, "moveAnswer")
    (code,) = {found for mail in calls.mails(person) for found in re.findall(r"(?<!\d)\d{6}(?!\d)", mail["text"])}
    new.page.fill("#sent_code", code)
    tap(new, "finish")
    new.visitor.keep(shots, "key-move-waits-ios-en")
    finish(new, to="finish")
    new.page.wait_for_selector(".form__outcome .note")
    calls.advance("P1DT1M")
    new.open()
    new.show("names")
    new.page.get_by_text("Not finished", exact=True).click()
    new.lead("Finish registering", to="finish")
    finish(new)
    (entry,) = new.stored()["entries"]
    assert lets_in(portal, person, new, factor=entry["device"])


def test_another_pin_is_proved_under_both_and_nothing_changes_on_the_phone(phone, portal, demo, shots):
    person = demo(factors=["dsc_plus"], language="en")
    session_id, token = portal.invite(person)
    one = phone("android", "en")
    register(one, session_id)
    before = one.stored()["entries"]
    one.show("login").lead("Services", "Authenticate", to="authenticate").lead("Change PIN", to="pin")
    one.page.fill("#password", person["password"])
    for typed, to in (("wrong", None), (PIN, "pinChanged")):
        one.page.fill("#pin", typed)
        one.page.fill("#new_pin", "n7w?2")
        one.page.fill("#again", "n7w?2")
        tap(one, to)
        if to is None:
            one.page.wait_for_selector(".form__outcome .note")
            one.visitor.keep(shots, "key-pin-refused-android-en")
    assert one.stored()["entries"] == before
    factor = portal.phone_of(token)
    assert lets_in(portal, person, one, factor=factor, pin="n7w?2")
    assert not lets_in(portal, person, one, factor=factor, pin=PIN)


def test_removing_a_user_name_takes_its_key_away_and_leaves_the_others(phone, portal, demo):
    one = phone("android", "en")
    people = [demo(factors=["dsc_plus"], language="en") for _ in range(2)]
    for person in people:
        register(one, portal.invite(person)[0])
    one.show("authenticate")
    assert one.page.locator("input[name=whose]").count() == 2
    one.show("names")
    one.page.get_by_text(people[0]["username"], exact=True).click()
    one.at("name")
    one.page.fill("#rename", "Savings")
    tap(one, "names")
    one.page.get_by_text(f"Savings ({people[0]['username']})", exact=True).click()
    one.lead("Remove from this phone", to="removal").lead("Remove", to="home")
    assert [entry["username"] for entry in one.stored()["entries"]] == [people[1]["username"]]
