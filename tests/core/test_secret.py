"""A secret stays blank wherever a program may print, store or compare a value."""

import copy
import io
import json
import logging
import pickle
import traceback
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.secret import BLANK, Secret

VALUES = st.binary(min_size=6, max_size=40).filter(lambda value: value not in BLANK.encode())


@dataclass(frozen=True)
class Held:
    username: str
    password: Secret


@given(VALUES, st.sampled_from(["", "s", ">40", "x", "d", ".3"]))
def test_a_secret_is_blank_however_it_is_printed(value, spec):
    secret = Secret(value)
    said = [repr(secret), str(secret), f"{secret:{spec}}", f"{secret!r:>20}".strip(), "%s" % secret, "%r" % (secret,)]  # noqa: UP031 - the old way of printing, too
    assert set(said) == {BLANK}
    assert repr(Held("testy001", secret)) == f"Held(username='testy001', password={BLANK})"


def test_a_secret_is_blank_in_a_log_and_in_a_traceback():
    page = io.StringIO()
    logger = logging.getLogger("a test")
    logger.addHandler(handler := logging.StreamHandler(page))
    secret = Secret("correct " + "horse")  # put together here: a traceback quotes the line that raised
    try:
        {}[Held("testy001", secret).username, repr(secret)]
    except KeyError:
        logger.exception("%s with %r", secret, [secret])
        page.write(traceback.format_exc())
    finally:
        logger.removeHandler(handler)
    assert "correct" not in page.getvalue()
    assert page.getvalue().count(BLANK) == 4


@pytest.mark.parametrize(
    "keep", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, hash, bytes, vars, dict, list, float]
)
def test_a_secret_cannot_be_kept_in_the_open(keep):
    with pytest.raises((TypeError, ValueError)) as refused:
        keep(Secret("correct horse"))
    assert "correct" not in str(refused.value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_pickle_takes_a_secret(protocol):
    with pytest.raises(TypeError, match="not picklable"):
        pickle.dumps({"password": Secret("correct horse")}, protocol)


@given(VALUES, VALUES)
def test_a_secret_equals_only_a_secret_of_the_same_value(one, other):
    assert (Secret(one) == Secret(other)) is (one == other)
    assert Secret(one) == Secret(one)
    assert Secret(one) != one


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_secret_gives_back_what_was_put_in_and_tells_its_length(text):
    secret = Secret(text)
    assert (secret.reveal_text(), secret.reveal(), len(secret)) == (text, text.encode(), len(text.encode()))


def test_a_secret_has_no_room_for_anything_else():
    with pytest.raises(AttributeError):
        Secret("correct horse").note = "correct horse"  # type: ignore[attr-defined] - that there is no such attribute is the point
