"""The response: the published values, the errata, what aliases, and a second implementation that agrees."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.ocra import Input, MutualQuestion, Suite, Verdict, WrongLength, build_data_input, respond, verify
from sekisho.core.ocra.data_input import encode_question

from . import reference
from .strategies import inputs_for, keys, suites
from .vectors import VECTORS, Vector

KEY = b"12345678901234567890123456789012"
DEVICE = Suite.parse("OCRA-1:HOTP-SHA256-8:QN06")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector.suite}-{vector.question}-{vector.response}")
def test_each_vector_of_appendix_c_is_reproduced(vector: Vector) -> None:
    suite = Suite.parse(vector.suite)
    assert respond(suite, vector.key, **vector.inputs()) == vector.response
    assert verify(suite, vector.key, response=vector.response, **vector.inputs()) is Verdict.RIGHT


def test_appendix_c_has_seventy_rows() -> None:
    assert len(VECTORS) == 70
    assert len(set(VECTORS)) == 70


@pytest.mark.parametrize("response", ["08522129", "01501458", "07016083"])
def test_leading_zeros_belong_to_the_response(response: str) -> None:
    vector = next(vector for vector in VECTORS if vector.response == response)
    suite = Suite.parse(vector.suite)
    assert respond(suite, vector.key, **vector.inputs()) == response
    assert verify(suite, vector.key, response=response.lstrip("0"), **vector.inputs()) is Verdict.WRONG


@given(st.data())
def test_a_second_implementation_from_the_rfc_agrees(data: st.DataObject) -> None:
    suite, key = data.draw(suites), data.draw(keys)
    inputs = data.draw(inputs_for(suite))
    question = inputs["question"]
    assert respond(suite, key, **inputs) == reference.respond(
        str(suite),
        key,
        q=question.asked + question.own if isinstance(question, MutualQuestion) else question,
        c=inputs.get("counter") or 0,
        p=inputs.get("pin") or "",
        s=inputs.get("session") or b"",
        t=inputs.get("time_steps") or 0,
    )


@given(st.data())
def test_a_response_has_exactly_the_digits_of_its_suite(data: st.DataObject) -> None:
    suite = data.draw(suites.filter(lambda suite: suite.digits > 0))
    response = respond(suite, KEY, **data.draw(inputs_for(suite)))
    assert len(response) == suite.digits
    assert response.isascii()
    assert response.isdigit()


@pytest.mark.parametrize("name", ["SHA1", "SHA256", "SHA512"])
def test_no_digits_means_the_whole_hmac_in_hexadecimal_says_erratum_5625(name: str) -> None:
    suite = Suite.parse(f"OCRA-1:HOTP-{name}-0:QN06")
    whole = hmac.new(KEY, build_data_input(suite, question="493027"), name).hexdigest()
    assert respond(suite, KEY, question="493027") == whole
    assert len(whole) == 2 * hashlib.new(name).digest_size
    assert whole == whole.lower()


@given(st.integers(min_value=0, max_value=999_999))
def test_ten_digits_are_uneven_which_is_why_erratum_3730_withdraws_them(challenge: int) -> None:
    suite = Suite.parse("OCRA-1:HOTP-SHA256-10:QN06")
    assert respond(suite, KEY, question=f"{challenge:06d}")[0] in "012"


@given(st.integers(min_value=0, max_value=999_999 // 16))
def test_a_number_and_sixteen_times_it_are_one_question(challenge: int) -> None:
    # The reason why challenges are drawn from 100000 to 999999.
    first, second = f"{challenge:06d}", f"{16 * challenge:06d}"
    assert respond(DEVICE, KEY, question=first) == respond(DEVICE, KEY, question=second)


def test_among_all_numbers_every_sixteenth_is_another_one_again() -> None:
    assert len({encode_question(DEVICE.question, str(number)) for number in range(4_096)}) == 4_096 - 255


@given(st.integers(min_value=100_000, max_value=999_999))
def test_a_challenge_that_is_drawn_can_be_told_from_what_is_hashed(challenge: int) -> None:
    # Five hexadecimal digits, all of them; the rest is padding.
    assert int(encode_question(DEVICE.question, str(challenge)).hex()[:5], 16) == challenge


@pytest.mark.slow
def test_among_the_challenges_that_are_drawn_no_two_are_one_question() -> None:
    encoded = (encode_question(DEVICE.question, str(number)) for number in range(100_000, 1_000_000))
    assert len({question[:3] for question in encoded}) == 900_000


@given(st.integers(min_value=100_000, max_value=999_999), st.data())
def test_a_response_to_one_pin_is_none_to_another(challenge: int, data: st.DataObject) -> None:
    suite = Suite.parse("OCRA-1:HOTP-SHA256-0:QN06-PSHA256")
    pins = st.text(st.sampled_from("0123456789"), min_size=4, max_size=6)
    right, wrong = data.draw(st.lists(pins, min_size=2, max_size=2, unique=True))
    response = respond(suite, KEY, question=str(challenge), pin=right)
    assert verify(suite, KEY, response=response, question=str(challenge), pin=right) is Verdict.RIGHT
    assert verify(suite, KEY, response=response, question=str(challenge), pin=wrong) is Verdict.WRONG


@given(st.text())
def test_whatever_is_typed_gets_a_verdict(typed: str) -> None:
    right = respond(DEVICE, KEY, question="493027")
    verdict = verify(DEVICE, KEY, response=typed, question="493027")
    assert verdict is (Verdict.RIGHT if typed == right else Verdict.WRONG)


def test_only_the_exact_text_is_right() -> None:
    right = respond(DEVICE, KEY, question="493027")
    full_width = right.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    for typed in ("", right[:-1], right + "0", f" {right}", f"{right}\n", right[::-1], full_width, "\ud800"):
        assert verify(DEVICE, KEY, response=typed, question="493027") is Verdict.WRONG


def test_the_whole_hmac_in_upper_case_is_wrong() -> None:
    suite = Suite.parse("OCRA-1:HOTP-SHA256-0:QN06")
    right = respond(suite, KEY, question="493027")
    assert verify(suite, KEY, response=right.upper(), question="493027") is Verdict.WRONG


def test_a_wrong_verdict_is_never_taken_for_true() -> None:
    assert Verdict.RIGHT
    assert not Verdict.WRONG


def test_the_two_sides_of_a_mutual_question_are_not_the_same() -> None:
    suite = Suite.parse("OCRA-1:HOTP-SHA256-8:QA08")
    client = respond(suite, KEY, question=MutualQuestion(asked="SRV11110", own="CLI22220"))
    server = respond(suite, KEY, question=MutualQuestion(asked="CLI22220", own="SRV11110"))
    assert (client, server) == ("15510767", "28247970")


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(WrongLength) as caught:
        respond(DEVICE, b"", question="493027")
    assert caught.value.input is Input.KEY
