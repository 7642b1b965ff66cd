"""Sekisho Key in a real browser: it computes what the server computes, opens without a network, and leads to the challenge field from wherever it was left."""

import json
import random
import secrets

import pytest

from sekisho.core.ocra import Suite, respond

LOCKED, WITH_PIN = "OCRA-1:HOTP-SHA256-8:QN06", "OCRA-1:HOTP-SHA256-8:QN06-PSHA256"
EVERYWHERE = [
    pytest.param("ios", "ja", id="ios-ja"),
    pytest.param("android", "en", id="android-en"),
    pytest.param("ios", "en", id="ios-en", marks=pytest.mark.slow),
    pytest.param("android", "ja", id="android-ja", marks=pytest.mark.slow),
]
BUDGET = 150_000  # bytes of the first load


def test_the_app_computes_what_the_server_computes_for_ten_thousand_challenges(phone):
    one, dice = phone("android").open(), random.Random(6287)
    one.have("ocra.js")
    cases = [
        (secrets.token_hex(32), str(dice.randrange(100_000, 1_000_000)), pin)
        for pin in ("", *(dice.randbytes(9).hex()[: dice.randint(4, 6)] for _ in range(9_997)), "ｐ～!%", "\\\"'<")
    ]
    computed = one.page.evaluate(
        """async ([locked, withPin, cases]) => {
            const fromHex = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
            return Promise.all(cases.map(async ([key, challenge, pin], at) => app.respond(
                await app.importKey(fromHex(key)), at % 4 ? { suite: withPin, challenge, pin } : { suite: locked, challenge })));
        }""",
        [LOCKED, WITH_PIN, cases],
    )
    expected = [
        respond(Suite.parse(WITH_PIN), bytes.fromhex(key), question=challenge, pin=pin)
        if at % 4
        else respond(Suite.parse(LOCKED), bytes.fromhex(key), question=challenge)
        for at, (key, challenge, pin) in enumerate(cases)
    ]
    assert len(computed) == 10_000
    assert [case for case, app, server in zip(cases, computed, expected, strict=True) if app != server] == []


@pytest.mark.parametrize(("system", "language"), EVERYWHERE)
def test_a_new_app_reads_well_breaks_no_rule_and_opens_without_a_network(phone, shots, system, language):
    one = phone(system, language).open()
    assert one.page.get_attribute("html", "data-look") == system
    assert one.page.get_attribute("html", "lang") == language
    one.keep_offline()
    one.go_offline()
    one.page.reload()
    one.at("home")
    assert not one.page.evaluate("fetch('/api/v1/openapi.json').then(() => true, () => false)")
    faults = {}
    for screen in ("home", "login", "inside", "twoFactor", "register", "move", "names", "pin", "settings", "help"):
        one.show(screen)
        one.visitor.keep(shots, f"key-new-{screen}-{system}-{language}")
        faults[screen] = one.visitor.find_faults()
    assert {screen: found for screen, found in faults.items() if found} == {}


def test_the_first_load_is_small(phone):
    one = phone("android")
    sizes = {}
    traffic = one.page.context.new_cdp_session(one.page)
    traffic.send("Network.enable")
    traffic.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    one.open().keep_offline()
    assert 0 < sum(sizes.values()) < BUDGET


def test_the_phone_finds_nothing_missing_to_install_it(phone):
    one = phone("android").open()
    one.keep_offline()
    found = one.page.context.new_cdp_session(one.page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []  # of the test's window


def test_a_scanned_session_id_leaves_the_address_at_once_and_goes_to_no_server(phone):
    one = phone("android")
    asked = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.open("#register=K7MQ-2PXR-9TDA")
    assert one.page.input_value("#session") == "K7MQ-2PXR-9TDA"
    assert one.page.url.endswith("/key/")
    assert one.page.evaluate("history.length") <= 3
    assert not any("K7MQ" in address for address in asked)
    assert "K7MQ" not in json.dumps(one.stored())


def test_look_and_language_are_the_holder_s_own_where_the_phone_was_mistaken(phone):
    one = phone("ios", "en").open()
    one.show("settings")
    one.page.check("#look-android")
    one.page.wait_for_selector("html[data-look=android]")
    one.page.check("#language-ja")
    one.page.wait_for_selector("html[lang=ja]")
    one.page.reload()
    one.at("home")
    assert one.page.get_attribute("html", "data-look") == "android"
    assert one.page.get_attribute("html", "lang") == "ja"


def test_a_phone_that_keeps_nothing_says_so(phone):
    one = phone("ios", "en")
    one.page.add_init_script("indexedDB.open = () => { throw new DOMException('closed', 'SecurityError') }")
    one.open()
    assert one.page.inner_text("h1") == "The storage cannot be opened"
    assert one.page.locator("a[href^='tel:']").count() >= 4


def test_in_the_browser_of_an_iphone_the_app_asks_for_the_home_screen_before_it_registers(phone, shots):
    one = phone("ios", "ja")
    one.page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false })")
    one.open("#register=K7MQ-2PXR-9TDA")
    assert "「ホーム画面に追加」" in one.page.inner_text("main")
    assert one.page.input_value("#session") == "K7MQ-2PXR-9TDA"  # to be typed there
    one.visitor.keep(shots, "key-home-screen-first-ios-ja")
