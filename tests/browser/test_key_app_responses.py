"""Challenge in, response out: with no network, behind the phone's lock or a PIN, from every state in which the app may open."""

import json

import pytest

from sekisho.core.ocra import Suite, respond

from .phones import LOCK

EVERYWHERE = [
    pytest.param("ios", "en", id="ios-en"),
    pytest.param("android", "ja", id="android-ja"),
    pytest.param("ios", "ja", id="ios-ja", marks=pytest.mark.slow),
    pytest.param("android", "en", id="android-en", marks=pytest.mark.slow),
]
STATES = {
    "home": {"en": ["Authenticate"], "ja": ["認証"]},
    "login": {"en": ["Log in", "Services", "Authenticate"], "ja": ["ログイン", "サービス", "認証"]},
    "inside": {
        "en": ["Home Page", "More", "Two-Factor Authentication"],
        "ja": ["ホームページ", "その他", "二段階認証"],
    },
}
GENERATE = {
    "ios": {"en": "Generate Code", "ja": "コードを生成"},
    "android": {"en": "Generate Response", "ja": "レスポンスを生成"},
}
PASSCODE = {"en": "Generate Passcode", "ja": "パスコードを生成"}
A_LOOK_AWAY = """() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.hidden;
}"""


@pytest.fixture
def held(phone, demo):
    """`held(system, language)` gives a phone that holds the key of a new person of the demo, and the person."""

    def take(system, language="en", **how):
        person = demo(factors=[{"kind": "key_app", "platform": system}], language=language)
        one = phone(system, language, **how).open()
        assert one.hold(person)
        one.open()
        return one, person

    return take


def factor_of(person):
    return person["factors"][0]


def expected(person, challenge, *, pin=None):
    factor = factor_of(person)
    inputs = {"question": challenge} | ({"pin": pin or factor["pin"]} if "pin" in factor else {})
    return respond(Suite.parse(factor["suite"]), bytes.fromhex(factor["key_hex"]), **inputs)


@pytest.mark.fact(
    "A130", "A131", "A132", "A133", "A134", "A135", "A136", "A137", "A138", "A139", "A140", "A141", "A142", "A143"
)
@pytest.mark.fact("A144", "A145", "A146", "A147", "A148")
@pytest.mark.parametrize(("system", "language"), EVERYWHERE)
def test_from_all_three_states_and_without_a_network_the_challenge_field_leads_to_the_response_that_opens_the_portal(
    held, visit, shots, system, language
):
    one, person = held(system, language)
    one.keep_offline()
    one.go_offline()
    pin = factor_of(person).get("pin")
    for turn, (state, ways) in enumerate(STATES.items()):
        first, *rest = ways[language]
        labels = [*rest, *([GENERATE[system][language]] if state == "inside" else [])]
        if state != "home":
            one.lead(first, to=state)
        one.page.reload()  # the app opens where it was left
        one.at(state)
        one.visitor.keep(shots, f"key-start-{state}-{system}-{language}")
        one.lead(*(labels or [first]), to="authenticate")
        assert one.page.inner_text("button[type=submit]") == PASSCODE[language]
        assert one.page.locator("#pin").count() == (system == "android")
        challenge = str(100_000 + 271_828 * turn)
        assert one.respond(challenge, pin=pin) == expected(person, challenge, pin=pin)
        one.show("home")
    portal = visit(language)
    portal.enter(person)
    code = portal.asked(person)["code"]
    one.lead(STATES["home"][language][0], to="authenticate")
    portal.type(one.respond(code, pin=pin))
    assert portal.page.locator(".opened, .note--go").count()
    one.visitor.keep(shots, f"key-response-{system}-{language}")
    assert one.visitor.find_faults() == []


def test_a_wrong_pin_gives_a_plausible_response_that_the_server_alone_refuses(held, visit):
    one, person = held("android")
    before = one.stored()["entries"]
    portal = visit("en")
    portal.enter(person)
    code = portal.asked(person)["code"]
    one.lead("Authenticate", to="authenticate")
    wrong = "0000" if factor_of(person)["pin"] != "0000" else "0001"
    given = one.respond(code, pin=wrong)
    assert given == expected(person, code, pin=wrong)
    portal.type(given)
    assert portal.page.locator("#response").count()  # asked again
    assert one.stored()["entries"] == before
    assert one.page.locator(".note--warn").count() == 0


