"""The auditor's pages say every row, every ceiling, every permit and every move, and say the numbers that are set."""

from dataclasses import replace

from sekisho.core.access import ACCESS, HolderDeed, Situation
from sekisho.core.access.render import access_page, lifecycles_page
from sekisho.core.access.table import ANSWER_COUNTS_NO_MORE, Refuses
from sekisho.core.accounts import ACCOUNT_LIFE
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.authenticators.lifecycle import CARD_LIFE, DEVICE_LIFE, PASSCODE_LIFE
from sekisho.core.authenticators.terms import Terms

from .people import HOUR


def test_the_access_page_has_a_line_for_every_situation_with_its_reasons():
    page = access_page(Terms())
    for situation in Situation:
        (line,) = (line for line in page.splitlines() if line.startswith(f"| `{situation}` |"))
        for cell in (ACCESS[situation].portal, ACCESS[situation].trading):
            assert (cell.reason if isinstance(cell, Refuses) else cell.scope) in line
    for reason in {*ANSWER_COUNTS_NO_MORE.values()}:
        assert f"`{reason}`" in page
    for word in (*HolderDeed, *AuthenticatorKind):
        assert f"| `{word}` |" in page


def test_the_access_page_says_the_spans_that_are_set():
    assert "hours 48 to 288" in access_page(Terms())
    page = access_page(replace(Terms(), passcode_full_for=HOUR, passcode_card_only_for=2 * HOUR))
    assert "hours 1 to 3" in page
    assert "288" not in page


def test_the_lifecycle_page_draws_every_move():
    page = lifecycles_page(Terms())
    for life in (ACCOUNT_LIFE, DEVICE_LIFE, CARD_LIFE, PASSCODE_LIFE):
        for (state, event), move in life.moves.items():
            assert f"    {state or '[*]'} --> {move.to}: {event}" in page
            assert move.because in page
