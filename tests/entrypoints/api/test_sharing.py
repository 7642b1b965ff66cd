"""A device of another user name for programs (B099 to B101)."""

import pytest

from sekisho.core.sharing import Person as Client
from sekisho.testing import people

ONE = Client(entity="1001")


@pytest.fixture
def two(add, program):
    owner = add(devices=(people.DSC,), behind=ONE)
    other = add(devices=(people.IOS,), behind=ONE)
    return owner, other, program.enter(other)["access_token"]


def named(owner, password=people.PASSWORD):
    return {"username": owner.username, "password": password}


# B099
def test_a_device_is_shared_in_four_calls_and_the_list_says_with_whom(two, program, answers):
    owner, other, token = two
    begun = program.call("POST", "/me/devices/shared", named(owner), token=token)
    assert (begun.status_code, begun.json()) == (201, {"state": "verify", "username": owner.username})
    asked = program.call("POST", "/me/devices/shared/verification", named(other), token=token)
    assert (asked.status_code, asked.json()["challenge"]["kind"]) == (201, "key_app")
    body = {"proof": asked.json()["id"], "response": answers(other, asked.json())}
    following = program.call("POST", "/me/devices/shared/response", body, token=token)
    assert (following.status_code, following.json()["challenge"]["kind"]) == (201, "dsc_plus")
    body = {"proof": following.json()["id"], "response": answers(owner, following.json())}
    done = program.call("POST", "/me/devices/shared/response", body, token=token)
    assert (done.status_code, done.json()["event"]) == (200, "device_shared")
    lines = program.call("GET", "/me/devices", token=token).json()
    (shared,) = [line["shared_with"][0] for line in lines if "shared_with" in line]
    assert (shared["username"], shared["is_owner"], shared["state"]) == (owner.username, False, "active")
    stop = program.call("POST", f"/me/devices/shared/{shared['id']}/stop", named(other), token=token)
    body = {"proof": stop.json()["id"], "response": answers(owner, stop.json())}
    ended = program.call("POST", f"/me/devices/shared/{shared['id']}/stop/response", body, token=token)
    assert (ended.status_code, ended.json()["event"]) == (200, "sharing_stopped")


# B101
def test_why_not_is_told_by_its_name(add, program, two):
    _, _, token = two
    weaker = add(devices=(people.IOS,), behind=ONE)
    stronger = program.enter(add(devices=(people.DSC,), behind=ONE))["access_token"]
    refused = program.call("POST", "/me/devices/shared", named(weaker), token=stronger)
    assert (refused.status_code, refused.json()["reason"], refused.json()["why"]) == (403, "conflict", "less_secure")
    wrong = program.call("POST", "/me/devices/shared", named(weaker, "wrong"), token=token)
    assert wrong.json()["reason"] == "bad_credentials"
    assert "why" not in wrong.json()
