"""The list of common passwords that ships: long enough for ASVS 6.2.4, and the best known guesses are on it."""

import pytest

from sekisho.adapters.common_passwords import load_common
from sekisho.wiring import COMMON_PASSWORDS


def test_the_list_has_at_least_three_thousand_passwords_that_could_be_somebody_s():
    assert len(load_common(COMMON_PASSWORDS)) >= 3_000


@pytest.mark.parametrize("word", ["password", "12345678", "qwertyuiop", "iloveyou1", "sunshine", "trustno1"])
def test_the_first_guesses_are_on_the_list(word):
    assert word in load_common(COMMON_PASSWORDS)


def test_an_installation_without_the_list_does_not_start(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        load_common(tmp_path / "nowhere")
