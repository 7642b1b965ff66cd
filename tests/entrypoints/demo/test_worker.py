"""The demo's worker follows the movable clock: what is announced is in the outbox soon after the clock was moved."""

import time
from datetime import datetime, timedelta

import pytest

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PATIENCE = 30
WAITING = "edith214"  # in the US: shipped six days ago, so active by itself in eight
LATER = "goroh214"  # in Japan: likewise, in fifteen


def subjects(demo, person):
    mails = demo.http.get("/demo/outbox.json").raise_for_status().json()
    return [mail["subject"] for mail in mails if mail["to"].startswith(person["username"])]


def comes(demo, person, *, containing, times):
    """Wait until that many letters have come, and no longer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if sum(containing in subject for subject in subjects(demo, person)) == times:
            return True
        time.sleep(0.1)
    return False


def due_at(demo, person):
    spans = demo.look("/me/forecast", demo.session(person, kind="code_card"))
    (moment,) = {span["from"] for span in spans if span["factor"] == "dsc_plus"}
    return datetime.fromisoformat(moment)


@pytest.mark.fact("A111", "A112", "A113", "A114", "A119")
@pytest.mark.parametrize(("username", "matter"), [(WAITING, "will soon"), (LATER, "まもなく")])
def test_the_device_is_announced_three_times_and_then_asked_for_from_the_very_second_on(demo, username, matter):
    person = demo.person(username)
    moment = due_at(demo, person)
    for told, days in enumerate((7, 3, 1), start=1):
        if moment - days * DAY > demo.now():
            demo.go_to(moment - days * DAY)
        assert comes(demo, person, containing=matter, times=told), subjects(demo, person)
    demo.go_to(moment - SECOND)
    assert demo.begin(person)["challenge"]["kind"] == "code_card"
    demo.go_to(moment)
    login = demo.begin(person)
    assert [factor["kind"] for factor in login["factors"]] == ["dsc_plus", "code_card"]
    demo.go_to(moment + SECOND)
    assert demo.enter(person)["grant"]["scopes"] == ["portal:full"]
    assert comes(
        demo,
        person,
        containing={"US": "has activated itself", "JP": "自動的に有効になりました"}[person["residence"]],
        times=1,
    )
    states = {
        factor["kind"]: factor["state"] for factor in demo.person(username)["factors"] if factor["state"] != "lost"
    }
    assert states == {"dsc_plus": "active", "code_card": "active"}
