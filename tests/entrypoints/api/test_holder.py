"""What a session may look at: its own holder's things, as far as its scope goes, as they are now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import CardState, DeviceState, PasscodeState
from sekisho.core.authenticators.terms import Terms
from sekisho.testing import people

LOOKS = ("/me", "/me/forecast", "/me/sign-ins", "/me/devices")


def look(program, path, token):
    answer = program.call("GET", path, token=token)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_me_says_who_and_what(program, add):
    person = add(devices=(people.IOS,), residence="GB", language="en")
    me = look(program, "/me", program.enter(person)["access_token"])
    assert me["account"] == person.account
    assert (me["state"], me["scopes"], me["language"], me["residence"], me["region"]) == (
        "open",
        ["portal:full"],
        "en",
        "GB",
        "europe",
    )
    assert me["withdrawal_limits"] == {"currency": "USD", "per_day": 1_000_000, "per_five_business_days": 1_000_000}


@pytest.mark.parametrize(
    "wanted", [{"devices": (people.DSC,)}, {"state": AccountState.CLOSED}, {"state": AccountState.APPLIED}, {}]
)
def test_any_portal_session_sees_forecast_history_and_devices(program, add, wanted):
    token = program.enter(add(**wanted))["access_token"]
    for path in LOOKS:
        look(program, path, token)


def test_a_trading_session_sees_who_it_is_and_no_more(program, add):
    token = program.enter(add(devices=(people.DSC,)), surface="trading")["access_token"]
    look(program, "/me", token)
    for path in LOOKS[1:]:
        answer = program.call("GET", path, token=token)
        assert (answer.status_code, answer.json()["reason"]) == (403, "scope_insufficient")
        assert answer.json()["reference"]
    assert program.call("DELETE", "/session", token=token).status_code == 204


@pytest.mark.fact("A101", "A102", "A103", "A104")
def test_the_forecast_of_a_passcode_is_its_two_phases(program, add):
    spans = look(program, "/me/forecast", program.enter(add(passcode=PasscodeState.LIVE))["access_token"])
    assert all({"from", "until", "surface", "scopes", "factor", "because", "text"} == span.keys() for span in spans)
    portal = [span for span in spans if span["surface"] == "portal"]
    assert [span["scopes"] for span in portal] == [["portal:full"], ["portal:card_only"], []]
    assert portal[0]["until"] == portal[1]["from"]
    trading = [span for span in spans if span["surface"] == "trading"]
    assert [span["because"] for span in trading][1:] == ["passcode_no_longer_trades", "passcode_expired"]


def test_the_history_has_the_references_that_were_told(program, add):
    person = add(devices=(people.DSC,))
    refused = program.begin(person, password="not the right password").json()
    entries = look(program, "/me/sign-ins", program.enter(person)["access_token"])
    assert entries[0]["event"] == "signed_in"
    told = next(entry for entry in entries if entry["reference"] == refused["reference"])
    assert told["reason"] == "bad_credentials"
    assert told["browser"] == "python-httpx/0.28"
    assert told["address"] == "127.0.0.1"


def test_devices_are_listed_with_states_and_without_secrets(program, add):
    person = add(devices=(people.DSC,), card=CardState.ACTIVE)
    answer = program.call("GET", "/me/devices", token=program.enter(person)["access_token"])
    device, card = answer.json()
    assert (device["kind"], device["state"]) == ("dsc_plus", "active")
    assert (card["kind"], card["state"], card["cells_left"]) == ("code_card", "active", 224)
    for factor in person.factors:
        assert factor["key_hex"].encode() not in answer.content
    assert not any(value.encode() in answer.content for value in person.factor("code_card")["cells"].values())


def test_a_session_narrows_at_the_moment_its_proof_does(program, add, clock):
    token = program.enter(add(passcode=PasscodeState.LIVE), surface="trading")["access_token"]
    for _ in range(47):
        clock.advance(timedelta(minutes=59))
        program.call("GET", "/me", token=token)
    assert program.call("GET", "/me", token=token).status_code == 401  # 24 hours, whatever was asked meanwhile


def test_a_session_whose_proof_has_run_out_is_told_why(program, add, clock):
    person = add(passcode=PasscodeState.LIVE)
    clock.advance(timedelta(hours=47, minutes=30))
    token = program.enter(person, surface="trading")["access_token"]
    clock.advance(timedelta(minutes=30))
    answer = program.call("GET", "/me", token=token)
    assert (answer.status_code, answer.json()["reason"]) == (401, "passcode_no_longer_trades")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.fact("A114", "A119")
def test_the_forecast_knows_when_a_posted_device_activates_itself_and_login_asks_for_it_from_that_second(
    program, add, ports, clock
):
    """The second before, at, and after, over HTTP."""
    from sekisho.adapters.storage import seeding

    person = add(devices=((people.DSC[0], None, DeviceState.SHIPPED),), card=CardState.ACTIVE, residence="US")
    posting = Terms().posting(country="US", shipped_at=clock.now())
    with ports.store.reading() as tx:
        account = tx.account(person.account)
    seeding.save_account(account.holding(replace(account.authenticators[0], ever_active=False, posting=posting)))
    grant = program.enter(person)
    assert [notice["code"] for notice in grant["notices"]] == ["grant_narrows", "device_activates"]
    spans = look(program, "/me/forecast", grant["access_token"])
    begins = {span["from"] for span in spans if span["factor"] == "dsc_plus"}
    assert begins == {posting.activates_at.isoformat().replace("+00:00", "Z")}
    asked = []
    for beside in (-1, 0, 1):
        clock.set(posting.activates_at + timedelta(seconds=beside))
        asked.append([factor["kind"] for factor in program.begin(person).json()["factors"]])
    assert asked == [["code_card"], ["dsc_plus", "code_card"], ["dsc_plus", "code_card"]]
