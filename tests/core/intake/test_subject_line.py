"""The subject of a mailed document is read in any order, width and case, and never guessed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.subject_line import LONGEST, Purpose, Subject, SubjectFlaw, Unclear, read_subject

PURPOSES = st.sampled_from(Purpose)
ACCOUNTS = st.from_regex(r"U[0-9]{6,8}", fullmatch=True)
NAMES = st.from_regex(r"[a-z][a-z0-9]{2,20}[0-9]", fullmatch=True).filter(lambda name: not name.startswith(("u", "du")))
PARTINGS = st.sampled_from(
    [" ", "　", ", ", " / ", ": ", "、", "・", " - ", " – ", "】【", "\t", " | ", "の", "\u200b \u200e"]
)
MARKERS = st.lists(st.sampled_from(["Re: ", "RE:", "Fwd: ", "FW：", "Re[2]: ", "AW: ", "転送: ", "返信："]), max_size=3)
AROUND = st.sampled_from(["", " ", "　", "【", "件名: ", "Account No. ", "口座番号"])


def wide(text):
    """Write it as a Japanese keyboard may: full-width."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@st.composite
def disguised(draw, text):
    """The same text in another case and width."""
    cased = "".join(draw(st.sampled_from([sign.lower(), sign.upper()])) for sign in text)
    return "".join(draw(st.sampled_from([sign, wide(sign)])) for sign in cased)


@st.composite
def written(draw, *words):
    """Some words in any order, each disguised, as a subject a person may type."""
    disguises = [draw(disguised(word)) for word in draw(st.permutations(words))]
    return "".join(draw(MARKERS)) + draw(AROUND) + draw(PARTINGS).join(disguises)


@pytest.mark.fact("A048", "A049", "A050", "A051")
@given(st.data(), ACCOUNTS, PURPOSES)
def test_an_account_number_and_a_code_are_read_however_they_are_written(data, account, purpose):
    subject = data.draw(written(account, purpose.value))
    assert read_subject(subject) == Subject(purpose=purpose, account=account)


@pytest.mark.fact("A048", "A049")
@given(st.data(), NAMES, PURPOSES)
def test_a_user_name_is_as_good_as_an_account_number(data, name, purpose):
    subject = data.draw(written(name, purpose.value))
    assert read_subject(subject) == Subject(purpose=purpose, username=name)


@pytest.mark.fact("A052", "A053")
@pytest.mark.parametrize(("code", "purpose"), [("PoRes", Purpose.RESIDENCE), ("PID", Purpose.IDENTITY)])
def test_the_two_codes_say_what_the_document_proves(code, purpose):
    assert read_subject(f"U1234567 {code}") == Subject(purpose=purpose, account="U1234567")


@given(st.data(), ACCOUNTS, ACCOUNTS, PURPOSES)
def test_two_accounts_are_nobody_s_and_one_twice_is_one(data, one, other, purpose):
    read = read_subject(data.draw(written(one, other, purpose.value)))
    if one == other:
        assert read == Subject(purpose=purpose, account=one)
    else:
        assert (read.flaw, read.account) == (SubjectFlaw.SEVERAL_HOLDERS, None)


CASES = {
    "U1234567": (SubjectFlaw.NO_PURPOSE, 9),
    "PID": (SubjectFlaw.NO_HOLDER, 4),
    "": (SubjectFlaw.NO_HOLDER, 1),
    "Re: U1234567 U7654321 PID": (SubjectFlaw.SEVERAL_HOLDERS, 14),
    "転送：Ｕ１２３４５６７　ＰＩＤ　ＰｏＲｅｓ": (SubjectFlaw.SEVERAL_PURPOSES, 17),
    "hanako001 taro002 PID": (SubjectFlaw.SEVERAL_HOLDERS, 11),
    "DU12345 PoRes": (SubjectFlaw.PAPER_ACCOUNT, 1),
    "U1234567 DU12345 PoRes": (SubjectFlaw.PAPER_ACCOUNT, 10),
    "PID 1234567": (SubjectFlaw.NO_HOLDER, 12),
    "U1234567 РID": (SubjectFlaw.NO_PURPOSE, 13),  # its first letter is Cyrillic
    "U1234567PID": (SubjectFlaw.NO_PURPOSE, 12),  # may as well be a user name
    "U1234567 " + "x" * LONGEST: (SubjectFlaw.TOO_LONG, LONGEST + 1),
}


@pytest.mark.parametrize(("subject", "expected"), CASES.items(), ids=range(len(CASES)))
def test_what_is_not_clear_is_said_with_its_place(subject, expected):
    read = read_subject(subject)
    assert isinstance(read, Unclear)
    assert (read.flaw, read.column) == expected


def test_a_user_name_that_ends_like_a_code_stays_whole():
    assert read_subject("taro-pid PoRes") == Subject(purpose=Purpose.RESIDENCE, username="taro-pid")
    assert read_subject("PID_U1234567") == Subject(purpose=Purpose.IDENTITY, account="U1234567")


def test_what_was_understood_is_kept_beside_the_flaw():
    assert read_subject("Fwd: U1234567") == Unclear(flaw=SubjectFlaw.NO_PURPOSE, column=14, account="U1234567")


@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(["U1234567", "PID", "PoRes", "taro01", "Re:", " "]), max_size=8).map("".join)
)
def test_nothing_is_read_that_does_not_stand_there(text):
    read = read_subject(text)
    folded = unicodedata.normalize("NFKC", "".join(s for s in text if unicodedata.category(s) != "Cf")).casefold()
    for said in (read.account, read.username, read.purpose):
        assert said is None or said.casefold() in folded
    assert isinstance(read, Subject) or 1 <= read.column <= len(text) + 1
