"""Only an answer of that passkey, to that question, at this site, by a person it has recognised, is one."""

import base64
import json

import pytest

from sekisho.adapters.web_authentication import WebAuthenticationJudge
from sekisho.core.authenticators.passkey import LONGEST_RESPONSE, MadePasskey, Signed, Unfit
from sekisho.testing.soft_passkey import ORIGIN, PRESENT, SoftPasskey, b64

CHALLENGE = b64(bytes(range(32)))
OTHER = b64(bytes(32))
PASSKEY = SoftPasskey(secret=4711)
KEY = PASSKEY.made().key
LIES = {
    "another origin": {"origin": "https://login.example.net"},
    "another port": {"origin": "http://localhost:8001"},
    "another site": {"site": "example.net"},
    "nobody recognised": {"flags": PRESENT},
    "nobody there": {"flags": 0x04},
    "backed up and not able to be": {"flags": 0x15},
    "in another site's frame": {"frame": {"crossOrigin": True}},
    "under another site's page": {"frame": {"topOrigin": "https://example.net"}},
}


@pytest.fixture(scope="module")
def judge():
    return WebAuthenticationJudge(ORIGIN)


def spoiled(response, **inside):
    said = json.loads(response)
    said["response"] |= inside
    return json.dumps(said)


def test_the_right_answer_is_signed_and_says_how_many_uses_it_counts(judge):
    assert judge.signed(PASSKEY.sign(CHALLENGE, counted=9), challenge=CHALLENGE, key=KEY) == Signed(
        counted=9, is_synced=False
    )
    synced = PASSKEY.sign(CHALLENGE, flags=0x1D)
    assert judge.signed(synced, challenge=CHALLENGE, key=KEY) == Signed(counted=0, is_synced=True)


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_an_answer_given_elsewhere_or_by_nobody_is_none(judge, lie):
    assert isinstance(judge.signed(PASSKEY.sign(CHALLENGE, **lie), challenge=CHALLENGE, key=KEY), Unfit)
    assert isinstance(judge.made(PASSKEY.make(CHALLENGE, **lie), challenge=CHALLENGE), Unfit)


def test_an_answer_to_another_question_or_of_another_passkey_is_none(judge):
    other = SoftPasskey(secret=4712)
    assert isinstance(judge.signed(PASSKEY.sign(OTHER), challenge=CHALLENGE, key=KEY), Unfit)
    assert isinstance(judge.signed(other.sign(CHALLENGE), challenge=CHALLENGE, key=KEY), Unfit)
    posing = json.dumps(json.loads(other.sign(CHALLENGE)) | dict.fromkeys(("id", "rawId"), b64(PASSKEY.credential)))
    assert isinstance(judge.signed(posing, challenge=CHALLENGE, key=KEY), Unfit)


def test_what_is_presented_as_new_is_no_answer_and_an_answer_is_nothing_new(judge):
    assert isinstance(judge.signed(PASSKEY.make(CHALLENGE), challenge=CHALLENGE, key=KEY), Unfit)
    assert isinstance(judge.made(PASSKEY.sign(CHALLENGE), challenge=CHALLENGE), Unfit)


def test_a_new_passkey_answers_with_the_key_that_it_was_presented_with(judge):
    made = judge.made(PASSKEY.make(CHALLENGE), challenge=CHALLENGE)
    assert made == PASSKEY.made()
    assert isinstance(made, MadePasskey)
    assert isinstance(judge.signed(PASSKEY.sign(OTHER), challenge=OTHER, key=made.key), Signed)


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "08522129",
        "{}",
        "[" * 5000,
        '{"response":' * 600 + "1" + "}" * 600,
        "x" * (LONGEST_RESPONSE + 1),
        spoiled(PASSKEY.sign(CHALLENGE), clientDataJSON=b64(b"[" * 4000)),
        spoiled(PASSKEY.sign(CHALLENGE), signature="é"),
        spoiled(PASSKEY.sign(CHALLENGE), authenticatorData=b64(bytes(32) + b"\xc5" + bytes(4) + b"\x9f" * 900)),
    ],
    ids=range(9),
)
def test_whatever_else_arrives_is_no_answer_and_no_accident(judge, garbage):
    assert isinstance(judge.signed(garbage, challenge=CHALLENGE, key=KEY), Unfit)
    assert isinstance(judge.made(garbage, challenge=CHALLENGE), Unfit)


@pytest.mark.parametrize(
    ("told", "origin", "site"),
    [
        ("https://Login.Example.com:443", "https://login.example.com", "login.example.com"),
        ("https://login.example.com:8443", "https://login.example.com:8443", "login.example.com"),
    ],
)
def test_the_origin_is_read_as_browsers_write_it(told, origin, site):
    judge = WebAuthenticationJudge(told)
    assert judge.site == site
    answer = PASSKEY.sign(CHALLENGE, origin=origin, site=site)
    assert isinstance(judge.signed(answer, challenge=CHALLENGE, key=KEY), Signed)


def test_the_signature_is_looked_at_before_the_counter_so_that_nobody_else_can_claim_a_copy(judge):
    forged = json.loads(PASSKEY.sign(CHALLENGE, counted=1))
    data = base64.urlsafe_b64decode(forged["response"]["authenticatorData"] + "==")
    forged["response"]["authenticatorData"] = b64(data[:-4] + bytes(4))
    assert isinstance(judge.signed(json.dumps(forged), challenge=CHALLENGE, key=KEY), Unfit)
