"""The card and the phone of the demo: computed by a script, held here against `sekisho.core.ocra`."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

import sekisho
from sekisho.core.authenticators.dsc_plus_machine import DARK, KEYS, LIT_FOR, Chip, as_data, as_seen, press_key
from sekisho.core.authenticators.dsc_plus_machine import shown as display_of
from sekisho.core.ocra import Suite
from sekisho.core.secret import Secret
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
const WAITS = { wait: 29999, long: 30000, sleep: 30000 }; // asleep, no timer comes
const [machine, plays] = JSON.parse(process.argv[2]);
const all = [];
for (const keys of plays) {
  let shown = "";
  let now = 0;
  let timer = { at: Infinity };
  const card = new DscPlus(machine, {
    respond: async ({ question, pin }) => `${pin}${question.slice(2)}`,
    onChange: ({ display }) => (shown = display),
    clock: {
      now: () => now,
      after: (ms, deed) => {
        timer = { at: now + ms, deed };
        return () => (timer = { at: Infinity });
      },
    },
  });
  const displays = [];
  for (const key of keys) {
    if (Object.hasOwn(WAITS, key)) now += WAITS[key];
    else await card.key(key);
    if (key !== "sleep" && now >= timer.at) timer.deed();
    displays.push(shown);
  }
  all.push(displays);
}
console.log(JSON.stringify(all));
"""
PRESSED_WHILE_COMPUTING = """
const { DscPlus } = await import(process.argv[1]);
const [machine, keys] = JSON.parse(process.argv[2]);
let answer;
let shown;
const card = new DscPlus(machine, {
  respond: () => new Promise((done) => (answer = done)),
  onChange: ({ display }) => (shown = display),
});
for (const key of keys) await card.key(key);
const last = card.key("ok");
await card.key("press");
answer("12345678");
await last;
console.log(JSON.stringify(shown));
card.turnOff();
"""


class Echo(Chip):
    """A chip whose response tells what went into it."""

    def respond(self, *, pin, challenge):
        return Secret(pin.reveal_text() + challenge.reveal_text()[2:])


ECHO = Echo(suite=Suite.parse(SUITES[1]), key=Secret(b"k"))


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


def displays(keys):
    """What the machine of the core shows after each key or pause; a page that sleeps shows what it showed."""
    card, now, shown = DARK, 0.0, []
    for key in keys:
        now += WAITS.get(key, 0.0)
        if key not in WAITS:
            card = press_key(card, key, now=now, chip=ECHO)
        elif key != "sleep":
            card = as_seen(card, now=now)
        shown.append(display_of(card))
    return shown


WAITS = {"wait": LIT_FOR - 0.001, "long": LIT_FOR, "sleep": LIT_FOR}
WHOLE = st.tuples(st.from_regex("[0-9]{4}", fullmatch=True), st.integers(100_000, 999_999)).map(
    lambda pair: ["press", *pair[0], "ok", *str(pair[1]), "ok"]
)
PLAYS = st.lists(st.lists(st.sampled_from((*KEYS, *WAITS, "time_out", "toString"))) | WHOLE, max_size=4).map(
    lambda parts: [key for part in parts for key in part]
)
ONCE = ["press", *"1234", "ok", *"493027", "ok"]


@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate]
)  # to shrink would start node a thousand times
@given(plays=st.lists(PLAYS, min_size=30, max_size=30))
@example(plays=[ONCE, ["1", "ok", "clear"], [*ONCE, "wait", "ok", "long"], [*ONCE[:8], "sleep", "press"]])
@pytest.mark.fact("A149", "A150", "A152", "A153")
def test_the_page_s_card_shows_what_the_core_s_machine_shows_after_every_key(plays):
    assert run(PLAY, "dsc_plus.js", [as_data(), plays]) == [displays(keys) for keys in plays]


def test_a_card_switched_off_while_it_computes_shows_no_response():
    assert run(PRESSED_WHILE_COMPUTING, "dsc_plus.js", [as_data(), ONCE[:-1]]) == ""
