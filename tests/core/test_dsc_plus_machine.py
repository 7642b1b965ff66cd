"""The Digital Security Card+ in the hand: any keys at any moments, held against what the server computes."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.device_key import pack, verify_response
from sekisho.core.authenticators.dsc_plus_machine import (
    CARD_KEYS,
    DARK,
    DISPLAY_LENGTH,
    KEYS,
    LIT_FOR,
    Chip,
    Stage,
    as_seen,
    fits,
    press_key,
    shown,
)
from sekisho.core.ocra import Suite
from sekisho.core.secret import Secret

KEY = Secret(bytes(range(32)))
PIN = "2846"
CHIP = Chip(suite=Suite.parse(dsc_plus.SUITE), key=KEY)


def verdict(response, *, challenge="493027"):
    """What the server says of it, which keeps the key and the hash of the holder's PIN."""
    return verify_response(pack(KEY, pin=Secret(PIN)), suite=dsc_plus.SUITE, challenge=challenge, typed=response)


def after(*keys, card=DARK, now=0.0):
    """The card after some keys; a text of digits is typed digit by digit."""
    for key in [sign for part in keys for sign in (part if part.isdigit() else [part])]:
        card = press_key(card, key, now=now, chip=CHIP)
    return card


# B050 as well: six digits in, eight out.
@pytest.mark.fact("A149", "A150", "A152", "A153")
def test_press_pin_ok_challenge_ok_and_the_server_takes_the_response():
    displays = [shown(after(*"press 2846 ok 493027 ok".split()[:count])) for count in range(1, 6)]
    assert displays[:4] == ["PIN>", "PIN>****", "CHALLNG>", "493027"]
    assert len(displays[4]) == 8
    assert verdict(displays[4])


# B045 and B049: the PIN is part of every answer, and the card has nothing to hold it against.
@pytest.mark.fact("A151")
def test_a_wrong_pin_is_not_recognised_by_the_card_and_the_server_refuses_its_response():
    right, wrong = (after("press", pin, "ok", "493027", "ok") for pin in (PIN, "2847"))
    assert (wrong.stage, len(shown(wrong))) == (right.stage, len(shown(right)))
    assert verdict(shown(right))
    assert not verdict(shown(wrong))


@pytest.mark.parametrize(
    ("keys", "display"),
    [
        ("2846 ok clear", ""),
        ("press 28 clear 5", "PIN>**"),
        ("press clear 1", "PIN>*"),
        ("press 284 ok", "PIN>***"),
        ("press 284699", "PIN>****"),
        ("press 2846 ok clear", "CHALLNG>"),
        ("press 2846 ok 49 clear clear", "CHALLNG>"),
        ("press 2846 ok 49302 ok", "49302"),
        ("press 2846 ok 49302711", "493027"),
        ("press press", ""),
        ("press 2846 ok 49 press press", "PIN>"),
        ("press enter * -", "PIN>"),
    ],
)
def test_the_display_shows_what_the_keys_leave(keys, display):
    assert shown(after(*keys.split())) == display


def test_a_response_stays_as_it_is_until_the_card_is_switched_off():
    card = after("press", PIN, "ok", "493027", "ok")
    assert shown(after("7", "clear", "ok", card=card)) == shown(card)
    assert shown(after("press", card=card)) == ""


def test_the_display_is_dark_at_exactly_thirty_seconds_and_has_forgotten():
    for keys in (("press", "28"), ("press", PIN, "ok", "49"), ("press", PIN, "ok", "493027", "ok")):
        card = after(*keys)
        assert as_seen(card, now=LIT_FOR - 0.01) == card
        assert as_seen(card, now=LIT_FOR) == DARK
        assert shown(after("press", card=card, now=LIT_FOR)) == "PIN>"


def test_neither_key_nor_pin_nor_response_shows_in_a_printed_card():
    card = after("press", PIN, "ok", "493027")
    assert all(text not in repr((card, CHIP)) for text in (PIN, "493027", repr(KEY.reveal())))


@pytest.mark.parametrize(
    ("suite", "is_served"),
    [
        (dsc_plus.SUITE, True),
        ("OCRA-1:HOTP-SHA512-6:QN06-PSHA1", True),
        ("OCRA-1:HOTP-SHA256-8:QN06", False),
        ("OCRA-1:HOTP-SHA256-8:QA06-PSHA256", False),
        ("OCRA-1:HOTP-SHA256-8:QN08-PSHA256", False),
        ("OCRA-1:HOTP-SHA256-8:C-QN06-PSHA256", False),
        ("OCRA-1:HOTP-SHA256-8:QN06-PSHA256-T1M", False),
        ("OCRA-1:HOTP-SHA256-9:QN06-PSHA256", False),
        ("OCRA-1:HOTP-SHA256-0:QN06-PSHA256", False),
    ],
)
def test_the_card_serves_six_digits_and_a_pin_and_nothing_else(suite, is_served):
    assert fits(Suite.parse(suite)) is is_served


class AnyKeys(RuleBasedStateMachine):
    """Whoever plays with the card: known keys, other signs, and pauses."""

    def __init__(self):
        super().__init__()
        self.card, self.now, self.entries = DARK, 0.0, ["", ""]

    @rule(key=st.sampled_from(KEYS) | st.sampled_from(KEYS[-3:]) | st.text(max_size=2))
    def press(self, key):
        before = as_seen(self.card, now=self.now)
        self.card = press_key(self.card, key, now=self.now, chip=CHIP)
        if before.stage is self.card.stage or before.stage is Stage.RESPONSE:
            return
        assert self.card.stage in {move.to for (stage, _), move in CARD_KEYS.moves.items() if stage is before.stage}
        if before.stage is Stage.PIN and self.card.stage is Stage.CHALLENGE:
            self.entries[0] = before.typed.reveal_text()
        if self.card.stage is Stage.RESPONSE:
            self.entries[1] = before.typed.reveal_text()

    @rule(pin=st.just(PIN) | st.from_regex("[0-9]{4}", fullmatch=True), challenge=st.integers(100_000, 999_999))
    def answer(self, pin, challenge):
        if self.card.stage is not Stage.OFF:
            self.leave_alone()
        for key in ("press", *pin, "ok", *str(challenge), "ok"):
            self.press(key)
        assert self.card.stage is Stage.RESPONSE

    @rule(seconds=st.floats(0, 2 * LIT_FOR))
    def wait(self, seconds):
        self.now += seconds

    @rule()
    def leave_alone(self):
        self.now = max(self.now, self.card.dark_at) if self.card.stage is Stage.OFF else self.card.dark_at
        assert shown(as_seen(self.card, now=self.now)) == ""

    @invariant()
    def the_display_holds_what_it_shows(self):
        assert len(shown(self.card)) <= DISPLAY_LENGTH
        assert shown(as_seen(self.card, now=self.now + LIT_FOR)) == ""

    @invariant()
    def a_response_is_the_server_s_own_where_the_pin_is_the_holder_s(self):
        if self.card.stage is Stage.RESPONSE:
            pin, challenge = self.entries
            right = CHIP.respond(pin=Secret(PIN), challenge=Secret(challenge)).reveal_text()
            assert (shown(self.card) == right) is (pin == PIN)
            assert verdict(shown(self.card), challenge=challenge) is (pin == PIN)


TestAnyKeys = AnyKeys.TestCase
TestAnyKeys.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
