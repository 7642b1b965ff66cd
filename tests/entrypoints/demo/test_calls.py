"""The demo's calls of the public contract: people, clock, outbox."""

from datetime import datetime, timedelta

import pytest

KINDS = ["key_app", "dsc_plus", "code_card", "temporary_passcode"]
EVERY_SITUATION = {
    "device", "several", "passcode_full", "passcode_card_only", "passcode_expired", "passcode_dead", "card", "card_low",
    "card_expired", "card_exhausted", "waiting", "arrived", "suspended", "blocked", "lost", "never", "applied",
    "applied_bare", "approved_today", "two_names", "paper", "closed", "rejected",
}  # fmt: skip


def test_everybody_is_there_in_both_languages(demo):
    people = [person for person in demo.http.get("/demo/people.json").json() if "live_username" not in person]
    seen = {(person["situation"], person["language"]) for person in people}
    assert seen >= {(situation, language) for situation in EVERY_SITUATION for language in ("ja", "en")}
    assert {person["residence"] for person in people} >= {"JP", "US", "GB", "DE", "HK"}
    assert {person["state"] for person in people} == {"applied", "approved_today", "open", "closed", "rejected"}
    assert (
        len({person["username"] for person in people}) == len({person["account"] for person in people}) == len(people)
    )


def test_a_person_has_the_shape_of_the_contract(demo):
    for person in demo.http.get("/demo/people.json").json():
        assert person.keys() >= {"username", "password", "account", "state", "language", "residence", "role", "factors"}
        assert person["role"] in {"holder", "agent", "technical_assistance", "reviewer", "supervisor"}
        assert (person["role"] == "holder") is person["account"].startswith(("U", "DU"))
        assert person["username"][:5].islower()
        assert person["username"][5:].isdigit()
        assert len(person["password"]) >= 15
        for factor in person["factors"]:
            match factor["kind"]:
                case "key_app" | "dsc_plus":
                    assert len(bytes.fromhex(factor["key_hex"])) == 32
                    assert ("pin" in factor) is factor["suite"].endswith("-PSHA256")
                case "code_card":
                    assert set(factor["cells"]) == {str(index) for index in range(1, 225)}
                case "temporary_passcode":
                    assert len(factor["passcode"]) == 10


def test_paper_logins_stand_at_the_end_as_people_of_their_own(demo):
    people = demo.http.get("/demo/people.json").json()
    papers = [person for person in people if person["account"].startswith("DU")]
    assert papers == people[-len(papers) :]
    assert {person["live_username"] for person in papers} >= {"umeko555", "felix555"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_made_person_can_use_what_was_asked_for(demo, kind):
    person = demo.make(factors=[kind])
    assert [factor["kind"] for factor in person["factors"]] == [kind]
    assert demo.enter(person)["grant"]["scopes"] == ["portal:full"]
    assert demo.person(person["username"]) == person | {"factors": demo.person(person["username"])["factors"]}


def test_a_key_app_is_an_android_unless_it_is_said(demo):
    android, ios = demo.make(factors=["key_app", {"kind": "key_app", "platform": "ios"}])["factors"]
    assert (android["platform"], android["suite"]) == ("android", "OCRA-1:HOTP-SHA256-8:QN06-PSHA256")
    assert (ios["platform"], ios["suite"]) == ("ios", "OCRA-1:HOTP-SHA256-8:QN06")
    assert "pin" not in ios


def test_beside_a_passcode_the_device_is_suspended(demo):
    person = demo.make(factors=["dsc_plus", "temporary_passcode"])
    assert {factor["kind"]: factor["state"] for factor in person["factors"]} == {
        "dsc_plus": "suspended",
        "temporary_passcode": "live",
    }


@pytest.mark.parametrize(("residence", "language"), [("JP", "ja"), ("HK", "en"), ("DE", "en")])
def test_the_language_follows_the_residence_unless_it_is_said(demo, residence, language):
    assert demo.make(residence=residence)["language"] == language
    assert demo.make(residence=residence, language="ja")["language"] == "ja"


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"state": "approved"},
        {"state": "open", "residence": "Japan"},
        {"state": "open", "residence": "jp"},
        {"state": "open", "language": "fr"},
        {"state": "open", "paper": "yes"},
        {"state": "open", "factors": "key_app"},
        {"state": "open", "factors": ["sms"]},
        {"state": "open", "factors": ["code_card", "code_card"]},
        {"state": "open", "factors": ["dsc_plus"] * 9},
        {"state": "open", "password": "x"},
        [],
    ],
)
def test_a_wish_that_cannot_be_granted_is_422(demo, wish):
    answer = demo.http.post("/demo/people", json=wish)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == "malformed"


