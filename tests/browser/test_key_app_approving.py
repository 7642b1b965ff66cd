"""Approving a login in Sekisho Key: what waits, the number that the login page shows, and everything that ends it otherwise."""

import json
import random

import pytest

from .looks import later
from .registering import PIN, register

WAITS = ".waiting .row"
INSIDE = ".opened, .note--go"
OVER = ".waiting__over:not([hidden])"
LOOKS = [
    pytest.param(system, language, id=f"{system}-{language}")
    for system in ("ios", "android")
    for language in ("ja", "en")
]
EVERYWHERE = [LOOKS[0], LOOKS[3], later(LOOKS[1]), later(LOOKS[2])]
ONE_OF_EACH = [LOOKS[2], later(LOOKS[1])]
SAID = {
    "ja": {
        "new": "初めてのブラウザー",
        "opens": "クライアント・ポータル（ライブ口座）",
        "alert": "ログインの承認をお待ちしています",
        "tries": "あと4回お試しいただけます",
    },
    "en": {
        "new": "This browser has not been used",
        "opens": "Client Portal, live",
        "alert": "A login waits for your approval",
        "tries": "Tries left: 4",
    },
}
ENDS = ("\n", "\r", "\r\n")
PARSE = """cases => cases.map(pieces => {
    const events = [];
    const parse = app.makeParser(event => events.push(event));
    for (const piece of pieces) parse(piece);
    return events;
})"""

ENDLESS = """() => {
    const parse = app.makeParser(() => 0);
    try {
        for (const piece of ["data: ", "x".repeat(60_000), "\\n", "data: ", "x".repeat(60_000)]) parse(piece);
    } catch (fault) {
        return fault.name;
    }
}"""

BOXES = "all => all.map(one => one.getBoundingClientRect().toJSON())"
BY_HAND = """async ({ challenge, pin }) => {
    const [entry] = await app.listEntries();
    return (await app.answerWith(entry, { challenge, pin })).response;
}"""


def written(events, dice):
    """Say events as a server may: any end of line, comments, fields of other kinds, data in several lines."""
    lines, end = [], dice.choice(ENDS)
    for event in events:
        lines += [": here"] * dice.randint(0, 1) + [dice.choice(["id: 7", "retry:100", "data2: no", "event-"])]
        lines += [f"event: {event['name']}"] + [f"data: {line}" for line in event["data"].split("\n")] + [""]
    return "".join(line + end for line in lines)


def cut(text, dice):
    places = sorted(dice.sample(range(len(text) + 1), k=min(len(text), dice.randint(0, 12))))
    return [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]


def test_a_stream_of_events_is_read_whole_wherever_it_is_cut(phone):
    one, dice = phone("android").open(), random.Random(6202)
    said = ["{}", '{"approvals": []}', "a\nb", "承認：😀", " led by a space", "a: colon"]
    cases = [[{"name": "approvals", "data": dice.choice(said)} for _ in range(dice.randint(0, 4))] for _ in range(400)]
    one.have("event_stream.js")
    assert one.page.evaluate(PARSE, [cut(written(case, dice) + "data: unended", dice) for case in cases]) == cases
    assert one.page.evaluate(ENDLESS) == "RangeError"


@pytest.fixture
def bound(phone, portal, demo):
    """`bound(system, language)` gives a phone that was registered with the server, and its person, who has no other device."""

    def bind(system, language):
        person = demo(factors=[{"kind": "key_app", "platform": system}], language=language)
        session_id, _ = portal.invite(person)
        one = phone(system, language)
        register(one, session_id)
        return one.open(), person

    return bind


def open_first(one):
    one.page.click(WAITS)
    return one.at("approve")


def choose(one, number):
    one.page.locator(".numbers__one", has_text=number).click()


def prove(one, *, pin=PIN):
    """Give the PIN where one is asked; an iPhone asks for its own lock by itself."""
    if one.system == "android":
        one.page.fill("#pin", pin)
        one.page.keyboard.press("Enter")


def number_on(desk):
    """The number that the login page shows."""
    return desk.page.locator(".approve__number").inner_text()[-2:]


def other_than(number, one):
    return next(text for text in one.page.locator(".numbers__one").all_inner_texts() if text != number)


def answer_by_hand(one, portal, login):
    """Answer on the login page what the same phone has computed."""
    one.have("unlocking.js", "vault.js")
    typed = one.page.evaluate(BY_HAND, {"challenge": login["challenge"]["code"], "pin": PIN})
    assert portal.respond(login, typed)["state"] == "granted"


