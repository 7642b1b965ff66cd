"""Who delivered a mail wrote down for whom; where nobody did, the first of our addresses is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.delivered import delivered_to, returned_to

HERE, EUROPE = OURS = ("newaccounts@sekisho.example", "newaccounts.uk@sekisho.example")

HEADERS = {
    "delivered, whatever the author wrote": (b"Delivered-To: newaccounts.uk@sekisho.example\r\nTo: %s\r\n" % HERE.encode(), (EUROPE,)),
    "by postfix, before rewriting": (b"X-Original-To: NewAccounts.UK@Sekisho.Example\r\nTo: a@b.example\r\n", (EUROPE,)),
    "written to both": (b"To: A <newaccounts.uk@sekisho.example>,\r\n\tnewaccounts@sekisho.example\r\n", OURS),
    "a copy": (b"To: a@b.example\r\nCc: <newaccounts.uk@sekisho.example>\r\n", (EUROPE,)),
    "a blind copy": (b"To: undisclosed-recipients:;\r\n", (HERE,)),
    "another's address that holds ours": (b"To: x.newaccounts.uk@sekisho.example, newaccounts.uk@sekisho.example.org\r\n", (HERE,)),
    "no header": (b"", (HERE,)),
}  # fmt: skip


@pytest.mark.fact("A045", "A046")
@pytest.mark.parametrize(("header", "wanted"), HEADERS.values(), ids=HEADERS)
def test_the_surest_line_says_for_whom_a_mail_was(header, wanted):
    assert delivered_to(header, OURS) == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (b"Return-Path: <taro@example.com>\r\nReturn-Path: <forged@example.com>\r\n", "taro@example.com"),
        (b"Return-Path: <>\r\n", ""),
        (b"Return-Path: a b\r\n", ""),
        (b"Subject: x\r\n", ""),
    ],
)
def test_the_last_server_says_who_sent_it(header, wanted):
    assert returned_to(header) == wanted


@given(st.binary(max_size=200))
def test_no_header_is_too_odd(header):
    assert set(delivered_to(header, OURS)) <= set(OURS)
    assert "\r" not in returned_to(header)
