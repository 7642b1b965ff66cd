"""The data input: what is hashed, byte by byte, and what is refused before it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.ocra import (
    DataInputError,
    Input,
    Inputs,
    MissingInput,
    MutualQuestion,
    OutOfRange,
    Suite,
    SuperfluousInput,
    WrongAlphabet,
    WrongLength,
    build_data_input,
)

from .strategies import inputs_for, suites

PLAIN = "OCRA-1:HOTP-SHA256-8:QN06"
FULL = "OCRA-1:HOTP-SHA1-6:C-QA08-PSHA1-S004-T1M"
FULL_INPUTS = Inputs(question="SIG10000", counter=1, pin="1234", session=b"\x0a\x0b", time_steps=0x132D0B6)


def built(text: str, inputs: Inputs) -> bytes:
    """What follows the suite and its zero byte."""
    data_input = build_data_input(Suite.parse(text), **inputs)
    head = text.encode() + b"\x00"
    assert data_input.startswith(head)
    return data_input[len(head) :]


def refusal_of(text: str, inputs: Inputs) -> DataInputError:
    with pytest.raises(DataInputError) as caught:
        build_data_input(Suite.parse(text), **inputs)
    return caught.value


def test_the_parts_stand_in_the_order_of_the_rfc() -> None:
    assert built(FULL, FULL_INPUTS) == b"".join(
        (
            bytes.fromhex("0000000000000001"),
            b"SIG10000".ljust(128, b"\x00"),
            bytes.fromhex("7110eda4d09e062aa5e4a390b0a572ac0d2c0220"),
            bytes.fromhex("00000a0b"),
            bytes.fromhex("000000000132d0b6"),
        )
    )


def test_a_number_is_hashed_as_its_hexadecimal_digits_padded_on_the_right() -> None:
    assert built(PLAIN, {"question": "493027"}) == bytes.fromhex("785e30").ljust(128, b"\x00")  # 0x785e3


def test_a_hexadecimal_question_is_hashed_as_it_stands_in_either_case() -> None:
    suite = "OCRA-1:HOTP-SHA256-8:QH08"
    assert built(suite, {"question": "0aBcD"}) == bytes.fromhex("0abcd0").ljust(128, b"\x00")


def test_an_alphanumeric_question_keeps_its_case() -> None:
    suite = "OCRA-1:HOTP-SHA256-8:QA08"
    assert built(suite, {"question": "aB9"}) == b"aB9".ljust(128, b"\x00")


def test_two_questions_are_put_together_before_they_are_encoded() -> None:
    pair = MutualQuestion(asked="12", own="34")
    assert built(PLAIN, {"question": pair}) == built(PLAIN, {"question": "1234"})
    assert MutualQuestion.cut("1234", 2) == pair


def test_two_questions_of_64_characters_fill_the_128_bytes() -> None:
    pair = MutualQuestion(asked="a" * 64, own="b" * 64)
    assert built("OCRA-1:HOTP-SHA256-8:QA64", {"question": pair}) == b"a" * 64 + b"b" * 64


def test_a_pin_is_hashed_by_the_function_of_the_suite_as_utf8() -> None:
    for name in ("SHA1", "SHA256", "SHA512"):
        data_input = built(f"{PLAIN}-P{name}", {"question": "1", "pin": "暗証"})
        assert data_input[128:] == hashlib.new(name, "暗証".encode()).digest()


def test_a_hashed_pin_serves_as_well_as_the_pin_itself() -> None:
    suite = f"{PLAIN}-PSHA256"
    pin_hash = hashlib.sha256(b"1234").digest()
    assert built(suite, {"question": "1", "pin_hash": pin_hash}) == built(suite, {"question": "1", "pin": "1234"})


def test_session_information_is_padded_on_the_left() -> None:
    assert built(f"{PLAIN}-S", {"question": "1", "session": b"abc"})[128:] == bytes(61) + b"abc"


def test_what_is_hashed_of_a_bare_s_is_the_bare_s() -> None:
    inputs = Inputs(question="1", session=b"abc")
    assert build_data_input(Suite.parse(f"{PLAIN}-S"), **inputs).startswith(b"OCRA-1:HOTP-SHA256-8:QN06-S\x00")


@given(st.data())
def test_the_length_depends_on_the_suite_alone(data: st.DataObject) -> None:
    suite = data.draw(suites)
    sizes = (
        8 if suite.has_counter else 0,
        128,
        suite.pin_hash_function.size if suite.pin_hash_function else 0,
        suite.session.length if suite.session else 0,
        8 if suite.time_step else 0,
    )
    assert len(built(str(suite), data.draw(inputs_for(suite)))) == sum(sizes)


@pytest.mark.parametrize(
    ("name", "culprit"),
    [("counter", Input.COUNTER), ("pin", Input.PIN), ("session", Input.SESSION), ("time_steps", Input.TIME)],
)
def test_what_the_suite_asks_for_must_be_given(name: str, culprit: Input) -> None:
    inputs = FULL_INPUTS.copy()
    inputs[name] = None  # type: ignore[literal-required]  # the parameters above are its keys
    error = refusal_of(FULL, inputs)
    assert (type(error), error.input) == (MissingInput, culprit)


@pytest.mark.parametrize(
    ("inputs", "culprit"),
    [
        (Inputs(question="1", counter=0), Input.COUNTER),
        (Inputs(question="1", pin=""), Input.PIN),
        (Inputs(question="1", pin_hash=bytes(20)), Input.PIN),
        (Inputs(question="1", session=b""), Input.SESSION),
        (Inputs(question="1", time_steps=0), Input.TIME),
    ],
)
def test_what_the_suite_does_not_ask_for_must_not_be_given(inputs: Inputs, culprit: Input) -> None:
    error = refusal_of(PLAIN, inputs)
    assert (type(error), error.input) == (SuperfluousInput, culprit)


def test_a_pin_is_given_in_one_form_only() -> None:
    both = Inputs(question="1", pin="1234", pin_hash=hashlib.sha256(b"1234").digest())
    for suite in (PLAIN, f"{PLAIN}-PSHA256"):
        error = refusal_of(suite, both)
        assert (type(error), error.input) == (SuperfluousInput, Input.PIN)


@pytest.mark.parametrize(
    "question",
    ["", "1234567", MutualQuestion(asked="123456", own=""), MutualQuestion(asked="1234567", own="1")],
)
def test_a_question_has_at_least_one_character_and_no_more_than_the_suite_says(question: str | MutualQuestion) -> None:
    error = refusal_of(PLAIN, {"question": question})
    assert (type(error), error.input) == (WrongLength, Input.QUESTION)


@pytest.mark.parametrize(
    ("alphabet", "question"),
    [("N", "12a4"), ("N", "-123"), ("N", "+1"), ("N", "1_000"), ("N", " 1"), ("N", "\uff11\uff12"), ("N", "²"), ("H", "0x1f"),
     ("H", "fg"), ("A", "a-b"), ("A", "é"), ("A", "暗"), ("A", "\ud800"), ("A", "a\x00")],
)  # fmt: skip
def test_a_question_keeps_to_its_alphabet(alphabet: str, question: str) -> None:
    error = refusal_of(f"OCRA-1:HOTP-SHA256-8:Q{alphabet}06", {"question": question})
    assert (type(error), error.input) == (WrongAlphabet, Input.QUESTION)


def test_the_second_question_keeps_to_the_alphabet_too() -> None:
    error = refusal_of(PLAIN, {"question": MutualQuestion(asked="1", own="x")})
    assert (type(error), error.input) == (WrongAlphabet, Input.QUESTION)


@pytest.mark.parametrize("number", [-1, 2**64])
def test_a_counter_and_a_time_fit_into_eight_bytes(number: int) -> None:
    for text, inputs, culprit in (
        ("OCRA-1:HOTP-SHA1-6:C-QN08", Inputs(question="1", counter=number), Input.COUNTER),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1M", Inputs(question="1", time_steps=number), Input.TIME),
    ):
        error = refusal_of(text, inputs)
        assert (type(error), error.input) == (OutOfRange, culprit)


def test_the_last_counter_is_eight_bytes_of_ones() -> None:
    inputs = Inputs(question="1", counter=2**64 - 1)
    assert built("OCRA-1:HOTP-SHA1-6:C-QN08", inputs)[:8] == b"\xff" * 8


@pytest.mark.parametrize("size", [0, 19, 20, 31, 33, 64])
def test_a_hashed_pin_is_as_long_as_its_hash_function_makes_it(size: int) -> None:
    error = refusal_of(f"{PLAIN}-PSHA256", {"question": "1", "pin_hash": bytes(size)})
    assert (type(error), error.input) == (WrongLength, Input.PIN)


def test_an_empty_pin_is_no_pin() -> None:
    error = refusal_of(f"{PLAIN}-PSHA256", {"question": "1", "pin": ""})
    assert (type(error), error.input) == (WrongLength, Input.PIN)


def test_a_pin_that_utf8_cannot_hold_is_refused() -> None:
    error = refusal_of(f"{PLAIN}-PSHA256", {"question": "1", "pin": "\ud800"})
    assert (type(error), error.input) == (WrongAlphabet, Input.PIN)


@pytest.mark.parametrize("session", [b"", bytes(5)])
def test_session_information_has_at_least_one_byte_and_no_more_than_the_suite_says(session: bytes) -> None:
    error = refusal_of(f"{PLAIN}-S004", {"question": "1", "session": session})
    assert (type(error), error.input) == (WrongLength, Input.SESSION)


def test_a_refusal_names_the_input_and_never_repeats_its_value() -> None:
    error = refusal_of(f"{PLAIN}-PSHA256", {"question": "1", "pin_hash": b"hunter2"})
    assert str(error) == "pin (P) has the wrong length: expected a SHA256 digest of 32 bytes"
    assert error.__cause__ is None