def test_a_copy_of_the_storage_and_all_ten_thousand_pins_tell_nothing_apart(held):
    one, person = held("android", "en")
    factor = factor_of(person)
    one.keep_offline()
    before = one.stored()
    one.lead("Authenticate", to="authenticate")
    shown = one.respond("493027", pin=factor["pin"])
    stored = one.stored()
    assert stored == before
    (entry,) = stored["entries"]
    assert entry["lock"]["key"] == {
        "type": "secret",
        "extractable": False,
        "usages": ["sign"],
        "name": "HMAC",
        "hash": {"name": "SHA-256"},
        "length": 256,
    }
    text = json.dumps(stored)
    assert [
        secret
        for secret in (factor["pin"], factor["key_hex"], shown, "493027")
        if secret in text.replace(factor["id"], "")
    ] == []
    one.have("unlocking.js", "vault.js")
    tried = one.page.evaluate(
        """async () => {
            const [copy] = await app.listEntries();
            const pins = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, "0"));
            return Promise.all(pins.map(async pin => app.answerWith(copy, { challenge: "493027", pin })));
        }"""
    )
    kinds = {(tuple(made), len(made["response"]), made["response"].isdigit()) for made in tried}
    assert kinds == {(("response",), 8, True)}  # every PIN the same kind of answer
    assert len({made["response"] for made in tried}) > 9_990
    assert one.stored() == stored


def test_the_response_is_cleared_when_the_app_is_put_away_and_after_half_a_minute(held):
    one, _ = held("android")
    one.page.clock.install()
    one.page.reload()
    one.at("home").lead("Authenticate", to="authenticate")
    for end in (lambda: one.page.evaluate(A_LOOK_AWAY), lambda: one.page.clock.fast_forward(31_000)):
        digits = one.respond("493027", pin="1234")
        end()
        one.page.wait_for_selector("[data-response]", state="detached")
        assert digits not in one.page.content()
        one.lead("Another Challenge Code", to="authenticate")


def test_the_copied_response_has_no_space(held):
    one, person = held("ios", permissions=["clipboard-read", "clipboard-write"])
    one.lead("Authenticate", to="authenticate")
    digits = one.respond("４９３－０２７")
    one.press("Copy")
    one.page.get_by_text("Copied", exact=True).first.wait_for()
    assert one.page.evaluate("navigator.clipboard.readText()") == digits == expected(person, "493027")


@pytest.mark.fact("A136", "A137", "A141")
def test_without_an_unlocking_that_verifies_the_person_nothing_is_opened(held):
    one, person = held("ios")
    one.lead("Authenticate", to="authenticate")

    def refused(title):
        one.page.fill("#challenge", "493027")
        one.page.keyboard.press("Enter")
        one.page.get_by_text(title, exact=True).wait_for()
        assert one.screen == "authenticate"

    bits = {"authenticatorId": one.lock_id, "isBogusSignature": False, "isBadUP": False}
    one.lock.send("WebAuthn.setResponseOverrideBits", bits | {"isBadUV": True})
    refused("The phone did not verify you")
    one.lock.send("WebAuthn.setResponseOverrideBits", bits | {"isBadUV": False})
    assert one.respond("493027") == expected(person, "493027")
    one.lead("Another Challenge Code", to="authenticate")
    one.lock.send("WebAuthn.setUserVerified", {"authenticatorId": one.lock_id, "isUserVerified": False})
    refused("The phone was not unlocked")


def test_a_phone_whose_lock_guards_no_key_says_so_and_offers_a_pin(phone, shots):
    one = phone("ios", "en", lock=LOCK | {"hasPrf": False}).open("#register=K7MQ2PXR9TDA")
    asked = []
    one.page.on("request", lambda request: asked.append(request.url))
    if one.page.get_by_text("A PIN of your choice guards it instead", exact=False).count() == 0:
        one.press("Continue")
        one.page.get_by_text("The lock of this device cannot be used", exact=True).wait_for()
        one.visitor.keep(shots, "key-no-prf-ios-en")
        one.press("Guard it with a PIN")
    one.page.get_by_text("A PIN of your choice guards it instead", exact=False).wait_for()
    assert one.page.input_value("#session") == "K7MQ2PXR9TDA"
    assert [address for address in asked if "/api/" in address] == []  # and the Session ID is not spent


def test_a_response_takes_a_blink(held):
    one, _ = held("android")
    one.have("unlocking.js", "vault.js")
    took = one.page.evaluate(
        """async () => {
            const [entry] = await app.listEntries();
            const begun = performance.now();
            for (let turn = 0; turn < 20; turn += 1) await app.answerWith(entry, { challenge: String(100_000 + turn), pin: "1234" });
            return (performance.now() - begun) / 20;
        }"""
    )
    assert took < 50  # milliseconds; seen: about one


@pytest.mark.fact("A141")
def test_what_is_stored_behind_the_lock_is_sealed_and_bound_to_its_entry(held):
    one, person = held("ios")
    (entry,) = one.stored()["entries"]
    assert len(entry["lock"]["sealed"]) == 48  # key and tag
    assert factor_of(person)["key_hex"] not in bytes(entry["lock"]["sealed"]).hex()
    one.have("phone_lock.js", "vault.js")
    opened = one.page.evaluate(
        """async () => {
            const [entry] = await app.listEntries();
            return app.openLock(entry.lock, "another entry", () => "opened");
        }"""
    )
    assert opened == {"trouble": "damaged"}
