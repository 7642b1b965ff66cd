"""A permanent device: what the server keeps of it, and which responses it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.authenticators import dsc_plus, key_app, temporary_passcode
from sekisho.core.authenticators.device_key import HIGHEST_CHALLENGE, LOWEST_CHALLENGE, pack, unpack, verify_response
from sekisho.core.authenticators.entry import Unreadable
from sekisho.core.authenticators.kinds import Platform
from sekisho.core.ocra import Suite, respond
from sekisho.core.secret import Secret

KEYS = st.binary(min_size=32, max_size=32).map(Secret)
PINS = st.text("0123456789", min_size=4, max_size=6)
CHALLENGES = st.integers(LOWEST_CHALLENGE, HIGHEST_CHALLENGE).map(str)
IOS = key_app.SUITES[Platform.IOS]


def response(key, challenge, *, pin=None):
    suite = Suite.parse(dsc_plus.SUITE if pin is not None else IOS)
    inputs = {"question": challenge} | ({"pin": pin} if pin is not None else {})
    return respond(suite, key.reveal(), **inputs)


def is_right(key, challenge, typed, *, pin=None):
    suite = dsc_plus.SUITE if pin is not None else IOS
    packed = pack(key, pin=Secret(pin) if pin is not None else None)
    return verify_response(packed, suite=suite, challenge=challenge, typed=typed)


@given(KEYS, st.none() | PINS)
def test_key_and_pin_travel_as_one_and_the_pin_only_as_its_hash(key, pin):
    packed = pack(key, pin=Secret(pin) if pin is not None else None)
    opened = unpack(packed)
    assert opened.key == key
    assert (opened.pin_hash is None) is (pin is None)
    assert pin is None or pin.encode() not in packed.reveal()[32:]


@pytest.mark.parametrize("length", [0, 1, 31, 33, 63, 65, 96])
def test_a_packed_key_of_any_other_length_is_an_error(length):
    with pytest.raises(ValueError, match="32 or 64 bytes"):
        unpack(Secret(b"k" * length))


@pytest.mark.fact("A126", "A145", "A153")
@given(KEYS, CHALLENGES, PINS)
def test_the_response_to_this_challenge_with_this_pin_is_right(key, challenge, pin):
    assert is_right(key, challenge, response(key, challenge, pin=pin), pin=pin)
    assert is_right(key, challenge, response(key, challenge))


@given(st.tuples(KEYS, CHALLENGES, PINS), st.tuples(KEYS, CHALLENGES, PINS))
def test_a_response_of_another_key_challenge_or_pin_is_right_only_if_it_happens_to_be_the_same(one, other):
    (key, challenge, pin), (other_key, other_challenge, other_pin) = one, other
    right = response(key, challenge, pin=pin)
    for typed in (
        response(other_key, challenge, pin=pin),
        response(key, other_challenge, pin=pin),
        response(key, challenge, pin=other_pin),
        response(key, challenge),
    ):
        assert is_right(key, challenge, typed, pin=pin) is (typed == right)


@given(KEYS, CHALLENGES, st.text(max_size=12) | st.text("0123456789", min_size=7, max_size=9))
def test_anything_else_is_wrong_and_no_accident(key, challenge, typed):
    if is_right(key, challenge, typed):
        assert "".join(sign for sign in typed if sign.isalnum()) == response(key, challenge)


def test_leading_zeros_belong_to_the_response():
    key = Secret(bytes(32))
    challenge = next(
        str(number) for number in range(LOWEST_CHALLENGE, HIGHEST_CHALLENGE) if response(key, str(number))[0] == "0"
    )
    right = response(key, challenge)
    assert is_right(key, challenge, right)
    assert not is_right(key, challenge, right.lstrip("0"))
    assert not is_right(key, challenge, "0" + right)


@pytest.mark.fact("A152")
def test_a_challenge_has_six_digits_of_which_no_two_read_as_one():
    assert (len(str(LOWEST_CHALLENGE)), len(str(HIGHEST_CHALLENGE))) == (6, 6)
    assert LOWEST_CHALLENGE * 16 > HIGHEST_CHALLENGE  # RFC 6287 pads numbers on the right: q and 16 q are one question
    assert len(f"{LOWEST_CHALLENGE:x}") == len(f"{HIGHEST_CHALLENGE:x}")


@pytest.mark.fact("A141", "A150")
def test_a_pin_device_is_worth_ten_wrong_answers_and_an_app_behind_the_phones_lock_a_hundred():
    assert (dsc_plus.MOST_WRONG, key_app.MOST_WRONG[Platform.ANDROID], key_app.MOST_WRONG[Platform.IOS]) == (
        10,
        10,
        100,
    )
    assert temporary_passcode.MOST_WRONG == 10
    assert dsc_plus.PIN_LENGTH == 4
    assert Suite.parse(IOS).pin_hash_function is None


@pytest.mark.fact("A071", "A089")
@given(st.text("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=10, max_size=10))
def test_a_passcode_may_be_typed_in_lower_case(code):
    read = temporary_passcode.read(code.lower())
    assert not isinstance(read, Unreadable)
    assert read == Secret(code)
