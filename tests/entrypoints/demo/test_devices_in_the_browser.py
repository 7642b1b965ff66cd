"""The card and the phone of the demo: computed by a script, held here against `sekisho.core.ocra`."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sekisho
from sekisho.testing.soft_devices import SoftOcraDevice

SCRIPTS = Path(sekisho.__file__).parent / "entrypoints" / "demo" / "static" / "demo"
NODE = shutil.which("node")
SUITES = ("OCRA-1:HOTP-SHA256-8:QN06", "OCRA-1:HOTP-SHA256-8:QN06-PSHA256")

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")

COMPUTE = """
import { webcrypto } from "node:crypto";
globalThis.crypto ??= webcrypto;
const { respond } = await import(process.argv[1]);
const cases = JSON.parse(process.argv[2]);
console.log(JSON.stringify(await Promise.all(cases.map(respond))));
"""
PLAY = """
const { DscPlus } = await import(process.argv[1]);
const shown = [];
const card = new DscPlus({
  respond: async ({ question, pin }) => `${pin}/${question}`,
  onChange: ({ stage, typed }) => shown.push(`${stage}:${typed}`),
  staysOnFor: 40,
});
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
for (const key of JSON.parse(process.argv[2])) {
  if (key === "press") card.press();
  else if (key === "ok") await card.ok();
  else if (key === "back") card.back();
  else if (key === "wait") await wait(80);
  else card.digit(key);
}
console.log(JSON.stringify(shown));
card.turnOff();
"""


def run(script, module, argument):
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", script, "--", (SCRIPTS / module).as_uri(), json.dumps(argument)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return json.loads(done.stdout)


CASES = st.tuples(
    st.sampled_from(SUITES),
    st.binary(min_size=32, max_size=32),
    st.integers(100_000, 999_999),
    st.from_regex(r"[0-9A-Za-z]{4,6}", fullmatch=True),
)


@settings(max_examples=3, deadline=None)
@given(cases=st.lists(CASES, min_size=60, max_size=60))
def test_the_script_computes_what_the_core_computes(cases):
    asked = [
        {"suite": suite, "keyHex": key.hex(), "question": str(question), "pin": pin}
        for suite, key, question, pin in cases
    ]
    right = [
        SoftOcraDevice(id="x", suite=suite, key=key, pin=pin).respond_to(str(question))
        for suite, key, question, pin in cases
    ]
    assert run(COMPUTE, "ocra.js", asked) == right


def play(*keys):
    return run(PLAY, "dsc_plus.js", [key for part in keys for key in (part if part.isdigit() else [part])])


@pytest.mark.fact("A149", "A150", "A152", "A153")
def test_press_pin_ok_challenge_ok_response():
    shown = play("press", "1234", "ok", "493027", "ok")
    assert [shown[0], shown[1], shown[5], shown[6], shown[-1]] == [
        "off:",
        "pin:",
        "pin:1234",
        "challenge:",
        "response:1234/493027",
    ]


def test_the_card_takes_any_pin():
    assert play("press", "0000", "ok", "493027", "ok")[-1] == "response:0000/493027"


def test_ok_waits_for_all_digits_and_no_more_are_taken():
    assert play("press", "12", "ok")[-1] == "pin:12"
    assert play("press", "123456")[-1] == "pin:1234"
    assert play("press", "1234", "ok", "12345", "ok")[-1] == "challenge:12345"


def test_a_digit_can_be_taken_back():
    assert play("press", "12", "back", "5")[-1] == "pin:15"


def test_the_display_goes_off_by_itself_and_forgets():
    assert play("press", "1234", "ok", "49", "wait")[-1] == "off:"
    assert play("press", "1234", "ok", "493027", "ok", "wait")[-1] == "off:"
    assert play("press", "12", "wait", "press")[-1] == "pin:"


def test_a_dark_card_ignores_digits():
    assert play("1234", "ok", "back") == ["off:"]
