"""Every reason for not taking a password has its words."""

import pytest

from sekisho.core.passwords import Flaw
from sekisho.wording.catalogue import words
from sekisho.wording.language import Language


@pytest.mark.parametrize("flaw", Flaw)
def test_each_flaw_is_told_in_both_languages_with_what_would_do(flaw):
    said = [words(f"password.flaw.{flaw}", language=language, least=15) for language in Language]
    assert len(set(said)) == 2
    assert flaw is not Flaw.TOO_SHORT or all("15" in text for text in said)
    assert flaw is not Flaw.TOO_LONG or all("1,024" in text for text in said)
