"""A new password is long enough, typable, and none of the first guesses; nothing else is asked of it (ASVS 6.2, SP 800-63B-4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.passwords import (
    LEAST_ALONE,
    LEAST_WITH_FACTOR,
    MOST_BYTES,
    MOST_CHARACTERS,
    Accepted,
    Flaw,
    Rejected,
    fold,
    read_common,
    read_new_password,
)

COMMON = read_common(["password", "Trustno1", "12345678", "123456", "qwertyuiop", "correct horse battery staple"])
CONTEXT = ("kaede314", "U7654321", "kaede.mori@example.jp", "関所証券", "Sekisho Securities")


def read(text, *, is_alone=False, context=CONTEXT):
    return read_new_password(text, is_alone=is_alone, context=context, common=COMMON)


def flaw(text, **said):
    found = read(text, **said)
    assert isinstance(found, Rejected), text
    return found.why


@pytest.mark.parametrize(("is_alone", "least"), [(False, LEAST_WITH_FACTOR), (True, LEAST_ALONE)])
def test_a_password_is_long_enough_at_the_bound_and_too_short_one_below(is_alone, least):
    text = "wq7-xk2m-pz4vtb"[:least]
    assert read(text, is_alone=is_alone) == Accepted(read(text, is_alone=is_alone).password)
    assert read(text[:-1], is_alone=is_alone) == Rejected(why=Flaw.TOO_SHORT, least=least)


def test_a_letter_and_its_accent_are_counted_as_one_character():
    decomposed = "wq7-xke\u0301"  # 8 code points, 7 characters
    assert flaw(decomposed) is Flaw.TOO_SHORT
    assert isinstance(read(decomposed + "z"), Accepted)


def test_long_passwords_are_taken_up_to_256_characters_and_1024_bytes_and_never_cut():
    four = "".join(chr(0x20000 + number) for number in range(MOST_CHARACTERS))  # four bytes each
    assert len(four.encode()) == MOST_BYTES
    assert read(four).password.reveal_text() == four
    assert flaw(four + "a") is Flaw.TOO_LONG
    one = "".join(chr(0x4E00 + number) for number in range(MOST_CHARACTERS))
    assert isinstance(read(one), Accepted)
    assert flaw(one + "a") is Flaw.TOO_LONG


@pytest.mark.parametrize("sign", ["\0", "\n", "\r", "\ud800"])
def test_what_no_form_carries_is_no_part_of_a_password(sign):
    assert flaw(f"wq7-xk2m{sign}pz4vtb") is Flaw.UNTYPABLE


@pytest.mark.parametrize(
    "text",
    [
        "paßwort für hans",
        "  leading and trailing  ",
        "пароль-длинный",
        "🔑🚪🗻🌊🦊🍁🐟🎏",
        "まどのそとはゆきです",
        "a\tb c<>'\"&;--%",
    ],
)
def test_any_character_may_stand_in_a_password(text):
    assert read(text).password.reveal_text() == text


@pytest.mark.parametrize(
    "text", ["password", "PASSWORD", "Ｐａｓｓｗｏｒｄ", "trustno1", "１２３４５６７８", "Correct Horse Battery Staple"]
)
def test_a_common_password_is_refused_in_any_width_and_case(text):
    assert flaw(text) is Flaw.COMMON


@pytest.mark.parametrize(
    "text", ["aaaaaaaaaaaaaaaa", "passwordpassword", "PasswordPasswordPass", "1212121212", "あいうあいうあいう"]
)
def test_a_short_or_common_word_repeated_counts_once(text):
    assert flaw(text) is Flaw.COMMON


@pytest.mark.parametrize("text", ["my password is wq7", "passwords", "wq7-xk2m wq7-xk2m"])
def test_the_whole_password_is_compared_and_not_its_parts(text):
    assert isinstance(read(text), Accepted)


@pytest.mark.parametrize(
    "text",
    [
        "kaede314",
        "KAEDE314!",
        "ｋａｅｄｅ３１４",
        "kaede2026",
        "u7654321",
        "kaede.mori@example.jp",
        "kaedemori",
        "Sekisho-2026",
        "sekisho securities",
        "関所証券関所証券",
        "関所証券2026",
        "kaede12345678",
        "sekisho-kaede-01",
    ],
)
def test_what_is_little_more_than_a_word_of_its_surroundings_is_refused(text):
    assert flaw(text) is Flaw.CONTEXT


@pytest.mark.parametrize("text", ["kaede likes wq7-xk2m", "exampleofsomethingelse", "in Sekisho it snows"])
def test_a_word_of_its_surroundings_may_stand_in_a_password_that_is_one_without_it(text):
    assert isinstance(read(text), Accepted)


def test_words_of_fewer_than_four_characters_are_no_context():
    assert isinstance(read("aki-maki-saki-taki", context=("aki", "a@b.co", "")), Accepted)


def test_common_passwords_too_short_to_be_anybody_s_are_left_out_of_the_list():
    assert "123456" not in COMMON
    assert read_common(["  ABCDefgh \n", "", "abcdefg"]) == frozenset({"abcdefgh"})


@given(text=st.text(max_size=300), is_alone=st.booleans(), context=st.lists(st.text(max_size=20), max_size=4))
def test_any_text_is_taken_whole_or_refused_with_what_it_lacks(text, is_alone, context):
    found = read(text, is_alone=is_alone, context=context)
    if isinstance(found, Accepted):
        assert found.password.reveal_text() == text
        assert fold(text) not in COMMON
        assert len(text) >= found_least(is_alone)
    else:
        assert found.least == found_least(is_alone)


def found_least(is_alone):
    return LEAST_ALONE if is_alone else LEAST_WITH_FACTOR
