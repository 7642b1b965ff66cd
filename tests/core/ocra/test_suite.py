"""The suite: one spelling, read and printed; everything else is refused at a column."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.core.ocra import (
    HashFunction,
    QuestionFormat,
    QuestionShape,
    SessionShape,
    Suite,
    SuiteError,
    TimeStep,
    TimeUnit,
)

from .strategies import suites

DEVICE = "OCRA-1:HOTP-SHA256-8:QN06-PSHA256"
FULL = "OCRA-1:HOTP-SHA512-0:C-QA64-PSHA1-S128-T48H"


def refusal_of(text: str) -> SuiteError:
    with pytest.raises(SuiteError) as caught:
        Suite.parse(text)
    return caught.value


def test_a_suite_is_read_into_its_parts() -> None:
    assert Suite.parse(DEVICE) == Suite(
        hash_function=HashFunction.SHA256,
        digits=8,
        question=QuestionShape(format=QuestionFormat.NUMERIC, length=6),
        pin_hash_function=HashFunction.SHA256,
    )


def test_every_part_of_a_full_suite_is_read() -> None:
    assert Suite.parse(FULL) == Suite(
        hash_function=HashFunction.SHA512,
        digits=0,
        question=QuestionShape(format=QuestionFormat.ALPHANUMERIC, length=64),
        has_counter=True,
        pin_hash_function=HashFunction.SHA1,
        session=SessionShape(length=128),
        time_step=TimeStep(count=48, unit=TimeUnit.HOUR),
    )


@given(suites)
def test_what_is_printed_parses_back(suite: Suite) -> None:
    assert Suite.parse(str(suite)) == suite


@given(suites)
def test_what_parses_prints_back_as_it_was_written(suite: Suite) -> None:
    text = str(suite)
    assert str(Suite.parse(text)) == text


def test_a_bare_s_means_64_bytes_and_keeps_its_own_spelling() -> None:
    suite = Suite.parse("OCRA-1:HOTP-SHA1-6:QN08-S")
    assert suite.session == SessionShape(length=64, is_implied=True)
    assert str(suite) == "OCRA-1:HOTP-SHA1-6:QN08-S"
    assert suite != Suite.parse("OCRA-1:HOTP-SHA1-6:QN08-S064")


def test_ten_digits_can_be_read_although_erratum_3730_withdraws_them() -> None:
    assert Suite.parse("OCRA-1:HOTP-SHA1-10:QN08").digits == 10


@pytest.mark.parametrize("digits", ["0", "4", "5", "6", "7", "8", "9", "10"])
def test_a_response_has_no_digits_or_four_to_ten(digits: str) -> None:
    assert Suite.parse(f"OCRA-1:HOTP-SHA1-{digits}:QN08").digits == int(digits)


@pytest.mark.parametrize("digits", ["", "1", "2", "3", "11", "06", "+6", "\uff16", "-6", "6 "])
def test_no_other_number_of_digits_is_read(digits: str) -> None:
    assert refusal_of(f"OCRA-1:HOTP-SHA1-{digits}:QN08").column == 18


@pytest.mark.parametrize("step", ["1S", "59S", "1M", "59M", "1H", "48H"])
def test_a_time_step_goes_up_to_59_seconds_59_minutes_48_hours(step: str) -> None:
    assert str(Suite.parse(f"OCRA-1:HOTP-SHA1-6:QN08-T{step}").time_step) == f"T{step}"


@pytest.mark.parametrize("step", ["0H", "0M", "0S"])
def test_a_time_step_is_never_nothing_says_erratum_3729(step: str) -> None:
    assert refusal_of(f"OCRA-1:HOTP-SHA1-6:QN08-T{step}").column == 26


@pytest.mark.parametrize("step", ["60S", "60M", "49H", "01M", "1D", "1m", "M", "1", "1M1S", "\uff11M"])
def test_no_other_time_step_is_read(step: str) -> None:
    assert refusal_of(f"OCRA-1:HOTP-SHA1-6:QN08-T{step}").column == 26


@pytest.mark.parametrize(
    ("text", "column", "expected", "found"),
    [
        ("", 1, "'OCRA'", ""),
        ("ocra-1:HOTP-SHA1-6:QN08", 1, "'OCRA'", "ocra"),
        (" OCRA-1:HOTP-SHA1-6:QN08", 1, "'OCRA'", " OCRA"),
        ("OCRA-2:HOTP-SHA1-6:QN08", 6, "'1'", "2"),
        ("OCRA-1", 7, "':'", ""),
        ("OCRA-1:TOTP-SHA1-6:QN08", 8, "'HOTP'", "TOTP"),
        ("OCRA-1:HOTP-MD5-6:QN08", 13, "SHA1, SHA256 or SHA512", "MD5"),
        ("OCRA-1:HOTP-SHA12-6:QN08", 13, "SHA1, SHA256 or SHA512", "SHA12"),
        ("OCRA-1:HOTP-SHA1:QN08", 17, "'-'", ":"),
        ("OCRA-1:HOTP-SHA1-3:QN08", 18, "a response length of 0 or 4 to 10", "3"),
        ("OCRA-1:HOTP-SHA1-6:", 20, "C or Q", ""),
        ("OCRA-1:HOTP-SHA1-6:PSHA1", 20, "C or Q", "PSHA1"),
        ("OCRA-1:HOTP-SHA1-6:C", 21, "'-'", ""),
        ("OCRA-1:HOTP-SHA1-6:CQN08", 21, "'-'", "QN08"),
        ("OCRA-1:HOTP-SHA1-6:C-C-QN08", 22, "'Q'", "C"),
        ("OCRA-1:HOTP-SHA1-6:Q", 21, "A, N or H", ""),
        ("OCRA-1:HOTP-SHA1-6:QX08", 21, "A, N or H", "X08"),
        ("OCRA-1:HOTP-SHA1-6:QN8", 22, "a two-digit length from 04 to 64", "8"),
        ("OCRA-1:HOTP-SHA1-6:QN03", 22, "a two-digit length from 04 to 64", "03"),
        ("OCRA-1:HOTP-SHA1-6:QN65", 22, "a two-digit length from 04 to 64", "65"),
        ("OCRA-1:HOTP-SHA1-6:QN08\n", 22, "a two-digit length from 04 to 64", "08\n"),
        ("OCRA-1:HOTP-SHA1-6:QN08:", 24, "'-' or the end", ":"),
        ("OCRA-1:HOTP-SHA1-6:QN08-", 25, "P, S or T", ""),
        ("OCRA-1:HOTP-SHA1-6:QN08-C", 25, "P, S or T", "C"),
        ("OCRA-1:HOTP-SHA1-6:QN08-P", 26, "SHA1, SHA256 or SHA512", ""),
        ("OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1", 31, "S or T", "PSHA1"),
        ("OCRA-1:HOTP-SHA1-6:QN08-S064-PSHA1", 30, "T", "PSHA1"),
        ("OCRA-1:HOTP-SHA1-6:QN08-S000", 26, "a three-digit length from 001 to 512, or nothing", "000"),
        ("OCRA-1:HOTP-SHA1-6:QN08-S513", 26, "a three-digit length from 001 to 512, or nothing", "513"),
        ("OCRA-1:HOTP-SHA1-6:QN08-S64", 26, "a three-digit length from 001 to 512, or nothing", "64"),
        ("OCRA-1:HOTP-SHA1-6:QN08-T", 26, "1S to 59S, 1M to 59M or 1H to 48H", ""),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1M-S064", 28, "the end", "-"),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1M:", 28, "the end", ":"),
    ],
)
def test_a_refusal_names_the_column_what_was_expected_and_what_was_found(
    text: str, column: int, expected: str, found: str
) -> None:
    error = refusal_of(text)
    assert (error.column, error.expected, error.found) == (column, expected, found)
    assert f"column {column}: expected {expected}, found " in str(error)


def test_a_refusal_reads_as_one_plain_sentence() -> None:
    assert str(refusal_of("OCRA-1:HOTP-SHA1-6:QX08")) == "column 21: expected A, N or H, found 'X08'"
    assert str(refusal_of("OCRA-1:HOTP-SHA1-6:")) == "column 20: expected C or Q, found the end"


def test_a_refusal_repeats_little_and_no_control_character() -> None:
    error = refusal_of("OCRA-1:HOTP-SHA1-6:Q\r\n" + "9" * 10_000)
    assert len(error.found) == 20
    assert str(error).isprintable()


def assert_read_or_refused_in_place(text: str) -> None:
    """Assert that `text` prints back, or is refused by a `SuiteError` at a column that it has."""
    try:
        suite = Suite.parse(text)
    except SuiteError as caught:
        error = caught
    else:
        assert str(suite) == text
        return
    assert 1 <= error.column <= len(text) + 1
    assert text[error.column - 1 :].startswith(error.found)
    assert bool(error.found) == (error.column <= len(text))


@given(st.text(max_size=80))
@example("\ud800")
def test_garbage_raises_nothing_but_a_suite_error(text: str) -> None:
    assert_read_or_refused_in_place(text)


@given(st.text(st.sampled_from("OCRA-1:HTPS256QNM0468"), max_size=40))
def test_garbage_of_a_suites_own_characters_raises_nothing_but_a_suite_error(tail: str) -> None:
    assert_read_or_refused_in_place("OCRA-1:HOTP-SHA1-6:" + tail)


@given(suites, st.data())
def test_a_damaged_suite_is_read_as_it_stands_or_refused_in_place(suite: Suite, data: st.DataObject) -> None:
    text = str(suite)
    start = data.draw(st.integers(min_value=0, max_value=len(text)))
    end = data.draw(st.integers(min_value=start, max_value=min(start + 3, len(text))))
    assert_read_or_refused_in_place(text[:start] + data.draw(st.text(max_size=2)) + text[end:])


@given(suites, st.data())
def test_before_the_column_of_a_refusal_the_text_was_in_order(suite: Suite, data: st.DataObject) -> None:
    text = str(suite)
    cut = data.draw(st.integers(min_value=0, max_value=len(text)))
    column = refusal_of(text[:cut] + "?").column
    assert cut + 1 - len("SHA512") <= column <= cut + 1


@pytest.mark.parametrize("length", [3, 65])
def test_a_question_that_no_suite_can_name_cannot_be_made(length: int) -> None:
    with pytest.raises(ValueError, match="4 to 64"):
        QuestionShape(format=QuestionFormat.NUMERIC, length=length)


@pytest.mark.parametrize(("length", "is_implied"), [(0, False), (513, False), (65, True)])
def test_a_session_that_no_suite_can_name_cannot_be_made(length: int, *, is_implied: bool) -> None:
    with pytest.raises(ValueError, match="session length"):
        SessionShape(length=length, is_implied=is_implied)


@pytest.mark.parametrize(("count", "unit"), [(0, TimeUnit.HOUR), (49, TimeUnit.HOUR), (60, TimeUnit.SECOND)])
def test_a_time_step_that_no_suite_can_name_cannot_be_made(count: int, unit: TimeUnit) -> None:
    with pytest.raises(ValueError, match="time step"):
        TimeStep(count=count, unit=unit)


@pytest.mark.parametrize("digits", [1, 3, 11])
def test_a_response_length_that_no_suite_can_name_cannot_be_made(digits: int) -> None:
    with pytest.raises(ValueError, match="0 or 4 to 10"):
        Suite(
            hash_function=HashFunction.SHA256,
            digits=digits,
            question=QuestionShape(format=QuestionFormat.NUMERIC, length=6),
        )


def test_the_minute_of_the_appendix_is_counted_from_1970() -> None:
    # 2008-03-25 12:06:30 UTC
    assert TimeStep(count=1, unit=TimeUnit.MINUTE).steps_at(1_206_446_790) == 0x132D0B6


@pytest.mark.parametrize(
    ("step", "seconds"),
    [(TimeStep(count=30, unit=TimeUnit.SECOND), 30), (TimeStep(count=48, unit=TimeUnit.HOUR), 172_800)],
)
def test_a_step_begins_at_its_first_second_and_ends_before_the_next(step: TimeStep, seconds: int) -> None:
    assert [step.steps_at(at) for at in (0, seconds - 1, seconds, 2 * seconds - 1)] == [0, 0, 1, 1]
