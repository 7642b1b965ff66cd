"""Line ends of a mail that lay in a mailbox become those of the wire, wherever its pieces part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.line_ends import LineEnds

MENDED = {
    b"a\nb\r\nc\rd": b"a\r\nb\r\nc\r\nd",
    b"a\r\r\nb\n\n": b"a\r\nb\r\n\r\n",
    b"\r\n.\n.\r": b"\r\n.\r\n.\r\n",
    b"no line at all": b"no line at all",
    b"": b"",
}


def mended(*pieces):
    ends = LineEnds()
    return b"".join(ends.mend(piece) for piece in pieces) + ends.rest()


@pytest.mark.parametrize(("kept", "wanted"), MENDED.items())
def test_every_line_end_is_made_that_of_the_wire(kept, wanted):
    assert mended(kept) == wanted


@given(mail=st.text("\r\n.x", max_size=40).map(str.encode), cuts=st.lists(st.integers(0, 40), max_size=5).map(sorted))
def test_the_pieces_make_no_difference_and_nothing_else_is_touched(mail, cuts):
    pieces = [mail[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(mail)], strict=True)]
    whole = mended(*pieces)
    assert whole == mended(mail) == mended(whole)
    assert whole.count(b"\r") == whole.count(b"\n") == whole.count(b"\r\n")
    assert [line for line in whole.split(b"\r\n") if line] == [
        line for line in mail.replace(b"\n", b"\r").split(b"\r") if line
    ]