# B054, B056, B058
@pytest.mark.parametrize(("system", "language"), EVERYWHERE)
def test_a_login_waits_below_any_screen_and_the_number_of_its_page_approves_it(bound, visit, shots, system, language):
    one, person = bound(system, language)
    said, faults = SAID[language], {}

    def look_at(step):
        one.visitor.keep(shots, f"key-approve-{step}-{system}-{language}")
        faults[step] = one.visitor.find_faults()

    one.show("authenticate")
    one.page.fill("#challenge", "493")
    desk = visit(language)
    desk.enter(person)
    one.page.wait_for_selector(WAITS)
    assert one.page.evaluate("document.activeElement.id") == "challenge"
    assert one.page.input_value("#challenge") == "493"
    assert said["alert"] in one.page.locator("[role=status]").all_inner_texts()
    one.visitor.keep(shots, f"key-approve-0-waits-{system}-{language}")
    open_first(one)
    shown = one.page.inner_text("main")
    assert [text for text in (person["username"], said["opens"], said["new"], "127.0.0.1") if text not in shown] == []
    assert one.page.locator(".numbers__one").count() == 9
    assert min(box["height"] for box in one.page.locator(".numbers__one").evaluate_all(BOXES)) >= 44
    look_at("1-numbers")
    choose(one, number_on(desk))
    if system == "android":
        prove(one, pin="wr0ng")
        assert said["tries"] in one.page.inner_text(".form__outcome .note")
        look_at("2-wrong-pin")
    prove(one)
    one.at("decided")
    look_at("3-approved")
    desk.page.wait_for_selector(INSIDE)  # the page goes on by itself
    assert desk.complaints == []
    assert one.page.locator(WAITS).count() == 0
    assert {step: found for step, found in faults.items() if found} == {}


# B055, B056
@pytest.mark.parametrize(("system", "language"), ONE_OF_EACH)
def test_a_wrong_number_and_cancelling_leave_the_challenge_and_not_me_ends_the_login(
    bound, portal, calls, shots, system, language
):
    one, person = bound(system, language)
    one.page.route("**/approvals/events", lambda route: route.abort("internetdisconnected"))
    one.open()  # where something between lets no stream through, the app asks
    faults = {}

    def look_at(step):
        one.visitor.keep(shots, f"key-turned-away-{step}-{system}-{language}")
        faults[step] = one.visitor.find_faults()

    def ask():
        login = portal.begin(person)
        open_first(one)
        return login

    login = ask()
    choose(one, other_than(login["approval"]["number"], one))
    prove(one)
    one.at("undecided")
    look_at("1-wrong-number")
    one.page.click(".main .button--main")
    typed = one.respond(login["challenge"]["code"], pin=PIN if system == "android" else None)
    assert portal.respond(login, typed)["state"] == "granted"
    login = ask()
    one.page.click(".form .button--other")
    one.at("decided")
    look_at("2-cancelled")
    assert portal.take_up(login)["state"] == "challenge"
    login = ask()
    one.page.click(".apart button")
    one.at("notMe")
    look_at("3-asked-once-more")
    assert portal.take_up(login)["state"] == "challenge"  # nothing has happened yet
    one.page.click("button[type=submit]")
    one.at("decided")
    look_at("4-turned-away")
    assert one.page.locator("a[href^='tel:']").count() >= 4
    assert portal.take_up(login)["state"] == "refused"
    assert [
        mail
        for mail in calls.mails(person)
        if {"ja": "心当たりのないログイン", "en": "not yours"}[language] in mail["subject"]
    ]
    assert {step: found for step, found in faults.items() if found} == {}


# B055, B056
def test_a_lost_network_says_nothing_and_loses_nothing_and_a_link_finds_the_login(bound, portal, visit, shots):
    one, person = bound("android", "en")
    assert "listen_" in json.dumps(one.stored()["entries"])
    one.keep_offline()
    one.go_offline()
    one.page.reload()
    one.at("home")
    login = portal.begin(person)
    one.show("inside")
    assert one.page.locator(f"{WAITS}, .note").count() == 0
    one.page.context.set_offline(False)
    one.page.wait_for_selector(WAITS)
    open_first(one)
    answer_by_hand(one, portal, login)
    one.at("undecided")  # answered elsewhere: the screen says so by itself
    login = portal.begin(person)
    one.page.wait_for_selector(WAITS)
    answer_by_hand(one, portal, login)
    one.page.wait_for_selector(OVER)
    desk = visit("en")
    desk.enter(person)
    link, number = desk.page.get_attribute("a[href*='#approve=']", "href"), number_on(desk)
    asked = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.page.goto(one.visitor.origin + link)
    one.at("approve")
    one.page.locator(".numbers__one").first.wait_for()
    assert one.page.locator("#pin").count() == 0  # a link may come from anybody: the number is chosen all the same
    one.visitor.keep(shots, "key-approve-link-android-en")
    choose(one, number)
    assert one.page.inner_text(".answer__digits") == number
    assert one.page.url.endswith("/key/")
    assert [address for address in asked if "listen_" in address or "approve=" in address] == []
    prove(one)
    one.at("decided")
    desk.page.wait_for_selector(INSIDE)
    one.page.goto(one.visitor.origin + link)
    one.at("undecided")
    one.show("names")
    one.page.get_by_text(person["username"], exact=True).click()
    one.lead("Remove from this phone", to="removal").lead("Remove", to="home")
    assert "listen_" not in json.dumps(one.stored())
    assert one.hold(person)  # as registered before a phone could listen
    one.page.goto(one.visitor.origin + link)
    one.page.get_by_text("do not reach this phone", exact=False).wait_for()
