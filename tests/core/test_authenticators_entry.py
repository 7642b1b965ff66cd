"""What a person types: any dress of the right code is the right code, and nothing else ever is."""

import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.core.authenticators.entry import CLEAR, DIGITS, LONGEST, Unreadable, read_code

DECORATION = (
    "".join(chr(code) for code in range(0x3100) if unicodedata.category(chr(code)) in {"Zs", "Pd", "Cf"})
    + "\t\r\n－ー−─\u3000"
)


def dresses() -> dict[str, list[str]]:
    """Every sign of Unicode that is some sign of the clear alphabet or a digit in another width, face or case."""
    worn: dict[str, list[str]] = {sign: [] for sign in sorted(set(CLEAR + DIGITS))}
    for code in range(sys.maxunicode + 1):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain.isascii() and plain.upper() in worn:
            worn[plain.upper()].append(chr(code))
    return worn


def is_decoration(sign: str) -> bool:
    """Spaces, dashes, what looks like one, and what cannot be seen."""
    looks_like_a_dash = "-−ー─━˗\u00ad‧・"
    plain = unicodedata.normalize("NFKC", sign)
    return all(
        one in looks_like_a_dash or one in "\t\r\n\v\f" or unicodedata.category(one) in {"Zs", "Zl", "Zp", "Pd", "Cf"}
        for one in plain
    )


DRESSES = dresses()
CODES = st.sampled_from([(DIGITS, 8), (CLEAR, 6), (CLEAR, 10)]).flatmap(
    lambda kind: st.tuples(st.text(kind[0], min_size=kind[1], max_size=kind[1]), st.just(kind[0]))
)


@st.composite
def dressed(draw, code):
    fringe = st.text(DECORATION, max_size=4)
    return draw(fringe) + "".join(draw(st.sampled_from(DRESSES[sign])) + draw(fringe) for sign in code)


@pytest.mark.fact("A071", "A072", "A178")
@given(CODES.flatmap(lambda code: st.tuples(st.just(code), dressed(code[0]))))
def test_any_disguise_of_a_right_code_is_the_right_code(given_):
    (code, alphabet), typed = given_
    assert read_code(typed, alphabet=alphabet, length=len(code)) == code


@given(CODES, st.data())
def test_one_other_sign_never_is_the_right_code(coded, data):
    code, alphabet = coded
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.text(max_size=2))
    assume(all(sign not in DRESSES[code[at]] for sign in other))
    assert read_code(code[:at] + other + code[at + 1 :], alphabet=alphabet, length=len(code)) != code


@given(CODES, st.characters() | st.sampled_from(".,:;_/\\+*'\"()~#|…。、・関あﾞ́"), st.data())
def test_one_sign_more_makes_a_code_unreadable_unless_it_is_decoration(coded, sign, data):
    code, alphabet = coded
    at = data.draw(st.integers(0, len(code)))
    typed = code[:at] + sign + code[at:]
    found = read_code(typed, alphabet=alphabet, length=len(code))
    assert found == (code if is_decoration(sign) else Unreadable())


@given(CODES, st.text(max_size=300))
def test_whatever_is_typed_is_read_as_a_code_of_the_alphabet_or_not_at_all(coded, typed):
    code, alphabet = coded
    found = read_code(typed, alphabet=alphabet, length=len(code))
    if not isinstance(found, Unreadable):
        assert len(found) == len(code)
        assert set(found) <= set(alphabet)
        bare = "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign.isalnum())
        assert bare.upper() == found


def test_every_sign_of_unicode_that_is_read_is_a_dress_of_what_it_is_read_as():
    letters = {sign: worn for sign, worn in DRESSES.items() if sign in CLEAR}
    for sign, worn in letters.items():
        assert {read_code(one, alphabet=CLEAR, length=1) for one in worn} == {sign}
        for one in worn:
            face = unicodedata.normalize("NFKD", one)
            assert face.upper() == sign
    strangers = "٠०０Οоа１㊀😀éß"
    assert read_code("٣", alphabet=DIGITS, length=1) == Unreadable()
    assert [read_code(one, alphabet=CLEAR, length=1) for one in strangers if one not in "０１"] == [Unreadable()] * 9


@pytest.mark.parametrize("sign", "01IO")
def test_signs_that_look_alike_are_in_no_card_and_no_passcode(sign):
    assert sign not in CLEAR
    assert read_code("22222" + sign, alphabet=CLEAR, length=6) == Unreadable()


def test_what_is_too_long_is_unreadable_before_it_costs_anything():
    assert read_code(" " * (LONGEST - 6) + "234567", alphabet=CLEAR, length=6) == "234567"
    assert read_code(" " * (LONGEST - 5) + "234567", alphabet=CLEAR, length=6) == Unreadable()
    assert read_code("\ufdfa" * 10**6, alphabet=CLEAR, length=6) == Unreadable()


@pytest.mark.parametrize(
    "typed", ["", "\0" * 6, "\ud800" * 6, "2345\x006", "23456\x7f", "-" * 6, "２３４５６", "2345678"]
)
def test_what_cannot_be_a_code_is_unreadable_and_no_accident(typed):
    assert read_code(typed, alphabet=CLEAR, length=6) == Unreadable()
