"""`sekisho ocra` against the tables of RFC 6287, and what it says to a wrong call."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sekisho.core.ocra import Suite, SuiteError
from sekisho.entrypoints.cli.main import run
from sekisho.entrypoints.cli.ocra import EXPECTED

KEY32 = "3132333435363738393031323334353637383930313233343536373839303132"
KEY64 = ("1234567890" * 6 + "1234").encode().hex()
STEPS = 0x132D0B6  # minutes; 2008-03-25 12:06 in UTC

TABLE = [  # suite, key, options, response: one line or more of each table of appendix C
    ("OCRA-1:HOTP-SHA1-6:QN08", KEY32[:40], ["--challenge", "00000000"], "237653"),
    ("OCRA-1:HOTP-SHA1-6:QN08", KEY32[:40], ["--challenge", "99999999"], "294470"),
    (
        "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
        KEY32,
        ["--challenge", "12345678", "--counter", "9", "--pin", "1234"],
        "08522129",
    ),
    ("OCRA-1:HOTP-SHA512-8:C-QN08", KEY64, ["--challenge", "11111111", "--counter", "1"], "63947962"),
    ("OCRA-1:HOTP-SHA512-8:QN08-T1M", KEY64, ["--challenge", "00000000", "--time", "132d0b6"], "95209754"),
    ("OCRA-1:HOTP-SHA256-8:QA08", KEY32, ["--challenge", "CLI22220SRV11110"], "28247970"),
    ("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", KEY64, ["--challenge", "SRV11110CLI22220", "--pin", "1234"], "18806276"),
    ("OCRA-1:HOTP-SHA512-8:QA10-T1M", KEY64, ["--challenge", "SIG1000000", "--time", "132d0b6"], "77537423"),
]


@pytest.mark.parametrize(("suite", "key", "options", "response"), TABLE)
def test_the_rfc_s_responses_come_out(capsys, suite, key, options, response):
    assert run(["ocra", "--suite", suite, "--key", key, *options]) == 0
    assert capsys.readouterr().out == f"{response}\n"


@pytest.mark.parametrize(
    "time",
    [
        "132d0b6",
        "0x132d0b6",
        "000000000132d0b6",
        "20107446",
        "1206446790",  # the RFC's moment in Unix seconds; as steps it would be the year 4263
        "2008-03-25T12:06:30Z",
        "2008-03-25T12:06:30",
        "2008-03-25T21:06:30+09:00",
    ],
)
def test_a_moment_may_be_said_in_steps_seconds_or_iso_8601(capsys, time):
    assert int("20107446") == STEPS
    call = [
        "ocra",
        "--suite",
        "OCRA-1:HOTP-SHA512-8:QN08-T1M",
        "--key",
        KEY64,
        "--challenge",
        "00000000",
        "--time",
        time,
    ]
    assert run(call) == 0
    assert capsys.readouterr().out == "95209754\n"


@pytest.mark.parametrize("counter", ["9", "0x9", "0000000000000009"])
def test_a_counter_may_be_said_in_decimal_or_hexadecimal(capsys, counter):
    suite = "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1"
    assert (
        run(
            ["ocra", "--suite", suite, "--key", KEY32, "--challenge", "12345678", "--pin", "1234", "--counter", counter]
        )
        == 0
    )
    assert capsys.readouterr().out == "08522129\n"


@pytest.mark.parametrize(
    ("changed", "option"),
    [
        ({"--key": "3"}, "--key"),
        ({"--key": "zz"}, "--key"),
        ({"--key": ""}, "--key"),
        ({"--challenge": ""}, "--challenge"),
        ({"--challenge": "123456789"}, "--challenge"),
        ({"--challenge": "１２３４"}, "--challenge"),
        ({"--pin": "1234"}, "--pin"),
        ({"--counter": "1"}, "--counter"),
        ({"--session": "00"}, "--session"),
        ({"--session": "0"}, "--session"),
        ({"--time": "1"}, "--time"),
        ({"--time": "2008-99-99"}, "--time"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:C-QN08"}, "--counter"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:C-QN08", "--counter": "-1"}, "--counter"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:C-QN08", "--counter": "1e3x"}, "--counter"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:C-QN08", "--counter": "18446744073709551616"}, "--counter"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:C-QN08", "--counter": "9" * 5000}, "--counter"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:QN08-T1M", "--time": "99999999999999999999999999"}, "--time"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:QN08-PSHA1"}, "--pin"),
        ({"--suite": "OCRA-1:HOTP-SHA1-6:QN08-PSHA1", "--pin": ""}, "--pin"),
    ],
)
def test_what_does_not_fit_is_named_by_its_option_and_never_repeated(capsys, changed, option):
    call = {"--suite": "OCRA-1:HOTP-SHA1-6:QN08", "--key": "5ec2e7", "--challenge": "00000000"} | changed
    assert run(["ocra", *(part for pair in call.items() for part in pair)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert option in said.err
    assert len(said.err.splitlines()) == 1
    assert "5ec2e7" not in said.err


@pytest.mark.parametrize(
    ("suite", "column"),
    [
        ("x", 1),
        ("OCRA-2:HOTP-SHA1-6:QN08", 6),
        ("OCRA-1:HOTP-MD5-6:QN08", 13),
        ("OCRA-1:HOTP-SHA1-6:QN8", 22),
        ("OCRA-1:HOTP-SHA1-6:QN08-", 25),
        ("", 1),
    ],
)
@pytest.mark.parametrize("locale", ["ja_JP.UTF-8", "en_US.UTF-8"])
def test_a_suite_that_is_none_is_shown_the_column(capsys, monkeypatch, suite, column, locale):
    monkeypatch.setenv("LC_ALL", locale)
    assert run(["ocra", "--suite", suite, "--key", "31", "--challenge", "0"]) == 2
    assert re.search(rf"\b{column}\b", capsys.readouterr().err)


@given(st.text(alphabet="OCRA-1:HTPSQN08256TMXF ", max_size=40) | st.text(max_size=30))
def test_whatever_a_suite_lacks_there_are_words_for_it(text):
    for candidate in (text, f"OCRA-1:HOTP-SHA256-8:{text}", f"OCRA-1:HOTP-SHA1-6:QN08-{text}", f"OCRA-1:HOTP-{text}"):
        try:
            Suite.parse(candidate)
        except SuiteError as error:
            assert error.expected in EXPECTED or re.fullmatch(r"'[A-Z0-9:-]+'", error.expected)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from(["--suite", "--key", "--challenge", "--pin", "--counter", "--session", "--time"]),
        st.text(max_size=30),
    )
)
def test_no_call_whatever_is_an_accident(capsys, values):
    assert run(["ocra", *(f"{name}={value}" for name, value in values.items())]) in {0, 2}


def test_the_vectors_that_came_with_the_project_are_the_rfc_s():
    """The table above is typed from the RFC; where the whole list lies beside the tests, it must say the same."""
    found = sorted(Path(__file__).resolve().parents[2].glob("**/ocra_vectors.json"))
    for path in found:
        listed = {(v["suite"], v["question"]): v["response"] for v in json.loads(path.read_text())["vectors"]}
        for suite, _, options, response in TABLE:
            assert listed.get((suite, options[1]), response) == response or "--counter" in options