def test_only_json_moves_the_clock_or_makes_people(demo):
    for path in ("/demo/people", "/demo/clock"):
        for content_type in ("text/plain", "application/x-www-form-urlencoded"):
            answer = demo.http.post(
                path, content=b'{"state":"open","advance":"PT1H"}', headers={"Content-Type": content_type}
            )
            assert answer.status_code == 400


def test_the_clock_goes_where_it_is_told(demo):
    before = demo.now()
    moved = demo.http.post("/demo/clock", json={"advance": "P2DT1H"}).json()
    assert (
        timedelta(days=2, hours=1)
        <= datetime.fromisoformat(moved["now"]) - before
        < timedelta(days=2, hours=1, minutes=1)
    )
    there = "2031-05-06T07:08:09Z"
    assert demo.http.post("/demo/clock", json={"now": there}).json() == {"now": there}
    assert demo.now() - datetime.fromisoformat(there) < timedelta(minutes=1)
    demo.go_to(before)
    assert demo.now() - before < timedelta(minutes=1)


@pytest.mark.parametrize(
    "move",
    [
        {},
        {"advance": "P1D", "now": "2031-05-06T07:08:09Z"},
        {"advance": "1 day"},
        {"advance": 5},
        {"now": "2031-05-06"},
        {"now": "1900-01-01T00:00:00Z"},
        {"advance": "P999999W"},
        {"forward": "P1D"},
        {"now": None},
    ],
)
def test_the_clock_goes_nowhere_else(demo, move):
    before = demo.now()
    assert demo.http.post("/demo/clock", json=move).status_code == 422
    assert demo.now() - before < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/demo/clock"), ("POST", "/demo/outbox.json"), ("DELETE", "/demo/people")]
)
def test_a_method_that_is_none_is_405(demo, method, path):
    answer = demo.http.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/en/help/#method_not_allowed"


def test_a_login_from_a_new_browser_lands_in_the_outbox_in_the_holders_language(demo):
    japanese, english = demo.make(factors=["key_app"]), demo.make(factors=["key_app"], residence="GB")
    for person in (japanese, english):
        with demo.http.__class__(base_url=demo.http.base_url, trust_env=False) as unknown:
            demo.__class__(unknown).enter(person)
    mails = demo.http.get("/demo/outbox.json").json()
    for person, greeting, signature in (
        (japanese, "様\n", "（架空の会社です）\n"),
        (english, "Dear ", "is fictional.\n"),
    ):
        mail = [mail for mail in mails if mail["username"] == person["username"]][-1]
        assert mail.keys() >= {"to", "subject", "text", "at"}
        assert greeting in mail["text"]
        assert mail["text"].endswith(signature)
        assert person["password"] not in mail["text"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_everybody_and_the_time(demo, language):
    page = demo.http.get("/demo", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language
    for person in demo.http.get("/demo/people.json").json():
        assert person["username"] in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_card_page_names_everybody_who_holds_something(demo):
    page = demo.http.get("/card/")
    assert page.status_code == 200
    for person in demo.http.get("/demo/people.json").json():
        assert all(factor["id"] in page.text for factor in person["factors"])


def test_the_terminal_s_card_takes_its_key_from_the_running_demo(demo, monkeypatch):
    from sekisho.entrypoints.cli.demo_card import card_in_demo
    from sekisho.entrypoints.cli.speech import EndedError

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # whatever proxy is set, the key goes past it
    url = f"{demo.http.base_url}"
    factor = demo.person("carol141")["factors"][0]
    lent = card_in_demo(url, username="carol141")
    assert (lent.owner, lent.suite, lent.key_hex.reveal_text()) == ("carol141", factor["suite"], factor["key_hex"])
    assert card_in_demo(url, username="").owner
    for wrong, username, message, code in (
        (url, "brian271", "card.nobody", 1),  # holds a phone
        (f"{url}/nowhere", "", "card.no_demo", 1),
        ("http://127.0.0.1:9", "", "card.no_demo", 1),
        ("file:///etc", "", "call.bad_value", 2),
    ):
        with pytest.raises(EndedError) as ended:
            card_in_demo(wrong, username=username)
        assert (ended.value.message, ended.value.code) == (message, code)


def test_the_desks_own_people_log_in_like_holders_and_reach_the_desk_alone(demo):
    staff = [person for person in demo.http.get("/demo/people.json").json() if person["role"] != "holder"]
    assert {person["role"] for person in staff} == {"agent", "technical_assistance", "reviewer", "supervisor"}
    for person in staff:
        assert demo.enter(person)["grant"]["scopes"] == ["desk"]
